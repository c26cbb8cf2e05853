"""This room's columns in the list of participants: the next meeting, and the latest event."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django.db.models import DateField, F, Max, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest, TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stegvis.casework.enums import MeetingStatus
from stegvis.casework.models import CollaborationContact, Meeting, Note, Review
from stegvis.participants.lists import ListColumn, columns
from stegvis.participants.models import Enrolment


def next_meetings(listed: Sequence[Enrolment], today: date) -> dict[int, Any]:
    """Enrolment → the day of the next booked meeting."""
    found = _booked(today).filter(enrolment__in=listed)
    found = found.values_list("enrolment").annotate(Min("at")).order_by()
    return {pk: timezone.localtime(at).date() for pk, at in found}


def last_events(listed: Sequence[Enrolment], today: date) -> dict[int, Any]:
    """Enrolment → the latest day of a note, a contact, a review or a meeting that was held. One
    query; only the day is told, not of what."""
    parts = [
        rows.filter(enrolment__in=listed).values_list("enrolment").annotate(last=Max("on"))
        for rows in _events(today)
    ]
    found: dict[int, date] = {}
    for pk, day in parts[0].order_by().union(*(rows.order_by() for rows in parts[1:]), all=True):
        found[pk] = max(day, found.get(pk, day))
    return found


def by_next_meeting(found: QuerySet[Enrolment], today: date) -> QuerySet[Enrolment]:
    nearest = _booked(today).filter(enrolment=OuterRef("pk")).order_by("at").values("at")[:1]
    return found.annotate(next_at=Subquery(nearest)).order_by(
        F("next_at").asc(nulls_last=True), "pk"
    )


def by_last_event(found: QuerySet[Enrolment], today: date) -> QuerySet[Enrolment]:
    """The one where nothing has happened for the longest time first."""
    latest = [
        Coalesce(_latest(rows), F("starts_on"), output_field=DateField()) for rows in _events(today)
    ]
    return found.annotate(last_event=Greatest(*latest)).order_by("last_event", "pk")


def _latest(rows: QuerySet) -> Subquery:
    mine = rows.filter(enrolment=OuterRef("pk")).order_by("-on").values("on")
    return Subquery(mine[:1], output_field=DateField())


def _booked(today: date) -> QuerySet[Meeting]:
    midnight = timezone.make_aware(datetime.combine(today, time()))
    return Meeting.objects.filter(status=MeetingStatus.PLANNED, at__gte=midnight)


def _events(today: date) -> list[QuerySet]:
    held = Meeting.objects.filter(status=MeetingStatus.HELD).annotate(on=TruncDate("at"))
    rows = [Note.objects.all(), CollaborationContact.objects.all(), Review.objects.all(), held]
    return [some.filter(on__lte=today) for some in rows]


columns.register(ListColumn("meeting", _("Nästa möte"), next_meetings, by_next_meeting))
columns.register(
    ListColumn(
        "event",
        _("Senast hänt"),
        last_events,
        by_last_event,
        order_words=_("Längst sedan något hände"),
    )
)
