"""Purchases of the same kind in a year add up, with options, against the limit of their time."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from stegvis.accounts.models import User
from stegvis.agreements import direct_awards, queries, spend
from stegvis.agreements.enums import AgreementKind, AmountBasis, LimitClass, PriceModel, SumLevel
from stegvis.agreements.models import Agreement, ServiceKind
from stegvis.organisations.models import Provider
from tests.factories.agreements import (
    AgreementFactory,
    DirectAwardLimitFactory,
    ServiceKindFactory,
)
from tests.factories.organisations import ProviderFactory


@pytest.fixture
def goods(db: None) -> ServiceKind:
    """A kind of service under the general limit of 700 000 kr."""
    DirectAwardLimitFactory(limit_class=LimitClass.GENERAL, amount=700_000)
    return ServiceKindFactory(name="Tolkning", limit_class=LimitClass.GENERAL)


def buy(
    what: ServiceKind | None, provider: Provider, value: int | None, **values: Any
) -> Agreement:
    return AgreementFactory(service_kind=what, provider=provider, value=value, **values)


def whole(user: User, year: int = 2024) -> direct_awards.RunningSum:
    (kind,) = queries.direct_award_sums(user, year)
    return kind.whole


def test_just_under_the_limit_and_two_kronor_more(
    planner: User, provider: Provider, goods: ServiceKind
) -> None:
    buy(goods, provider, 699_999)
    assert whole(planner).level == SumLevel.NEAR
    buy(goods, provider, 2)
    assert (whole(planner).total, whole(planner).level) == (Decimal(700_001), SumLevel.OVER)


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        ("559999.99", SumLevel.WITHIN),
        ("560000", SumLevel.NEAR),
        ("699999.99", SumLevel.NEAR),
        ("700000", SumLevel.OVER),
    ],
)
def test_level_warns_from_eighty_per_cent(total: str, expected: SumLevel) -> None:
    assert direct_awards.level(Decimal(total), Decimal(700_000)) == expected


def test_without_a_limit_nothing_is_said(planner: User, provider: Provider) -> None:
    buy(ServiceKindFactory(), provider, 9_000_000)
    assert (whole(planner).level, whole(planner).share) == (SumLevel.UNLIMITED, None)


def test_annex_2_has_its_own_limit(planner: User, provider: Provider, goods: ServiceKind) -> None:
    DirectAwardLimitFactory(
        limit_class=LimitClass.ANNEX_2, amount=7_701_675, valid_from=date(2020, 1, 1)
    )
    buy(ServiceKindFactory(limit_class=LimitClass.ANNEX_2), provider, 1_450_000)
    assert (whole(planner).limit.amount, whole(planner).level) == (7_701_675, SumLevel.WITHIN)


def test_the_limit_of_the_day_counts(planner: User, provider: Provider, goods: ServiceKind) -> None:
    DirectAwardLimitFactory(amount=1_000_000, valid_from=date(2024, 7, 1))
    buy(goods, provider, 650_000, starts_on=date(2024, 6, 30))
    assert whole(planner).limit.amount == 700_000
    buy(goods, provider, 1_000, starts_on=date(2024, 7, 1))
    assert whole(planner).limit.amount == 1_000_000


def test_years_do_not_add_up(planner: User, provider: Provider, goods: ServiceKind) -> None:
    buy(goods, provider, 600_000, starts_on=date(2023, 12, 31))
    buy(goods, provider, 600_000)
    assert whole(planner).total == whole(planner, 2023).total == 600_000
    assert queries.purchase_years(planner) == [2024, 2023]


@pytest.mark.parametrize(
    ("kind", "is_counted"),
    [
        (AgreementKind.DIRECT_AWARD, True),
        (AgreementKind.OTHER, True),
        (AgreementKind.INTERNAL, False),
        (AgreementKind.CALL_OFF, False),
    ],
)
def test_kinds_that_count(
    kind: AgreementKind,
    is_counted: bool,
    planner: User,
    provider: Provider,
    goods: ServiceKind,
) -> None:
    above = AgreementFactory(framework=True) if kind == AgreementKind.CALL_OFF else None
    buy(goods, provider, 100, kind=kind, parent=above)
    assert bool(queries.direct_award_sums(planner, 2024)) == is_counted


def test_archived_purchases_do_not_count(
    planner: User, provider: Provider, goods: ServiceKind
) -> None:
    agreement = buy(goods, provider, 100, archived_at="2024-05-01T12:00Z")
    assert queries.direct_award_sums(planner, 2024) == []
    assert queries.sums_with(planner, agreement) == []


def test_per_provider_and_over_all_providers(
    planner: User, provider: Provider, goods: ServiceKind
) -> None:
    other = ProviderFactory(name="Annan")
    buy(goods, provider, 400_000)
    buy(goods, provider, 100_000)
    buy(goods, other, 300_000)
    (kind,) = queries.direct_award_sums(planner, 2024)
    assert [(part.provider, part.total) for part in kind.providers] == [
        (provider, 500_000),
        (other, 300_000),
    ]
    assert [part.level for part in kind.providers] == [SumLevel.WITHIN, SumLevel.WITHIN]
    assert kind.whole.level == SumLevel.OVER


def test_kinds_stand_by_themselves_and_those_without_come_last(
    planner: User, provider: Provider, goods: ServiceKind
) -> None:
    buy(None, provider, 1)
    buy(goods, provider, 2)
    buy(ServiceKindFactory(name="Annat"), provider, 3)
    sums = queries.direct_award_sums(planner, 2024)
    assert [str(one.whole.service_kind) for one in sums] == ["Annat", "Tolkning", "None"]
    assert sums[-1].whole.limit.limit_class == LimitClass.GENERAL


# --- amounts ---


@pytest.mark.parametrize(
    ("values", "spent", "expected"),
    [
        ({"value": 5, "unit_price": 9}, 7, (5, AmountBasis.VALUE)),
        ({"value": 0}, 7, (0, AmountBasis.VALUE)),
        ({"unit_price": 9}, 7, (9, AmountBasis.PRICE)),
        ({"unit_price": 9, "price_model": PriceModel.PER_GROUP}, 7, (7, AmountBasis.SPEND)),
        ({}, 7, (7, AmountBasis.SPEND)),
        ({}, None, (None, AmountBasis.MISSING)),
    ],
)
def test_amount_is_the_value_or_the_best_estimate(
    values: dict[str, Any], spent: int | None, expected: tuple[Any, AmountBasis]
) -> None:
    bought = direct_awards.purchase(Agreement(**values), Decimal(spent) if spent else None)
    assert (bought.amount, bought.basis) == expected


def test_unknown_amounts_are_told(planner: User, provider: Provider, goods: ServiceKind) -> None:
    buy(goods, provider, None)
    buy(goods, provider, 5)
    assert (whole(planner).total, whole(planner).unknown) == (5, 1)


def test_spend_stands_in_for_a_missing_value(
    planner: User, provider: Provider, goods: ServiceKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    agreement = buy(goods, provider, None)
    monkeypatch.setattr(spend, "_sources", [lambda ids: {agreement.pk: Decimal(36_000)}])
    assert whole(planner).total == 36_000


# --- before saving ---


def test_proposed_purchase_is_counted_with_those_there(
    planner: User, provider: Provider, goods: ServiceKind
) -> None:
    buy(goods, provider, 400_000)
    proposed = AgreementFactory.build(service_kind=goods, provider=provider, value=Decimal(300_000))
    (warning,) = queries.limit_warnings(planner, proposed)
    assert warning.replace("\u202f", " ") == (
        "Över gränsen. Tolkning från Språkverkstan: 700 000 kr av 700 000 kr (100 %)."
    )


def test_changed_purchase_replaces_itself(
    planner: User, provider: Provider, goods: ServiceKind
) -> None:
    agreement = buy(goods, provider, 650_000)
    agreement.value = Decimal(10_000)
    assert queries.limit_warnings(planner, agreement) == []


def test_warning_about_all_providers_where_there_are_more(
    planner: User, provider: Provider, goods: ServiceKind
) -> None:
    buy(goods, ProviderFactory(), 600_000)
    agreement = buy(goods, provider, 50_000)
    (warning,) = queries.limit_warnings(planner, agreement)
    assert warning.startswith("Nära gränsen. Tolkning från alla leverantörer:")


def test_undated_purchase_is_in_no_sum(planner: User, provider: Provider) -> None:
    agreement = buy(None, provider, 1, starts_on=None)
    assert queries.sums_with(planner, agreement) == []
    assert list(queries.undated_purchases(planner)) == [agreement]


def test_words_without_limit_and_kind(planner: User, provider: Provider) -> None:
    (one,) = queries.sums_with(planner, buy(None, provider, 500))
    assert queries.sum_in_words(one) == "utan tjänsteslag från Språkverkstan: 500\u202fkr."


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (AgreementKind.DIRECT_AWARD, 100_000, False),
        (AgreementKind.DIRECT_AWARD, 100_001, True),
        (AgreementKind.DIRECT_AWARD, None, False),
        (AgreementKind.INTERNAL, 900_000, False),
    ],
)
def test_must_be_documented(kind: AgreementKind, value: int | None, expected: bool) -> None:
    agreement = Agreement(kind=kind, value=Decimal(value) if value else None)
    assert queries.must_be_documented(agreement) is expected


def test_sums_cost_the_same_for_more_purchases(
    planner: User, provider: Provider, goods: ServiceKind, count_queries: Any
) -> None:
    for _n in range(3):
        buy(goods, ProviderFactory(), 1)
    assert planner.current_assignments  # asked for once
    few = count_queries(lambda: queries.direct_award_sums(planner, 2024))
    for _n in range(3):
        buy(ServiceKindFactory(), ProviderFactory(), 1)
    assert count_queries(lambda: queries.direct_award_sums(planner, 2024)) == few
