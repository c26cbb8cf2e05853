"""The columns that casework adds to the list of participants."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from stegvis.accounts.models import User
from stegvis.casework.enums import MeetingStatus
from stegvis.organisations.models import Unit
from stegvis.participants import lists
from stegvis.participants.models import Enrolment, Programme
from tests.factories.casework import (
    CollaborationContactFactory,
    MeetingFactory,
    NoteFactory,
    ReviewFactory,
)
from tests.factories.participants import EnrolmentFactory, ProgrammeFactory

pytestmark = pytest.mark.django_db
TODAY = date(2025, 3, 3)


@pytest.fixture
def programme(kc: Unit) -> Programme:
    made: Programme = ProgrammeFactory(unit=kc)
    return made


@pytest.fixture
def enrol(programme: Programme) -> Callable[[str], Enrolment]:
    return lambda name: EnrolmentFactory(programme=programme, participant__first_name=name)


@pytest.fixture
def client_(manager: User, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(manager)


def at(day: int, hour: int = 10) -> datetime:
    return datetime(2025, 3, day, hour, tzinfo=UTC)


def shown(client: Client, **asked: str) -> list[tuple[str, ...]]:
    rows = client.get(reverse("participants:participant_list"), asked).context["rows"]
    return [
        (row.participant.first_name, *(str(value) for _column, value in row.added)) for row in rows
    ]


def test_the_next_meeting_is_the_first_that_is_booked_from_today(
    enrol: Callable[[str], Enrolment], client_: Client
) -> None:
    one = enrol("Al")
    for when, status in (
        (at(2), MeetingStatus.PLANNED),
        (at(4), MeetingStatus.CANCELLED),
        (at(7), MeetingStatus.PLANNED),
        (at(5, hour=23), MeetingStatus.PLANNED),  # past midnight in Sweden
    ):
        MeetingFactory(enrolment=one, at=when, status=status)
    enrol("Bok")
    assert [row[:2] for row in shown(client_)] == [("Al", "2025-03-06"), ("Bok", "None")]


@pytest.mark.parametrize(
    "event",
    [
        lambda one, day: NoteFactory(enrolment=one, on=day),
        lambda one, day: CollaborationContactFactory(enrolment=one, on=day),
        lambda one, day: ReviewFactory(enrolment=one, on=day),
        lambda one, day: MeetingFactory(enrolment=one, at=at(day.day), status=MeetingStatus.HELD),
    ],
    ids=["note", "contact", "review", "meeting"],
)
def test_the_latest_event_of_any_kind_up_to_today(
    enrol: Callable[[str], Enrolment], client_: Client, event: Callable[[Enrolment, date], Any]
) -> None:
    one = enrol("Al")
    NoteFactory(enrolment=one, on=date(2025, 2, 1))
    event(one, date(2025, 3, 2)), event(one, date(2025, 3, 9))
    assert shown(client_) == [("Al", "None", "2025-03-02")]


def test_the_list_is_ordered_by_either(enrol: Callable[[str], Enrolment], client_: Client) -> None:
    stuck, busy, booked = enrol("Stilla"), enrol("Aktiv"), enrol("Bokad")
    NoteFactory(enrolment=stuck, on=date(2024, 11, 1)), NoteFactory(enrolment=busy, on=TODAY)
    MeetingFactory(enrolment=booked, at=at(9)), MeetingFactory(enrolment=busy, at=at(8))
    assert [row[0] for row in shown(client_, sort="meeting")] == ["Aktiv", "Bokad", "Stilla"]
    assert [row[0] for row in shown(client_, sort="event")] == ["Bokad", "Stilla", "Aktiv"]


def test_two_queries_whatever_the_rows(
    enrol: Callable[[str], Enrolment],
    client_: Client,
    count_queries: Callable[[Callable[[], Any]], int],
) -> None:
    assert [column.key for column in lists.columns.listed] == ["meeting", "event"]
    listing = reverse("participants:participant_list")
    for n in range(3):
        NoteFactory(enrolment=enrol(f"A{n}"), on=TODAY)
    client_.get(listing)
    few = count_queries(lambda: client_.get(listing))
    for n in range(3):
        MeetingFactory(enrolment=enrol(f"B{n}"), at=at(9))
    assert count_queries(lambda: client_.get(listing)) == few <= 10
