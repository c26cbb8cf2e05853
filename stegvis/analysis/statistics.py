"""Intervals and rounding. Plain arithmetic, no frames."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import sqrt

Z_95 = 1.959963984540054  # the 97.5th percentile of the standard normal distribution


@dataclass(frozen=True, slots=True)
class Interval:
    """Limits of a 95 % interval, both inclusive, as fractions of one."""

    low: float
    high: float

    def contains(self, value: float) -> bool:
        return self.low <= value <= self.high


def wilson(numerator: int, denominator: int) -> Interval | None:
    """Return Wilson's 95 % score interval for a share, or ``None`` when nothing was counted.

    Wilson (1927), J Am Stat Assoc 22:209–212. It stays within 0–1 and is honest for few cases.
    Checked against Newcombe (1998), Stat Med 17:857–872, table I, method 3:
    81/263 gives 0,2553–0,3662; 15/148 gives 0,0624–0,1605; 0/20 gives 0,0000–0,1611;
    1/29 gives 0,0061–0,1718. Raises ``ValueError`` when the part is larger than the whole.
    """
    if not 0 <= numerator <= denominator:
        raise ValueError(f"{numerator} of {denominator} is not a share")
    if denominator == 0:
        return None
    share = numerator / denominator
    square = Z_95 * Z_95
    centre = 2 * numerator + square
    spread = Z_95 * sqrt(square + 4 * numerator * (1 - share))
    scale = 2 * (denominator + square)
    # At the ends the limit is exact; floating point would leave it a hair outside or inside.
    low = 0.0 if numerator == 0 else (centre - spread) / scale
    high = 1.0 if numerator == denominator else (centre + spread) / scale
    return Interval(low, high)


def difference_interval(before: tuple[int, int], after: tuple[int, int]) -> Interval | None:
    """Return a 95 % interval for the share ``after`` minus the share ``before``.

    Each argument is (numerator, denominator). Newcombe's hybrid score interval, method 10 in
    Newcombe (1998), Stat Med 17:873–890, made of the two Wilson intervals and meant for
    independent groups. Checked against its table II: 56/70 minus 48/80 gives 0,0524–0,3339.
    ``None`` when either denominator is zero.
    """
    first, second = wilson(*before), wilson(*after)
    if first is None or second is None:
        return None
    old, new = before[0] / before[1], after[0] / after[1]
    return Interval(
        new - old - sqrt((new - second.low) ** 2 + (first.high - old) ** 2),
        new - old + sqrt((second.high - new) ** 2 + (old - first.low) ** 2),
    )


def round_to(value: Decimal | int, precision: Decimal | int) -> Decimal:
    """Return ``value`` rounded to the nearest multiple of ``precision``, halves away from zero.

    That is how a person rounds; Python's own rounding goes to the even neighbour.
    """
    step = Decimal(precision)
    if step <= 0:
        raise ValueError("precision must be more than zero")
    return (Decimal(value) / step).quantize(Decimal(1), ROUND_HALF_UP) * step
