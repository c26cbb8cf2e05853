"""Checkpoints: rules that say "look at this person now". Computed when asked for, never stored.

Each kind of rule reads one day per enrolment, `since`: from when the rule counts. The rule is due
when more than its days have passed, the person is not paused (but for the rule on long pauses),
and nobody has let it rest. All days are whole days, both ends inclusive.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Q, QuerySet
from django.db.models.functions import TruncDate
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
    """Enrolment → what is due, the longest overdue first. Some twelve queries, whatever the rows.

    `enrolments` are active ones, with participant and programme at hand."""
    listed = {one.pk: one for one in enrolments}
    rules = CheckpointRule.objects.filter(
        is_active=True, programme__in={one.programme_id for one in listed.values()}
    )
    by_programme: dict[int, list[CheckpointRule]] = defaultdict(list)
    for rule in rules:
        by_programme[rule.programme_id].append(rule)
    if not by_programme or not listed:
        return {}
    since = {kind: SINCE[kind](listed, today) for kind in {rule.kind for rule in rules}}
    paused, resting = set(_pauses(listed)), _resting(listed, today)
    found: dict[int, list[Due]] = {}
    for one in listed.values():
        mine = [
            Due(rule, one, day, (today - day).days)
            for rule in by_programme[one.programme_id]
            if (day := since[CheckpointKind(rule.kind)].get(one.pk))
            and (today - day).days > rule.days
            and (rule.pk, one.pk) not in resting
            and (one.pk not in paused or rule.kind == CheckpointKind.LONG_PAUSE)
        ]
        if mine:
            found[one.pk] = sorted(mine, key=lambda each: each.rule.days - each.days)
    return found


def _resting(listed: Iterable[int], today: date) -> set[tuple[int, int]]:
    """(rule, enrolment) that somebody has looked at and let rest to today or later."""
    rows = Snooze.objects.filter(enrolment__in=listed, until__gte=today)
    return set(rows.values_list("rule", "enrolment"))


def _pauses(listed: Iterable[int]) -> Days:
    return dict(
        Pause.objects.filter(enrolment__in=listed, ends_on=None).values_list(
            "enrolment", "starts_on"
        )
    )


def _latest(*sources: Days) -> dict[int, date]:
    found: dict[int, date] = {}
    for source in sources:
        for key, day in source.items():
            found[key] = max(day, found.get(key, day))
    return found


def _last(rows: QuerySet, field: str, listed: Iterable[int], today: date) -> Days:
    """Enrolment → the latest day up to today."""
    found = rows.filter(enrolment__in=listed, **{f"{field}__lte": today})
    return dict(found.values_list("enrolment").annotate(Max(field)).order_by())


def _until(rows: QuerySet, listed: Iterable[int], today: date) -> Days:
    """Enrolment → the last day of what has begun; today for what goes on."""
    begun = rows.filter(enrolment__in=listed, starts_on__lte=today)
    going_on = begun.filter(Q(ends_on=None) | Q(ends_on__gte=today))
    over = dict(begun.values_list("enrolment").annotate(Max("ends_on")).order_by())
    return {
        **{key: day for key, day in over.items() if day},
        **{key: today for key in going_on.values_list("enrolment", flat=True)},
    }


def _starts(listed: Mapping[int, Enrolment]) -> Days:
    return {pk: one.starts_on for pk, one in listed.items()}


def _since_direct(listed: Mapping[int, Enrolment], today: date) -> Days:
    direct = Activity.objects.filter(focus=ActivityFocus.DIRECT).exclude(
        status__in=[ActivityStatus.CANCELLED, ActivityStatus.PLANNED]
    )
    placed = Placement.objects.filter(is_planned=False)
    return _latest(_starts(listed), _until(direct, listed, today), _until(placed, listed, today))


def _since_anything(listed: Mapping[int, Enrolment], today: date) -> Days:
    """The latest sign of life: what goes on counts as today."""
    going_on = Activity.objects.exclude(
        status__in=[ActivityStatus.CANCELLED, ActivityStatus.PLANNED]
    )
    held = Meeting.objects.filter(status=MeetingStatus.HELD).annotate(on=TruncDate("at"))
    return _latest(
        _starts(listed),
        _until(going_on, listed, today),
        _until(Placement.objects.filter(is_planned=False), listed, today),
        _last(Note.objects.all(), "on", listed, today),
        _last(CollaborationContact.objects.all(), "on", listed, today),
        _last(EmployerContact.objects.all(), "on", listed, today),
        _last(Review.objects.all(), "on", listed, today),
        _last(held, "on", listed, today),
    )


def _since_pause(listed: Mapping[int, Enrolment], today: date) -> Days:
    return _pauses(listed)


def _since_start(listed: Mapping[int, Enrolment], today: date) -> Days:
    return _starts(listed)


def _since_visit(listed: Mapping[int, Enrolment], today: date) -> Days:
    """For each who is at a workplace now: the day of the longest unvisited place."""
    places = Placement.objects.filter(
        enrolment__in=listed, is_planned=False, starts_on__lte=today
    ).filter(Q(ends_on=None) | Q(ends_on__gte=today))
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


def _since_review(listed: Mapping[int, Enrolment], today: date) -> Days:
    return _latest(_starts(listed), _last(Review.objects.all(), "on", listed, today))


SINCE: dict[CheckpointKind, Callable[[Mapping[int, Enrolment], date], Days]] = {
    CheckpointKind.NO_DIRECT_ACTIVITY: _since_direct,
    CheckpointKind.NOTHING_HAPPENED: _since_anything,
    CheckpointKind.LONG_PAUSE: _since_pause,
    CheckpointKind.LONG_STAY: _since_start,
    CheckpointKind.NO_VISIT: _since_visit,
    CheckpointKind.NO_REVIEW: _since_review,
}
