from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.accounts.roles import Permission
from stegvis.agreements import access, queries
from stegvis.agreements.actions import agreements as actions
from stegvis.agreements.enums import AgreementKind
from stegvis.agreements.forms.agreements import AgreementFilter, AgreementForm
from stegvis.agreements.models import Agreement
from stegvis.agreements.panels import agreement_panels
from stegvis.agreements.views.paths import KIND_BY_PATH, PATH_BY_KIND
from stegvis.core.fragments import render_part, wants_fragment
from stegvis.core.page import page
from stegvis.core.saving import attempt, saved


@page(needs=Permission.AGREEMENT_VIEW)
def agreement_list(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    form = AgreementFilter(request.GET, today=today)
    found = form.filter(queries.agreements(request.user, today=today))
    listed = Paginator(found, 50).get_page(request.GET.get("sida"))
    context = {"form": form, "page": listed, "rows": queries.rows(listed, today=today)}
    if not wants_fragment(request):
        context["reminders"] = queries.reminders(request.user, today=today)
        context["can_edit"] = request.user.may(Permission.AGREEMENT_EDIT)
    return render_part(request, "agreements/agreement_list.html", "table", context)


@page(needs=Permission.AGREEMENT_VIEW)
def agreement_detail(request: HttpRequest, pk: int) -> HttpResponse:
    today = timezone.localdate()
    agreement = access.agreement(request.user, pk)
    agreement.effective_end = queries.effective_end(agreement)
    call_offs = queries.call_offs(agreement, today=today)
    context = {
        "agreement": agreement,
        "phase": queries.phase(agreement, today=today),
        "providers": queries.providers_of(agreement),
        "areas": agreement.areas.all(),
        "options": queries.option_lines(agreement),
        "call_offs": call_offs,
        "money": queries.money(agreement, [row.agreement for row in call_offs]),
        "reminders": queries.reminders_of(agreement, today=today),
        "risk": queries.risks_of([agreement], today=today).get(pk),
        "outside": queries.outside_framework(agreement),
        "sums": queries.sums_with(request.user, agreement),
        "must_be_documented": queries.must_be_documented(agreement),
        "panels": agreement_panels.of(request.user, agreement),
        "can_edit": request.user.may(Permission.AGREEMENT_EDIT),
    }
    return render(request, "agreements/agreement_detail.html", context)


@page(needs=Permission.AGREEMENT_EDIT)
def agreement_choose(request: HttpRequest) -> HttpResponse:
    """Which kind of agreement: the form depends on it."""
    context = {"kinds": [(PATH_BY_KIND[kind], kind) for kind in AgreementKind]}
    return render(request, "agreements/agreement_choose.html", context)


@page(needs=Permission.AGREEMENT_EDIT, writes=["POST"])
def agreement_create(request: HttpRequest, kind: str) -> HttpResponse:
    if kind not in KIND_BY_PATH:
        raise Http404
    initial = {"parent": request.GET.get("fran"), "provider": request.GET.get("leverantor")}
    form = AgreementForm(request.POST or None, kind=KIND_BY_PATH[kind], initial=initial)
    draft, warnings = f"avtal-nytt-{kind}", _warnings(request, form)
    if not warnings and (
        agreement := attempt(form, lambda: actions.create(by=request.user, **_new(form)))
    ):
        saved(request, _("Avtalet är inlagt."), draft=draft)
        return redirect(agreement)
    title = _("Nytt avtal: %(kind)s") % {"kind": form.kind.label.lower()}
    return _form_page(request, form, title, draft, warnings)


@page(needs=Permission.AGREEMENT_EDIT, writes=["POST"])
def agreement_edit(request: HttpRequest, pk: int) -> HttpResponse:
    agreement = access.agreement(request.user, pk, Permission.AGREEMENT_EDIT)
    kind = KIND_BY_PATH.get(request.GET.get("slag", ""), AgreementKind(agreement.kind))
    initial = AgreementForm.initial_of(agreement)
    form = AgreementForm(request.POST or None, kind=kind, agreement=agreement, initial=initial)
    draft, warnings = f"avtal-{pk}", _warnings(request, form)
    if not warnings and attempt(
        form, lambda: actions.change(agreement=agreement, by=request.user, **form.values())
    ):
        saved(request, _("Avtalet är sparat."), draft=draft)
        return redirect(agreement)
    title = _("Ändra %(agreement)s") % {"agreement": agreement}
    return _form_page(request, form, title, draft, warnings)


def _new(form: AgreementForm) -> dict[str, object]:
    return {name: value for name, value in form.values().items() if name != "version"}


def _warnings(request: HttpRequest, form: AgreementForm) -> list[str]:
    """What to look at before saving; empty when there is nothing or it has been looked at."""
    if not form.is_valid():
        return []
    warnings = queries.limit_warnings(request.user, form.proposed())
    return warnings if form.asks_about(warnings) else []


def _form_page(
    request: HttpRequest, form: AgreementForm, title: str, draft: str, warnings: list[str]
) -> HttpResponse:
    own: Agreement | None = form.agreement
    context = {
        "title": title,
        "form": form,
        "agreement": own,
        "warnings": warnings,
        "submit": _("Spara ändå") if warnings else _("Spara avtalet"),
        "draft": draft,
        "cancel": own.get_absolute_url() if own else reverse("agreements:agreement_list"),
        "other_kinds": [(PATH_BY_KIND[k], k) for k in AgreementKind if k != form.kind],
    }
    return render(request, "agreements/agreement_edit.html", context)


@page(needs=Permission.AGREEMENT_EDIT, writes=["POST"])
def agreement_archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Archives, or restores what is archived."""
    agreement = access.agreement(request.user, pk, Permission.AGREEMENT_EDIT)
    if request.method == "POST":
        if agreement.archived_at:
            actions.restore(agreement=agreement, by=request.user)
            saved(request, _("Avtalet är tillbaka i listan."))
        else:
            actions.archive(agreement=agreement, by=request.user)
            saved(request, _("Avtalet är arkiverat."))
        return redirect(agreement)
    return render(request, "agreements/agreement_archive.html", {"agreement": agreement})
