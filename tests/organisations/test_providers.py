from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from stegvis.accounts.models import User
from stegvis.core.models import ReadEvent
from stegvis.core.panels import Panel
from stegvis.organisations.enums import ProviderKind
from stegvis.organisations.models import Provider
from stegvis.organisations.panels import provider_panels
from tests.factories.organisations import ProviderFactory, ProviderStaffFactory

LIST = "/leverantorer/"


@pytest.fixture
def planning(planner: User, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(planner)


def names(client: Client, **query: str) -> list[str]:
    return [str(provider) for provider in client.get(LIST, query).context["providers"]]


# --- list ---


def test_search_and_filters(planning: Client) -> None:
    ProviderFactory(name="Kurshuset", organisation_number="556677-8899")
    ProviderFactory(name="Lärcentrum", full_name="Kommunens kurser", kind=ProviderKind.INTERNAL)
    ProviderFactory(name="Nedlagt", archived_at="2024-01-01T12:00Z")
    assert names(planning) == ["Kurshuset", "Lärcentrum"]
    assert names(planning, q="kurs") == ["Kurshuset", "Lärcentrum"]
    assert names(planning, q="556677") == ["Kurshuset"]
    assert names(planning, kind="internal") == ["Lärcentrum"]
    assert names(planning, archived="ja") == ["Nedlagt"]


def test_filter_that_makes_no_sense_shows_all(planning: Client) -> None:
    ProviderFactory(name="Kurshuset")
    assert names(planning, kind="planet") == ["Kurshuset"]


def test_empty_list_says_what_to_do(planning: Client) -> None:
    assert "Ingen leverantör stämmer" in planning.get(LIST, {"q": "x"}).content.decode()


def test_htmx_gets_the_table_only(planning: Client) -> None:
    ProviderFactory(name="Kurshuset")
    part = planning.get(LIST, {"q": "kurs"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part and "Kurshuset" in part
    assert '<p hx-swap-oob="innerHTML:#count">1 leverantör</p>' in part


@pytest.mark.parametrize("header", ["HX-Boosted", "HX-History-Restore-Request"])
def test_boosted_paging_and_the_back_button_get_the_page(planning: Client, header: str) -> None:
    page = planning.get(LIST, headers={"HX-Request": "true", header: "true"}).content.decode()
    assert "<html" in page and "hx-swap-oob" not in page


def test_paging(planning: Client) -> None:
    ProviderFactory.create_batch(51)
    assert len(names(planning)) == 50
    assert len(names(planning, sida="2")) == 1
    assert "?q=lev&amp;sida=2" in planning.get(LIST, {"q": "lev"}).content.decode()


def test_list_makes_the_same_queries_for_more_rows(
    planning: Client, count_queries: Callable[..., int]
) -> None:
    ProviderStaffFactory.create_batch(3)
    few = count_queries(lambda: planning.get(LIST))
    ProviderStaffFactory.create_batch(3)
    assert count_queries(lambda: planning.get(LIST)) == few


# --- page ---


def test_page_shows_who_is_there_and_who_left(planning: Client, provider: Provider) -> None:
    ProviderStaffFactory(provider=provider, name="Kvar A", started_on=date(2023, 1, 1))
    ProviderStaffFactory(
        provider=provider,
        name="Borta B",
        started_on=date(2023, 1, 1),
        ended_on=date(2025, 1, 1),
    )
    page = planning.get(provider.get_absolute_url())
    assert [person.name for person in page.context["present"]] == ["Kvar A"]
    assert [person.name for person in page.context["gone"]] == ["Borta B"]
    assert "(1 av 2)" in page.content.decode()


def test_every_person_shown_is_in_the_read_log(
    planning: Client, planner: User, provider: Provider
) -> None:
    people = ProviderStaffFactory.create_batch(2, provider=provider)
    planning.get(provider.get_absolute_url())
    seen = ReadEvent.objects.filter(by=planner).values_list("subject_id", flat=True)
    assert sorted(seen) == [person.pk for person in people]


def test_page_makes_the_same_queries_for_more_staff(
    planning: Client, provider: Provider, count_queries: Callable[..., int]
) -> None:
    ProviderStaffFactory.create_batch(3, provider=provider)
    few = count_queries(lambda: planning.get(provider.get_absolute_url()))
    ProviderStaffFactory.create_batch(3, provider=provider)
    assert count_queries(lambda: planning.get(provider.get_absolute_url())) == few


def test_empty_provider_says_what_to_do(planning: Client, provider: Provider) -> None:
    page = planning.get(provider.get_absolute_url()).content.decode()
    assert "Ingen personal är inlagd." in page


def test_rooms_to_the_right_add_their_part(
    planning: Client, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    def part(user: User, subject: Any) -> Panel:
        context = {"text": f"Insatser hos {subject}", "next": "", "url": ""}
        return Panel("core/components/empty.html", context)

    monkeypatch.setattr(provider_panels, "sources", [part])
    page = planning.get(provider.get_absolute_url()).content.decode()
    assert "Insatser hos Språkverkstan" in page


def test_manager_sees_no_buttons(
    manager: User, provider: Provider, sign_in: Callable[[User], Client]
) -> None:
    page = sign_in(manager).get(provider.get_absolute_url()).content.decode()
    assert "/andra/" not in page and "/personal/ny/" not in page


# --- forms ---


def test_create(planning: Client) -> None:
    values = {"name": "Cuben", "kind": "external", "organisation_number": "556677-8899"}
    planning.post("/leverantorer/ny/", values)
    assert Provider.objects.get(name="Cuben").organisation_number == "556677-8899"


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"name": "språkverkstan"}, "Det finns redan en leverantör som heter Språkverkstan."),
        ({"organisation_number": "5566778899"}, "Skriv organisationsnumret som 556677-8899."),
        ({"name": ""}, "Fyll i det här fältet."),
    ],
)
def test_bad_input_is_told_beside_the_field(
    values: dict[str, str], message: str, planning: Client, provider: Provider
) -> None:
    answer = planning.post("/leverantorer/ny/", {"name": "Cuben", "kind": "external"} | values)
    assert message in answer.content.decode()
    assert Provider.objects.count() == 1


def test_edit_and_archive(planning: Client, provider: Provider) -> None:
    address = reverse("organisations:provider_edit", args=[provider.pk])
    planning.post(address, {"name": "Språkverkstan", "kind": "internal", "is_archived": "on"})
    provider.refresh_from_db()
    assert (provider.kind, bool(provider.archived_at)) == ("internal", True)


def test_staff_come_and_leave(planning: Client, provider: Provider) -> None:
    address = reverse("organisations:staff_create", args=[provider.pk])
    planning.post(address, {"name": "Lärare A", "role": "lärare", "started_on": "2024-02-01"})
    person = provider.staff.get()
    edit = reverse("organisations:staff_edit", args=[person.pk])
    planning.post(edit, {"name": "Lärare A", "role": "rektor", "started_on": "2024-02-01"})
    planning.post(reverse("organisations:staff_end", args=[person.pk]), {"ended_on": "2025-03-31"})
    person.refresh_from_db()
    assert (person.role, person.ended_on) == ("rektor", date(2025, 3, 31))


def test_staff_dates_in_the_wrong_order(planning: Client, provider: Provider) -> None:
    values = {"name": "A", "role": "b", "started_on": "2024-02-01", "ended_on": "2024-01-01"}
    create = reverse("organisations:staff_create", args=[provider.pk])
    assert "Slutdatum kan inte vara före" in planning.post(create, values).content.decode()
    person = ProviderStaffFactory(provider=provider, started_on=date(2024, 2, 1))
    end = reverse("organisations:staff_end", args=[person.pk])
    answer = planning.post(end, {"ended_on": "2024-01-31"}).content.decode()
    assert "Personen började 2024-02-01." in answer
