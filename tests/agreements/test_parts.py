"""The pages for options, areas, reminders, limits and kinds of service."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from stegvis.accounts.models import User
from stegvis.agreements.enums import AgreementKind, LimitClass, OptionStatus
from stegvis.agreements.models import DirectAwardLimit, ReminderNote, ServiceKind
from stegvis.organisations.models import Provider
from tests.factories.agreements import (
    AgreementAreaFactory,
    AgreementFactory,
    DirectAwardLimitFactory,
    OptionFactory,
    ReminderNoteFactory,
    ServiceKindFactory,
)
from tests.factories.organisations import ProviderStaffFactory


@pytest.fixture
def client(planner: User, client: Client) -> Client:
    client.force_login(planner)
    return client


def page(name: str, *args: object) -> str:
    return reverse(f"agreements:{name}", args=args)


# --- options ---


def test_add_change_and_remove_option(client: Client) -> None:
    agreement = AgreementFactory()
    client.post(page("option_create", agreement.pk), {"extends_to": "2025-12-31"})
    option = agreement.options.get()
    values = {"extends_to": "2025-12-31", "last_day": "2024-10-01"}
    client.post(page("option_edit", option.pk), values)
    option.refresh_from_db()
    assert option.last_day == date(2024, 10, 1)
    client.post(page("option_edit", option.pk), {"remove": "1"})
    assert not agreement.options.exists()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"extends_to": "2024-12-31"}, "extends_to"),
        ({"extends_to": "2025-12-31", "last_day": "2025-01-01"}, "last_day"),
        ({"last_day": "2024-10-01"}, "extends_to"),
    ],
)
def test_option_dates_that_cannot_be(values: dict[str, str], field: str, client: Client) -> None:
    answer = client.post(page("option_create", AgreementFactory().pk), values)
    assert field in answer.context["form"].errors


@pytest.mark.parametrize(
    ("path", "status"),
    [("utlos", OptionStatus.EXERCISED), ("lat-forfalla", OptionStatus.LAPSED)],
)
def test_decide_and_change_ones_mind(path: str, status: OptionStatus, client: Client) -> None:
    option = OptionFactory()
    client.post(page("option_move", option.pk, path), {"decided_on": "2025-03-03"})
    option.refresh_from_db()
    assert option.status == status
    client.post(page("option_move", option.pk, "angra"), {"decided_on": "2025-03-03"})
    option.refresh_from_db()
    assert (option.status, option.decided_on) == (OptionStatus.AVAILABLE, None)


def test_decision_in_the_future_or_after_the_last_day(client: Client) -> None:
    path = page("option_move", OptionFactory(last_day=date(2024, 10, 1)).pk, "utlos")
    answer = client.post(path, {"decided_on": "2025-03-04"}).content.decode()
    assert "Dagen har inte varit än." in answer
    answer = client.post(path, {"decided_on": "2024-10-02"}).content.decode()
    assert "till och med 2024-10-01" in answer


# --- areas ---


def test_add_rename_and_remove_area(client: Client) -> None:
    framework = AgreementFactory(framework=True)
    client.post(page("area_create", framework.pk), {"name": "1. Kurs"})
    area = framework.areas.get()
    client.post(page("area_edit", area.pk), {"name": "1. Kurser"})
    area.refresh_from_db()
    assert area.name == "1. Kurser"
    client.post(page("area_edit", area.pk), {"remove": "1"})
    assert not framework.areas.exists()


def test_area_that_is_there_already(client: Client) -> None:
    area = AgreementAreaFactory(name="1. Kurs")
    answer = client.post(page("area_create", area.agreement.pk), {"name": "1. kurs"})
    assert answer.context["form"].errors["name"] == ["Området finns redan i avtalet."]


def test_area_in_use_stays(client: Client) -> None:
    area = AgreementAreaFactory()
    AgreementFactory(kind=AgreementKind.CALL_OFF, parent=area.agreement, area=area)
    answer = client.post(page("area_edit", area.pk), {"remove": "1"}).content.decode()
    assert "används av avrop" in answer


# --- reminders ---


def test_handle_and_remind_again(client: Client) -> None:
    agreement = AgreementFactory(ends_on=date(2025, 4, 1))
    path = page("reminder_handle", agreement.pk, "2025-04-01")
    assert "Påminn igen" not in client.get(path).content.decode()
    client.post(path, {"note": "Upphandlas."})
    assert ReminderNote.objects.get().note == "Upphandlas."
    assert "Upphandlas." in client.get(path).content.decode()
    client.post(path, {"remove": "1"})
    assert not ReminderNote.objects.exists()


def test_handling_needs_a_note(client: Client) -> None:
    agreement = AgreementFactory(ends_on=date(2025, 4, 1))
    answer = client.post(page("reminder_handle", agreement.pk, "2025-04-01"), {"note": ""})
    assert answer.context["form"].errors["note"] == ["Fyll i det här fältet."]


def test_list_of_reminders(client: Client, provider: Provider) -> None:
    AgreementFactory(title="Väntar", ends_on=date(2025, 4, 1), provider=provider)
    ProviderStaffFactory(provider=provider, ended_on=date(2025, 2, 1))
    handled = AgreementFactory(title="Klar", ends_on=date(2025, 5, 1))
    ReminderNoteFactory(agreement=handled, falls_on=date(2025, 5, 1), note="Nytt avtal finns.")
    found = client.get(page("reminder_list"))
    text = found.content.decode()
    assert [one.agreement.title for one in found.context["waiting"]] == ["Väntar"]
    assert "Nytt avtal finns." in text and "Kunskap kan gå förlorad" in text


def test_empty_list_of_reminders(client: Client) -> None:
    assert "kräver något just nu" in client.get(page("reminder_list")).content.decode()


def test_reminders_make_the_same_queries_for_more(
    client: Client, count_queries: Callable[..., int]
) -> None:
    def add() -> None:
        for _n in range(3):
            agreement = AgreementFactory(ends_on=date(2025, 4, 1))
            OptionFactory(agreement=agreement, last_day=date(2025, 3, 20))
            ReminderNoteFactory(agreement=agreement, falls_on=date(2025, 3, 20))

    add()
    few = count_queries(lambda: client.get(page("reminder_list")))
    add()
    assert count_queries(lambda: client.get(page("reminder_list"))) == few


# --- purchases without competition ---


def test_overview_of_a_year(client: Client, provider: Provider) -> None:
    DirectAwardLimitFactory()
    kind = ServiceKindFactory(name="Tolkning", limit_class=LimitClass.GENERAL)
    AgreementFactory(provider=provider, service_kind=kind, value=Decimal(699_999))
    AgreementFactory(provider=provider, service_kind=kind, value=Decimal(2))
    AgreementFactory(title="Utan dag", starts_on=None, ends_on=None)
    answer = client.get(page("direct_award_list")).content.decode().replace("\u202f", " ")
    assert "Direktupphandlingar 2024" in answer
    assert "700 001 kr" in answer and "Över gränsen" in answer and "Utan dag" in answer


@pytest.mark.parametrize("asked", ["2019", "nyss", "20199", ""])
def test_overview_of_a_year_without_purchases(asked: str, client: Client) -> None:
    answer = client.get(page("direct_award_list"), {"ar": asked}).content.decode()
    assert "Inga köp utan konkurrens är inlagda det året." in answer


def test_overview_tells_where_kind_and_limit_are_missing(client: Client) -> None:
    AgreementFactory(value=Decimal(1))
    answer = client.get(page("direct_award_list")).content.decode()
    assert "Välj tjänsteslag för köpen" in answer
    assert "Ingen gräns är inlagd för den tiden." in answer


def test_overview_makes_the_same_queries_for_more(
    client: Client, count_queries: Callable[..., int]
) -> None:
    AgreementFactory.create_batch(3, value=1)
    few = count_queries(lambda: client.get(page("direct_award_list")))
    AgreementFactory.create_batch(3, value=1)
    assert count_queries(lambda: client.get(page("direct_award_list"))) == few


# --- limits and kinds of service ---


def limit(**values: str) -> dict[str, str]:
    return {
        "limit_class": "general",
        "amount": "700 000",
        "valid_from": "2022-02-01",
        "source": "LOU",
    } | values


def test_add_and_change_limit(client: Client) -> None:
    assert "Inga gränser är inlagda." in client.get(page("limit_list")).content.decode()
    client.post(page("limit_create"), limit())
    one = DirectAwardLimit.objects.get()
    client.post(page("limit_edit", one.pk), limit(amount="800 000"))
    one.refresh_from_db()
    assert one.amount == 800_000
    text = client.get(page("limit_list")).content.decode().replace("\u202f", " ")
    assert "800 000 kr" in text


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        ({"amount": "0"}, "amount", "Gränsen måste vara större än noll."),
        ({"amount": "många"}, "amount", "är inte ett tal"),
        ({}, "valid_from", "Det finns redan en gräns från den dagen (LOU)."),
    ],
)
def test_limits_that_cannot_be(
    values: dict[str, str], field: str, message: str, client: Client
) -> None:
    DirectAwardLimitFactory()
    answer = client.post(page("limit_create"), limit(**values))
    assert any(message in text for text in answer.context["form"].errors[field])


def test_add_and_change_service_kind(client: Client) -> None:
    client.post(page("service_kind_create"), {"name": "Hälsa", "limit_class": "annex_2"})
    kind = ServiceKind.objects.get()
    client.post(page("service_kind_edit", kind.pk), {"name": "Hälsa", "limit_class": "general"})
    kind.refresh_from_db()
    assert kind.limit_class == LimitClass.GENERAL
    answer = client.post(page("service_kind_create"), {"name": "hälsa", "limit_class": "general"})
    assert answer.context["form"].errors["name"] == ["Tjänsteslaget finns redan."]
    assert "Hälsa" in client.get(page("limit_list")).content.decode()
