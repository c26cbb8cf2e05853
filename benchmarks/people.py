"""Pages that name persons, signed in as a caseworker who sees all of them and has twenty, against a
bare list. One in ten is enrolled today; the others were before."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import accumulate
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks import data
from benchmarks.measure import Line, ratio
from stegvis.accounts.models import User
from stegvis.accounts.roles import Role
from stegvis.casework.enums import (
    ActivityFocus,
    ActivityKind,
    ActivityStatus,
    CheckpointKind,
    ContactWay,
    Direction,
    DutyKind,
    MeetingStatus,
    PlacementKind,
    Principal,
    SupportKind,
)
from stegvis.casework.models import (
    Activity,
    CasePlan,
    CheckpointRule,
    CollaborationContact,
    DutyTalk,
    Meeting,
    Note,
    ParallelSupport,
    Placement,
    PlacementVisit,
    PlanGoal,
    PlanStep,
    Review,
)
from stegvis.employers.enums import ContactMode, ContactResult
from stegvis.employers.models import Employer, EmployerContact, Workplace
from stegvis.organisations.models import Assignment, Unit
from stegvis.participants.enums import OutcomeKind, PauseReason, Protection, Sex
from stegvis.participants.models import (
    Background,
    Enrolment,
    Outcome,
    Participant,
    Pause,
    Programme,
    Responsibility,
    SearchTerm,
)

LIST, FILE = 3.0, 5.0
OWN, STAFF, ACTIVE, PROTECTED = 20, 40, 10, 100
VISITS, STEPS = 3, 3


def lines() -> dict[str, Line]:
    return {
        "all": Line("the list of participants, all of them", LIST),
        "own": Line("the list of participants, one's own", LIST),
        "name": Line("search: a common name and a letter", LIST),
        "start": Line("search: three letters of a name", LIST),
        "number": Line("search: a personal number", LIST),
        "file": Line("the page of somebody with 200 events", FILE),
        "plain": Line("the page of somebody with none", FILE),
        "day": Line("the caseworker's day", FILE),
    }


@dataclass
class People:
    caseworker: User
    staff: list[User]
    programmes: list[Programme]
    today: date
    rich: Participant | None = None
    first: list[str] = field(default_factory=list)
    last: list[str] = field(default_factory=list)
    made: int = 0


def make(department: Unit) -> People:
    """The units, programmes and staff, and nobody enrolled."""
    today = timezone.localdate()
    staff = [_caseworker(department, n) for n in range(STAFF)]
    programmes = [
        Programme.objects.create(
            name=f"Verksamhet {n}",
            slug=f"verksamhet-{n}",
            unit=data._unit(f"Deltagarenhet {n}", department),
            starts_on=today - timedelta(days=3_000),
        )
        for n in range(1, 6)
    ]
    for programme in programmes:
        for kind in CheckpointKind:
            CheckpointRule.objects.create(programme=programme, kind=kind, days=30)
    return People(staff[0], staff, programmes, today, first=names(300, 3), last=names(600, 7))


def _caseworker(unit: Unit, n: int) -> User:
    user = User.objects.create(email=f"h{n}@stegvis.example", name=f"Handläggare {n}")
    Assignment.objects.create(
        user=user, role=Role.CASEWORKER, unit=unit, starts_on=date(2020, 1, 1)
    )
    return user


def names(count: int, seed: int) -> list[str]:
    """Different ones, of syllables: nobody's."""
    chance, found = random.Random(seed), dict[str, None]()
    while len(found) < count:
        syllables = (chance.choice("bdfglmnprt") + chance.choice("aeiou") for _ in range(3))
        found["".join(syllables).capitalize()] = None
    return list(found)


@transaction.atomic
def grow(people: People, size: int) -> None:
    """Adds persons until there are `size`. The commonest name is a hundred times as common as the
    hundredth."""
    chance = random.Random(people.made)
    first, last = _drawn(people.first, chance, size), _drawn(people.last, chance, size)
    numbers = range(people.made, size)
    new = [_person(n, first[n], last[n]) for n in numbers]
    people.made = size
    new = data._create(Participant, new)
    data._create(SearchTerm, (term for one in new for term in _terms(one)))
    rows = [_enrolment(people, one, n) for one, n in zip(new, numbers, strict=True)]
    rows = data._create(Enrolment, rows)
    data._create(
        Responsibility,
        (
            Responsibility(
                enrolment=one,
                caseworker_id=one.caseworker_id,
                starts_on=one.starts_on,
                ends_on=one.ends_on,
            )
            for one in rows
        ),
    )
    if people.rich is None:
        people.rich = new[0]
        _fill(people, rows[0])
        _own_day(people, rows[1:OWN])


def _drawn(values: list[str], chance: random.Random, count: int) -> list[str]:
    weights = list(accumulate(1 / place for place in range(1, len(values) + 1)))
    return chance.choices(values, cum_weights=weights, k=count)


def _person(n: int, first: str, last: str) -> Participant:
    year = 1960 + n % 45
    return Participant(
        identity_number=f"0000{n:08}",  # nobody's: born in the year 0
        first_name=first,
        last_name=last,
        birth_date=date(year, n % 12 + 1, n % 28 + 1),
        birth_year=year,
        sex=Sex.WOMAN if n % 2 else Sex.MAN,
        phone=f"070-{n:07}",
        protection=Protection.MARKED if n % PROTECTED == PROTECTED - 1 else Protection.NONE,
    )


def _terms(one: Participant) -> Iterator[SearchTerm]:
    number = one.identity_number or ""
    for term in {one.first_name.lower(), one.last_name.lower(), number, number[2:]}:
        yield SearchTerm(participant=one, term=term)


def _enrolment(people: People, one: Participant, n: int) -> Enrolment:
    """The first are the caseworker's own, and active; of the others one in ten is."""
    is_own, is_active = n < OWN, n < OWN or n % ACTIVE == 0
    programme = people.programmes[0 if is_own else n % len(people.programmes)]
    starts_on = people.today - timedelta(days=500 + n % 400)
    return Enrolment(
        participant=one,
        programme=programme,
        unit_id=programme.unit_id,
        starts_on=starts_on,
        ends_on=None if is_active else starts_on + timedelta(days=100 + n % 300),
        caseworker=people.caseworker if is_own else people.staff[1 + n % (STAFF - 1)],
        case_number="",
    )


def _own_day(people: People, rows: list[Enrolment]) -> None:
    """Five come today; of half of the others a rule has something to say."""
    nine = timezone.make_aware(datetime.combine(people.today, datetime.min.time()))
    for n, one in enumerate(rows):
        if n < 5:
            at = nine + timedelta(hours=9 + n)
            Meeting.objects.create(enrolment=one, at=at, by=people.caseworker)
        if n % 2:
            Note.objects.create(
                enrolment=one, on=people.today, text=data.SENTENCE, by=people.caseworker
            )
            Review.objects.create(
                enrolment=one, on=people.today, direction=Direction.CLOSER, by=people.caseworker
            )


def _fill(people: People, one: Enrolment) -> None:
    """Some two hundred events of sixteen months."""
    shared = {"enrolment": one, "by": people.caseworker}
    workplaces = [
        Workplace.objects.create(
            employer=Employer.objects.create(name=f"Arbetsgivare {n}"), name=f"Plats {n}"
        )
        for n in range(6)
    ]
    rows: list[Any] = []
    for n in range(20):
        first = one.starts_on + timedelta(days=20 * n)
        activity = {"kind": ActivityKind.values[n % 12], "focus": ActivityFocus.values[n % 5]}
        ends_on = first + timedelta(days=30)
        rows.append(
            Activity(
                **shared,
                **activity,
                starts_on=first,
                ends_on=ends_on,
                status=ActivityStatus.DONE,
            )
        )
    rows += [
        Placement(
            **shared,
            workplace=workplace,
            market=workplace.market,
            kind=PlacementKind.values[n % 4],
            starts_on=one.starts_on + timedelta(days=60 * n),
            ends_on=one.starts_on + timedelta(days=60 * n + 45) if n < 5 else None,
        )
        for n, workplace in enumerate(workplaces)
    ]
    rows += _told(one, shared) + _kept(people, one, shared)
    rows += [
        EmployerContact(
            **shared,
            employer=workplaces[n % 6].employer,
            unit_id=one.unit_id,
            on=one.starts_on + timedelta(days=40 * n),
            mode=ContactMode.PHONE,
            result=ContactResult.INTERESTED,
        )
        for n in range(10)
    ]
    for row in rows:
        row.save()
    for placement in one.placements.all():
        for n in range(VISITS):
            on = placement.starts_on + timedelta(days=10 * n)
            PlacementVisit.objects.create(placement=placement, on=on, by=people.caseworker)
    _plan(people, one)


def _told(one: Enrolment, shared: dict[str, Any]) -> list[Any]:
    """Sixty notes, thirty contacts, thirty meetings, five reviews and the talks at the start."""
    start = one.starts_on
    noon = timezone.make_aware(datetime.combine(start, datetime.min.time())) + timedelta(hours=12)
    return [
        *(
            Note(**shared, on=start + timedelta(days=8 * n), text=data.SENTENCE * 3)
            for n in range(60)
        ),
        *(
            CollaborationContact(
                **shared,
                on=start + timedelta(days=15 * n),
                principal=Principal.values[n % 4],
                way=ContactWay.MEETING,
                about=data.SENTENCE,
            )
            for n in range(30)
        ),
        *(
            Meeting(
                **shared,
                at=noon + timedelta(days=14 * n),
                status=MeetingStatus.HELD,
            )
            for n in range(30)
        ),
        *(
            Review(**shared, on=start + timedelta(days=90 * n), direction=Direction.values[n % 2])
            for n in range(5)
        ),
        *(DutyTalk(**shared, kind=kind, on=start) for kind in DutyKind),
    ]


def _kept(people: People, one: Enrolment, shared: dict[str, Any]) -> list[Any]:
    start = one.starts_on
    return [
        *(
            ParallelSupport(
                **shared,
                kind=SupportKind.values[n],
                principal=Principal.values[n],
                starts_on=start + timedelta(days=100 * n),
            )
            for n in range(4)
        ),
        *(
            Pause(
                **shared,
                reason=PauseReason.ILL_HEALTH,
                starts_on=start + timedelta(days=120 * n),
                ends_on=start + timedelta(days=120 * n + 20),
                look_again_on=start + timedelta(days=120 * n + 15),
            )
            for n in range(3)
        ),
        *(
            Outcome(
                enrolment=one,
                kind=OutcomeKind.WORK,
                starts_on=start + timedelta(days=300 * n),
                ends_on=start + timedelta(days=300 * n + 90),
            )
            for n in range(2)
        ),
        Background(enrolment=one, recorded_on=start, obstacles_own=data.SENTENCE),
    ]


def _plan(people: People, one: Enrolment) -> None:
    """The present one, and one that it replaced."""
    start = one.starts_on
    by = {"enrolment": one, "by": people.caseworker}
    CasePlan.objects.create(**by, number=1, made_on=start, replaced_on=start + timedelta(days=200))
    plan = CasePlan.objects.create(**by, number=2, made_on=start + timedelta(days=200))
    for position in range(STEPS):
        goal = PlanGoal.objects.create(plan=plan, text="Jobba i kök", position=position)
        for step in range(STEPS):
            PlanStep.objects.create(goal=goal, text="Besöka en restaurang", position=step)


def addresses(people: People) -> dict[str, str]:
    assert people.rich
    last, first = people.last[0].lower(), people.first[0].lower()
    plain = Enrolment.objects.filter(caseworker=people.caseworker).order_by("pk")[OWN - 2]
    return {
        "all": "/deltagare/?caseworker=alla",
        "own": "/deltagare/",
        "name": f"/deltagare/sok/?q={last}+{first[0]}",
        "start": f"/deltagare/sok/?q={last[:3]}",
        "number": f"/deltagare/sok/?q={people.rich.identity_number}",
        "file": people.rich.get_absolute_url(),
        "plain": plain.participant.get_absolute_url(),
        "day": "/min-dag/",
    }


def measure(people: People, found: dict[str, Line]) -> None:
    client = Client()
    client.force_login(people.caseworker)
    for name, address in addresses(people).items():
        _measure(client, address, found[name])


def _measure(client: Client, address: str, line: Line) -> None:
    def ours() -> None:
        assert client.get(address).status_code == 200

    def bare() -> None:
        assert client.get("/bare/").status_code == 200

    line.ratios.append(ratio(ours, bare, runs=15))
    with CaptureQueriesContext(connection) as captured:
        ours()
    line.queries.append(len(captured))
