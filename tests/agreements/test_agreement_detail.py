from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from stegvis.accounts.models import User
from stegvis.agreements import spend
from stegvis.agreements.enums import AgreementKind, LimitClass, OptionStatus
from stegvis.agreements.models import Agreement
from stegvis.organisations.models import Provider
from tests.factories.agreements import (
    AgreementAreaFactory,
    AgreementFactory,
    DirectAwardLimitFactory,
    OptionFactory,
    ServiceKindFactory,
)
from tests.factories.organisations import ProviderStaffFactory


@pytest.fixture
def client(planner: User, client: Client) -> Client:
    client.force_login(planner)
    return client


def text(client: Client, agreement: Agreement) -> str:
    page = client.get(agreement.get_absolute_url()).content.decode()
    return " ".join(page.replace("\u202f", " ").split())


def test_framework(client: Client, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    area = AgreementAreaFactory(name="3. Hälsoinsats", agreement__ceiling=Decimal(1_000_000))
    framework = area.agreement
    framework.panel.add(provider)
    called = AgreementFactory(
        kind=AgreementKind.CALL_OFF,
        parent=framework,
        area=area,
        title="Hälsa",
        value=Decimal(600_000),
        ends_on=date(2025, 1, 31),
    )
    monkeypatch.setattr(spend, "_sources", [lambda ids: {called.pk: Decimal(850_000)}])
    page = text(client, framework)
    for part in ("Språkverkstan", "3. Hälsoinsats", "Hälsa", "850 000 kr", "150 000 kr", "85 %"):
        assert part in page
    assert "Nära gränsen" in page
    page = text(client, called)
    assert "Avropet löper utanför tiden" in page and "Över gränsen" in page


def test_empty_framework_says_what_to_do(client: Client) -> None:
    page = text(client, AgreementFactory(framework=True))
    assert "Inget är avropat än." in page and "Inga områden är inlagda." in page


def test_options_have_the_buttons_of_their_status(client: Client) -> None:
    agreement = AgreementFactory()
    first = OptionFactory(agreement=agreement)
    second = OptionFactory(agreement=agreement, status=OptionStatus.LAPSED)
    page = text(client, agreement)
    assert f"/avtal/optioner/{first.pk}/utlos/" in page
    assert f"/avtal/optioner/{first.pk}/lat-forfalla/" in page
    assert f"/avtal/optioner/{first.pk}/angra/" not in page
    assert f"/avtal/optioner/{second.pk}/angra/" in page
    assert f"/avtal/optioner/{second.pk}/utlos/" not in page


def test_direct_award_shows_the_running_sum_and_the_duty(
    client: Client, provider: Provider
) -> None:
    DirectAwardLimitFactory()
    kind = ServiceKindFactory(name="Tolkning", limit_class=LimitClass.GENERAL)
    agreement = AgreementFactory(provider=provider, service_kind=kind, value=Decimal(630_000))
    page = text(client, agreement)
    assert "Språkverkstan, Tolkning: <b>630 000 kr</b> av 700 000 kr (90 %)." in page
    assert "Då ska köpet dokumenteras (LOU)" in page


def test_reminder_and_risk(client: Client, provider: Provider) -> None:
    agreement = AgreementFactory(provider=provider, ends_on=date(2025, 4, 1))
    ProviderStaffFactory(provider=provider, ended_on=date(2025, 2, 1))
    page = text(client, agreement)
    assert "Avtalet tar slut 2025-04-01, om 29 dagar." in page
    assert "Kunskap kan gå förlorad" in page
    assert f"/avtal/{agreement.pk}/paminnelser/2025-04-01/" in page


def test_manager_sees_everything_and_no_buttons(manager: User) -> None:
    client = Client()
    client.force_login(manager)
    agreement = AgreementFactory(ends_on=date(2025, 4, 1))
    OptionFactory(agreement=agreement)
    page = text(client, agreement)
    for button in ("/andra/", "/utlos/", "/ny/", "/arkivera/", "/paminnelser/"):
        assert button not in page


def test_archived_agreement_says_so(client: Client) -> None:
    page = text(client, AgreementFactory(archived_at="2024-05-01T12:00Z"))
    assert "Arkiverat" in page and "Ta tillbaka från arkivet" in page


def test_page_makes_the_same_queries_for_more_call_offs(
    client: Client, count_queries: Callable[..., int]
) -> None:
    framework = AgreementFactory(framework=True)

    def add() -> None:
        for _n in range(3):
            AgreementFactory(kind=AgreementKind.CALL_OFF, parent=framework)
            OptionFactory(agreement=framework, last_day=date(2025, 4, 1))
            AgreementAreaFactory(agreement=framework)

    add()
    few = count_queries(lambda: text(client, framework))
    add()
    assert count_queries(lambda: text(client, framework)) == few


def test_provider_page_lists_the_agreements(client: Client, provider: Provider) -> None:
    AgreementFactory(provider=provider, title="Språkcirkel")
    page = client.get(provider.get_absolute_url()).content.decode()
    assert "Språkcirkel" in page


def test_provider_page_without_agreements_says_what_to_do(
    client: Client, provider: Provider
) -> None:
    page = client.get(provider.get_absolute_url()).content.decode()
    assert "Inga avtal med leverantören är inlagda." in page
