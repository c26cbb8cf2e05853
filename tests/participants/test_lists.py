"""The list of participants and its Excel file: the same rows, nobody who should not be there."""

import io
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from stegvis.accounts.models import User
from stegvis.core.models import AuditEvent, ReadEvent
from stegvis.participants import export, lists
from stegvis.participants.actions import persons
from stegvis.participants.enums import Protection
from stegvis.participants.lists import ListColumn
from stegvis.participants.models import Enrolment, Participant, Programme
from tests.factories.participants import (
    BackgroundFactory,
    EnrolmentFactory,
    PauseFactory,
    ProgrammeFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2025, 3, 3)
LIST = "participants:participant_list"


@pytest.fixture(autouse=True)
def only_own_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other rooms' columns are tried where they are written."""
    monkeypatch.setattr(lists.columns, "listed", [])


@pytest.fixture
def enrol(vamos: Programme) -> Callable[..., Enrolment]:
    def made(name: str, **values: Any) -> Enrolment:
        values = {"programme": vamos, "participant__first_name": name, **values}
        enrolment: Enrolment = EnrolmentFactory(**values)
        persons.search_terms(enrolment.participant)
        return enrolment

    return made


@pytest.fixture
def client_(manager: User, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(manager)


def names(client: Client, **asked: Any) -> list[str]:
    rows = client.get(reverse(LIST), asked).context["rows"]
    return [row.participant.first_name or str(row.participant) for row in rows]


# --- who is there ---


def test_a_caseworker_sees_own_participants_first_and_may_see_the_units(
    enrol: Callable[..., Enrolment], caseworker: User, sign_in: Callable[[User], Client]
) -> None:
    enrol("Egen", caseworker=caseworker), enrol("Annans"), enrol("Längre", ends_on=TODAY)
    client = sign_in(caseworker)
    assert names(client) == ["Egen"]
    assert names(client, caseworker="alla") == ["Annans", "Egen", "Längre"]
    assert names(client, caseworker="ingen") == ["Annans", "Längre"]


def test_a_manager_filters_by_caseworker(
    enrol: Callable[..., Enrolment], caseworker: User, client_: Client
) -> None:
    enrol("Egen", caseworker=caseworker), enrol("Annans")
    assert names(client_) == ["Annans", "Egen"]
    assert names(client_, caseworker=caseworker.pk) == ["Egen"]
    assert names(client_, caseworker="999") == ["Annans", "Egen"]
    labels = [
        label
        for _value, label in client_.get(reverse(LIST)).context["form"]["caseworker"].field.choices
    ]
    assert labels == ["Alla", "Ingen", caseworker.name]


def test_other_units_merged_and_protected_are_not_there(
    enrol: Callable[..., Enrolment],
    elsewhere: Programme,
    caseworker: User,
    sign_in: Callable[[User], Client],
) -> None:
    enrol("Granne", programme=elsewhere), enrol("Skyddad", participant__protected=True)
    mine = enrol("Min", participant__protected=True, caseworker=caseworker)
    page = sign_in(caseworker).get(reverse(LIST), {"caseworker": "alla"})
    assert [row.enrolment for row in page.context["rows"]] == [mine]
    assert "Skyddade uppgifter" in page.content.decode()


@pytest.mark.parametrize("who", ["planner", "administrator", "provider_user", "referrer"])
def test_others_have_no_list(
    request: pytest.FixtureRequest, sign_in: Callable[[User], Client], who: str
) -> None:
    client = sign_in(request.getfixturevalue(who))
    assert client.get(reverse(LIST)).status_code == 403
    assert client.post(reverse("participants:participant_export")).status_code == 403


# --- filters and order ---


def test_text_finds_name_number_and_case_number_and_nothing_else(
    enrol: Callable[..., Enrolment], client_: Client
) -> None:
    one = enrol("Maryam", case_number="SN 2025-17")
    BackgroundFactory(enrolment=one, obstacles_own="beroende")
    enrol("Torsten")
    number = one.participant.identity_number
    for text in ("maryam", "Maryam Provsson", number, number[2:], "sn2025-17"):
        assert names(client_, q=text) == ["Maryam"], text
    for text in ("beroende", "Vamos", "070-000", "x"):
        assert names(client_, q=text) == [], text


def test_programme_and_whether_it_is_open(
    enrol: Callable[..., Enrolment], client_: Client, elsewhere: Programme
) -> None:
    enrol("Öppen"), enrol("Slutar", ends_on=TODAY)
    enrol("Avslutad", ends_on=date(2025, 3, 2)), enrol("Granne", programme=elsewhere)
    assert names(client_) == ["Granne", "Slutar", "Öppen"]
    assert names(client_, show="ended") == ["Avslutad"]
    assert names(client_, show="all", programme=elsewhere.pk) == ["Granne"]
    assert len(names(client_, show="all")) == 4


def test_order_by_name_start_and_length(enrol: Callable[..., Enrolment], client_: Client) -> None:
    enrol("Ceder", starts_on=date(2024, 1, 1), ends_on=date(2024, 2, 1))
    enrol("Al", starts_on=date(2025, 1, 1)), enrol("Bok", starts_on=date(2024, 12, 1))
    assert names(client_, show="all") == ["Al", "Bok", "Ceder"]
    assert names(client_, show="all", sort="start") == ["Al", "Bok", "Ceder"]
    assert names(client_, show="all", sort="days") == ["Bok", "Al", "Ceder"]


def test_what_cannot_be_read_in_the_address_is_told_and_hides_nobody(
    enrol: Callable[..., Enrolment], client_: Client
) -> None:
    enrol("Al")
    assert names(client_, sort="hälsa", show="x", programme="y") == ["Al"]


def test_a_row_says_number_days_and_pause(enrol: Callable[..., Enrolment], client_: Client) -> None:
    one = enrol("Al", starts_on=date(2025, 3, 1))
    PauseFactory(enrolment=one)
    PauseFactory(enrolment=enrol("Bok"), ends_on=date(2025, 3, 2))
    enrol("Ceder", starts_on=date(2025, 4, 1))
    first, second, third = client_.get(reverse(LIST)).context["rows"]
    number = one.participant.identity_number
    assert (first.number, first.days, first.is_paused) == (f"{number[:8]}-••••", 3, True)
    assert not second.is_paused and third.days == 0
    page = client_.get(reverse(LIST)).content.decode()
    assert "Paus" in page and number[8:] not in page


def test_the_unidentified_are_counted_without_a_name(
    enrol: Callable[..., Enrolment], client_: Client
) -> None:
    person = enrol("", participant__unidentified=True).participant
    assert names(client_) == [f"Oidentifierad {person.pk}"]


def test_htmx_gets_the_table_alone_with_the_count(
    enrol: Callable[..., Enrolment], client_: Client
) -> None:
    enrol("Al")
    page = client_.get(reverse(LIST), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in page and 'hx-swap-oob="innerHTML:#count">1 inskrivning<' in page


def test_a_very_long_list_is_cut_and_says_so(
    enrol: Callable[..., Enrolment], client_: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists.CappedPaginator, "MOST", 2)
    enrol("Al"), enrol("Bok")
    assert "2 inskrivningar" in client_.get(reverse(LIST)).content.decode()
    enrol("Ceder")
    page = client_.get(reverse(LIST))
    assert "Fler än 2 inskrivningar" in page.content.decode()
    assert page.context["page"].paginator.num_pages == 1


def test_the_second_page_goes_on_where_the_first_ends(
    enrol: Callable[..., Enrolment], client_: Client
) -> None:
    for n in range(52):
        enrol(f"A{n:02}")
    assert names(client_, sida="2") == ["A50", "A51"]


def test_each_person_on_the_page_is_in_the_read_log(
    enrol: Callable[..., Enrolment], client_: Client, manager: User
) -> None:
    made = {enrol("Al").participant.pk, enrol("Bok").participant.pk}
    client_.get(reverse(LIST))
    seen = ReadEvent.objects.filter(by=manager, path=reverse(LIST))
    assert {*seen.values_list("subject_id", flat=True)} == made


def test_queries_are_few_and_do_not_grow(
    enrol: Callable[..., Enrolment],
    client_: Client,
    caseworker: User,
    count_queries: Callable[[Callable[[], Any]], int],
) -> None:
    for n in range(3):
        enrol(f"A{n}", caseworker=caseworker)
    client_.get(reverse(LIST))
    few = count_queries(lambda: client_.get(reverse(LIST)))
    for n in range(3):
        enrol(f"B{n}", programme=ProgrammeFactory(unit=caseworker.current_assignments[0].unit))
    assert count_queries(lambda: client_.get(reverse(LIST))) == few <= 10


# --- columns of other rooms ---


@pytest.fixture
def shoe_size() -> Iterator[ListColumn]:
    def of(listed: Any, today: date) -> dict[int, Any]:
        return {one.pk: today if one.participant.first_name == "Al" else None for one in listed}

    column = ListColumn("shoes", "Skostorlek", of, order=lambda found, today: found.order_by("-pk"))
    lists.columns.register(column)
    assert lists.columns.register(column) and lists.columns.listed == [column]
    yield column


def test_another_room_adds_a_column_and_an_order(
    enrol: Callable[..., Enrolment], client_: Client, shoe_size: ListColumn
) -> None:
    enrol("Al"), enrol("Bok")
    page = client_.get(reverse(LIST)).content.decode()
    assert "Skostorlek" in page and 'data-label="Skostorlek" class="nowrap">2025-03-03<' in page
    assert names(client_, sort="shoes") == ["Bok", "Al"]
    assert cells(client_)[1][-1].date() == TODAY


# --- Excel ---


def download(client: Client, query: str = "") -> Any:
    return client.post(reverse("participants:participant_export") + query)


def cells(client: Client, query: str = "") -> list[tuple[Any, ...]]:
    answer = download(client, query)
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    return list(book.active.iter_rows(values_only=True))


def test_the_file_has_the_rows_of_the_list(
    enrol: Callable[..., Enrolment], client_: Client, caseworker: User
) -> None:
    one = enrol("Al", case_number="17", caseworker=caseworker, starts_on=date(2025, 3, 1))
    enrol("Al", programme__name="Verkstan", programme__unit=one.unit, ends_on=date(2025, 1, 1))
    PauseFactory(enrolment=one)
    head, row = cells(client_, "?q=al")
    assert head[:3] == ("Deltagare", "Personnummer", "Födelseår")
    told = dict(zip(head, row, strict=True))
    assert told["Deltagare"] == "Al Provsson" and told["Personnummer"].endswith("-••••")
    assert (told["Ärendenummer"], told["Handläggare"]) == ("17", caseworker.name)
    assert (told["Inskriven"].date(), told["Dagar"], told["Läge"]) == (date(2025, 3, 1), 3, "Paus")
    assert told["Enhet"] == "KC" and told["Avslutad"] is None
    laget = [row[11] for row in cells(client_, "?show=all")[1:]]
    assert sorted(laget) == ["Avslutad", "Paus"]


def test_protected_and_unidentified_are_rows_without_a_person(
    enrol: Callable[..., Enrolment],
    caseworker: User,
    sign_in: Callable[[User], Client],
    shoe_size: ListColumn,
) -> None:
    hidden = enrol("Zelda", participant__protected=True, caseworker=caseworker, case_number="4711")
    nameless = enrol("", participant__unidentified=True, caseworker=caseworker)
    found = cells(sign_in(caseworker))
    assert len(found) == 3
    row = next(row for row in found if row[0] == "Skyddad")
    assert [value for value in row if value is not None] == [
        *("Skyddad", "Vamos", "KC"),
        row[8],
        *(154, "Pågår"),
    ]
    assert any(row[0] == f"Oidentifierad {nameless.participant_id}" for row in found)
    text = str(found)
    assert (
        "Zelda" not in text
        and "4711" not in text
        and str(hidden.participant.birth_year) not in str(row)
    )
    seen = ReadEvent.objects.filter(path=reverse("participants:participant_export"))
    assert seen.count() == 0


def test_the_file_is_logged_and_each_named_person_is_in_the_read_log(
    enrol: Callable[..., Enrolment], client_: Client, manager: User, vamos: Programme
) -> None:
    made = [enrol("Al").participant, enrol("Bok").participant]
    cells(client_, f"?q=provsson&programme={vamos.pk}")
    event = AuditEvent.objects.get(action="participants.exported")
    assert event.by == manager and event.object_label == "Deltagarlistan"
    assert event.changes["rows"] == ["", "2"] and event.changes["programme"] == ["", "Vamos"]
    assert "provsson" not in str(event.changes).lower()
    seen = ReadEvent.objects.filter(path=reverse("participants:participant_export"))
    assert {*seen.values_list("subject_id", flat=True)} == {one.pk for one in made}


def test_nothing_sensitive_is_a_column() -> None:
    words = " ".join(export.headings()).lower()
    assert not any(word in words for word in ("hinder", "beroende", "hälsa", "skäl", "anteckning"))


def test_a_name_is_never_a_formula(enrol: Callable[..., Enrolment], client_: Client) -> None:
    enrol("=1+1")
    assert cells(client_)[1][0] == "=1+1 Provsson"
    answer = b"".join(download(client_).streaming_content)
    book = openpyxl.load_workbook(io.BytesIO(answer))
    assert book.active["A2"].data_type == "s"


def test_opening_the_address_of_the_file_leads_to_the_list(client_: Client) -> None:
    answer = client_.get(reverse("participants:participant_export") + "?show=all")
    assert answer["Location"] == f"{reverse(LIST)}?show=all"
    assert AuditEvent.objects.count() == 0


def test_a_list_that_excel_cannot_hold_is_refused(
    enrol: Callable[..., Enrolment], client_: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "MOST", 1)
    enrol("Al"), enrol("Bok")
    page = client_.post(reverse("participants:participant_export"), follow=True)
    assert "längre än vad Excel tar" in page.content.decode()
    assert AuditEvent.objects.count() == 0


def test_queries_of_the_file_do_not_grow_with_rows(
    enrol: Callable[..., Enrolment],
    client_: Client,
    count_queries: Callable[[Callable[[], Any]], int],
) -> None:
    for n in range(3):
        enrol(f"A{n}")
    cells(client_)
    few = count_queries(lambda: cells(client_))
    for n in range(3):
        enrol(f"B{n}")
    assert count_queries(lambda: cells(client_)) == few


def test_a_long_file_is_written_in_parts(
    enrol: Callable[..., Enrolment], client_: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "AT_ONCE", 2)
    for n in range(5):
        enrol(f"A{n}")
    assert [row[0] for row in cells(client_)[1:]] == [f"A{n} Provsson" for n in range(5)]


def test_protection_set_after_the_list_was_opened_counts_in_the_file(
    enrol: Callable[..., Enrolment], client_: Client
) -> None:
    person = enrol("Al").participant
    Participant.objects.filter(pk=person.pk).update(protection=Protection.MARKED)
    assert len(cells(client_)) == 1
