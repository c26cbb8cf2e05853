"""Enrolments: begin, change hands, pause. A person may have several, but not two in one place."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from stegvis.core.models import AuditEvent
from stegvis.core.versions import VersionConflict
from stegvis.participants.actions import enrolments
from stegvis.participants.enums import PauseReason, Protection
from stegvis.participants.models import Enrolment, Pause
from tests.factories.organisations import UserFactory
from tests.factories.participants import (
    EnrolmentFactory,
    ParticipantFactory,
    PauseFactory,
    ProgrammeFactory,
    ResponsibilityFactory,
)

DAY = date(2025, 3, 3)
pytestmark = pytest.mark.django_db


def start(**values) -> Enrolment:
    told = {"participant": None, "programme": None, "by": None, "starts_on": DAY, **values}
    told["participant"] = told["participant"] or ParticipantFactory()
    told["programme"] = told["programme"] or ProgrammeFactory()
    return enrolments.start(**told)


def refused(call, **values) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as error:
        call(**values)
    return error.value.message_dict


def events() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))


# --- start and change ---


def test_the_unit_is_the_programmes_and_the_caseworker_is_responsible_from_the_start(caseworker):
    enrolment = start(by=caseworker, caseworker=caseworker, case_number=" Dnr 1 ")
    held = enrolment.responsibilities.get()
    assert enrolment.unit == enrolment.programme.unit
    assert (held.caseworker, held.starts_on, held.ends_on) == (caseworker, DAY, None)
    assert enrolment.participant.search_terms.filter(term="dnr1").exists()
    assert events() == ["enrolment.started"]


def test_without_a_caseworker_nobody_is_responsible():
    assert not start().responsibilities.exists()


def test_several_programmes_at_once_but_one_only_once(caseworker):
    first = start()
    start(participant=first.participant)
    error = refused(start, participant=first.participant, programme=first.programme)
    assert error == {"programme": ["Personen är redan inskriven i verksamheten."]}


def test_enrolled_again_after_the_last_day():
    before = EnrolmentFactory(starts_on=date(2024, 1, 1), ends_on=DAY)
    same = {"participant": before.participant, "programme": before.programme}
    assert refused(start, **same).keys() == {"starts_on"}
    assert start(**same, starts_on=date(2025, 3, 4)).pk


def test_who_is_merged_is_not_enrolled():
    one = ParticipantFactory(merged_into=ParticipantFactory())
    with pytest.raises(ValidationError, match="sammanslagen"):
        start(participant=one)


def test_a_protected_person_needs_somebody_who_may_see_her(caseworker):
    one = ParticipantFactory(protection=Protection.MARKED)
    assert refused(start, participant=one).keys() == {"caseworker"}
    assert start(participant=one, caseworker=caseworker).pk


def test_a_correction_moves_the_first_day_of_the_responsible_too(caseworker):
    enrolment = start(caseworker=caseworker)
    values = {"starts_on": date(2025, 2, 1), "case_number": "17/25"}
    enrolments.change(enrolment=enrolment, by=caseworker, version=1, **values)
    enrolment.refresh_from_db()
    assert (enrolment.starts_on, enrolment.version) == (date(2025, 2, 1), 2)
    assert enrolment.responsibilities.get().starts_on == date(2025, 2, 1)
    assert enrolment.participant.search_terms.filter(term="17/25").exists()
    with pytest.raises(VersionConflict):
        enrolments.change(enrolment=enrolment, by=caseworker, version=1, case_number="x")
    enrolments.change(enrolment=enrolment, by=caseworker, case_number="17/25")
    assert events() == ["enrolment.started", "enrolment.changed"]


def test_the_first_day_is_not_after_the_last():
    ended = EnrolmentFactory(ends_on=date(2025, 1, 1))
    with pytest.raises(ValidationError, match="Slutdatum kan inte vara före startdatum"):
        enrolments.change(enrolment=ended, by=None, starts_on=DAY)


# --- hand-over ---


def hand_over(*chosen: Enrolment, to=None, on: date = DAY) -> int:
    return enrolments.hand_over(
        enrolments=chosen, caseworker=to or UserFactory(), by=None, on=on, reason="Ny tjänst"
    )


def test_a_whole_caseload_changes_hands_and_each_is_logged(caseworker):
    new = UserFactory()
    held = [ResponsibilityFactory(caseworker=caseworker).enrolment for _ in range(3)]
    Enrolment.objects.update(caseworker=caseworker)
    assert hand_over(*held, to=new) == 3
    for one in held:
        before, after = one.responsibilities.all()
        assert (before.caseworker, before.ends_on) == (caseworker, date(2025, 3, 2))
        assert (after.caseworker, after.starts_on, after.ends_on) == (new, DAY, None)
        assert after.reason == "Ny tjänst"
        one.refresh_from_db()
        assert (one.caseworker, one.version) == (new, 2)
    assert events() == ["enrolment.handed_over"] * 3


def test_ended_ones_and_the_own_ones_are_left(caseworker):
    ended = EnrolmentFactory(ends_on=date(2025, 1, 1))
    own = EnrolmentFactory(caseworker=caseworker)
    assert hand_over(ended, own, to=caseworker) == 0
    assert events() == []


def test_the_first_caseworker_of_somebody_who_had_none():
    enrolment = EnrolmentFactory()
    assert hand_over(enrolment) == 1
    assert enrolment.responsibilities.count() == 1


def test_on_the_first_day_both_have_had_it():
    held = ResponsibilityFactory(starts_on=DAY)
    assert hand_over(held.enrolment) == 1
    held.refresh_from_db()
    assert held.ends_on == DAY


@pytest.mark.parametrize("has_caseworker", [True, False])
def test_not_before_the_day_that_somebody_else_took_over(has_caseworker):
    enrolment = EnrolmentFactory(starts_on=DAY)
    if has_caseworker:
        ResponsibilityFactory(enrolment=enrolment, starts_on=DAY)
    with pytest.raises(ValidationError) as error:
        hand_over(enrolment, on=date(2025, 3, 2))
    assert error.value.message_dict.keys() == {"on"}
    assert "2025-03-03" in str(error.value)


def test_nobody_is_handed_over_when_one_is_refused():
    early, late = EnrolmentFactory(), EnrolmentFactory(starts_on=date(2025, 4, 1))
    with pytest.raises(ValidationError):
        hand_over(early, late)
    early.refresh_from_db()
    assert early.caseworker is None


# --- pause ---


def pause(enrolment: Enrolment, **values) -> Pause:
    told = {
        "by": UserFactory(),
        "reason": PauseReason.RELAPSE,
        "starts_on": DAY,
        "look_again_on": date(2025, 4, 3),
    }
    return enrolments.pause(enrolment=enrolment, **{**told, **values})


def test_a_pause_leaves_the_enrolment_open():
    enrolment = EnrolmentFactory()
    made = pause(enrolment, note="Avgiftning")
    enrolment.refresh_from_db()
    assert enrolment.ends_on is None
    assert (made.look_again_on, made.note) == (date(2025, 4, 3), "Avgiftning")
    assert events() == ["enrolment.paused"]
    assert "Avgiftning" not in str(AuditEvent.objects.values_list("changes", "object_label"))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"starts_on": date(2024, 9, 30)}, "starts_on"),
        ({"look_again_on": date(2025, 3, 2)}, "look_again_on"),
        ({"starts_on": date(2025, 1, 15)}, "starts_on"),
    ],
)
def test_a_pause_that_cannot_be_is_an_error_at_its_field(values, field):
    enrolment = EnrolmentFactory()
    PauseFactory(enrolment=enrolment, starts_on=date(2025, 1, 10), ends_on=date(2025, 1, 20))
    assert refused(pause, enrolment=enrolment, **values).keys() == {field}


def test_one_pause_at_a_time_and_none_after_the_end():
    enrolment = EnrolmentFactory()
    pause(enrolment)
    with pytest.raises(ValidationError, match="redan en paus"):
        pause(enrolment)
    with pytest.raises(ValidationError, match="avslutad"):
        pause(EnrolmentFactory(ends_on=date(2025, 3, 1)))


def test_a_pause_ends_once(caseworker):
    made = PauseFactory()
    with pytest.raises(ValidationError) as error:
        enrolments.resume(pause=made, by=caseworker, ends_on=date(2025, 1, 1))
    assert error.value.message_dict.keys() == {"ends_on"}
    enrolments.resume(pause=made, by=caseworker, ends_on=DAY)
    again = enrolments.resume(pause=made, by=caseworker, ends_on=date(2025, 3, 9))
    assert again.ends_on == DAY
    assert events() == ["enrolment.resumed"]
    assert pause(made.enrolment, starts_on=date(2025, 3, 4)).pk
