from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.accounts.roles import Permission
from stegvis.core import saving
from stegvis.core.fragments import wants_fragment
from stegvis.core.page import page
from stegvis.followup import access, learning
from stegvis.followup.actions import decisions
from stegvis.followup.actions import themes as actions
from stegvis.followup.forms.analysis import DoneForm
from stegvis.followup.forms.themes import DecisionFilter, FindingFilter, ThemeForm
from stegvis.followup.models import Theme


def _crumbs(theme: Theme | None = None) -> list[tuple[str, str]]:
    crumbs = [(reverse("followup:theme_list"), _("Lärdomar"))]
    return [*crumbs, (theme.get_absolute_url(), theme.name)] if theme else crumbs


@page(needs=access.LESSONS)
def theme_list(request: HttpRequest) -> HttpResponse:
    """How often each theme returns; with a word to search for, the findings that hold it."""
    form = FindingFilter(request.GET, user=request.user)
    found = form.filter(learning.findings(request.user))
    searched = Paginator(found, 50).get_page(request.GET.get("sida")) if form.value("q") else None
    context = {
        "form": form,
        "table": learning.theme_table(found, keep_unused=not form.active_count()),
        "page": searched,
        "lessons": [learning.lesson(finding) for finding in searched or ()],
        "can_edit": request.user.may(Permission.THEME_EDIT),
    }
    fragment = "#found" if wants_fragment(request) else ""
    return render(request, f"followup/theme_list.html{fragment}", context)


@page(needs=access.LESSONS)
def theme_detail(request: HttpRequest, pk: int) -> HttpResponse:
    theme = access.theme(request.user, pk)
    found = learning.about(request.user, theme)
    listed = Paginator(found, 50).get_page(request.GET.get("sida"))
    table = learning.theme_table(found, keep_unused=False)
    context = {
        "theme": theme,
        "row": learning.theme_row(table, theme),
        "others": [row for row in table.rows if row.theme != theme][:6],
        "page": listed,
        "told": learning.told(listed),
        "today": timezone.localdate(),
        "can_edit": request.user.may(Permission.THEME_EDIT),
    }
    return render(request, "followup/theme_detail.html", context)


def _edit(request: HttpRequest, theme: Theme | None) -> HttpResponse:
    names = ThemeForm.base_fields
    initial = {name: getattr(theme, name) for name in names} if theme else None
    form = ThemeForm(request.POST or None, initial=initial, theme=theme)
    saved = saving.attempt(
        form, lambda: actions.save(by=request.user, theme=theme, **form.cleaned_data)
    )
    if saved:
        saving.saved(request, _("Temat är sparat."))
        return redirect(saved)
    context = {
        "title": _("Ändra temat") if theme else _("Nytt tema"),
        "form": form,
        "submit": _("Spara temat"),
        "cancel": _crumbs(theme)[-1][0],
        "crumbs": _crumbs(theme),
    }
    return render(request, "core/form_page.html", context)


@page(needs=Permission.THEME_EDIT, writes=["POST"])
def theme_create(request: HttpRequest) -> HttpResponse:
    return _edit(request, None)


@page(needs=Permission.THEME_EDIT, writes=["POST"])
def theme_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return _edit(request, access.theme(request.user, pk))


@page(needs=Permission.THEME_EDIT, writes=["POST"])
def theme_archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes the theme off the list for new findings, or puts it back."""
    theme = access.theme(request.user, pk)
    if request.method == "POST":
        archived = actions.archive(theme=theme, by=request.user).archived_at
        text = _("Temat är arkiverat.") if archived else _("Temat går att välja igen.")
        saving.saved(request, text)
    return redirect(theme)


@page(needs=access.LESSONS)
def decision_list(request: HttpRequest) -> HttpResponse:
    form = DecisionFilter(request.GET, user=request.user)
    found = form.filter(learning.decisions(request.user, today=timezone.localdate()))
    listed = Paginator(found, 50).get_page(request.GET.get("sida"))
    context = {
        "form": form,
        "page": listed,
        "decisions": learning.to_do(request.user, listed),
    }
    fragment = "#table" if wants_fragment(request) else ""
    return render(request, f"followup/decision_list.html{fragment}", context)


@page(needs=Permission.ANALYSIS_EDIT, writes=["POST"])
def decision_done(request: HttpRequest, pk: int) -> HttpResponse:
    decision = access.decision(request.user, pk, Permission.ANALYSIS_EDIT)
    today = timezone.localdate()
    initial = {name: getattr(decision, name) for name in DoneForm.base_fields}
    initial["done_on"] = decision.done_on or today
    is_done = decision.done_on is not None
    form = DoneForm(request.POST or None, initial=initial, today=today, is_done=is_done)
    if saving.attempt(
        form,
        lambda: decisions.mark_done(decision=decision, by=request.user, **form.cleaned_data),
    ):
        saving.saved(request, _("Beslutet är sparat."))
        return redirect("followup:decision_list")
    context = {
        "title": _("Gjort: %(decision)s") % {"decision": decision},
        "intro": _("Beslutet gäller ”%(finding)s” i %(intervention)s.")
        % {"finding": decision.finding, "intervention": decision.finding.intervention},
        "form": form,
        "submit": _("Spara"),
        "cancel": reverse("followup:decision_list"),
        "crumbs": [*_crumbs(), (reverse("followup:decision_list"), _("Beslut"))],
    }
    return render(request, "core/form_page.html", context)
