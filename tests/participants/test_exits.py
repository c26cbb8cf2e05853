"""The end of an enrolment: where the person goes, what closes with it, what is planned after."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from stegvis.core.models import AuditEvent
from stegvis.core.steps import StepRefused
from stegvis.participants.actions import exits, follow_ups
from stegvis.participants.enums import (
    AttemptChannel,
    ExitDestination,
    ExitReason,
    FollowUpStatus,
    OutcomeKind,
    SituationThen,
    YesNo,
)
from stegvis.participants.models import Enrolment, Exit, Outcome, PostExitFollowUp
from tests.factories.organisations import UserFactory
from tests.factories.participants import (
    EnrolmentFactory,
    OutcomeFactory,
    PauseFactory,
    PostExitFollowUpFactory,
    ResponsibilityFactory,
)

LAST = date(2025, 2, 28)
WORK = {"starts_on": date(2025, 2, 20), "employer_name": "Kaféet"}


@pytest.fixture
def enrolment(db: None) -> Enrolment:
    return EnrolmentFactory()


def end(enrolment: Enrolment, **values: object) -> Exit:
    told = {
        "by": UserFactory(),
        "ended_on": LAST,
        "destination": ExitDestination.BACK_TO_REFERRER,
        "reason": ExitReason.WORSE_HEALTH,
    }
    return exits.end(enrolment=enrolment, **{**told, **values})


def to_work(enrolment: Enrolment, **outcome: object) -> Exit:
    return end(
        enrolment,
        destination=ExitDestination.WORK,
        reason=ExitReason.GOAL_REACHED,
        outcome={**WORK, **outcome},
    )


def test_an_exit_ends_the_enrolment_and_what_was_open(enrolment):
    ResponsibilityFactory(enrolment=enrolment)
    PauseFactory(enrolment=enrolment)
    end(enrolment)
    enrolment.refresh_from_db()
    assert enrolment.ends_on == LAST
    assert enrolment.responsibilities.get().ends_on == LAST
    assert enrolment.pauses.get().ends_on == LAST
    assert AuditEvent.objects.count() == 1


def test_follow_ups_are_planned_after_1_6_and_12_months(enrolment):
    end(enrolment)
    planned = PostExitFollowUp.objects.values_list("months", "due_on")
    assert list(planned) == [
        (1, date(2025, 3, 28)),
        (6, date(2025, 8, 28)),
        (12, date(2026, 2, 28)),
    ]


def test_nobody_follows_up_the_dead(enrolment):
    end(enrolment, destination=ExitDestination.DECEASED, reason=ExitReason.DECEASED)
    assert not PostExitFollowUp.objects.exists()


@pytest.mark.parametrize(
    ("destination", "kind"),
    [(ExitDestination.WORK, OutcomeKind.WORK), (ExitDestination.STUDIES, OutcomeKind.STUDIES)],
)
def test_work_and_studies_come_with_their_outcome(enrolment, destination, kind):
    end(enrolment, destination=destination, reason=ExitReason.GOAL_REACHED, outcome=WORK)
    outcome = Outcome.objects.get()
    assert (outcome.kind, outcome.is_main) == (kind, True)


def test_work_without_an_outcome_is_refused_and_nothing_is_half_saved(enrolment):
    with pytest.raises(ValidationError) as refused:
        end(enrolment, destination=ExitDestination.WORK)
    assert "destination" in refused.value.message_dict
    enrolment.refresh_from_db()
    assert enrolment.ends_on is None


def test_an_outcome_without_work_is_refused(enrolment):
    with pytest.raises(ValidationError):
        end(enrolment, outcome=WORK)


def test_an_exit_before_the_start_is_refused(enrolment):
    with pytest.raises(ValidationError) as refused:
        end(enrolment, ended_on=date(2024, 9, 30))
    assert "2024-10-01" in str(refused.value.message_dict["ended_on"])


def test_an_enrolment_ends_once(enrolment):
    end(enrolment)
    with pytest.raises(StepRefused):
        end(enrolment)


# --- taken back ---


def test_an_exit_can_be_taken_back(enrolment):
    ResponsibilityFactory(enrolment=enrolment)
    to_work(enrolment)
    exits.reopen(enrolment=enrolment, by=UserFactory(), reason="Fel person")
    enrolment.refresh_from_db()
    assert enrolment.ends_on is None
    assert enrolment.responsibilities.get().ends_on is None
    assert not Exit.objects.exists() and not PostExitFollowUp.objects.exists()
    assert Outcome.objects.get().is_main is False


def test_an_exit_that_has_been_followed_up_stands(enrolment):
    end(enrolment)
    settle(enrolment.follow_ups.first())
    with pytest.raises(StepRefused):
        exits.reopen(enrolment=enrolment, by=UserFactory(), reason="Fel")


def test_what_is_not_ended_cannot_be_reopened(enrolment):
    with pytest.raises(StepRefused):
        exits.reopen(enrolment=enrolment, by=UserFactory(), reason="Fel")


def test_an_exit_stands_when_the_person_is_enrolled_again(enrolment):
    end(enrolment)
    EnrolmentFactory(
        participant=enrolment.participant,
        programme=enrolment.programme,
        starts_on=date(2025, 3, 1),
    )
    with pytest.raises(StepRefused):
        exits.reopen(enrolment=enrolment, by=UserFactory(), reason="Fel")


# --- outcomes ---


def test_an_outcome_during_the_enrolment_is_no_exit(enrolment):
    exits.add_outcome(enrolment=enrolment, by=UserFactory(), kind=OutcomeKind.WORK, **WORK)
    enrolment.refresh_from_db()
    assert enrolment.ends_on is None
    assert Outcome.objects.get().is_main is False


def test_an_outcome_is_completed_later(db):
    outcome = OutcomeFactory()
    exits.change_outcome(outcome=outcome, by=UserFactory(), open_to_anyone=YesNo.YES)
    outcome.refresh_from_db()
    assert outcome.open_to_anyone == YesNo.YES
    exits.change_outcome(outcome=outcome, by=UserFactory(), open_to_anyone=YesNo.YES)
    assert AuditEvent.objects.count() == 1


# --- follow-ups ---


def settle(follow_up: PostExitFollowUp, **values: object) -> PostExitFollowUp:
    told = {
        "status": FollowUpStatus.REACHED,
        "situation": SituationThen.WORK,
        "answered_on": date(2025, 3, 3),
    }
    return follow_ups.settle(follow_up=follow_up, by=UserFactory(), **{**told, **values})


def test_tries_are_counted_and_the_follow_up_stays_due(db):
    follow_up = PostExitFollowUpFactory()
    for day in (1, 2):
        follow_ups.attempt(
            follow_up=follow_up,
            by=UserFactory(),
            on=date(2025, 3, day),
            channel=AttemptChannel.PHONE,
            was_reached=False,
        )
    follow_up.refresh_from_db()
    assert (follow_up.attempts.count(), follow_up.status) == (2, FollowUpStatus.DUE)


@pytest.mark.parametrize("status", [FollowUpStatus.REFUSED, FollowUpStatus.UNKNOWN])
def test_no_answer_is_an_answer(db, status):
    follow_up = settle(PostExitFollowUpFactory(), status=status, situation="")
    assert follow_up.status == status


def test_reached_tells_what_the_person_does(db):
    with pytest.raises(ValidationError, match="Välj vad personen gör nu"):
        settle(PostExitFollowUpFactory(), situation="")


def test_a_follow_up_is_settled_once(db):
    follow_up = settle(PostExitFollowUpFactory())
    with pytest.raises(StepRefused):
        settle(follow_up)
