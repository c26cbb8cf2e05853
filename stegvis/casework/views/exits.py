"""The end of an enrolment, the work or studies that came of it, and how it went afterwards."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.accounts.roles import Permission
from stegvis.casework.forms.exits import (
    AttemptForm,
    ExitForm,
    OutcomeForm,
    ReopenForm,
    SettleForm,
)
from stegvis.casework.views.frame import back_to, frame
from stegvis.core import saving
from stegvis.core.page import page
from stegvis.participants import access
from stegvis.participants.actions import exits, follow_ups
from stegvis.participants.enums import FollowUpStatus
from stegvis.participants.models import Enrolment, Outcome, PostExitFollowUp

EDIT = Permission.PARTICIPANT_EDIT


@page(needs=EDIT, writes=["POST"])
def exit_create(request: HttpRequest, pk: int) -> HttpResponse:
    enrolment = access.enrolment(request.user, pk, EDIT)
    form, outcome = _exit_forms(request, enrolment)
    draft = f"avslut-{pk}"
    if _is_complete(form, outcome) and saving.attempt(
        form, lambda: _end(request, enrolment, form, outcome)
    ):
        saving.saved(request, _("Inskrivningen är avslutad."), draft=draft)
        return back_to(enrolment, "avslut")
    context = frame(request, enrolment) | {"form": form, "outcome": outcome, "draft": draft}
    return render(request, "casework/exit_create.html", context)


def _exit_forms(request: HttpRequest, enrolment: Enrolment) -> tuple[ExitForm, OutcomeForm]:
    today = timezone.localdate()
    form = ExitForm(
        request.POST or None,
        enrolment=enrolment,
        today=today,
        asks_sensitive=access.may_see_sensitive(request.user, enrolment.unit),
        initial={"ended_on": today},
    )
    told = request.POST if form.is_bound and form.needs_outcome else None
    outcome = OutcomeForm(told, prefix="outcome", initial={"starts_on": today})
    del outcome.fields["kind"]  # follows from where the person goes
    return form, outcome


def _is_complete(form: ExitForm, outcome: OutcomeForm) -> bool:
    """Both are checked, so that all errors are seen at once."""
    return all([form.is_valid(), not outcome.is_bound or outcome.is_valid()])


def _end(request: HttpRequest, enrolment: Enrolment, form: ExitForm, outcome: OutcomeForm) -> Any:
    told = outcome.cleaned_data if outcome.is_bound else None
    return exits.end(enrolment=enrolment, by=request.user, outcome=told, **form.cleaned_data)


@page(needs=EDIT, writes=["POST"])
def exit_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    enrolment = access.enrolment(request.user, pk, EDIT)
    form = ReopenForm(request.POST or None)
    if saving.attempt(
        form, lambda: exits.reopen(enrolment=enrolment, by=request.user, **form.cleaned_data)
    ):
        saving.saved(request, _("Inskrivningen är öppen igen."))
        return back_to(enrolment)
    context = frame(request, enrolment) | {
        "title": _("Ta tillbaka avslutet"),
        "intro": _("För avslut som blev fel. Uppföljningar som ingen har påbörjat tas bort."),
        "form": form,
        "submit": _("Öppna inskrivningen igen"),
        "cancel": enrolment.get_absolute_url(),
    }
    return render(request, "casework/form_page.html", context)


@page(needs=EDIT, writes=["POST"])
def outcome_create(request: HttpRequest, pk: int) -> HttpResponse:
    enrolment = access.enrolment(request.user, pk, EDIT)
    form = OutcomeForm(request.POST or None, initial={"starts_on": timezone.localdate()})
    if saving.attempt(
        form, lambda: exits.add_outcome(enrolment=enrolment, by=request.user, **form.cleaned_data)
    ):
        saving.saved(request, _("Sparat."))
        return back_to(enrolment, "avslut")
    return _outcome_page(request, enrolment, form, _("Arbete eller studier"))


@page(needs=EDIT, writes=["POST"])
def outcome_edit(request: HttpRequest, pk: int) -> HttpResponse:
    outcome = access.part(request.user, Outcome.objects.all(), pk, EDIT)
    form = OutcomeForm(request.POST or None, initial=OutcomeForm.initial_of(outcome))
    if outcome.is_main:
        del form.fields["kind"]
    if saving.attempt(
        form, lambda: exits.change_outcome(outcome=outcome, by=request.user, **form.cleaned_data)
    ):
        saving.saved(request, _("Sparat."))
        return back_to(outcome.enrolment, "avslut")
    return _outcome_page(request, outcome.enrolment, form, outcome.get_kind_display())


def _outcome_page(
    request: HttpRequest, enrolment: Enrolment, form: OutcomeForm, title: str
) -> HttpResponse:
    context = frame(request, enrolment) | {
        "title": title,
        "intro": _(
            "Det som inte är känt kan fyllas i senare. Olika mått frågar efter olika saker."
        ),
        "form": form,
        "submit": _("Spara"),
        "cancel": f"{enrolment.get_absolute_url()}#avslut",
    }
    return render(request, "casework/form_page.html", context)


@page(needs=Permission.PARTICIPANT_VIEW)
def follow_up_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One follow-up: tries so far, and the two forms."""
    follow_up = access.part(request.user, PostExitFollowUp.objects.all(), pk)
    today = {"on": timezone.localdate(), "answered_on": timezone.localdate()}
    return _follow_up(request, follow_up, AttemptForm(initial=today), SettleForm(initial=today))


@page(needs=EDIT, writes=["POST"])
def follow_up_attempt(request: HttpRequest, pk: int) -> HttpResponse:
    follow_up = access.part(request.user, PostExitFollowUp.objects.all(), pk, EDIT)
    form = AttemptForm(request.POST or None, initial={"on": timezone.localdate()})
    if saving.attempt(
        form,
        lambda: follow_ups.attempt(follow_up=follow_up, by=request.user, **form.cleaned_data),
    ):
        saving.saved(request, _("Försöket är antecknat."))
        return back_to(follow_up.enrolment, "avslut")
    return _follow_up(request, follow_up, form, SettleForm())


@page(needs=EDIT, writes=["POST"])
def follow_up_settle(request: HttpRequest, pk: int) -> HttpResponse:
    follow_up = access.part(request.user, PostExitFollowUp.objects.all(), pk, EDIT)
    form = SettleForm(request.POST or None, initial={"answered_on": timezone.localdate()})
    if saving.attempt(
        form,
        lambda: follow_ups.settle(follow_up=follow_up, by=request.user, **form.cleaned_data),
    ):
        saving.saved(request, _("Uppföljningen är klar."))
        return back_to(follow_up.enrolment, "avslut")
    return _follow_up(request, follow_up, AttemptForm(), form)


def _follow_up(
    request: HttpRequest, follow_up: PostExitFollowUp, attempt: AttemptForm, settle: SettleForm
) -> HttpResponse:
    enrolment = access.enrolment(request.user, follow_up.enrolment_id)
    context = frame(request, enrolment) | {
        "follow_up": follow_up,
        "attempts": follow_up.attempts.select_related("by"),
        "attempt_form": attempt,
        "settle_form": settle,
        "is_due": follow_up.status == FollowUpStatus.DUE,
        "can_edit": access.allowed(request.user, EDIT, enrolment.unit),
    }
    return render(request, "casework/follow_up_detail.html", context)
