from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.accounts.roles import Permission
from stegvis.core import reading, saving
from stegvis.core.access import visible_or_404
from stegvis.core.page import page
from stegvis.interventions import access
from stegvis.interventions.actions import dialogue as actions
from stegvis.interventions.enums import InterventionStep
from stegvis.interventions.forms.dialogue import (
    DecisionFormSet,
    DeliveryStaffForm,
    MeetingForm,
    ParticipantFormSet,
    filled,
)
from stegvis.interventions.views.frame import frame


@page(needs=Permission.INTERVENTION_VIEW)
def dialogue_detail(request: HttpRequest, pk: int) -> HttpResponse:
    intervention = access.intervention(request.user, pk)
    staff = list(intervention.delivery_staff.select_related("staff__provider", "noted_by"))
    for delivering in staff:
        reading.note(delivering.staff)
    context = frame(request, intervention, InterventionStep.DIALOGUE)
    context |= {
        "meetings": intervention.meetings.prefetch_related("participants", "decisions"),
        "delivery_staff": staff,
        "staff_form": DeliveryStaffForm(intervention=intervention),
        "today": timezone.localdate(),
        "can_edit": access.allowed(request.user, Permission.DIALOGUE_EDIT, intervention),
    }
    return render(request, "interventions/dialogue_detail.html", context)


@page(needs=Permission.DIALOGUE_EDIT, writes=["POST"])
def meeting_create(request: HttpRequest, pk: int) -> HttpResponse:
    intervention = access.intervention(request.user, pk, Permission.DIALOGUE_EDIT)
    form = MeetingForm(request.POST or None, initial={"held_on": timezone.localdate()})
    participants = ParticipantFormSet(request.POST or None, prefix="deltog")
    decisions = DecisionFormSet(request.POST or None, prefix="beslut")
    if request.method == "POST" and participants.is_valid() and decisions.is_valid():
        meeting = saving.attempt(
            form,
            lambda: actions.hold_meeting(
                intervention=intervention,
                by=request.user,
                participants=filled(participants, "role"),
                decisions=filled(decisions, "text"),
                **{k: v for k, v in form.cleaned_data.items() if k != "version"},
            ),
        )
        if meeting:
            saving.saved(request, _("Mötet är sparat."), draft=f"mote-ny-{pk}")
            return redirect("interventions:dialogue_detail", pk)
    context = frame(request, intervention, InterventionStep.DIALOGUE)
    context |= {"form": form, "participants": participants, "decisions": decisions}
    return render(request, "interventions/meeting_edit.html", context | {"draft": f"mote-ny-{pk}"})


@page(needs=Permission.DIALOGUE_EDIT, writes=["POST"])
def meeting_edit(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = access.meeting(request.user, pk, Permission.DIALOGUE_EDIT)
    intervention = access.intervention(request.user, meeting.intervention_id)
    initial = {name: getattr(meeting, name) for name in MeetingForm.base_fields}
    form = MeetingForm(request.POST or None, initial=initial)
    people = meeting.participants.values("side", "role")
    decided = meeting.decisions.values("text", "owner", "due_on", "done_on")
    participants = ParticipantFormSet(request.POST or None, prefix="deltog", initial=people)
    decisions = DecisionFormSet(request.POST or None, prefix="beslut", initial=decided)
    if request.method == "POST" and participants.is_valid() and decisions.is_valid():
        changed = saving.attempt(
            form,
            lambda: actions.change_meeting(
                meeting=meeting,
                by=request.user,
                participants=filled(participants, "role"),
                decisions=filled(decisions, "text"),
                **form.cleaned_data,
            ),
        )
        if changed:
            saving.saved(request, _("Mötet är sparat."), draft=f"mote-{pk}")
            return redirect("interventions:dialogue_detail", intervention.pk)
    context = frame(request, intervention, InterventionStep.DIALOGUE)
    context |= {"form": form, "participants": participants, "decisions": decisions}
    return render(request, "interventions/meeting_edit.html", context | {"draft": f"mote-{pk}"})


@page(needs=Permission.DIALOGUE_EDIT, writes=["POST"])
def delivery_staff_add(request: HttpRequest, pk: int) -> HttpResponse:
    intervention = access.intervention(request.user, pk, Permission.DIALOGUE_EDIT)
    form = DeliveryStaffForm(request.POST or None, intervention=intervention)
    if saving.attempt(
        form,
        lambda: actions.add_delivery_staff(
            intervention=intervention, staff=form.cleaned_data["staff"], by=request.user
        ),
    ):
        saving.saved(request, _("Personen är tillagd."))
    return redirect("interventions:dialogue_detail", pk)


@page(needs=Permission.DIALOGUE_EDIT, writes=["POST"])
def delivery_staff_understood(request: HttpRequest, pk: int, staff_pk: int) -> HttpResponse:
    """Ticks, or takes back, that a person has understood the plan."""
    intervention = access.intervention(request.user, pk, Permission.DIALOGUE_EDIT)
    delivering = visible_or_404(
        intervention.delivery_staff.select_related("staff", "intervention"), pk=staff_pk
    )
    if request.method == "POST":
        on = None if delivering.understood_on else timezone.localdate()
        actions.note_understood(delivery_staff=delivering, on=on, by=request.user)
    return redirect("interventions:dialogue_detail", pk)
