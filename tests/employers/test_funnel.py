"""From first contact to hire in a period, and face-to-face contacts a week."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from stegvis.accounts.models import User
from stegvis.casework.enums import PlacementKind
from stegvis.employers.enums import ContactMode, ContactResult, FunnelStage
from stegvis.employers.funnel import face_to_face, funnel
from stegvis.employers.models import Employer
from stegvis.organisations.models import Unit
from tests.conftest import TODAY
from tests.factories.casework import PlacementFactory
from tests.factories.employers import EmployerContactFactory, EmployerFactory

FIRST, LAST = date(2025, 1, 1), date(2025, 3, 3)
PAGE = "/arbetsgivare/tratt/"


@pytest.fixture
def story(kc: Unit, cfa: Unit, caseworker: User, elsewhere: User) -> dict[str, Employer]:
    """Nine employers with what happened at each of them."""
    made = {name: EmployerFactory(name=name) for name in "ABCDEFGHI"}

    def contact(name: str, day: date, result: ContactResult, by: User = caseworker) -> None:
        unit = kc if by == caseworker else cfa
        EmployerContactFactory(employer=made[name], by=by, unit=unit, on=day, result=result)

    def place(name: str, day: date, kind: PlacementKind, **values: object) -> None:
        PlacementFactory(
            workplace__employer=made[name],
            enrolment__programme__unit=kc,
            starts_on=day,
            kind=kind,
            by=caseworker,
            **values,
        )

    contact("A", date(2025, 1, 1), ContactResult.NOT_NOW)  # the first day counts
    contact("A", date(2025, 3, 3), ContactResult.NO)  # and the last; still one employer
    contact("B", date(2025, 2, 1), ContactResult.INTERESTED)
    contact("B", date(2025, 2, 2), ContactResult.NOT_NOW)  # interested all the same
    contact("C", date(2025, 2, 1), ContactResult.NOT_NOW)
    place("C", date(2025, 2, 10), PlacementKind.INTERNSHIP)
    place("D", date(2025, 2, 10), PlacementKind.HOURLY)  # without any contact logged
    contact("E", date(2024, 12, 31), ContactResult.INTERESTED)  # before
    contact("F", date(2024, 12, 31), ContactResult.NOT_NOW)  # before, and again
    contact("F", date(2025, 2, 1), ContactResult.NOT_NOW)
    place("G", date(2025, 4, 1), PlacementKind.INTERNSHIP, is_planned=True)  # not begun
    contact("H", date(2025, 2, 1), ContactResult.OFFERS_JOB, by=elsewhere)  # another unit's
    contact("I", date(2025, 3, 4), ContactResult.INTERESTED)  # after
    return made


def test_funnel_of_a_period(
    story: dict[str, Employer], caseworker: User, elsewhere: User, manager: User
) -> None:
    everybody, *rows = funnel(manager, first=FIRST, last=LAST)
    assert dict(everybody.figures) == {
        FunnelStage.CONTACTED: 6,  # A B C D F H
        FunnelStage.INTERESTED: 4,  # B C D H
        FunnelStage.HOST: 2,  # C D
        FunnelStage.HIRED: 1,  # D
    }
    assert everybody.new == 5  # not F
    assert {row.who: [number for _stage, number in row.figures] for row in rows} == {
        caseworker: [5, 3, 2, 1],
        elsewhere: [1, 1, 0, 0],
    }


def test_funnel_is_of_the_readers_units(story: dict[str, Employer], elsewhere: User) -> None:
    everybody, *rows = funnel(elsewhere, first=FIRST, last=LAST)
    assert everybody.of(FunnelStage.CONTACTED) == [story["H"].pk]
    assert [row.who for row in rows] == [elsewhere]


def test_a_figure_leads_to_those_it_counts(
    story: dict[str, Employer], caseworker: User, working: Client
) -> None:
    query = {"first": "2025-01-01", "last": "2025-03-03", "steg": "interested"}
    page = working.get(PAGE, query)
    assert [one.name for one in page.context["counted"]] == ["B", "C", "D"]
    page = working.get(PAGE, query | {"steg": "hired", "vem": str(caseworker.pk)})
    assert [one.name for one in page.context["counted"]] == ["D"]


@pytest.mark.parametrize(
    ("query", "period"),
    [
        ({}, (date(2024, 3, 3), TODAY)),
        ({"first": "2025-01-01"}, (FIRST, TODAY)),
        ({"first": "2025-02-01", "last": "2025-01-01"}, (FIRST, date(2025, 2, 1))),
        ({"last": "2023-12-31"}, (date(2022, 12, 31), date(2023, 12, 31))),
        ({"first": "2025-01-01", "last": ""}, (FIRST, TODAY)),
        ({"first": "31 februari"}, (date(2024, 3, 3), TODAY)),
    ],
)
def test_the_period(working: Client, query: dict[str, str], period: tuple[date, date]) -> None:
    page = working.get(PAGE, query)
    assert (page.context["first"], page.context["last"]) == period


def test_nonsense_is_passed_over(working: Client) -> None:
    page = working.get(PAGE, {"steg": "planet", "vem": "x"})
    assert (page.context["stage"], page.context["chosen"].who) == (None, None)


def test_face_to_face_by_week(kc: Unit, cfa: Unit, caseworker: User, elsewhere: User) -> None:
    """Today is the Monday that begins week 10. Visits and events count, whoever they are for."""

    def met(day: date, mode: ContactMode = ContactMode.VISIT, **values: object) -> None:
        EmployerContactFactory(on=day, mode=mode, **{"by": caseworker, "unit": kc, **values})

    met(date(2025, 3, 3))
    met(date(2025, 3, 2))  # Sunday of week 9
    met(date(2025, 2, 24), ContactMode.EVENT)  # Monday of week 9
    met(date(2025, 2, 24), ContactMode.PHONE)
    met(date(2025, 1, 13))  # the first day of the first of eight weeks
    met(date(2025, 1, 12))
    met(date(2025, 2, 24), by=elsewhere, unit=cfa)
    found = face_to_face(caseworker, today=TODAY)
    assert (found.weeks[0], found.weeks[-1]) == (date(2025, 1, 13), date(2025, 3, 3))
    assert found.rows == [(caseworker, [1, 0, 0, 0, 0, 0, 2, 1], 3 / 7)]


def test_page_makes_the_same_queries_for_more_rows(
    working: Client, kc: Unit, count_queries: Callable[..., int]
) -> None:
    def more() -> None:
        for _number in range(3):
            EmployerContactFactory(unit=kc)
            PlacementFactory(enrolment__programme__unit=kc)

    more()
    few = count_queries(lambda: working.get(PAGE, {"steg": "contacted"}))
    more()
    assert count_queries(lambda: working.get(PAGE, {"steg": "contacted"})) == few
