"""Persons are written with what follows from their number, and found by what they are called."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from stegvis.core.models import AuditEvent
from stegvis.core.versions import VersionConflict
from stegvis.participants.actions import persons
from stegvis.participants.enums import IdentityKind, Protection, Sex
from stegvis.participants.models import Participant
from stegvis.participants.numbers import check_digit
from tests.factories.participants import (
    NUMBERS,
    CodeFactory,
    EnrolmentFactory,
    ParticipantFactory,
)

WOMAN, OTHER = NUMBERS[Sex.WOMAN][:2]
MAN = NUMBERS[Sex.MAN][0]
pytestmark = pytest.mark.django_db


def terms(participant: Participant) -> set[str]:
    return set(participant.search_terms.values_list("term", flat=True))


def refused(call, **values) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as error:
        call(by=None, **values)
    return error.value.message_dict


def test_birth_date_and_sex_follow_from_the_number(caseworker):
    one = persons.create(by=caseworker, identity_number=MAN, sex=Sex.WOMAN, first_name="Olof")
    assert (one.birth_date, one.birth_year, one.sex) == (date(1976, 1, 14), 1976, Sex.MAN)
    assert AuditEvent.objects.get().action == "participant.created"


def test_a_coordination_number_without_a_day_leaves_a_birth_date_that_is_known():
    digits = f"19900060238{check_digit('900060238')}"
    one = persons.create(by=None, identity_number=digits, birth_date=date(1990, 5, 2))
    assert (one.birth_date, one.birth_year) == (date(1990, 5, 2), 1990)


def test_a_wrong_number_is_an_error_at_the_number():
    wrong = WOMAN[:11] + str((int(WOMAN[11]) + 1) % 10)
    assert "Kontrollsiffran" in refused(persons.create, identity_number=wrong)["identity_number"][0]


def test_without_a_number_nobody_is_like_anybody():
    first = persons.create(by=None, identity_number="", first_name="Olof")
    second = persons.create(by=None, identity_number=None, first_name="Olof")
    assert first.identity_number is second.identity_number is None


def test_a_number_that_somebody_has_says_who_if_it_may_be_seen(caseworker, vamos, elsewhere):
    mine = EnrolmentFactory(programme=vamos, participant__identity_number=WOMAN).participant
    EnrolmentFactory(programme=elsewhere, participant__identity_number=OTHER)
    with pytest.raises(ValidationError, match=f"{mine} har redan det numret"):
        persons.create(by=caseworker, identity_number=WOMAN)
    with pytest.raises(ValidationError, match="inte har åtkomst till") as hidden:
        persons.create(by=caseworker, identity_number=OTHER)
    assert "Provsson" not in str(hidden.value)
    assert refused(persons.create, identity_number=WOMAN).keys() == {"identity_number"}


def test_a_birth_date_tells_the_birth_year():
    assert persons.create(by=None, birth_date=date(1991, 2, 3)).birth_year == 1991


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("identity_number", WOMAN),
        ("first_name", "Ada"),
        ("last_name", "Prov"),
        ("birth_date", date(1990, 1, 1)),
        ("phone", "070-1"),
        ("email", "a@example.se"),
        ("address", "Gatan 1"),
        ("contact_note", "Ring först"),
    ],
)
def test_nothing_personal_is_saved_about_the_unidentified(name, value):
    """Domain test 17."""
    told = {"identity_kind": IdentityKind.UNIDENTIFIED, "birth_year": 1990}
    assert refused(persons.create, **told, **{name: value}).keys() == {name}
    kept = persons.create(by=None, **told)
    with pytest.raises(ValidationError):
        persons.change(participant=kept, by=None, **{name: value})
    assert str(kept) == f"Oidentifierad {kept.pk}"
    assert terms(kept) == set()


def test_a_change_writes_what_differs_and_hides_it_in_the_log(caseworker):
    one = ParticipantFactory()
    persons.change(participant=one, by=caseworker, first_name="Ny", version=one.version)
    one.refresh_from_db()
    assert (one.first_name, one.version) == ("Ny", 2)
    assert AuditEvent.objects.get().changes == {"first_name": ["•••", "•••"]}


def test_nothing_is_written_when_nothing_changed(caseworker):
    one = ParticipantFactory()
    persons.change(participant=one, by=caseworker, first_name=one.first_name)
    assert not AuditEvent.objects.exists()


def test_the_second_writer_sees_that_somebody_came_first(caseworker):
    one = ParticipantFactory()
    persons.change(participant=one, by=caseworker, first_name="Först", version=1)
    with pytest.raises(VersionConflict):
        persons.change(participant=one, by=caseworker, first_name="Sedan", version=1)


def test_a_new_number_brings_its_own_birth_date_and_sex():
    one = ParticipantFactory(identity_number=WOMAN)
    changed = persons.change(participant=one, by=None, identity_number=MAN)
    assert (changed.sex, changed.birth_date) == (Sex.MAN, date(1976, 1, 14))
    assert set(AuditEvent.objects.get().changes) == {"identity_number", "sex"}


def test_who_is_merged_into_another_is_not_changed():
    one = ParticipantFactory(merged_into=ParticipantFactory())
    with pytest.raises(ValidationError, match="sammanslagen"):
        persons.change(participant=one, by=None, first_name="Ny")


def test_protection_is_raised_and_lifted(caseworker):
    one = ParticipantFactory()
    persons.set_protection(participant=one, protection=Protection.MARKED, by=caseworker)
    one.refresh_from_db()
    assert one.is_protected
    assert AuditEvent.objects.get().changes == {"protection": ["•••", "•••"]}


def test_what_is_lacking_is_filled_in_and_the_rest_stays():
    one = ParticipantFactory(unnumbered=True, phone="", first_name="Ada")
    told = {"identity_number": WOMAN, "phone": "0701234567", "first_name": "Adda", "email": ""}
    persons.complete(participant=one, by=None, **told)
    one.refresh_from_db()
    assert (one.identity_number, one.phone, one.first_name) == (WOMAN, "070-123 45 67", "Ada")


def test_who_has_another_number_is_another_person():
    one = ParticipantFactory(identity_number=WOMAN)
    with pytest.raises(ValidationError, match="annat personnummer"):
        persons.complete(participant=one, by=None, identity_number=OTHER)


def test_search_terms_follow_names_number_and_case_numbers():
    one = persons.create(by=None, identity_number=WOMAN, first_name="Åsa-Lena", last_name="O'Brien")
    assert terms(one) == {"asa", "lena", "obrien", WOMAN, WOMAN[2:]}
    EnrolmentFactory(participant=one, case_number="Dnr 17/25")
    persons.change(participant=one, by=None, last_name="Öberg", identity_number=None)
    assert terms(one) == {"asa", "lena", "oberg", "dnr17/25", "dnr", "17/25"}


def test_who_is_merged_is_found_as_the_other():
    one = ParticipantFactory()
    persons.search_terms(one)
    assert terms(one)
    one.merged_into = ParticipantFactory()
    assert persons.search_terms(one) == terms(one) == set()


def test_a_language_stays_when_its_code_is_not_used_any_more():
    code = CodeFactory(scheme="language", label="Tigrinja")
    one = ParticipantFactory(language=code)
    persons.change(participant=one, by=None, first_name="Ny")
    one.refresh_from_db()
    assert one.language == code
