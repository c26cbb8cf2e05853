"""What becomes of each thing that hangs on an enrolment: entries of the timeline.

`PARTS` says what to read with the enrolments, one query each however many rows there are. `SOURCES`
says how it is told; a test fails when something that hangs on an enrolment is forgotten.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from django.db import models
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.accounts.models import User
from stegvis.casework.enums import ActivityFocus, ActivityStatus, Direction, MeetingStatus
from stegvis.casework.models import Placement, Snooze
from stegvis.casework.timeline import Entry, Timeline, Track
from stegvis.core import formats
from stegvis.employers.models import EmployerContact
from stegvis.interventions.enums import RegistrationStatus
from stegvis.interventions.models import Registration
from stegvis.participants.enums import FollowUpStatus, OutcomeKind
from stegvis.participants.models import Enrolment, Outcome

REGISTERED = Registration.objects.select_related("intervention", "group").only(
    *("enrolment", "status", "registered_on", "started_on", "ended_on", "reason", "by"),
    *("intervention__title", "intervention__number"),
    *("intervention__starts_on", "intervention__ends_on"),
    *("group__intervention", "group__name", "group__starts_on", "group__ends_on"),
)
PARTS: tuple[str | Prefetch, ...] = (
    *("responsibilities", "pauses", "follow_ups", "activities"),
    Prefetch("outcomes", Outcome.objects.select_related("occupation")),
    Prefetch("placements", Placement.objects.select_related("workplace__employer")),
    "placements__visits",
    *("parallel_supports", "plans", "notes", "collaboration_contacts", "meetings"),
    *("duty_talks", "reviews"),
    Prefetch("snoozes", Snooze.objects.select_related("rule")),
    Prefetch("registrations", REGISTERED),
    Prefetch("employer_contacts", EmployerContact.objects.select_related("employer")),
)


def name_actors(enrolments: Iterable[Enrolment]) -> None:
    """Puts the users who wrote the PARTS on them. One query, instead of a join in each."""
    rows: list[Any] = []
    for one in enrolments:
        names = (part if isinstance(part, str) else part.prefetch_through for part in PARTS)
        for name in (name for name in names if "__" not in name):
            rows += getattr(one, name).all()
        rows += [visit for placement in one.placements.all() for visit in placement.visits.all()]
    fields = [(row, "by" if hasattr(row, "by_id") else "caseworker") for row in rows]
    keys = {getattr(row, f"{field}_id") for row, field in fields} - {None}
    users = User.objects.only("name").in_bulk(keys)
    for row, field in fields:
        if key := getattr(row, f"{field}_id"):
            setattr(row, field, users[key])


@dataclass(frozen=True)
class Look:
    """For whom and when. Free text about a person needs the right to see what is sensitive, but for
    notes, which say themselves whether they are."""

    enrolment: Enrolment
    today: date
    sees_sensitive: bool

    def last(self, starts_on: date, ends_on: date | None) -> date:
        """Until when something without an end is drawn: today, or the end of the enrolment."""
        if ends_on:
            return ends_on
        end = self.enrolment.ends_on
        return max(starts_on, min(end, self.today) if end else self.today)

    def goes_on(self, ends_on: date | None) -> bool:
        end = self.enrolment.ends_on
        return ends_on is None and (end is None or end >= self.today)

    def bar(self, track: Track, row: Any, what: str, kind: str, **more: Any) -> Entry:
        last = self.last(row.starts_on, row.ends_on)
        values = {"by": _name(row), "goes_on": self.goes_on(row.ends_on), **more}
        return Entry(track, row.starts_on, last, what, kind, **values)

    def point(self, track: Track, row: Any, on: date, what: str, kind: str, **more: Any) -> Entry:
        values = {"by": _name(row), "is_point": True, **more}
        return Entry(track, on, on, what, kind, **values)

    def private(self, text: str) -> str:
        """The beginning of a free text, for those who may see it."""
        return _short(text) if self.sees_sensitive else ""


def _name(row: Any) -> str:
    by = getattr(row, "by", None)
    return str(by) if by else ""


@cache
def _labels(model: type[models.Model], field: str) -> dict[str, str | Promise]:
    return dict(model._meta.get_field(field).flatchoices)  # type: ignore[union-attr]


def _told(row: models.Model, field: str) -> str:
    """As get_…_display, which hashes all the field's labels in every call."""
    return str(_labels(type(row), field).get(getattr(row, field), ""))


def _short(text: str) -> str:
    short = " ".join(text.split())
    return short if len(short) <= 120 else f"{short[:119]}…"


def _words(*words: object) -> str:
    return ", ".join(str(word) for word in words if word)


def _hours(hours: Decimal | None) -> str:
    if hours is None:
        return ""
    return _("%(n)s tim/vecka") % {"n": formats.number(hours, 0 if hours == int(hours) else 1)}


def _enrolment(look: Look) -> Iterator[Entry]:
    one = look.enrolment
    by = str(one.caseworker) if one.caseworker else ""
    what, kind = str(one.programme), _("Inskrivning")
    yield look.bar(Track.ENROLMENT, one, what, kind, by=by, remark=str(one.unit))
    if one.referral:
        received = one.referral.received_on
        words, sender = _("Intresseanmälan inkom"), one.referral.referrer_name
        yield look.point(Track.PLAN, one, received, words, words, by=sender or str(one.referral.by))


def _responsibilities(look: Look) -> Iterator[Entry]:
    for row in look.enrolment.responsibilities.all():
        kind, name = _("Ansvarig handläggare"), str(row.caseworker)
        yield look.point(
            Track.PLAN,
            row,
            row.starts_on,
            f"{kind}: {name}",
            kind,
            by=name,
            remark=look.private(row.reason),
        )


def _pauses(look: Look) -> Iterator[Entry]:
    for row in look.enrolment.pauses.all():
        seen = look.sees_sensitive
        remark = look.private(row.note) if seen else _("Skälet är skyddat")
        what = _told(row, "reason") if seen else _("Paus")
        yield look.bar(Track.PAUSE, row, what, _("Paus"), remark=remark)


def _outcomes(look: Look) -> Iterator[Entry]:
    for row in look.enrolment.outcomes.all():
        kind = _told(row, "kind")
        remark = _words(_told(row, "contract"), _hours(row.hours_per_week))
        remark = remark if row.kind == OutcomeKind.WORK else ""
        what = _words(kind, row.employer_name)
        entry = look.bar(Track.OUTCOME, row, what, kind, goes_on=row.ends_on is None, remark=remark)
        if row.ends_on is None:  # it goes on after the enrolment
            entry = replace(entry, ends_on=max(row.starts_on, look.today))
        yield entry


def _exit(look: Look) -> Iterator[Entry]:
    row = getattr(look.enrolment, "exit", None)
    if row is None:
        return
    what = f"{_('Avslut')}: {_told(row, 'destination')}"
    reason = _told(row, "reason") if look.sees_sensitive else ""
    yield look.point(Track.END, row, row.ended_on, what, _("Avslut"), remark=reason)


def _follow_ups(look: Look) -> Iterator[Entry]:
    for row in look.enrolment.follow_ups.all():
        what = ngettext("%(n)s månad efter", "%(n)s månader efter", row.months) % {"n": row.months}
        situation = _told(row, "situation") if look.sees_sensitive else ""
        yield look.point(
            Track.END,
            row,
            row.answered_on or row.due_on,
            what,
            _("Uppföljning efter avslut"),
            remark=_words(_told(row, "status"), situation),
            is_planned=row.status == FollowUpStatus.DUE,
        )


def _activities(look: Look) -> Iterator[Entry]:
    for row in look.enrolment.activities.all():
        is_open = row.status in (ActivityStatus.PLANNED, ActivityStatus.ONGOING)
        entry = look.bar(
            Track(row.focus),
            row,
            str(row),
            str(ActivityFocus(row.focus).label),
            remark=_words(
                _told(row, "status"),
                look.private(row.cancel_reason),
                _hours(row.hours_per_week),
                row.place,
            ),
            is_planned=row.status == ActivityStatus.PLANNED,
            is_cancelled=row.status == ActivityStatus.CANCELLED,
        )
        if not is_open and row.ends_on is None:  # nobody wrote the last day
            entry = replace(entry, ends_on=row.starts_on, goes_on=False)
        yield entry


def _placements(look: Look) -> Iterator[Entry]:
    for row in look.enrolment.placements.all():
        reason = _told(row, "end_reason") if look.sees_sensitive else ""
        kind, place = _told(row, "kind"), str(row.workplace)
        yield look.bar(
            Track.PLACEMENT,
            row,
            _words(kind, place),
            kind,
            remark=_words(
                str(row.workplace.employer) if str(row.workplace.employer) != place else "",
                _told(row, "market"),
                _hours(row.hours_per_week),
                _told(row, "ended_by"),
                reason,
            ),
            is_planned=row.is_planned,
        )
        for visit in row.visits.all():
            what = _words(_told(visit, "mode"), place)
            kind = _("Besök på plats")
            remark = look.private(visit.note)
            yield look.point(Track.EMPLOYER, visit, visit.on, what, kind, remark=remark)


def _supports(look: Look) -> Iterator[Entry]:
    """The kind tells of health and addiction, so it stands under the same right as they do."""
    for row in look.enrolment.parallel_supports.all():
        kind, seen = _("Stöd från annan huvudman"), look.sees_sensitive
        yield look.bar(
            Track.SUPPORT,
            row,
            _told(row, "kind") if seen else kind,
            kind,
            by=_told(row, "principal") if seen else "",
            remark=_words(row.contact) if seen else _("Uppgiften är skyddad"),
        )


def _registrations(look: Look) -> Iterator[Entry]:
    for row in look.enrolment.registrations.all():
        status = RegistrationStatus(row.status)
        begun = status in RegistrationStatus.begun()
        waits = status == RegistrationStatus.REGISTERED
        starts_on = row.started_on or row.registered_on
        ends_on = row.ended_on or (None if begun else starts_on)
        if waits:
            starts_on, ends_on = _planned(row)
        yield Entry(
            Track.INTERVENTION,
            starts_on,
            look.last(starts_on, ends_on),
            str(row),
            _("Insats"),
            _name(row),
            _words(status.label, look.private(row.reason)),
            goes_on=status == RegistrationStatus.STARTED and look.goes_on(None),
            is_planned=waits,
            is_cancelled=not begun and not waits,
        )


def _planned(row: Registration) -> tuple[date, date]:
    """The period that is ahead of somebody who is registered and has not begun."""
    group, whole = row.group, row.intervention
    starts_on = (group and group.starts_on) or whole.starts_on or row.registered_on
    ends_on = (group and group.ends_on) or whole.ends_on or starts_on
    starts_on = max(starts_on, row.registered_on)
    return starts_on, max(starts_on, ends_on)


def _plans(look: Look) -> Iterator[Entry]:
    for row in look.enrolment.plans.all():
        yield look.point(Track.PLAN, row, row.made_on, str(row), _("Plan"))


def _duty_talks(look: Look) -> Iterator[Entry]:
    for row in look.enrolment.duty_talks.all():
        kind, remark = _("Samtal vid starten"), look.private(row.note)
        yield look.point(Track.PLAN, row, row.on, _told(row, "kind"), kind, remark=remark)


def _notes(look: Look) -> Iterator[Entry]:
    for row in look.enrolment.notes.all():
        hidden = row.is_sensitive and not look.sees_sensitive
        remark = _("Uppgiften är skyddad") if hidden else _short(row.text)
        what = _told(row, "kind")
        yield look.point(Track.NOTE, row, row.on, what, _("Anteckning"), remark=remark)


def _contacts(look: Look) -> Iterator[Entry]:
    for row in look.enrolment.collaboration_contacts.all():
        way, seen = _told(row, "way"), look.sees_sensitive
        what = _words(way, _told(row, "principal") if seen else "")
        remark = look.private(row.about)
        yield look.point(Track.CONTACT, row, row.on, what, _("Samverkan"), remark=remark)


def _meetings(look: Look) -> Iterator[Entry]:
    for row in look.enrolment.meetings.all():
        on = timezone.localtime(row.at).date()
        remark = _words(_told(row, "status"), look.private(_words(row.about, row.place)))
        yield look.point(
            Track.MEETING,
            row,
            on,
            _("Möte"),
            _("Bokat möte"),
            remark=remark,
            is_planned=row.status == MeetingStatus.PLANNED,
            is_cancelled=row.status in (MeetingStatus.MISSED, MeetingStatus.CANCELLED),
        )


def _reviews(look: Look) -> Iterator[Entry]:
    for row in look.enrolment.reviews.all():
        direction = Direction(row.direction)
        remark = look.private(row.text)
        yield look.point(
            Track.REVIEW,
            row,
            row.on,
            str(direction.label),
            _("Avstämning"),
            remark=remark,
            direction=direction,
        )


def _employer_contacts(look: Look) -> Iterator[Entry]:
    for row in look.enrolment.employer_contacts.all():
        what = _words(_told(row, "mode"), row.employer)
        remark = _told(row, "result")
        yield look.point(Track.EMPLOYER, row, row.on, what, _("Arbetsgivarkontakt"), remark=remark)


# What hangs on an enrolment, by the name that the enrolment has for it, and how it is told.
SOURCES: dict[str, Callable[[Look], Iterator[Entry]]] = {
    "": _enrolment,
    "responsibilities": _responsibilities,
    "pauses": _pauses,
    "outcomes": _outcomes,
    "exit": _exit,
    "follow_ups": _follow_ups,
    "activities": _activities,
    "placements": _placements,
    "parallel_supports": _supports,
    "registrations": _registrations,
    "plans": _plans,
    "duty_talks": _duty_talks,
    "notes": _notes,
    "collaboration_contacts": _contacts,
    "meetings": _meetings,
    "reviews": _reviews,
    "employer_contacts": _employer_contacts,
}


def timeline(
    enrolments: Iterable[Enrolment], *, today: date, sensitive_for: Collection[int]
) -> Timeline:
    """Everything about these enrolments of one person, which have PARTS with them. No query.

    `sensitive_for`: keys of the enrolments whose sensitive details the reader may see."""
    looks = [Look(one, today, one.pk in sensitive_for) for one in enrolments]
    entries = [
        replace(entry, enrolment_id=look.enrolment.pk)
        for look in looks
        for source in SOURCES.values()
        for entry in source(look)
    ]
    order = list(Track)
    entries.sort(key=lambda one: (one.starts_on, order.index(one.track), one.ends_on))
    return Timeline(tuple(entries), today)
