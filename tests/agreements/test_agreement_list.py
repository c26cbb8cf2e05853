from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from stegvis.accounts.models import User
from stegvis.agreements.enums import AgreementKind
from stegvis.organisations.models import Provider
from tests.factories.agreements import AgreementFactory, ReminderNoteFactory
from tests.factories.organisations import ProviderStaffFactory

LIST = "/avtal/"


@pytest.fixture
def client(planner: User, client: Client) -> Client:
    client.force_login(planner)
    return client


def titles(client: Client, **query: object) -> list[str]:
    return [row.agreement.title for row in client.get(LIST, query).context["rows"]]


def test_search_and_filters(client: Client, provider: Provider) -> None:
    AgreementFactory(title="Köp", reference_number="0011/23", provider=provider)
    framework = AgreementFactory(framework=True, title="Ram", ends_on=date(2025, 6, 3))
    framework.panel.add(provider)
    AgreementFactory(title="Gammalt", archived_at="2024-01-01T12:00Z")
    assert titles(client) == ["Ram", "Köp"]
    assert titles(client, q="0011") == ["Köp"]
    assert titles(client, q="språkverk") == ["Köp"]
    assert titles(client, kind="framework") == ["Ram"]
    assert titles(client, provider=provider.pk) == ["Ram", "Köp"]
    assert titles(client, within="3") == ["Ram"]
    assert titles(client, archived="ja") == ["Gammalt"]
    assert titles(client, within="hundra") == ["Ram", "Köp"]


def test_filters_stand_in_the_address_and_in_the_form(client: Client) -> None:
    page = client.get(LIST, {"kind": "internal", "q": "språka"}).content.decode()
    assert '<option value="internal" selected>' in page and 'value="språka"' in page


def test_htmx_gets_the_table_only(client: Client) -> None:
    AgreementFactory(title="Köp")
    part = client.get(LIST, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part and "Köp" in part
    assert '<p hx-swap-oob="innerHTML:#count">1 avtal' in part


def test_answer_says_that_it_depends_on_htmx(client: Client) -> None:
    """The browser's back button would else show the part of the page alone."""
    assert "HX-Request" in client.get(LIST)["Vary"]


def test_boosted_paging_gets_the_page(client: Client) -> None:
    headers = {"HX-Request": "true", "HX-Boosted": "true"}
    assert "<html" in client.get(LIST, headers=headers).content.decode()


def test_paging_keeps_the_filters(client: Client) -> None:
    AgreementFactory.create_batch(51)
    page = client.get(LIST, {"kind": "direct_award"})
    assert len(page.context["rows"]) == 50
    assert "?kind=direct_award&amp;sida=2" in page.content.decode()


def test_empty_list_says_what_to_do(client: Client) -> None:
    assert "lägg in ett nytt avtal" in client.get(LIST).content.decode()


def test_waiting_reminders_are_told(client: Client) -> None:
    AgreementFactory(ends_on=date(2025, 4, 1))
    assert "1 påminnelse väntar" in client.get(LIST).content.decode()


def test_handled_reminders_are_not(client: Client) -> None:
    agreement = AgreementFactory(ends_on=date(2025, 4, 1))
    ReminderNoteFactory(agreement=agreement, falls_on=date(2025, 4, 1))
    assert "väntar" not in client.get(LIST).content.decode()


def test_risk_is_told_in_words(client: Client, provider: Provider) -> None:
    AgreementFactory(provider=provider, ends_on=date(2025, 4, 1))
    ProviderStaffFactory(provider=provider, ended_on=date(2025, 2, 1))
    assert "1 person hos Språkverkstan har slutat" in client.get(LIST).content.decode()


def test_list_makes_the_same_queries_for_more_rows(
    client: Client, count_queries: Callable[..., int]
) -> None:
    def add() -> None:
        for _n in range(3):
            agreement = AgreementFactory(ends_on=date(2025, 4, 1))
            ProviderStaffFactory(provider=agreement.provider, ended_on=date(2025, 2, 1))
            framework = AgreementFactory(framework=True)
            framework.panel.add(agreement.provider)
            AgreementFactory(kind=AgreementKind.CALL_OFF, parent=framework)

    add()
    few = count_queries(lambda: client.get(LIST))
    add()
    assert count_queries(lambda: client.get(LIST)) == few
