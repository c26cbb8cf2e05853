"""Checkpoints: rules that say "look at this person now". Computed when asked for, never stored.

Each kind of rule reads one day per enrolment, `since`: from when the rule counts. The rule is due
when more than its days have passed, the person is not paused (but for the rule on long pauses),
and nobody has let it rest. All days are whole days, both ends inclusive.
"""

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, CharField, DateField, F, Max, Q, QuerySet, Value, When
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.casework.enums import ActivityFocus, ActivityStatus, CheckpointKind, MeetingStatus
from stegvis.casework.models import (
    Activity,
    CheckpointRule,
    CollaborationContact,
    Meeting,
    Note,
    Placement,
    PlacementVisit,
    Review,
    Snooze,
)
from stegvis.employers.models import EmployerContact
from stegvis.participants.models import Enrolment, Pause

Days = Mapping[int, date]  # enrolment → a day


@dataclass(frozen=True)
class Due:
    rule: CheckpointRule
    enrolment: Enrolment
    since: date
    days: int

    @property
    def sentence(self) -> str:
        """Why, in words for the caseworker."""
        told = {"days": self.days, "since": self.since.isoformat()}
        return SENTENCES[CheckpointKind(self.rule.kind)]() % told


SENTENCES: dict[CheckpointKind, Callable[[], str]] = {
    CheckpointKind.NO_DIRECT_ACTIVITY: lambda: _(
        "Ingen direkt jobbfokuserad aktivitet på %(days)s dagar."
    ),
    CheckpointKind.NOTHING_HAPPENED: lambda: _("Inget har hänt på %(days)s dagar."),
    CheckpointKind.LONG_PAUSE: lambda: _("Pausen har varat i %(days)s dagar, sedan %(since)s."),
    CheckpointKind.LONG_STAY: lambda: _("Inskriven i %(days)s dagar, sedan %(since)s."),
    CheckpointKind.NO_VISIT: lambda: _("Ingen har besökt platsen på %(days)s dagar."),
    CheckpointKind.NO_REVIEW: lambda: _("Ingen avstämning på %(days)s dagar."),
}


def due(enrolments: QuerySet[Enrolment], *, today: date) -> dict[int, list[Due]]:
    """Enrolment → what is due, the longest overdue first. Seven queries, whatever the rows.

    `enrolments` are active ones, with participant and programme at hand."""
    listed = {one.pk: one for one in enrolments}
    rules = _rules({one.programme_id for one in listed.values()})
    if not rules:
        return {}
    signs = _signs(listed, {CheckpointKind(rule.kind) for rule in rules}, today)
    resting = _resting(listed, today)
    found = {pk: _due(one, rules, signs, resting, today) for pk, one in listed.items()}
    return {pk: mine for pk, mine in found.items() if mine}


def due_of(enrolment: Enrolment, *, today: date) -> list[Due]:
    """What `due` says of one active enrolment. One query, for the rules, where the page has read
    what hangs on it: events.PARTS."""
    rules = _rules({enrolment.programme_id})
    if not rules:
        return []
    rests = {(one.rule_id, enrolment.pk) for one in enrolment.snoozes.all() if one.until >= today}
    return _due(enrolment, rules, _signs_of(enrolment, today), rests, today)


def _rules(programmes: Iterable[int]) -> list[CheckpointRule]:
    return list(CheckpointRule.objects.filter(is_active=True, programme__in=programmes))


def _due(
    one: Enrolment,
    rules: Iterable[CheckpointRule],
    signs: "Signs",
    resting: Container[tuple[int, int]],
    today: date,
) -> list[Due]:
    is_paused = one.pk in signs.pause
    found = []
    for rule in rules:
        kind = CheckpointKind(rule.kind)
        since = SINCE[kind](signs, one) if rule.programme_id == one.programme_id else None
        is_stopped = is_paused and kind != CheckpointKind.LONG_PAUSE
        if since is None or is_stopped or (rule.pk, one.pk) in resting:
            continue
        if (days := (today - since).days) > rule.days:
            found.append(Due(rule, one, since, days))
    return sorted(found, key=lambda each: each.rule.days - each.days)


def _resting(listed: Iterable[int], today: date) -> set[tuple[int, int]]:
    """(rule, enrolment) that somebody has looked at and let rest to today or later."""
    rows = Snooze.objects.filter(enrolment__in=listed, until__gte=today)
    return set(rows.values_list("rule", "enrolment"))


# --- the days that rules look at ---

DIRECT, PLACE, REVIEW, OTHER = "direct", "place", "review", "other"
NOT_DONE = (ActivityStatus.CANCELLED, ActivityStatus.PLANNED)


@dataclass(frozen=True)
class Signs:
    """By enrolment. `last` is the latest day of each sort of sign up to today, and today for what
    goes on; `visit` that of the place which has been without a visit for the longest time; `pause`
    when the running one began."""

    last: Mapping[str, Days]
    visit: Days
    pause: Days

    def since(self, one: Enrolment, *sorts: str) -> date:
        days = (self.last[sort].get(one.pk) for sort in sorts)
        return max([one.starts_on, *(day for day in days if day)])


SINCE: dict[CheckpointKind, Callable[[Signs, Enrolment], date | None]] = {
    CheckpointKind.NO_DIRECT_ACTIVITY: lambda signs, one: signs.since(one, DIRECT, PLACE),
    CheckpointKind.NOTHING_HAPPENED: lambda signs, one: signs.since(one, *signs.last),
    CheckpointKind.LONG_PAUSE: lambda signs, one: signs.pause.get(one.pk),
    CheckpointKind.LONG_STAY: lambda signs, one: one.starts_on,
    CheckpointKind.NO_VISIT: lambda signs, one: signs.visit.get(one.pk),
    CheckpointKind.NO_REVIEW: lambda signs, one: signs.since(one, REVIEW),
}


def _signs(listed: Mapping[int, Enrolment], kinds: Container[CheckpointKind], today: date) -> Signs:
    """From the database, for many."""
    has_visits = CheckpointKind.NO_VISIT in kinds
    return Signs(
        last=_lasts(listed, today),
        visit=_visits(listed, today) if has_visits else {},
        pause=_pauses(listed),
    )


def _lasts(listed: Mapping[int, Enrolment], today: date) -> Mapping[str, Days]:
    """One query for all sorts of signs."""
    done = Activity.objects.exclude(status__in=NOT_DONE)
    held = Meeting.objects.filter(status=MeetingStatus.HELD).annotate(on=TruncDate("at"))
    parts = [
        _until(DIRECT, done.filter(focus=ActivityFocus.DIRECT), listed, today),
        _until(OTHER, done.exclude(focus=ActivityFocus.DIRECT), listed, today),
        _until(PLACE, Placement.objects.filter(is_planned=False), listed, today),
        _last(REVIEW, Review.objects.all(), listed, today),
        *(
            _last(OTHER, rows, listed, today)
            for rows in (
                Note.objects.all(),
                CollaborationContact.objects.all(),
                EmployerContact.objects.all(),
                held,
            )
        ),
    ]
    found: dict[str, dict[int, date]] = {DIRECT: {}, PLACE: {}, REVIEW: {}, OTHER: {}}
    for sort, pk, day in parts[0].union(*parts[1:], all=True):
        found[sort][pk] = max(day, found[sort].get(pk, day))
    return found


def _last(sort: str, rows: QuerySet, listed: Iterable[int], today: date) -> QuerySet:
    """(sort, enrolment, the latest day up to today)"""
    begun = rows.filter(enrolment__in=listed, on__lte=today)
    return _latest(sort, begun, Max("on"))


def _until(sort: str, rows: QuerySet, listed: Iterable[int], today: date) -> QuerySet:
    """(sort, enrolment, the last day of what has begun; today for what goes on)"""
    begun = rows.filter(enrolment__in=listed, starts_on__lte=today)
    is_over = When(ends_on__lt=today, then=F("ends_on"))
    until = Case(is_over, default=Value(today), output_field=DateField())
    return _latest(sort, begun, Max(until))


def _latest(sort: str, rows: QuerySet, day: Max) -> QuerySet:
    told = Value(sort, output_field=CharField())
    return rows.order_by().annotate(sort=told).values_list("sort", "enrolment").annotate(day=day)


def _visits(listed: Iterable[int], today: date) -> Days:
    """For each who is at a workplace now."""
    places = Placement.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=today),
        enrolment__in=listed,
        is_planned=False,
        starts_on__lte=today,
    )
    visited = dict(
        PlacementVisit.objects.filter(placement__in=places, on__lte=today)
        .values_list("placement")
        .annotate(Max("on"))
        .order_by()
    )
    found: dict[int, date] = {}
    for pk, enrolment, starts_on in places.values_list("pk", "enrolment", "starts_on"):
        day = visited.get(pk, starts_on)
        found[enrolment] = min(day, found.get(enrolment, day))
    return found


def _pauses(listed: Iterable[int]) -> Days:
    running = Pause.objects.filter(enrolment__in=listed, ends_on=None)
    return dict(running.values_list("enrolment", "starts_on"))


def _signs_of(one: Enrolment, today: date) -> Signs:
    """The same days from the rows of one enrolment."""
    done = [row for row in one.activities.all() if row.status not in NOT_DONE]
    placed = [row for row in one.placements.all() if not row.is_planned]
    direct = [row for row in done if row.focus == ActivityFocus.DIRECT]
    told = (*one.notes.all(), *one.collaboration_contacts.all(), *one.employer_contacts.all())
    held = (row for row in one.meetings.all() if row.status == MeetingStatus.HELD)
    days = {
        DIRECT: _days_of(direct, today),
        PLACE: _days_of(placed, today),
        REVIEW: [row.on for row in one.reviews.all()],
        OTHER: [
            *_days_of(done, today),
            *(row.on for row in told),
            *(timezone.localtime(row.at).date() for row in held),
        ],
    }
    past = {sort: [day for day in some if day <= today] for sort, some in days.items()}
    now = [p for p in placed if p.starts_on <= today and (p.ends_on is None or p.ends_on >= today)]
    visits = [_visited(place, today) for place in now]
    pauses = [row.starts_on for row in one.pauses.all() if row.ends_on is None]
    return Signs(
        last={sort: {one.pk: max(some)} if some else {} for sort, some in past.items()},
        visit={one.pk: min(visits)} if visits else {},
        pause={one.pk: pauses[-1]} if pauses else {},
    )


def _days_of(rows: Iterable[Activity | Placement], today: date) -> list[date]:
    return [min(row.ends_on or today, today) for row in rows if row.starts_on <= today]


def _visited(place: Placement, today: date) -> date:
    days = [visit.on for visit in place.visits.all() if visit.on <= today]
    return max(days, default=place.starts_on)
