"""The way in: from an expression of interest to an enrolment, or to a no with a reason."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from stegvis.core.models import AuditEvent
from stegvis.core.steps import StepRefused
from stegvis.core.versions import VersionConflict
from stegvis.participants.actions import referrals
from stegvis.participants.enums import (
    REFERRAL_STEPS,
    DecisionReason,
    Protection,
    ReferralStatus,
    Sex,
)
from stegvis.participants.models import Participant, Referral
from tests.factories.organisations import UserFactory
from tests.factories.participants import (
    NUMBERS,
    CodeFactory,
    EnrolmentFactory,
    ParticipantFactory,
    ProgrammeFactory,
    ReferralFactory,
)

TODAY = date(2025, 3, 3)
NUMBER, OTHER = NUMBERS[Sex.WOMAN][:2]
NO = {"decision_reason": DecisionReason.OUTSIDE_AREA, "feedback": "Ring oss gärna."}
pytestmark = pytest.mark.django_db


def events() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))


def in_status(status: ReferralStatus, **values) -> Referral:
    """As the constraints want it."""
    told = {"status": status, "decision_reason": "other", **values}
    if status == ReferralStatus.STARTED:
        told |= {"participant": ParticipantFactory(), "started_on": TODAY}
    return ReferralFactory(**told)


def take(step: str, referral: Referral, **values):
    """The step, with what it must have filled in."""
    filled = {"accept": {}, "withdraw": {}, "start": {"starts_on": TODAY}}.get(step, NO)
    action = getattr(referrals, step)
    return action(referral=referral, by=UserFactory(), **{**filled, **values})


# --- receive and change ---


def test_little_is_enough(referrer, vamos):
    one = referrals.receive(by=referrer, programme=vamos, reason="Vill prova")
    assert (one.status, one.received_on, one.by) == (ReferralStatus.RECEIVED, TODAY, referrer)
    assert one.identity_number is None
    assert events() == ["referral.received"]


def test_the_number_tells_birth_date_and_sex(referrer, vamos):
    one = referrals.receive(
        by=referrer, programme=vamos, identity_number=NUMBER, phone="0701234567"
    )
    assert (one.birth_date, one.sex) == (date(1976, 1, 14), Sex.WOMAN)
    assert one.phone == "070-123 45 67"


def test_a_wrong_number_is_refused_and_no_number_is_not(referrer, vamos):
    with pytest.raises(ValidationError) as error:
        referrals.receive(by=referrer, programme=vamos, identity_number="197601142389")
    assert error.value.message_dict.keys() == {"identity_number"}
    assert referrals.receive(by=referrer, programme=vamos, identity_number="").pk


def test_a_change_says_what_differs(caseworker):
    one = ReferralFactory()
    referrals.change(referral=one, by=caseworker, version=1, identity_number=NUMBER, language="sv")
    one.refresh_from_db()
    assert (one.identity_number, one.version) == (NUMBER, 2)
    changes = AuditEvent.objects.get().changes
    assert changes.keys() == {"identity_number", "birth_date", "sex", "language"}
    assert NUMBER not in str(changes)
    with pytest.raises(VersionConflict):
        referrals.change(referral=one, by=caseworker, version=1, language="en")
    referrals.change(referral=one, by=caseworker, language="sv")
    assert len(events()) == 1


@pytest.mark.parametrize(
    "status", [one for one in ReferralStatus if one not in ReferralStatus.waiting()]
)
def test_what_is_settled_is_not_changed(status):
    with pytest.raises(StepRefused, match="avgjord"):
        referrals.change(referral=in_status(status), by=None, reason="x")


# --- the steps, as the table has them ---


@pytest.mark.parametrize("status", ReferralStatus)
@pytest.mark.parametrize("step", REFERRAL_STEPS, ids=lambda step: step.name)
def test_a_step_is_taken_from_its_sources_only(step, status):
    referral = in_status(status)
    if status not in step.sources:
        with pytest.raises(StepRefused):
            take(step.name, referral)
        return
    take(step.name, referral)
    referral.refresh_from_db()
    assert referral.status == step.target
    assert referral.version == 2
    past = {
        "accept": "accepted",
        "start": "started",
        "decline": "declined",
        "pass_on": "passed_on",
        "withdraw": "withdrawn",
    }
    assert events().count(f"referral.{past[step.name]}") == 1


def test_accepted_with_whoever_keeps_the_contact():
    handler = UserFactory()
    one = take("accept", ReferralFactory(), handler=handler, feedback="Vi ringer på fredag.")
    assert (one.handler, one.feedback) == (handler, "Vi ringer på fredag.")
    assert one.decided_on == TODAY
    assert one.decided_by is not None


def test_declined_with_a_reason_that_is_in_the_list():
    one = take("decline", ReferralFactory())
    assert (one.decision_reason, one.feedback) == (NO["decision_reason"], NO["feedback"])
    with pytest.raises(ValidationError) as error:
        take("decline", ReferralFactory(), decision_reason="har inte lust")
    assert "decision_reason" in error.value.message_dict
    with pytest.raises(ValidationError, match="Välj ett skäl"):
        take("decline", ReferralFactory(), decision_reason="")


def test_passed_on_the_queue_time_runs_from_the_first(elsewhere):
    first = ReferralFactory(
        identity_number=NUMBER, reason="Vill arbeta", protection=Protection.MARKED
    )
    take("accept", first, handler=UserFactory())
    decided = take("pass_on", first, programme=elsewhere)
    new = decided.passed_on_to
    assert (new.programme, new.status) == (elsewhere, ReferralStatus.RECEIVED)
    assert (new.received_on, new.by) == (first.received_on, first.by)
    assert (new.identity_number, new.reason) == (NUMBER, "Vill arbeta")
    assert new.protection == Protection.MARKED
    assert (new.handler, new.decided_on, new.feedback) == (None, None, "")
    assert new.passed_on_from == decided


def test_passed_on_to_somebody_outside_makes_no_new_one():
    assert take("pass_on", ReferralFactory()).passed_on_to is None
    assert Referral.objects.count() == 1


def test_not_passed_on_to_itself():
    one = ReferralFactory()
    with pytest.raises(ValidationError) as error:
        take("pass_on", one, programme=one.programme)
    assert error.value.message_dict.keys() == {"programme"}


def test_withdrawn_nobody_has_decided():
    one = take("withdraw", ReferralFactory())
    assert (one.decided_on, one.decided_by) == (None, None)


def test_history_may_be_written_with_its_own_day():
    one = take("accept", ReferralFactory(received_on=date(2024, 1, 8)), on=date(2024, 1, 10))
    assert one.decided_on == date(2024, 1, 10)


# --- start ---


def test_a_new_person_gets_what_the_referral_tells(caseworker):
    language = CodeFactory(scheme="language", label="Somaliska")
    referral = ReferralFactory(
        identity_number=NUMBER,
        first_name="Ada",
        phone="070-123 45 67",
        language=" somaliska",
    )
    enrolment = take("start", referral, caseworker=caseworker, case_number="17/25")
    person = enrolment.participant
    assert (person.identity_number, person.first_name) == (NUMBER, "Ada")
    assert (person.phone, person.language) == ("070-123 45 67", language)
    assert (enrolment.programme, enrolment.referral) == (referral.programme, referral)
    assert (enrolment.caseworker, enrolment.case_number) == (caseworker, "17/25")
    referral.refresh_from_db()
    assert (referral.participant, referral.started_on) == (person, TODAY)
    assert referral.decided_on == TODAY
    assert events() == ["participant.created", "enrolment.started", "referral.started"]


def test_a_language_that_no_list_has_is_kept_in_words():
    person = take("start", ReferralFactory(language="Rövarspråket")).participant
    assert (person.language, person.contact_note) == (None, "Talar Rövarspråket.")


def test_somebody_of_whom_only_a_phone_is_known_can_be_enrolled():
    referral = ReferralFactory(first_name="", last_name="", identity_number=None)
    person = take("start", referral).participant
    assert (person.identity_number, person.first_name) == (None, "")
    assert str(person) == f"Namn saknas {person.pk}"


def test_the_day_of_the_first_decision_stays():
    referral = ReferralFactory()
    take("accept", referral, on=date(2025, 2, 10))
    take("start", referral)
    referral.refresh_from_db()
    assert (referral.decided_on, referral.started_on) == (date(2025, 2, 10), TODAY)


def test_the_same_person_is_not_made_again_and_only_gains():
    known = ParticipantFactory(unnumbered=True, first_name="Ada", phone="070-999 99 99", email="")
    referral = ReferralFactory(
        identity_number=NUMBER, first_name="Adda", phone="070-1", email="a@example.se"
    )
    take("start", referral, participant=known)
    known.refresh_from_db()
    assert (known.identity_number, known.email) == (NUMBER, "a@example.se")
    assert (known.first_name, known.phone) == ("Ada", "070-999 99 99")
    assert Participant.objects.count() == 1


def test_a_person_with_another_number_is_not_the_same():
    known = ParticipantFactory(identity_number=OTHER)
    with pytest.raises(ValidationError) as error:
        take("start", ReferralFactory(identity_number=NUMBER), participant=known)
    assert error.value.message_dict.keys() == {"participant"}


def test_a_number_that_is_known_is_not_made_a_new_person():
    ParticipantFactory(identity_number=NUMBER)
    with pytest.raises(ValidationError) as error:
        take("start", ReferralFactory(identity_number=NUMBER))
    assert error.value.message_dict.keys() == {"identity_number"}
    assert events() == []


@pytest.mark.parametrize("is_known", [True, False])
def test_protection_comes_along_and_needs_a_caseworker(is_known, caseworker):
    referral = ReferralFactory(protection=Protection.REGISTERED)
    known = ParticipantFactory(unnumbered=True) if is_known else None
    with pytest.raises(ValidationError) as error:
        take("start", referral, participant=known)
    assert error.value.message_dict.keys() == {"caseworker"}
    enrolment = take("start", referral, participant=known, caseworker=caseworker)
    assert enrolment.participant.protection == Protection.REGISTERED


def test_a_protection_that_the_person_has_is_not_lowered(caseworker):
    known = ParticipantFactory(protection=Protection.FICTITIOUS)
    referral = ReferralFactory(protection=Protection.MARKED)
    take("start", referral, participant=known, caseworker=caseworker)
    known.refresh_from_db()
    assert known.protection == Protection.FICTITIOUS


def test_not_enrolled_before_the_referral_came():
    with pytest.raises(ValidationError) as error:
        take("start", ReferralFactory(), starts_on=date(2025, 2, 2))
    assert error.value.message_dict.keys() == {"starts_on"}


def test_nothing_is_half_done_when_the_person_is_enrolled_already():
    programme = ProgrammeFactory()
    known = EnrolmentFactory(programme=programme).participant
    referral = ReferralFactory(programme=programme)
    with pytest.raises(ValidationError, match="redan inskriven"):
        take("start", referral, participant=known)
    referral.refresh_from_db()
    assert referral.status == ReferralStatus.RECEIVED
    assert events() == []
