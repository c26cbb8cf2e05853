"""A programme with twelve persons, for the tests of the project report."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from stegvis.casework.enums import PlacementKind
from stegvis.employers.enums import Market
from stegvis.organisations.models import Unit
from stegvis.participants.enums import ExitDestination, YesNo
from stegvis.participants.models import Enrolment, Programme
from tests.factories.casework import ActivityFactory, PlacementFactory
from tests.factories.employers import EmployerContactFactory, WorkplaceFactory
from tests.factories.participants import (
    BackgroundFactory,
    EnrolmentFactory,
    ExitFactory,
    OutcomeFactory,
    ParticipantFactory,
    PostExitFollowUpFactory,
    ProgrammeFactory,
    SurveyFactory,
    SurveyInvitationFactory,
)
from tests.factories.reports import GoalFactory, GoalValueFactory

STARTS_ON, ENDS_ON = date(2024, 1, 1), date(2024, 12, 31)


def programme(unit: Unit) -> Programme:
    return ProgrammeFactory(
        name="Stigen", slug="stigen", unit=unit, starts_on=STARTS_ON, ends_on=ENDS_ON
    )


def person(at: Programme, *, ends_on: date = date(2024, 6, 30), **values: Any) -> Enrolment:
    """Somebody who was enrolled from the first day, with a background and an exit."""
    is_man = values.pop("is_man", False)
    addiction = values.pop("addiction", YesNo.YES)
    destination = values.pop("destination", ExitDestination.BACK_TO_REFERRER)
    who = values.pop("participant", None) or ParticipantFactory(man=is_man, **values)
    one: Enrolment = EnrolmentFactory(
        participant=who, programme=at, starts_on=STARTS_ON, ends_on=ends_on
    )
    BackgroundFactory(enrolment=one, addiction=addiction)
    ExitFactory(enrolment=one, destination=destination)
    if destination == ExitDestination.WORK:
        OutcomeFactory(enrolment=one, starts_on=ends_on + timedelta(days=1), is_main=True)
    return one


def twelve(at: Programme) -> list[Enrolment]:
    """Six women and six men, six of them to work; all with addiction in the background but one."""
    made = [
        person(
            at,
            is_man=bool(number % 2),
            destination=ExitDestination.WORK if number < 6 else ExitDestination.BACK_TO_REFERRER,
            addiction=YesNo.NO if number == 11 else YesNo.YES,
            ends_on=date(2024, 3 + number // 2, 20),
        )
        for number in range(12)
    ]
    work(at, made)
    return made


def work(at: Programme, enrolments: list[Enrolment]) -> None:
    """Regular workplaces for six, own ones for five, hourly jobs, contacts, a survey."""
    own, contacts = WorkplaceFactory(market=Market.OWN), {"unit": at.unit, "on": date(2024, 5, 2)}
    for one in enrolments[:6]:
        PlacementFactory(enrolment=one, starts_on=date(2024, 2, 1))
    for one in enrolments[5:10]:
        PlacementFactory(enrolment=one, workplace=own, starts_on=date(2024, 2, 1))
    PlacementFactory(
        enrolment=enrolments[9],
        workplace=own,
        kind=PlacementKind.HOURLY,
        starts_on=date(2024, 3, 1),
    )
    for one in enrolments:
        ActivityFactory(enrolment=one, starts_on=date(2024, 1, 10))
        PostExitFollowUpFactory(enrolment=one, due_on=date(2024, 12, 1))
    EmployerContactFactory(**contacts)
    survey = SurveyFactory(programme=at, title="Enkät 2024", sent_on=date(2024, 3, 1))
    for number, one in enumerate(enrolments):
        told = {"answered_on": date(2024, 3, 5), "answer": "better"} if number < 5 else {}
        SurveyInvitationFactory(survey=survey, enrolment=one, **told)


def goals(at: Programme) -> None:
    share = GoalFactory(programme=at, title="Till arbete eller studier", position=1)
    GoalValueFactory(goal=share, value=60, valid_from=date(2024, 1, 1), reason="Ansökan")
    GoalValueFactory(goal=share, value=50, valid_from=date(2024, 6, 1), reason="Lång startsträcka")
    jobs = GoalFactory(programme=at, title="Jobb", indicator="hourly_persons", position=2)
    GoalValueFactory(goal=jobs, value=2, valid_from=date(2024, 1, 1))
    GoalValueFactory(
        goal=jobs,
        value=1,
        valid_from=date(2024, 12, 31),
        kind="reasoned",
        reason="10 % av deltagarna",
        decided_by="",
    )
    GoalFactory(
        programme=at,
        title="Fler verktyg",
        indicator="",
        difficulty="Frågades aldrig.",
        position=3,
    )


Make = Callable[[Unit], Programme]
