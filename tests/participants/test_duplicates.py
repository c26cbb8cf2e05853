"""Who may be the same: the number decides, the rest are hints, and a blank is never a likeness."""

from datetime import date

import pytest

from stegvis.participants import duplicates
from stegvis.participants.actions import persons
from stegvis.participants.duplicates import Asked
from stegvis.participants.enums import Sex
from stegvis.participants.models import Participant
from stegvis.participants.names import are_alike, fold, parts, tidy_phone
from tests.factories.participants import (
    NUMBERS,
    EnrolmentFactory,
    ParticipantFactory,
    ReferralFactory,
)

NUMBER, OTHER = NUMBERS[Sex.WOMAN][:2]
BORN, ANOTHER_DAY = date(1990, 5, 17), date(1990, 5, 18)
NOTHING = {
    "identity_number": None,
    "first_name": "",
    "last_name": "",
    "birth_date": None,
    "phone": "",
}
pytestmark = pytest.mark.django_db


def person(**values) -> Participant:
    """Without a number, unless one is told."""
    told = {"first_name": "Kristina", "last_name": "Karlsson", "birth_date": BORN, **values}
    return persons.create(by=None, **told)


def reasons(**asked) -> tuple[str, ...]:
    """Why the only candidate is one; nothing when there is none."""
    found = duplicates.candidates(**{**NOTHING, **asked})
    assert len(found) < 2
    return found[0].reasons if found else ()


def test_the_same_number_is_certain_whatever_the_name():
    one = person(identity_number=NUMBER)
    [found] = duplicates.candidates(**{**NOTHING, "identity_number": NUMBER})
    assert (found.participant, found.is_certain) == (one, True)
    assert found.reasons == ("Samma personnummer",)


def test_another_number_is_another_person_whatever_the_name():
    one = person(identity_number=NUMBER, phone="070-123 45 67")
    told = {"first_name": "Kristina", "last_name": "Karlsson", "phone": "070-123 45 67"}
    assert reasons(identity_number=OTHER, birth_date=one.birth_date, **told) == ()


@pytest.mark.parametrize("blank", [{}, {"identity_number": ""}, {"phone": " "}])
def test_a_blank_is_like_nothing(blank):
    person(identity_number=None, first_name="", last_name="", birth_date=None, phone="")
    person(identity_number=NUMBER, phone="")
    assert duplicates.candidates(**{**NOTHING, **blank}) == []


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"first_name": "Kristina", "last_name": "Karlsson"}, ("Samma namn",)),
        ({"first_name": "karlsson", "last_name": "KRISTINA"}, ("Samma namn",)),
        (
            {"first_name": "Kristina", "last_name": "Karlsson", "birth_date": BORN},
            ("Samma namn", "Samma födelsedatum"),
        ),
        (
            {"first_name": "Christina", "last_name": "Carlson", "birth_date": BORN},
            ("Liknande namn", "Samma födelsedatum"),
        ),
        (
            {"first_name": "Christina", "last_name": "Carlson", "phone": "+46 70 123 45 67"},
            ("Liknande namn", "Samma telefon"),
        ),
        (
            {"first_name": "Kim", "birth_date": BORN, "phone": "0701234567"},
            ("Samma födelsedatum", "Samma telefon"),
        ),
        (
            {"first_name": "Kristina", "last_name": "Maria Karlsson", "birth_date": BORN},
            ("Liknande namn", "Samma födelsedatum"),
        ),
        # too little to go by
        ({"first_name": "Kristina", "last_name": "Karlsson", "birth_date": ANOTHER_DAY}, ()),
        ({"first_name": "Christina", "last_name": "Carlson"}, ()),
        ({"first_name": "Kristina"}, ()),
        ({"birth_date": BORN}, ()),
        ({"phone": "0701234567"}, ()),
        ({"first_name": "Kristina", "birth_date": BORN}, ()),
    ],
)
def test_two_things_that_agree_are_a_hint(asked, why):
    person(phone="070-123 45 67")
    assert reasons(**asked) == why


def test_the_certain_one_comes_first_and_then_the_likeliest():
    namesake = person()
    likelier = person(phone="070-123 45 67")
    certain = person(identity_number=NUMBER, first_name="Kim", birth_date=None)
    found = duplicates.candidates(
        identity_number=NUMBER,
        first_name="Kristina",
        last_name="Karlsson",
        birth_date=BORN,
        phone="0701234567",
    )
    assert [one.participant for one in found] == [certain, likelier, namesake]


def test_nobody_is_a_candidate_for_herself_nor_who_is_merged():
    one = person(identity_number=NUMBER)
    assert reasons(identity_number=NUMBER, exclude=one) == ()
    Participant.objects.filter(pk=one.pk).update(merged_into=ParticipantFactory())
    assert reasons(identity_number=NUMBER) == ()


def test_only_those_that_may_be_seen_are_shown(caseworker, vamos):
    seen, hidden = person(), person()
    EnrolmentFactory(programme=vamos, participant=seen)
    found = duplicates.candidates(**{**NOTHING, "first_name": "Kristina", "last_name": "Karlsson"})
    assert {one.participant for one in found} == {seen, hidden}
    shown = duplicates.shown(caseworker, found)
    assert [one.participant for one in shown] == [seen]


def test_a_referral_that_is_joined_to_somebody_is_not_compared():
    one = person()
    told = {"first_name": "Kristina", "last_name": "Karlsson"}
    loose, joined = ReferralFactory(**told), ReferralFactory(**told, participant=one)
    assert duplicates.of_referrals([loose, joined]).keys() == {loose.pk}


def test_many_are_compared_with_as_many_queries_as_one(count_queries):
    for digits in NUMBERS[Sex.WOMAN][:6]:
        person(identity_number=digits)
    asked = [
        Asked(digits, "Kristina", f"Karlsson{n}", BORN, "0701234567")
        for n, digits in enumerate(NUMBERS[Sex.WOMAN][:6])
    ]
    one = count_queries(lambda: duplicates.candidates_of(asked[:1]))
    assert count_queries(lambda: duplicates.candidates_of(asked)) == one == 2
    assert all(found[0].is_certain for found in duplicates.candidates_of(asked))


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Ångström", "angstrom"), ("Đorđević", "dordevic"), ("Łukasz", "lukasz"), ("ŞAHİN", "sahin")],
)
def test_marks_and_case_are_folded(text, folded):
    assert fold(text) == folded


def test_a_name_falls_apart_into_words():
    assert parts("Karl-Johan  O'Brien d’Arc") == ["karl", "johan", "obrien", "darc"]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Mohammed Ali", "Muhamed Ali", True),
        ("Ali Mohammed", "Mohammad Ali", True),
        ("Anna Lind", "Anna Lindh", True),
        ("Anna Maria Lind", "Lind Anna", True),
        ("Anna Lind", "Hanna Berg", False),
        ("Bo Ek", "Li Ek", False),
        ("Anna", "Anna Lind", False),
        ("", "", False),
    ],
)
def test_names_that_may_be_one(one, other, alike):
    assert are_alike(parts(one), parts(other)) is alike


@pytest.mark.parametrize(
    ("written", "tidy"),
    [
        ("0701234567", "070-123 45 67"),
        ("+46 (0)70-123 45 67", "070-123 45 67"),
        ("0046701234567", "070-123 45 67"),
        ("  031-12  34 56 ", "031-12 34 56"),
        ("via boendet", "via boendet"),
        ("", ""),
    ],
)
def test_a_mobile_number_has_one_form(written, tidy):
    assert tidy_phone(written) == tidy
