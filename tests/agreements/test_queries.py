from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from stegvis.accounts.models import User
from stegvis.agreements import queries, spend
from stegvis.agreements.enums import AgreementKind, AgreementPhase, OptionStatus, SumLevel
from stegvis.agreements.models import Agreement
from stegvis.organisations.models import Provider
from tests.factories.agreements import AgreementFactory, OptionFactory
from tests.factories.organisations import ProviderFactory, ProviderStaffFactory

TODAY = date(2025, 3, 3)


@pytest.fixture
def booked(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[int, Decimal]]:
    """What rooms to the right say is spent."""
    amounts: dict[int, Decimal] = {}
    monkeypatch.setattr(
        spend, "_sources", [lambda ids: {k: v for k, v in amounts.items() if k in ids}]
    )
    yield amounts


def call_off(parent: Agreement, **values: object) -> Agreement:
    return AgreementFactory(kind=AgreementKind.CALL_OFF, parent=parent, **values)


# --- order and phase ---


def test_what_ends_next_comes_first_and_what_has_ended_last(planner: User) -> None:
    long_over = AgreementFactory(ends_on=date(2024, 1, 1))
    just_over = AgreementFactory(ends_on=date(2025, 3, 2))
    endless = AgreementFactory(ends_on=None)
    later = AgreementFactory(ends_on=date(2026, 1, 1))
    today = AgreementFactory(ends_on=TODAY)
    extended = AgreementFactory(ends_on=date(2024, 6, 1))
    OptionFactory(agreement=extended, status=OptionStatus.EXERCISED, extends_to=date(2025, 6, 1))
    listed = list(queries.agreements(planner, today=TODAY))
    assert listed == [today, extended, later, endless, just_over, long_over]


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "expected"),
    [
        (date(2024, 1, 1), date(2025, 3, 2), AgreementPhase.ENDED),
        (date(2024, 1, 1), date(2025, 3, 3), AgreementPhase.ENDING),
        (date(2024, 1, 1), date(2025, 11, 3), AgreementPhase.ENDING),
        (date(2024, 1, 1), date(2025, 11, 4), AgreementPhase.RUNNING),
        (date(2024, 1, 1), None, AgreementPhase.UNDATED),
        (date(2025, 3, 4), None, AgreementPhase.COMING),
        (None, date(2025, 12, 31), AgreementPhase.RUNNING),
    ],
)
def test_phase(starts_on: date | None, ends_on: date | None, expected: AgreementPhase) -> None:
    agreement = Agreement(starts_on=starts_on)
    agreement.effective_end = ends_on
    assert queries.phase(agreement, today=TODAY) == expected


# --- call-offs outside their framework ---


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "is_outside"),
    [
        (date(2024, 1, 1), date(2024, 12, 31), False),
        (date(2023, 12, 31), date(2024, 12, 31), True),
        (date(2024, 1, 1), date(2025, 1, 1), True),
        (None, None, False),
    ],
)
def test_outside_framework(
    starts_on: date | None, ends_on: date | None, is_outside: bool, db: None
) -> None:
    framework = AgreementFactory(framework=True, reference_number="0653/19")
    agreement = call_off(framework, starts_on=starts_on, ends_on=ends_on)
    words = queries.outside_framework(agreement)
    assert ("utanför tiden för 0653/19 (2024-01-01 – 2024-12-31)" in words) == is_outside


def test_exercised_option_of_the_framework_counts(db: None) -> None:
    framework = AgreementFactory(framework=True)
    OptionFactory(agreement=framework, status=OptionStatus.EXERCISED, extends_to=date(2025, 12, 31))
    assert queries.outside_framework(call_off(framework, ends_on=date(2025, 6, 30))) == ""


def test_framework_without_dates_and_agreements_that_are_no_call_off(db: None) -> None:
    framework = AgreementFactory(framework=True, starts_on=None, ends_on=None)
    assert queries.outside_framework(call_off(framework)) == ""
    assert queries.outside_framework(framework) == ""


# --- spend ---


def test_call_off_counts_on_its_framework(booked: dict[int, Decimal], db: None) -> None:
    framework = AgreementFactory(framework=True)
    first, second = call_off(framework), call_off(framework)
    other = AgreementFactory()
    booked |= {
        framework.pk: Decimal(1),
        first.pk: Decimal(10),
        second.pk: Decimal(100),
        other.pk: Decimal(7),
    }
    assert queries.spend_of([framework, first, other]) == {
        framework.pk: 111,
        first.pk: 10,
        other.pk: 7,
    }


def test_sources_add_up_and_register_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spend, "_sources", [])
    assert spend.booked([1]) == {}

    @spend.register
    def one(ids: object) -> dict[int, Decimal]:
        return {1: Decimal(5)}

    spend.register(one)
    spend.register(lambda ids: {1: Decimal(2), 2: Decimal(3)})
    assert spend.booked([1, 2]) == {1: 7, 2: 3}


@pytest.mark.parametrize(
    ("spent", "expected"),
    [
        (799, SumLevel.WITHIN),
        (800, SumLevel.NEAR),
        (1_000, SumLevel.NEAR),
        (1_001, SumLevel.OVER),
    ],
)
def test_money_against_the_ceiling(
    spent: int, expected: SumLevel, booked: dict[int, Decimal], db: None
) -> None:
    """The whole ceiling may be used."""
    framework = AgreementFactory(framework=True, ceiling=1_000)
    called = call_off(framework, value=Decimal(300))
    booked[called.pk] = Decimal(spent)
    found = queries.money(framework, [called])
    assert (found.level, found.left, found.called_off) == (expected, 1_000 - spent, 300)


def test_money_without_ceiling(db: None) -> None:
    framework = AgreementFactory(framework=True)
    found = queries.money(framework, [])
    assert (found.level, found.left, found.called_off, found.spent) == (
        SumLevel.UNLIMITED,
        None,
        None,
        0,
    )


# --- risk ---


def loses(provider: Provider, ended_on: date) -> None:
    ProviderStaffFactory(provider=provider, started_on=date(2020, 1, 1), ended_on=ended_on)


def risks(user: User) -> dict[int, str]:
    return {one.pk: str(risk) for one, risk in queries.agreements_at_risk(user, today=TODAY)}


@pytest.mark.parametrize(
    ("ends_on", "left_on", "is_risk"),
    [
        (date(2025, 11, 3), date(2025, 3, 2), True),
        (date(2025, 11, 4), date(2025, 3, 2), False),
        (date(2025, 3, 3), date(2024, 3, 3), True),
        (date(2025, 3, 2), date(2025, 3, 2), False),
        (date(2025, 11, 3), date(2024, 3, 2), False),
        (date(2025, 11, 3), date(2025, 3, 3), False),
    ],
)
def test_risk_where_the_end_is_near_and_staff_left(
    ends_on: date, left_on: date, is_risk: bool, planner: User, provider: Provider
) -> None:
    agreement = AgreementFactory(provider=provider, ends_on=ends_on)
    loses(provider, left_on)
    assert (agreement.pk in risks(planner)) == is_risk


def test_risk_in_words_names_who_lost_how_many(planner: User, provider: Provider) -> None:
    other, stable = ProviderFactory(name="Annan"), ProviderFactory(name="Stabil")
    framework = AgreementFactory(framework=True, ends_on=date(2025, 6, 1))
    framework.panel.set([provider, other, stable])
    loses(provider, date(2025, 1, 1))
    loses(provider, date(2025, 2, 1))
    loses(other, date(2025, 2, 1))
    assert risks(planner)[framework.pk] == (
        "Avtalet slutar 2025-06-01 och 1 person hos Annan och 2 personer hos Språkverkstan har "
        "slutat det senaste året. Kunskap kan gå förlorad: planera för överlämning."
    )


# --- providers ---


def test_agreements_of_a_provider_include_its_frameworks(planner: User, provider: Provider) -> None:
    own, framework = AgreementFactory(provider=provider), AgreementFactory(framework=True)
    framework.panel.add(provider)
    AgreementFactory()
    AgreementFactory(provider=provider, archived_at="2024-05-01T12:00Z")
    found = queries.of_provider(planner, provider, today=TODAY)
    assert set(found) == {own, framework}
