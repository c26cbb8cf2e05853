"""One person or a whole caseload goes to another caseworker, with the booked meetings."""

from collections.abc import Iterable
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from stegvis.accounts.models import User
from stegvis.casework.enums import MeetingStatus
from stegvis.casework.models import Meeting
from stegvis.participants.actions import enrolments as participants_enrolments
from stegvis.participants.models import Enrolment


@transaction.atomic
def hand_over(
    *, enrolments: Iterable[Enrolment], caseworker: User, by: User | None, on: date, reason: str
) -> int:
    """How many got a new caseworker; each is logged as handed over. Meetings from that day that the
    one before should have held go along; those that others have booked stay with them."""
    chosen = list(enrolments)
    from_day = timezone.make_aware(datetime.combine(on, time.min))
    holders = {one.pk: one.caseworker_id for one in chosen if one.caseworker_id}
    moved = participants_enrolments.hand_over(
        enrolments=chosen, caseworker=caseworker, by=by, on=on, reason=reason
    )
    planned = Meeting.objects.filter(
        enrolment__in=holders,
        enrolment__caseworker=caseworker,
        status=MeetingStatus.PLANNED,
        at__gte=from_day,
    )
    going = [one.pk for one in planned if one.by_id == holders[one.enrolment_id]]
    Meeting.objects.filter(pk__in=going).update(by=caseworker)
    return moved
