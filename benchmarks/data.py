"""A municipality with as many interventions as asked for, always the same ones.

The first 25 belong to the department that the annual report is about and to its year. All others
are of other departments and other years: what is measured at 2 500 and 25 000 is what it costs to
stand among many.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Model

from stegvis.accounts.models import User
from stegvis.accounts.roles import Role
from stegvis.followup.enums import Answer, DecisionKind, FindingKind
from stegvis.followup.models import Decision, Finding, ReportedResult, Theme
from stegvis.interventions.enums import (
    ChangeKind,
    CountingUnit,
    InterventionStatus,
    InterventionStep,
    StepStatus,
)
from stegvis.interventions.models import (
    Category,
    Cost,
    ExpectedResult,
    Intervention,
    InterventionYear,
    Order,
    Plan,
    ReportedCount,
    StepRecord,
)
from stegvis.organisations.models import Assignment, Municipality, Provider, Unit

YEAR = 2024
OF_THE_REPORT = 25
BATCH = 500
SENTENCE = "Deltagarna övar på det som arbetsplatsen kräver, med samma lärare hela tiden. "


@dataclass
class World:
    planner: User
    department: Unit
    report_units: list[Unit]
    other_units: list[Unit]
    providers: list[Provider]
    categories: list[Category]
    themes: list[Theme]
    made: int = 0


def make() -> World:
    Municipality.objects.create(name="Provköping", reference_number_pattern=r"\d{4,6}/\d{2}")
    root = _unit("Kommunen", None)
    department = _unit("AMA", root)
    planner = User.objects.create(email="planerare@stegvis.example", name="Petra Planlund")
    Assignment.objects.create(
        user=planner, role=Role.PLANNER, unit=root, starts_on=date(2020, 1, 1)
    )
    return World(
        planner,
        department,
        report_units=[_unit(name, department, is_report_group=True) for name in ("KC", "CFA")],
        other_units=[_unit(f"Enhet {n}", root, is_report_group=True) for n in range(1, 21)],
        providers=[Provider.objects.create(name=f"Leverantör {n}") for n in range(1, 41)],
        categories=[
            Category.objects.create(name=name, position=n)
            for n, name in enumerate(("Språk", "Yrke", "Hälsa", "Hantera", "Kunskap", "Stöd"), 1)
        ],
        themes=[Theme.objects.create(name=f"Tema {n}") for n in range(1, 21)],
    )


def _unit(name: str, parent: Unit | None, **values: Any) -> Unit:
    unit = Unit.objects.create(name=name, short_name=name, parent=parent, **values)
    unit.path = f"{parent.path if parent else ''}{unit.pk}/"
    unit.save(update_fields=["path"])
    return unit


@transaction.atomic
def grow(world: World, size: int) -> None:
    """Adds interventions, with all that hangs on them, until there are `size`."""
    chance = random.Random(world.made)
    new = [_intervention(world, n, chance) for n in range(world.made, size)]
    world.made = size
    new = _create(Intervention, new)
    years = {one.pk: one.starts_on.year for one in new}
    _create(Order, (Order(intervention=one, need=SENTENCE) for one in new))
    _create(Plan, (_plan(one) for one in new))
    _create(StepRecord, (step for one in new for step in _steps(one)))
    _create(Cost, (_cost(one, years[one.pk]) for one in new))
    counts = {one.pk: _counts(chance) for one in new}
    _create(
        ReportedCount,
        (
            ReportedCount(
                intervention=one,
                year=years[one.pk],
                unit=CountingUnit.STARTS,
                planned_text="ca 15",
                **counts[one.pk],
            )
            for one in new
        ),
    )
    _create(
        InterventionYear,
        (
            InterventionYear(
                intervention=one,
                year=years[one.pk],
                started_basis="reported",
                completed_basis="reported",
                outcome_year=Decimal(240_000),
                **counts[one.pk],
            )
            for one in new
        ),
    )
    _results(new, chance)
    _findings(world, new, years, chance)


def _create(model: type[Model], rows: Iterable[Any]) -> list[Any]:
    return model._default_manager.bulk_create(rows, batch_size=BATCH)


def _intervention(world: World, n: int, chance: random.Random) -> Intervention:
    is_of_report = n < OF_THE_REPORT
    year = YEAR if is_of_report else chance.randint(2015, 2023)
    month = chance.randint(1, 6)
    return Intervention(
        title=f"Insats {n}",
        number=n % 5 + 1,
        reference_number=f"{n:05}/{year % 100}",
        category=world.categories[n % len(world.categories)],
        unit=chance.choice(world.report_units if is_of_report else world.other_units),
        provider=chance.choice(world.providers),
        starts_on=date(year, month, 1),
        ends_on=date(year, month + 5, 15),
        status=InterventionStatus.CLOSED,
        current_step=InterventionStep.JOINT_ANALYSIS,
        comment=SENTENCE,
    )


def _plan(one: Intervention) -> Plan:
    text = SENTENCE * 3
    return Plan(
        intervention=one,
        purpose=text,
        target_group=SENTENCE,
        set_up=text,
        planned_text="ca 15",
        planned_cost=Decimal(250_000),
    )


def _steps(one: Intervention) -> Iterable[StepRecord]:
    return (
        StepRecord(intervention=one, step=step, status=StepStatus.DONE) for step in InterventionStep
    )


def _cost(one: Intervention, year: int) -> Cost:
    planned, outcome = Decimal(250_000), Decimal(240_000)
    return Cost(
        intervention=one,
        year=year,
        planned_total=planned,
        planned_year=planned,
        outcome_total=outcome,
        outcome_year=outcome,
    )


def _counts(chance: random.Random) -> dict[str, int]:
    started = chance.randint(8, 30)
    dropped_out = chance.randint(0, started // 3)
    no_show = chance.randint(0, 6)
    return {
        "registered": started + no_show,
        "no_show": no_show,
        "started": started,
        "dropped_out": dropped_out,
        "completed": started - dropped_out,
        "ongoing": 0,
    }


def _results(new: list[Intervention], chance: random.Random) -> None:
    expected = _create(
        ExpectedResult,
        (
            ExpectedResult(
                intervention=one,
                position=position,
                text=f"Deltagaren kan det som steg {position} kräver",
                change_kind=chance.choice(ChangeKind.values),
                how="Intervju",
                by_whom="läraren",
                when="vid slutet",
            )
            for one in new
            for position in range(1, 4)
        ),
    )
    _create(
        ReportedResult,
        (
            ReportedResult(
                intervention_id=line.intervention_id,
                expected_result=line,
                position=line.position,
                answer=chance.choice(Answer.values),
                text=SENTENCE * 2,
            )
            for line in expected
        ),
    )


def _findings(
    world: World, new: list[Intervention], years: dict[int, int], chance: random.Random
) -> None:
    findings = _create(
        Finding,
        (
            Finding(
                intervention=one,
                year=years[one.pk],
                position=position,
                kind=FindingKind.values[position % 2],
                statement=f"Lärdom {position}",
                text=SENTENCE,
            )
            for one in new
            for position in range(1, 3)
        ),
    )
    link = Finding.themes.through
    _create(link, (link(finding=one, theme=chance.choice(world.themes)) for one in findings))
    _create(
        Decision,
        (
            Decision(
                finding=one,
                kind=DecisionKind.ACT_NEXT_PLAN,
                text="Bestäm en mall",
                owner="planerare",
                due_on=date(years[one.intervention_id] + 1, 3, 1),
                done_on=date(years[one.intervention_id] + 1, 2, 1),
            )
            for one in findings
            if one.kind == FindingKind.DEVELOPMENT
        ),
    )
