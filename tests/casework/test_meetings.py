"""Booked times with the participant. It is 3 March 2025."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from stegvis.accounts.models import User
from stegvis.casework import queries_work as queries
from stegvis.casework.actions import meetings
from stegvis.casework.enums import MeetingStatus
from stegvis.casework.models import Meeting
from stegvis.core.steps import StepRefused
from stegvis.participants.models import Enrolment
from tests.factories.casework import MeetingFactory
from tests.factories.participants import EnrolmentFactory

SignIn = Callable[[User], Client]
Events = Callable[[], list[str]]
TODAY = date(2025, 3, 3)
NINE = datetime(2025, 3, 3, 8, 0, tzinfo=UTC)  # nine o'clock in Sweden
SENT = {"on": "2025-03-10", "time": "09:30", "minutes": "45", "place": "Biblioteket"}


def test_a_meeting_is_booked_and_moved(
    enrolment: Enrolment, caseworker: User, events: Events
) -> None:
    meeting = meetings.book(enrolment=enrolment, by=caseworker, at=NINE)
    assert (meeting.minutes, meeting.status, meeting.by) == (60, "planned", caseworker)
    later = NINE + timedelta(days=1)
    for _again in range(2):
        meeting = meetings.book(enrolment=enrolment, by=caseworker, at=later, meeting=meeting)
    assert (meeting.at, Meeting.objects.count()) == (later, 1)
    assert events() == ["meeting.added", "meeting.changed"]


@pytest.mark.parametrize("status", [MeetingStatus.HELD, MeetingStatus.MISSED])
def test_a_meeting_that_has_been_is_settled(
    status: MeetingStatus, enrolment: Enrolment, caseworker: User, events: Events
) -> None:
    meeting = MeetingFactory(enrolment=enrolment, at=NINE)
    for _again in range(2):
        meetings.settle(meeting=meeting, by=caseworker, status=status, today=TODAY)
    meeting.refresh_from_db()
    assert (meeting.status, events()) == (status, [f"meeting.{status.value}"])
    meetings.settle(meeting=meeting, by=caseworker, status="planned", today=TODAY)
    assert events() == ["meeting.planned"]


def test_a_meeting_ahead_can_only_be_cancelled(enrolment: Enrolment, caseworker: User) -> None:
    meeting = MeetingFactory(enrolment=enrolment, at=NINE + timedelta(days=1))
    for status in (MeetingStatus.HELD, MeetingStatus.MISSED):
        with pytest.raises(StepRefused, match="inte varit än"):
            meetings.settle(meeting=meeting, by=caseworker, status=status, today=TODAY)
    settled = meetings.settle(meeting=meeting, by=caseworker, status="cancelled", today=TODAY)
    assert settled.status == MeetingStatus.CANCELLED


def test_the_day_is_the_swedish_day(enrolment: Enrolment, caseworker: User) -> None:
    """Half past midnight on 4 March in Sweden is still 3 March in UTC."""
    late = datetime(2025, 3, 3, 23, 30, tzinfo=UTC)
    meeting = MeetingFactory(enrolment=enrolment, at=late)
    with pytest.raises(StepRefused):
        meetings.settle(meeting=meeting, by=caseworker, status="held", today=TODAY)


def test_what_has_ended_is_read_only(ended: Enrolment, caseworker: User) -> None:
    meeting = MeetingFactory(enrolment=ended, at=NINE)
    with pytest.raises(StepRefused):
        meetings.book(enrolment=ended, by=caseworker, at=NINE)
    with pytest.raises(StepRefused):
        meetings.settle(meeting=meeting, by=caseworker, status="held")
    assert meetings.settle(meeting=meeting, by=None, status="held", unchecked=True).pk
    assert meetings.book(enrolment=ended, by=caseworker, at=NINE, unchecked=True).pk


def test_todays_meetings_are_the_users_own(
    enrolment: Enrolment, caseworker: User, colleague: User
) -> None:
    mine = MeetingFactory(enrolment=enrolment, by=caseworker, at=NINE)
    early = MeetingFactory(enrolment=enrolment, by=caseworker, at=NINE - timedelta(hours=8))
    MeetingFactory(enrolment=enrolment, by=colleague, at=NINE)
    MeetingFactory(enrolment=enrolment, by=caseworker, at=NINE, status="cancelled")
    MeetingFactory(enrolment=enrolment, by=caseworker, at=NINE + timedelta(days=1))
    MeetingFactory(enrolment=EnrolmentFactory(), by=caseworker, at=NINE)
    assert list(queries.meetings_to_hold(caseworker, day=TODAY)) == [early, mine]


# --- pages ---


def test_a_meeting_is_booked_in_the_form(
    enrolment: Enrolment, caseworker: User, sign_in: SignIn
) -> None:
    client, where = sign_in(caseworker), reverse("casework:meeting_book", args=[enrolment.pk])
    assert client.get(where).context["form"]["minutes"].value() == 60
    assert client.post(where, SENT).url == f"{enrolment.get_absolute_url()}#moten"
    assert Meeting.objects.get().at == datetime(2025, 3, 10, 8, 30, tzinfo=UTC)
    form = client.get(where).context["form"]
    assert (form["minutes"].value(), form["place"].value()) == (45, "Biblioteket")


@pytest.mark.parametrize(
    ("field", "value"), [("time", "halv tio"), ("on", ""), ("minutes", "0"), ("minutes", "601")]
)
def test_what_is_wrong_stands_beside_the_field(
    field: str, value: str, enrolment: Enrolment, caseworker: User, sign_in: SignIn
) -> None:
    where = reverse("casework:meeting_book", args=[enrolment.pk])
    page = sign_in(caseworker).post(where, SENT | {field: value})
    assert list(page.context["form"].errors) == [field]
    assert Meeting.objects.count() == 0


def test_two_move_the_same_meeting(enrolment: Enrolment, caseworker: User, sign_in: SignIn) -> None:
    meeting = MeetingFactory(enrolment=enrolment, at=NINE)
    client, where = sign_in(caseworker), reverse("casework:meeting_edit", args=[meeting.pk])
    page = client.get(where)
    form = page.context["form"]
    assert 'value="09:00"' in page.content.decode()
    sent = SENT | {"version": form["version"].value(), "place": "", "minutes": "60"}
    client.post(where, sent | {"time": "10:00"})
    page = client.post(where, sent | {"time": "11:00"})
    assert page.context["form"].conflict == {"time": "10:00:00"}
    meeting.refresh_from_db()
    assert meeting.at == datetime(2025, 3, 10, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "status"),
    [("blev-av", "held"), ("uteblev", "missed"), ("instalt", "cancelled"), ("angra", "planned")],
)
def test_buttons_settle_the_meeting(
    name: str, status: str, enrolment: Enrolment, caseworker: User, sign_in: SignIn
) -> None:
    start = "held" if status == "planned" else "planned"
    meeting = MeetingFactory(enrolment=enrolment, at=NINE, status=start)
    client = sign_in(caseworker)
    where = reverse("casework:meeting_settle", args=[meeting.pk, name])
    client.get(where)
    meeting.refresh_from_db()
    assert meeting.status == start
    assert client.post(where).url == f"{enrolment.get_absolute_url()}#moten"
    meeting.refresh_from_db()
    assert meeting.status == status


def test_there_are_no_other_buttons(
    enrolment: Enrolment, caseworker: User, sign_in: SignIn
) -> None:
    meeting = MeetingFactory(enrolment=enrolment)
    where = reverse("casework:meeting_settle", args=[meeting.pk, "annat"])
    assert sign_in(caseworker).post(where).status_code == 404


def test_only_what_has_been_can_be_said_to_have_been_held(
    enrolment: Enrolment, caseworker: User, manager: User, sign_in: SignIn
) -> None:
    has_been = MeetingFactory(enrolment=enrolment, at=NINE, place="Köket")
    ahead = MeetingFactory(enrolment=enrolment, at=NINE + timedelta(days=1))
    held = MeetingFactory(enrolment=enrolment, at=NINE, status="held")
    where = reverse("casework:meeting_list", args=[enrolment.pk])
    page = sign_in(caseworker).get(where).content.decode()
    buttons = {
        (one.pk, name)
        for one in (has_been, ahead, held)
        for name in ("blev-av", "uteblev", "instalt", "angra")
        if reverse("casework:meeting_settle", args=[one.pk, name]) in page
    }
    assert buttons == {
        *((has_been.pk, name) for name in ("blev-av", "uteblev", "instalt")),
        (ahead.pk, "instalt"),
        (held.pk, "angra"),
    }
    page = sign_in(manager).get(where).content.decode()
    assert "2025-03-03 09:00" in page and '<button class="button button--small"' in page
    assert "/moten/" not in page.split("<main")[1].replace(where, "") and "Köket" not in page
