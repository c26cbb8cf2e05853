"""How far we came with employers in a period, and how often we met them face to face.

Figures only: whom a contact or a placement was for is not asked."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from stegvis.accounts.models import User
from stegvis.accounts.roles import Permission
from stegvis.employers import hosting
from stegvis.employers.enums import ContactMode, ContactResult, FunnelStage, OpeningKind
from stegvis.employers.models import EmployerContact
from stegvis.organisations.models import Unit

STAGES = (FunnelStage.CONTACTED, FunnelStage.INTERESTED, FunnelStage.HOST, FunnelStage.HIRED)


@dataclass(frozen=True)
class FunnelRow:
    """Employers by stage for one caseworker, or for all (`who` is None). Each figure counts those
    who got at least so far; `of` tells which."""

    who: User | None
    stage_of: dict[int, FunnelStage]  # employer → how far it got
    new: int

    def of(self, stage: FunnelStage) -> list[int]:
        reached = STAGES[STAGES.index(stage) :]
        return [employer for employer, got in self.stage_of.items() if got in reached]

    @property
    def key(self) -> str:
        return str(self.who.pk) if self.who else ""

    @property
    def figures(self) -> list[tuple[FunnelStage, int]]:
        return [(stage, len(self.of(stage))) for stage in STAGES]


def funnel(user: User, *, first: date, last: date) -> list[FunnelRow]:
    """All of the user's units, then each caseworker by name. The days count on both ends.

    Contacts count for who logged them and placements that began for who entered them. An employer
    that has taken somebody on is contacted and interested too. Four queries."""
    events = _events(Unit.objects.allowing(user, Permission.EMPLOYER_VIEW), last)
    within = [event for event in events if event.day >= first]
    known = {event.employer for event in events if event.day < first}
    people = User.objects.filter(pk__in={event.by for event in within} - {None}).order_by("name")
    rows = [_row(None, within, known)]
    return rows + [_row(who, [one for one in within if one.by == who.pk], known) for who in people]


@dataclass(frozen=True)
class Event:
    """Something that brought us to a stage with an employer."""

    by: int | None
    employer: int
    stage: FunnelStage
    day: date


def _events(units: QuerySet[Unit], last: date) -> list[Event]:
    contacts = EmployerContact.objects.filter(unit__in=units, on__lte=last)
    begun = hosting.placements().filter(enrolment__unit__in=units, starts_on__lte=last)
    rows = begun.values_list("by", "workplace__employer", "kind", "starts_on")
    return [
        Event(by, employer, _stage_after(result), day)
        for by, employer, result, day in contacts.values_list("by", "employer", "result", "on")
    ] + [
        Event(by, employer, FunnelStage.HIRED if kind in JOBS else FunnelStage.HOST, day)
        for by, employer, kind, day in rows
    ]


JOBS = OpeningKind.jobs()


def _stage_after(result: str) -> FunnelStage:
    is_interested = result in ContactResult.interested()
    return FunnelStage.INTERESTED if is_interested else FunnelStage.CONTACTED


def _row(who: User | None, events: list[Event], known: set[int]) -> FunnelRow:
    stage_of: dict[int, FunnelStage] = {}
    for event in events:
        got = stage_of.get(event.employer, event.stage)
        stage_of[event.employer] = max(got, event.stage, key=STAGES.index)
    return FunnelRow(who, stage_of, len(stage_of.keys() - known))


@dataclass(frozen=True)
class Weeks:
    """Face-to-face contacts by caseworker and week. `weeks` are Mondays, the present one last."""

    weeks: list[date]
    rows: list[tuple[User, list[int], float]]  # who, a count for each week, mean of whole weeks


def face_to_face(user: User, *, today: date, weeks: int = 8) -> Weeks:
    """Visits and events by who logged them in the user's units, and their mean over the weeks that
    are over. Two queries."""
    this = today - timedelta(days=today.weekday())
    mondays = [this - timedelta(weeks=back) for back in reversed(range(weeks))]
    made = EmployerContact.objects.filter(
        unit__in=Unit.objects.allowing(user, Permission.EMPLOYER_VIEW),
        mode__in=ContactMode.face_to_face(),
        on__range=(mondays[0], today),
    )
    counts = Counter(
        (by, day - timedelta(days=day.weekday())) for by, day in made.values_list("by", "on")
    )
    rows = []
    for who in User.objects.filter(pk__in={by for by, _week in counts}).order_by("name"):
        numbers = [counts[who.pk, monday] for monday in mondays]
        rows.append((who, numbers, sum(numbers[:-1]) / (weeks - 1)))
    return Weeks(mondays, rows)
