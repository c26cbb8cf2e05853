"""Ending an enrolment and following up, on the pages."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from stegvis.accounts.models import User
from stegvis.organisations.models import Unit
from stegvis.participants.enums import ExitDestination, FollowUpStatus, OutcomeKind
from stegvis.participants.models import Enrolment, Exit, Outcome
from tests.factories.participants import (
    EnrolmentFactory,
    ExitFactory,
    OutcomeFactory,
    PostExitFollowUpFactory,
    ProgrammeFactory,
)

SignIn = Callable[[User], Client]
BACK = {"ended_on": "2025-02-28", "destination": "back_to_referrer", "reason": "worse_health"}
WORK = {
    "ended_on": "2025-02-28",
    "destination": "work",
    "reason": "goal_reached",
    "outcome-starts_on": "2025-02-20",
    "outcome-open_to_anyone": "yes",
    "outcome-normal_pay": "yes",
    "outcome-subsidy": "none",
    "outcome-gives_student_aid": "unknown",
}


@pytest.fixture
def enrolment(kc: Unit) -> Enrolment:
    return EnrolmentFactory(programme=ProgrammeFactory(unit=kc))


def url(enrolment: Enrolment) -> str:
    return f"/inskrivningar/{enrolment.pk}/avsluta/"


def test_an_exit_back_to_the_referrer(enrolment, caseworker, sign_in: SignIn):
    answer = sign_in(caseworker).post(url(enrolment), {**BACK, "feedback": "Mår sämre."})
    assert answer.status_code == 302
    assert answer.url.endswith("#avslut")
    done = Exit.objects.get()
    assert (done.destination, done.feedback) == (ExitDestination.BACK_TO_REFERRER, "Mår sämre.")
    assert not Outcome.objects.exists()


def test_an_exit_to_work_with_its_outcome(enrolment, caseworker, sign_in: SignIn):
    assert sign_in(caseworker).post(url(enrolment), WORK).status_code == 302
    outcome = Outcome.objects.get()
    assert (outcome.kind, outcome.is_main) == (OutcomeKind.WORK, True)


def test_faults_in_both_forms_are_seen_at_once(enrolment, caseworker, sign_in: SignIn):
    told = {**WORK, "outcome-starts_on": "", "ended_on": "2025-03-04"}
    answer = sign_in(caseworker).post(url(enrolment), told)
    text = answer.content.decode()
    assert "Dagen har inte varit än" in text and "Fyll i det här fältet" in text
    assert not Exit.objects.exists()


def test_the_outcome_is_not_asked_for_when_there_is_none(enrolment, caseworker, sign_in: SignIn):
    told = {**BACK, "outcome-starts_on": "trettonde"}
    assert sign_in(caseworker).post(url(enrolment), told).status_code == 302


def test_going_on_tells_where(enrolment, caseworker, sign_in: SignIn):
    told = {**BACK, "destination": "other_measure"}
    answer = sign_in(caseworker).post(url(enrolment), told)
    assert "Skriv vilken insats" in answer.content.decode()


def test_an_exit_before_the_start_says_so_beside_the_day(enrolment, caseworker, sign_in: SignIn):
    answer = sign_in(caseworker).post(url(enrolment), {**BACK, "ended_on": "2024-09-01"})
    assert "2024-10-01" in answer.content.decode()
    assert not Exit.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"),
    [("manager", 403), ("planner", 403), ("outsider", 403), ("administrator", 403)],
)
def test_who_may_not_end(enrolment, who, status, request, sign_in: SignIn):
    client = sign_in(request.getfixturevalue(who))
    assert client.get(url(enrolment)).status_code == status


def test_another_units_enrolment_is_not_there(caseworker, sign_in: SignIn):
    assert sign_in(caseworker).get(url(EnrolmentFactory())).status_code == 404


def test_an_exit_is_taken_back(enrolment, caseworker, sign_in: SignIn):
    client = sign_in(caseworker)
    client.post(url(enrolment), BACK)
    again = f"/inskrivningar/{enrolment.pk}/oppna-igen/"
    assert client.post(again, {"reason": ""}).status_code == 200
    assert client.post(again, {"reason": "Fel person"}).status_code == 302
    assert not Exit.objects.exists()


# --- outcomes ---

OUTCOME = {
    "kind": "studies",
    "starts_on": "2025-01-20",
    "open_to_anyone": "unknown",
    "normal_pay": "unknown",
    "subsidy": "unknown",
    "gives_student_aid": "no",
}


def test_an_outcome_is_added_and_completed(enrolment, caseworker, sign_in: SignIn):
    client = sign_in(caseworker)
    client.post(f"/inskrivningar/{enrolment.pk}/arbete/nytt/", OUTCOME)
    outcome = Outcome.objects.get()
    client.post(f"/arbete/{outcome.pk}/", {**OUTCOME, "gives_student_aid": "yes"})
    outcome.refresh_from_db()
    assert (outcome.kind, outcome.gives_student_aid) == (OutcomeKind.STUDIES, "yes")


def test_the_kind_of_an_exits_outcome_stands(enrolment, caseworker, sign_in: SignIn):
    outcome = OutcomeFactory(enrolment=enrolment, is_main=True)
    sign_in(caseworker).post(f"/arbete/{outcome.pk}/", OUTCOME)
    outcome.refresh_from_db()
    assert outcome.kind == OutcomeKind.WORK


# --- follow-ups ---


@pytest.fixture
def follow_up(kc: Unit):
    ended = EnrolmentFactory(programme=ProgrammeFactory(unit=kc), ends_on=date(2025, 2, 1))
    ExitFactory(enrolment=ended)
    return PostExitFollowUpFactory(enrolment=ended)


def test_a_try_and_then_an_answer(follow_up, caseworker, sign_in: SignIn):
    client, at = sign_in(caseworker), f"/uppfoljningar/{follow_up.pk}/"
    client.post(f"{at}forsok/", {"on": "2025-03-03", "channel": "phone"})
    assert "ingen kontakt" in client.get(at).content.decode()
    told = {"answered_on": "2025-03-03", "status": "reached", "situation": "work"}
    client.post(f"{at}svar/", told)
    follow_up.refresh_from_db()
    assert (follow_up.status, follow_up.attempts.count()) == (FollowUpStatus.REACHED, 1)
    assert "Arbetar" in client.get(at).content.decode()


def test_reached_without_telling_what_is_asked_again(follow_up, caseworker, sign_in: SignIn):
    told = {"answered_on": "2025-03-03", "status": "reached"}
    answer = sign_in(caseworker).post(f"/uppfoljningar/{follow_up.pk}/svar/", told)
    assert "Välj vad personen gör nu" in answer.content.decode()


def test_not_reached_throws_away_what_cannot_be_known(follow_up, caseworker, sign_in: SignIn):
    told = {"answered_on": "2025-03-03", "status": "unknown", "situation": "work"}
    sign_in(caseworker).post(f"/uppfoljningar/{follow_up.pk}/svar/", told)
    follow_up.refresh_from_db()
    assert (follow_up.status, follow_up.situation) == (FollowUpStatus.UNKNOWN, "")


def test_the_manager_reads_without_what_is_sensitive(follow_up, manager, sign_in: SignIn):
    follow_up.status, follow_up.situation = FollowUpStatus.REACHED, "sick"
    follow_up.answered_on = date(2025, 3, 1)
    follow_up.save()
    text = sign_in(manager).get(f"/uppfoljningar/{follow_up.pk}/").content.decode()
    assert "Nådd" in text and "Sjukskriven" not in text and "Spara svaret" not in text
