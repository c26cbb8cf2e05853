"""Step 3: meetings, who took part, what was decided, and who has understood the plan."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from stegvis.accounts.models import User
from stegvis.core import audit
from stegvis.core.versions import check_version
from stegvis.interventions.actions import steps
from stegvis.interventions.enums import InterventionStep
from stegvis.interventions.models import (
    DeliveryStaff,
    DialogueDecision,
    DialogueMeeting,
    DialogueParticipant,
    Intervention,
)
from stegvis.organisations.models import ProviderStaff


@transaction.atomic
def hold_meeting(
    *,
    intervention: Intervention,
    by: User | None,
    participants: Iterable[dict[str, Any]],
    decisions: Iterable[dict[str, Any]],
    **values: Any,
) -> DialogueMeeting:
    """Writes down a meeting with those who took part, by role, and its decisions."""
    meeting = DialogueMeeting.objects.create(intervention=intervention, **values)
    _write_lines(meeting, participants, decisions)
    audit.record("meeting.held", meeting, by=by)
    return meeting


@transaction.atomic
def change_meeting(
    *,
    meeting: DialogueMeeting,
    by: User,
    participants: Iterable[dict[str, Any]],
    decisions: Iterable[dict[str, Any]],
    version: int | None = None,
    **values: Any,
) -> DialogueMeeting:
    meeting = DialogueMeeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    check_version(meeting, version)
    changed = audit.assign(meeting, values)
    meeting.version += 1
    meeting.save()
    meeting.participants.all().delete()
    meeting.decisions.all().delete()
    _write_lines(meeting, participants, decisions)
    audit.record("meeting.changed", meeting, by=by, changed=changed)
    return meeting


def _write_lines(
    meeting: DialogueMeeting,
    participants: Iterable[dict[str, Any]],
    decisions: Iterable[dict[str, Any]],
) -> None:
    DialogueParticipant.objects.bulk_create(
        DialogueParticipant(meeting=meeting, **line) for line in participants
    )
    DialogueDecision.objects.bulk_create(
        DialogueDecision(meeting=meeting, **line) for line in decisions
    )


@transaction.atomic
def decide_done(*, decision: DialogueDecision, on: date | None, by: User) -> DialogueDecision:
    """Ticks a dialogue decision as done, or opens it again (on=None)."""
    changed = audit.assign(decision, {"done_on": on})
    decision.save(update_fields=["done_on"])
    audit.record("dialogue_decision.done", decision, by=by, changed=changed)
    return decision


@transaction.atomic
def add_delivery_staff(
    *, intervention: Intervention, staff: ProviderStaff, by: User
) -> DeliveryStaff:
    found, created = DeliveryStaff.objects.get_or_create(intervention=intervention, staff=staff)
    if created:
        audit.record("delivery_staff.added", found, by=by)
    return found


@transaction.atomic
def note_understood(*, delivery_staff: DeliveryStaff, on: date | None, by: User) -> DeliveryStaff:
    """Ticks that this person has understood the plan (on=None takes the tick away)."""
    changed = audit.assign(delivery_staff, {"understood_on": on})
    delivery_staff.noted_by = by if on else None
    delivery_staff.save(update_fields=["understood_on", "noted_by"])
    intervention = delivery_staff.intervention
    steps.settle_if_complete(intervention=intervention, step=InterventionStep.DIALOGUE, by=by)
    audit.record("delivery_staff.understood", delivery_staff, by=by, changed=changed)
    return delivery_staff
