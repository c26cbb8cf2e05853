"""Search in case work: name, number, case number, and nothing else (domain 7.4)."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from stegvis.core.models import ReadEvent
from stegvis.participants import search
from stegvis.participants.actions import persons
from stegvis.participants.enums import Protection, Sex, YesNo
from stegvis.participants.models import Enrolment, SearchTerm
from tests.factories.participants import (
    NUMBERS,
    BackgroundFactory,
    EnrolmentFactory,
    ParticipantFactory,
    ReferralFactory,
)

NUMBER = NUMBERS[Sex.WOMAN][0]  # 19760114-2388


def enrolled(programme, **values) -> Enrolment:
    case_number = values.pop("case_number", "")
    enrolment = EnrolmentFactory(
        programme=programme,
        participant=ParticipantFactory(**values),
        case_number=case_number,
    )
    persons.search_terms(enrolment.participant)
    return enrolment


@pytest.fixture
def asa(vamos) -> Enrolment:
    return enrolled(
        vamos,
        identity_number=NUMBER,
        first_name="Åsa-Lena",
        last_name="Öberg",
        phone="070-765 43 21",
        email="asa@example.se",
        address="Storgatan 1",
        contact_note="beroende",
        case_number="Dnr 17/25",
    )


def names(user, text: str) -> list[str]:
    return [str(one) for one in search.find(user, text, limit=20)]


@pytest.mark.parametrize(
    "text",
    [
        *("Öberg", "öbe", "oberg", "ÅSA", "lena ob", "Åsa-Lena Öberg", "öberg å", "  asa  "),
        *("197601142388", "7601142388", "19760114-2388", "760114-2388", "760114 2388"),
        *("19760114", "760114", "760114-2", "19760114 23"),
        *("dnr17/25", "Dnr 17/25", "dnr1"),
    ],
)
def test_found_by_name_number_and_case_number(text, asa, caseworker):
    assert names(caseworker, text) == ["Åsa-Lena Öberg"]


@pytest.mark.parametrize(
    "text",
    [
        *("", "  ", "-", "ö", "ob", "1976", "76011", "Öberg Karl", "197601142399", "berg"),
        *("070-765 43 21", "0707654321", "asa@example.se", "storgatan", "beroende", "%", "_sa"),
        "kvinna",
    ],
)
def test_found_by_nothing_else(text, asa, caseworker):
    assert names(caseworker, text) == []


def test_a_diagnosis_finds_nobody(asa, caseworker):
    """Domain test 4."""
    BackgroundFactory(enrolment=asa, addiction=YesNo.YES, obstacles_own="beroende")
    assert names(caseworker, "beroende") == names(caseworker, "missbruk") == []


def test_a_short_name_is_found_whole(vamos, caseworker):
    enrolled(vamos, first_name="Bo", last_name="Ek")
    enrolled(vamos, first_name="Bosse", last_name="Ekman")
    assert names(caseworker, "bo") == names(caseworker, "Ek Bo") == ["Bo Ek"]


def test_a_case_number_of_few_digits_is_found_whole(vamos, caseworker):
    enrolled(vamos, first_name="Ada", case_number="417")
    enrolled(vamos, first_name="Eva", case_number="4178")
    assert names(caseworker, "417") == ["Ada Provsson"]


def test_in_order_of_name_and_not_more_than_asked_for(vamos, caseworker):
    for first in ("Cia", "Ada", "Bea"):
        enrolled(vamos, first_name=first)
    found = search.find(caseworker, "provsson", limit=2)
    assert [one.first_name for one in found] == ["Ada", "Bea"]


def test_only_the_own_units_persons_are_found(asa, caseworker, manager, colleague):
    assert names(manager, "öberg") == names(caseworker, "öberg") != []
    assert names(colleague, "öberg") == names(colleague, NUMBER) == []


def test_a_referred_person_is_found_while_the_referral_waits(vamos, caseworker):
    one = ParticipantFactory(last_name="Väntar")
    persons.search_terms(one)
    referral = ReferralFactory(programme=vamos, participant=one)
    assert search.find(caseworker, "vantar", limit=5) == [one]
    referral.status = "withdrawn"
    referral.save()
    assert search.find(caseworker, "vantar", limit=5) == []


def test_a_protected_person_is_found_by_the_responsible_only(asa, caseworker, manager):
    asa.participant.protection = Protection.MARKED
    asa.participant.save()
    assert names(caseworker, "öberg") == []
    Enrolment.objects.filter(pk=asa.pk).update(caseworker=caseworker)
    assert names(caseworker, "öberg") == ["Åsa-Lena Öberg"]
    assert names(manager, "öberg") == []


def test_somebody_enrolled_twice_is_found_once(asa, vamos, caseworker):
    EnrolmentFactory(participant=asa.participant, programme__unit=vamos.unit)
    assert len(names(caseworker, "öberg")) == 1


def test_the_index_answers(db):
    """Not a walk through all terms: on PostgreSQL too, where a language sorts."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET enable_seqscan = off")
    plan = SearchTerm.objects.filter(search._begins("and")).values("participant").explain()
    assert "search_term_once" in plan
    assert "term>" in plan or "~>=~" in plan


# --- the page ---

ADDRESS = "participants:participant_search"


def test_the_page_shows_a_masked_number_and_notes_the_look(
    asa: Enrolment, caseworker, sign_in: Callable[..., Client]
):
    page = sign_in(caseworker).get(reverse(ADDRESS), {"q": "öberg"})
    text = page.content.decode()
    assert "Åsa-Lena Öberg" in text
    assert "19760114-••••" in text
    assert "2388" not in text
    assert asa.get_absolute_url() in text
    assert ReadEvent.objects.get().subject_id == asa.participant_id


def test_htmx_gets_the_part_and_the_page_works_without(asa, caseworker, sign_in):
    client, address = sign_in(caseworker), reverse(ADDRESS)
    whole = client.get(address, {"q": "öberg"}).content.decode()
    part = client.get(address, {"q": "öberg"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" in whole
    assert "<html" not in part
    assert part.strip() in whole
    assert part.lstrip().startswith('<div id="found">')


def test_an_empty_page_names_nobody(asa, caseworker, sign_in):
    page = sign_in(caseworker).get(reverse(ADDRESS))
    assert "Öberg" not in page.content.decode()
    assert not ReadEvent.objects.exists()


def test_the_page_says_when_there_are_more(vamos, caseworker, sign_in):
    for _ in range(21):
        enrolled(vamos)
    page = sign_in(caseworker).get(reverse(ADDRESS), {"q": "provsson"}).content.decode()
    assert "De 20 första" in page
    assert page.count("<tr>") == 21  # with the heading


def test_an_open_enrolment_is_shown_before_an_ended(asa, vamos, caseworker, sign_in):
    later = EnrolmentFactory(
        participant=asa.participant,
        programme__unit=vamos.unit,
        starts_on="2024-12-01",
        ends_on="2025-01-31",
    )
    page = sign_in(caseworker).get(reverse(ADDRESS), {"q": "öberg"}).content.decode()
    assert f"?inskrivning={asa.pk}" in page
    assert f"?inskrivning={later.pk}" not in page


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("caseworker", 200),
        ("manager", 200),
        ("planner", 403),
        ("provider_user", 403),
        ("administrator", 403),
        ("referrer", 403),
        ("evaluator", 403),
    ],
)
def test_who_may_search(who, status, asa, request, sign_in):
    page = sign_in(request.getfixturevalue(who)).get(reverse(ADDRESS), {"q": "öberg"})
    assert page.status_code == status


def test_as_many_queries_for_six_as_for_three(vamos, caseworker, sign_in, count_queries):
    client = sign_in(caseworker)

    def look() -> None:
        assert client.get(reverse(ADDRESS), {"q": "provsson"}).status_code == 200

    for _ in range(3):
        enrolled(vamos)
    three = count_queries(look)
    for _ in range(3):
        enrolled(vamos)
    assert count_queries(look) == three
