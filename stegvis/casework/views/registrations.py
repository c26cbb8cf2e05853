"""Registering a participant in an intervention, and each step after that."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.accounts.roles import Permission
from stegvis.casework.forms.registrations import (
    DayAndReasonForm,
    DayForm,
    DropOutForm,
    RegistrationForm,
)
from stegvis.casework.views.frame import back_to, frame
from stegvis.core import saving
from stegvis.core.forms import Form
from stegvis.core.page import page
from stegvis.core.steps import find
from stegvis.interventions.actions import registrations as actions
from stegvis.interventions.enums import REGISTRATION_STEPS
from stegvis.interventions.models import Registration
from stegvis.participants import access

ANCHOR = "insatser"
# The move's name → what is asked and what is done.
MOVES: dict[str, tuple[type[forms.Form], Callable[..., Registration]]] = {
    "start": (DayForm, actions.start),
    "no_show": (DayAndReasonForm, actions.no_show),
    "withdraw": (DayAndReasonForm, actions.withdraw),
    "complete": (DayForm, actions.complete),
    "drop_out": (DropOutForm, actions.drop_out),
    "back": (Form, actions.back),
    "resume": (Form, actions.resume),
}


@page(needs=Permission.CASE_EDIT, writes=["POST"])
def registration_create(request: HttpRequest, pk: int) -> HttpResponse:
    enrolment = access.enrolment(request.user, pk, Permission.CASE_EDIT)
    form = RegistrationForm(request.POST or None, user=request.user, today=timezone.localdate())

    def register() -> Registration:
        intervention, group = form.cleaned_data["place"]
        return actions.register(
            enrolment=enrolment,
            intervention=intervention,
            group=group,
            registered_on=form.cleaned_data["registered_on"],
            by=request.user,
        )

    if saving.attempt(form, register):
        saving.saved(request, _("Deltagaren är anmäld."))
        return back_to(enrolment, ANCHOR)
    context = _form(form, _("Anmäl till insats"), _("Anmäl"), enrolment)
    return render(request, "casework/form_page.html", frame(request, enrolment) | context)


@page(needs=Permission.CASE_EDIT, writes=["POST"])
def registration_move(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    if name not in MOVES:
        raise Http404
    step = find(REGISTRATION_STEPS, name)
    rows = Registration.objects.select_related("intervention", "group")
    registration = access.part(request.user, rows, pk, step.needs)
    form_class, action = MOVES[name]
    initial = {"on": timezone.localdate()}
    posted = request.POST if request.method == "POST" else None
    form = form_class(posted, initial=initial)
    if saving.attempt(
        form, lambda: action(registration=registration, by=request.user, **form.cleaned_data)
    ):
        saving.saved(request, _("Anmälan är uppdaterad."))
        return back_to(registration.enrolment, ANCHOR)
    context = _form(form, f"{registration}: {step.label}", step.label, registration.enrolment)
    context = frame(request, registration.enrolment) | context
    return render(request, "casework/form_page.html", context)


def _form(form: forms.Form, title: str, submit: Any, enrolment: Any) -> dict[str, Any]:
    cancel = f"{enrolment.get_absolute_url()}#{ANCHOR}"
    return {"form": form, "title": title, "submit": submit, "cancel": cancel}
