"""What waits for the caseworker today, Monday 3 March 2025, and who is stuck."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from stegvis.accounts.models import User
from stegvis.casework.enums import CheckpointKind
from stegvis.casework.models import CheckpointRule, Snooze
from stegvis.casework.queries_work import NEW_NOTE
from stegvis.core.models import Draft, ReadEvent
from stegvis.organisations.models import Unit
from stegvis.participants.models import Programme
from tests.factories.casework import CheckpointRuleFactory, MeetingFactory
from tests.factories.participants import (
    EnrolmentFactory,
    ParticipantFactory,
    PauseFactory,
    PostExitFollowUpFactory,
    ProgrammeFactory,
    ReferralFactory,
)

SignIn = Callable[[User], Client]


@pytest.fixture
def programme(kc: Unit) -> Programme:
    return ProgrammeFactory(unit=kc)


@pytest.fixture
def rule(programme: Programme) -> CheckpointRule:
    return CheckpointRuleFactory(programme=programme, kind=CheckpointKind.NOTHING_HAPPENED, days=30)


def mine(programme: Programme, user: User, name: str, **values: object):
    participant = ParticipantFactory(first_name=name, **values.pop("who", {}))  # type: ignore[arg-type]
    return EnrolmentFactory(participant=participant, programme=programme, caseworker=user, **values)


def text_of(client: Client, path: str = "/min-dag/") -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_empty_day_says_so(caseworker, sign_in: SignIn):
    assert "Inget väntar på dig i dag" in text_of(sign_in(caseworker))


def test_everything_that_waits(programme, rule, caseworker, sign_in: SignIn):
    one = mine(programme, caseworker, "Tyst", starts_on=date(2024, 12, 1))
    at = datetime(2025, 3, 3, 9, 30, tzinfo=UTC)
    MeetingFactory(enrolment=one, by=caseworker, at=at)
    ended = mine(programme, caseworker, "Slutat", ends_on=date(2025, 2, 1))
    PostExitFollowUpFactory(enrolment=ended, due_on=date(2025, 3, 1))
    paused = mine(programme, caseworker, "Pausad")
    PauseFactory(enrolment=paused, look_again_on=date(2025, 3, 3))
    ReferralFactory(programme=programme, first_name="Ny")
    Draft.objects.create(by=caseworker, key=f"{NEW_NOTE}-{one.pk}", fields={"text": "Hej"})
    text = text_of(sign_in(caseworker))
    for told in (
        "Inget har hänt på 92 dagar",
        "Möten i dag",
        "Slutat",
        "Pausad",
        "Ny Provsson",
        "Anteckningar som inte är klara",
    ):
        assert told in text


def test_not_yet_and_others_do_not_stand_there(programme, rule, caseworker, manager, sign_in):
    other = mine(programme, manager, "Kollegans", starts_on=date(2024, 12, 1))
    MeetingFactory(enrolment=other, by=manager)
    later = mine(programme, caseworker, "Senare", ends_on=date(2025, 2, 1))
    PostExitFollowUpFactory(enrolment=later, due_on=date(2025, 3, 4))
    elsewhere = EnrolmentFactory(caseworker=caseworker, starts_on=date(2024, 1, 1))
    CheckpointRuleFactory(programme=elsewhere.programme)
    ReferralFactory(first_name="Annans")
    assert "Inget väntar på dig i dag" in text_of(sign_in(caseworker))


def test_everybody_who_is_named_stands_in_the_read_log(programme, rule, caseworker, sign_in):
    one = mine(programme, caseworker, "Tyst", starts_on=date(2024, 12, 1))
    text_of(sign_in(caseworker))
    assert list(ReadEvent.objects.values_list("subject_id", flat=True)) == [one.participant_id]


def test_a_rule_rests_with_a_note(programme, rule, caseworker, sign_in: SignIn):
    one = mine(programme, caseworker, "Tyst", starts_on=date(2024, 12, 1))
    client, path = sign_in(caseworker), f"/inskrivningar/{one.pk}/riktmarken/{rule.pk}/vila/"
    assert "Fyll i det här fältet" in client.post(path, {"until": "2025-03-17"}).content.decode()
    told = {"until": "2025-03-17", "note": "Väntar på vårdens besked"}
    assert client.post(path, told).url == "/min-dag/"
    assert Snooze.objects.get().until == date(2025, 3, 17)
    assert "Inget väntar" in text_of(client)


def test_a_rule_of_another_programme_is_not_there(programme, caseworker, sign_in: SignIn):
    one = mine(programme, caseworker, "Tyst")
    path = f"/inskrivningar/{one.pk}/riktmarken/{CheckpointRuleFactory().pk}/vila/"
    assert sign_in(caseworker).get(path).status_code == 404


def test_the_manager_sees_who_is_stuck(programme, rule, caseworker, manager, sign_in: SignIn):
    mine(programme, caseworker, "Tyst", starts_on=date(2024, 12, 1))
    hidden = mine(programme, caseworker, "Dold", starts_on=date(2024, 1, 1))
    hidden.participant.protection = "marked"
    hidden.participant.save()
    text = text_of(sign_in(manager), "/riktmarken/")
    assert "Tyst" in text and "Dold" not in text


def test_nobody_is_stuck(manager, sign_in: SignIn):
    assert "Inget riktmärke pekar ut någon" in text_of(sign_in(manager), "/riktmarken/")


def test_an_administrator_sets_the_rules(programme, administrator, sign_in: SignIn):
    client = sign_in(administrator)
    assert "Inga riktmärken än" in text_of(client, "/riktmarken/regler/")
    told = {"programme": programme.pk, "kind": "long_stay", "days": "365", "is_active": "on"}
    client.post("/riktmarken/regler/ny/", told)
    made = CheckpointRule.objects.get()
    assert "finns redan" in client.post("/riktmarken/regler/ny/", told).content.decode()
    client.post(f"/riktmarken/regler/{made.pk}/", {**told, "days": "300", "is_active": ""})
    made.refresh_from_db()
    assert (made.days, made.is_active) == (300, False)


def test_queries_do_not_grow(programme, rule, caseworker, sign_in: SignIn, count_queries):
    client = sign_in(caseworker)

    def grow(number: int) -> int:
        for _ in range(number):
            one = mine(programme, caseworker, "Tyst", starts_on=date(2024, 12, 1))
            MeetingFactory(enrolment=one, by=caseworker)
            PauseFactory(enrolment=mine(programme, caseworker, "P"), look_again_on=date(2025, 3, 1))
            ended = mine(programme, caseworker, "S", ends_on=date(2025, 2, 1))
            PostExitFollowUpFactory(enrolment=ended)
            ReferralFactory(programme=programme, received_on=date(2025, 3, 3) - timedelta(days=2))
        return count_queries(lambda: client.get("/min-dag/"))

    grow(1)
    assert grow(3) == grow(3)
