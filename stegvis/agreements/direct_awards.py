"""Purchases without competition, added up against the limits of LOU. No database, no clock.

A purchase counts in the year when it begins, with all its options. Purchases of the same kind add
up: per provider, and over all providers, as the limit applies to what the municipality buys.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from stegvis.agreements.enums import (
    AgreementKind,
    AmountBasis,
    LimitClass,
    PriceModel,
    SumLevel,
)
from stegvis.agreements.models import Agreement, DirectAwardLimit, ServiceKind
from stegvis.organisations.models import Provider

COUNTED = (AgreementKind.DIRECT_AWARD, AgreementKind.OTHER)
NEAR = Decimal("0.8")  # of the limit: from here on there is a warning
DOCUMENTED_FROM = Decimal(100_000)  # purchases above it must be documented


@dataclass(frozen=True)
class Purchase:
    agreement: Agreement
    amount: Decimal | None
    basis: AmountBasis


def purchase(agreement: Agreement, spent: Decimal | None = None) -> Purchase:
    """The amount to count: the value with options, else the best estimate there is."""
    if agreement.value is not None:
        return Purchase(agreement, agreement.value, AmountBasis.VALUE)
    if agreement.unit_price is not None and agreement.price_model == PriceModel.FIXED:
        return Purchase(agreement, agreement.unit_price, AmountBasis.PRICE)
    if spent:
        return Purchase(agreement, spent, AmountBasis.SPEND)
    return Purchase(agreement, None, AmountBasis.MISSING)


def level(total: Decimal, most: Decimal | None) -> SumLevel:
    """Direct award is for what is *under* the limit: a sum equal to it is over."""
    if most is None:
        return SumLevel.UNLIMITED
    if total >= most:
        return SumLevel.OVER
    return SumLevel.NEAR if total >= most * NEAR else SumLevel.WITHIN


@dataclass(frozen=True)
class RunningSum:
    """What has been bought of a kind in a year, from one provider or (None) from all."""

    service_kind: ServiceKind | None
    provider: Provider | None
    purchases: tuple[Purchase, ...]
    limit: DirectAwardLimit | None

    @property
    def total(self) -> Decimal:
        return sum((bought.amount or Decimal(0) for bought in self.purchases), Decimal(0))

    @property
    def unknown(self) -> int:
        """How many purchases have no amount, and are counted as nothing."""
        return sum(bought.amount is None for bought in self.purchases)

    @property
    def level(self) -> SumLevel:
        return level(self.total, self.limit.amount if self.limit else None)

    @property
    def share(self) -> Decimal | None:
        return self.total / self.limit.amount if self.limit else None

    @property
    def is_warning(self) -> bool:
        return self.level in (SumLevel.NEAR, SumLevel.OVER)


@dataclass(frozen=True)
class KindSum:
    """A kind of service in a year: all of it, and each provider's part, the largest first."""

    whole: RunningSum
    providers: tuple[RunningSum, ...]

    def of(self, provider_id: int | None) -> RunningSum:
        return next(part for part in self.providers if part.provider.pk == provider_id)


def limit_for(
    limits: Iterable[DirectAwardLimit], kind: ServiceKind | None, purchases: Sequence[Purchase]
) -> DirectAwardLimit | None:
    """The limit in force the day the latest purchase begins. Without a kind the general one, which
    is the lower, is used."""
    limit_class = kind.limit_class if kind else LimitClass.GENERAL
    day = max(bought.agreement.starts_on for bought in purchases)
    in_force = [x for x in limits if x.limit_class == limit_class and x.valid_from <= day]
    return max(in_force, key=lambda limit: limit.valid_from, default=None)


def add_up(purchases: Iterable[Purchase], limits: Sequence[DirectAwardLimit]) -> list[KindSum]:
    """One year's purchases by kind of service; those without a kind come last."""
    by_kind: dict[int | None, list[Purchase]] = {}
    for bought in purchases:
        by_kind.setdefault(bought.agreement.service_kind_id, []).append(bought)
    sums = [_kind_sum(same, limits) for same in by_kind.values()]
    return sorted(
        sums, key=lambda one: (one.whole.service_kind is None, str(one.whole.service_kind))
    )


def _kind_sum(purchases: list[Purchase], limits: Sequence[DirectAwardLimit]) -> KindSum:
    kind = purchases[0].agreement.service_kind
    limit = limit_for(limits, kind, purchases)
    by_provider: dict[int | None, list[Purchase]] = {}
    for bought in purchases:
        by_provider.setdefault(bought.agreement.provider_id, []).append(bought)
    parts = [
        RunningSum(kind, same[0].agreement.provider, tuple(same), limit)
        for same in by_provider.values()
    ]
    parts.sort(key=lambda part: (-part.total, str(part.provider)))
    return KindSum(RunningSum(kind, None, tuple(purchases), limit), tuple(parts))
