from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.accounts.roles import Permission
from stegvis.core.page import page
from stegvis.core.saving import attempt, press, saved
from stegvis.participants import access, queries
from stegvis.participants.actions import programmes as actions
from stegvis.participants.forms.programmes import FactorForm, ProgrammeForm
from stegvis.participants.models import Programme

NEEDS = Permission.PROGRAMME_EDIT


@page(needs=NEEDS)
def programme_list(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    context = {"programmes": queries.programmes(request.user, today=today), "today": today}
    return render(request, "participants/programme_list.html", context)


@page(needs=NEEDS, writes=["POST"])
def programme_create(request: HttpRequest) -> HttpResponse:
    form = ProgrammeForm(request.POST or None, user=request.user)
    if made := attempt(form, lambda: actions.create(by=request.user, **form.cleaned_data)):
        saved(request, _("Verksamheten är tillagd. Lägg till det ni vill fråga om vid starten."))
        return redirect("participants:programme_edit", made.pk)
    context = {
        "title": _("Ny verksamhet"),
        "intro": _("Det som en person skrivs in i, till exempel ett projekt eller ett program."),
        "form": form,
        "submit": _("Lägg till verksamheten"),
        "cancel": reverse("participants:programme_list"),
        "crumbs": [(reverse("participants:programme_list"), _("Verksamheter"))],
    }
    return render(request, "core/form_page.html", context)


@page(needs=NEEDS, writes=["POST"])
def programme_edit(request: HttpRequest, pk: int) -> HttpResponse:
    programme = access.programme(request.user, pk, NEEDS)
    initial = ProgrammeForm.initial_of(programme)
    form = ProgrammeForm(
        request.POST or None, initial=initial, user=request.user, programme=programme
    )
    if attempt(
        form, lambda: actions.change(programme=programme, by=request.user, **form.cleaned_data)
    ):
        saved(request, _("Verksamheten är sparad."))
        return redirect("participants:programme_list")
    return _edit_page(request, programme, form, FactorForm(programme=programme))


@page(needs=NEEDS, writes=["POST"])
def programme_archive(request: HttpRequest, pk: int) -> HttpResponse:
    programme = access.programme(request.user, pk, NEEDS)
    if request.method == "POST":
        done = (
            _("Verksamheten går att välja igen.")
            if programme.archived_at
            else _("Verksamheten är arkiverad. De som är inskrivna är kvar.")
        )
        press(request, lambda: actions.archive(programme=programme, by=request.user), done)
    return redirect("participants:programme_list")


@page(needs=NEEDS, writes=["POST"])
def factor_create(request: HttpRequest, pk: int) -> HttpResponse:
    programme = access.programme(request.user, pk, NEEDS)
    form = FactorForm(request.POST or None, programme=programme)
    if attempt(
        form, lambda: actions.add_factor(programme=programme, by=request.user, **form.cleaned_data)
    ):
        saved(request, _("Frågan är tillagd."))
        return redirect(_questions(programme))
    initial = ProgrammeForm.initial_of(programme)
    facts = ProgrammeForm(initial=initial, user=request.user, programme=programme)
    return _edit_page(request, programme, facts, form)


@page(needs=NEEDS, writes=["POST"])
def factor_archive(request: HttpRequest, pk: int, factor_pk: int) -> HttpResponse:
    programme = access.programme(request.user, pk, NEEDS)
    factor = access.factor(programme, factor_pk)
    if request.method == "POST":
        done = (
            _("Frågan ställs igen.")
            if factor.archived_at
            else _("Frågan ställs inte längre. Svaren finns kvar.")
        )
        press(request, lambda: actions.archive_factor(factor=factor, by=request.user), done)
    return redirect(_questions(programme))


def _questions(programme: Programme) -> str:
    return reverse("participants:programme_edit", args=[programme.pk]) + "#fragor"


def _edit_page(
    request: HttpRequest, programme: Programme, form: ProgrammeForm, factor_form: FactorForm
) -> HttpResponse:
    context = {
        "programme": programme,
        "form": form,
        "factor_form": factor_form,
        "factors": programme.factors.order_by("archived_at", "position", "pk"),
        "listing": reverse("participants:programme_list"),
    }
    return render(request, "participants/programme_edit.html", context)
