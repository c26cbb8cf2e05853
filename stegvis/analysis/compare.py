"""Two years, or two snapshots, side by side, with what cannot be concluded from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from stegvis.analysis.indicators import Figure, FigureKind, Group, Indicator, compute
from stegvis.analysis.indicators.model import DIMENSIONS, Caution
from stegvis.analysis.statistics import Interval, difference_interval
from stegvis.analysis.tables import Tables
from stegvis.analysis.words import MINUS, THIN_SPACE, money, number, percent

DIFFERENT_MIX_FROM = 0.15
"""Two mixes differ when this part of the base lies in other categories (our own rule)."""

DIFFERENT_COVERAGE_FROM = 0.2


class Doubt(StrEnum):
    """Why a difference must not be read as a change. The value is the text key."""

    ONLY_ONE_YEAR = "only_one_year"
    NOT_REPORTED = "not_reported"
    SMALL_BASE = "small_base"
    CHANCE = "chance"
    DIFFERENT_MIX = "different_mix"
    DIFFERENT_COVERAGE = "different_coverage"
    LOW_COVERAGE = "low_coverage"
    PERSONS_BASIS = "persons_basis"
    STILL_RUNNING = "still_running"
    SUPPRESSED = "suppressed"


DOUBT_SV: Mapping[Doubt, str] = {
    Doubt.ONLY_ONE_YEAR: "Gruppen finns bara det ena året, så det finns inget att jämföra med.",
    Doubt.NOT_REPORTED: "Talet är inte redovisat båda åren, så någon skillnad går inte att räkna.",
    Doubt.SMALL_BASE: (
        "Underlaget är litet minst ett av åren. Några få deltagare kan ge hela skillnaden."
    ),
    Doubt.CHANCE: "Skillnaden är inte större än vad slumpen kan ge.",
    Doubt.DIFFERENT_MIX: (
        "Insatserna fördelar sig olika på kategorier de två åren. "
        "Skillnaden kan bero på det och inte på att insatserna gått bättre eller sämre."
    ),
    Doubt.DIFFERENT_COVERAGE: (
        "Olika stor del av insatserna har redovisat talet de två åren. "
        "Skillnaden kan bero på vilka som redovisat."
    ),
    Doubt.LOW_COVERAGE: "Mindre än hälften är redovisat minst ett av åren.",
    Doubt.PERSONS_BASIS: (
        "Minst ett av åren är fullföljda räknade i personer för någon insats, och då går andelarna "
        "inte rakt av att jämföra."
    ),
    Doubt.STILL_RUNNING: (
        "Minst ett av åren pågår någon insats efter årets slut, så alla är inte färdiga."
    ),
    Doubt.SUPPRESSED: "Talet visas inte minst ett av åren, för att skydda enskilda.",
}

_CARRIED: Mapping[Caution, Doubt] = {
    Caution.SMALL_BASE: Doubt.SMALL_BASE,
    Caution.LOW_COVERAGE: Doubt.LOW_COVERAGE,
    Caution.PERSONS_BASIS: Doubt.PERSONS_BASIS,
    Caution.STILL_RUNNING: Doubt.STILL_RUNNING,
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """One group in two years. ``difference`` is after less before, in the figure's own unit (a
    share's as a fraction of one); ``interval`` is its 95 % interval, for shares of cases."""

    group: Group
    before: Figure | None
    after: Figure | None
    difference: int | float | Decimal | None
    interval: Interval | None
    doubts: tuple[Doubt, ...]

    def label(self, labels: Mapping[str, str] | None = None) -> str:
        return ", ".join(DIMENSIONS[name].label(key, labels) for name, key in self.group)


def compare(
    indicator: Indicator,
    *,
    before: tuple[Tables, int],
    after: tuple[Tables, int],
    units: Iterable[str] | None = None,
    by: Sequence[str] = (),
) -> tuple[Comparison, ...]:
    """Return the indicator of two years side by side, groups in order, the later year's first.

    Each side is an opened snapshot and a year; both may be the same snapshot. At most four
    queries. Raises ``ValueError`` as ``compute`` does.
    """
    chosen = None if units is None else tuple(units)
    sides = [
        {figure.group: figure for figure in compute(indicator, t, year=y, units=chosen, by=by)}
        for t, y in (before, after)
    ]
    mixes = [_mixes(indicator, tables, year, chosen, by) for tables, year in (before, after)]
    groups = dict.fromkeys([*sides[1], *sides[0]])
    return tuple(
        compared(
            group,
            sides[0].get(group),
            sides[1].get(group),
            mix_distance(mixes[0].get(group, {}), mixes[1].get(group, {})),
        )
        for group in groups
    )


def compared(
    group: Group, before: Figure | None, after: Figure | None, distance: float = 0.0
) -> Comparison:
    """Set two figures of the same group and indicator side by side.

    ``distance`` tells how different the two years' mixes are, as ``mix_distance`` measures it.
    """
    if before is None or after is None:
        return Comparison(group, before, after, None, None, (Doubt.ONLY_ONE_YEAR,))
    if before.is_suppressed or after.is_suppressed:
        return Comparison(group, before, after, None, None, (Doubt.SUPPRESSED,))
    if before.value is None or after.value is None:
        return Comparison(group, before, after, None, None, (Doubt.NOT_REPORTED,))
    difference = _difference(before.value, after.value)
    interval = None
    if before.interval is not None and after.interval is not None:
        interval = difference_interval(_parts(before), _parts(after))
    doubts = [_CARRIED[c] for c in (*before.cautions, *after.cautions) if c in _CARRIED]
    if interval is not None and interval.contains(0):
        doubts.append(Doubt.CHANCE)
    if distance >= DIFFERENT_MIX_FROM:
        doubts.append(Doubt.DIFFERENT_MIX)
    if abs(_coverage(before) - _coverage(after)) >= DIFFERENT_COVERAGE_FROM:
        doubts.append(Doubt.DIFFERENT_COVERAGE)
    in_order = tuple(doubt for doubt in Doubt if doubt in doubts)
    return Comparison(group, before, after, difference, interval, in_order)


def _difference(
    before: int | float | Decimal, after: int | float | Decimal
) -> int | float | Decimal:
    if isinstance(before, float) or isinstance(after, float):
        return float(after) - float(before)
    return after - before


def _parts(figure: Figure) -> tuple[int, int]:
    return int(figure.numerator or 0), int(figure.denominator or 0)


def _coverage(figure: Figure) -> float:
    return figure.reported / figure.of if figure.of else 1.0


def mix_distance(before: Mapping[str, float], after: Mapping[str, float]) -> float:
    """Return which part of the base would have to change category for the mixes to be alike.

    Half the sum of the absolute differences of the shares (total variation distance), 0–1. An
    empty side has no mix, and the distance is 0.
    """
    whole_before, whole_after = sum(before.values()), sum(after.values())
    if not whole_before or not whole_after:
        return 0.0
    return 0.5 * sum(
        abs(before.get(key, 0) / whole_before - after.get(key, 0) / whole_after)
        for key in {*before, *after}
    )


def _mixes(
    indicator: Indicator,
    tables: Tables,
    year: int,
    units: tuple[str, ...] | None,
    by: Sequence[str],
) -> dict[Group, dict[str, float]]:
    """The base's spread over categories in each group, for ratios that are not by category."""
    grouped_already = {"category", "intervention"} & set(by)
    if indicator.denominator is None or "category" not in indicator.group_by or grouped_already:
        return {}
    mixes: dict[Group, dict[str, float]] = {}
    for figure in compute(indicator, tables, year=year, units=units, by=(*by, "category")):
        *group, (_, category) = figure.group
        mixes.setdefault(tuple(group), {})[str(category)] = float(figure.denominator or 0)
    return mixes


def sentences(comparison: Comparison, labels: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Say a comparison in plain Swedish: first the figures, then a sentence for each doubt."""
    label = comparison.label(labels)
    start = f"{label}: " if label else ""
    sides = [side for side in (comparison.before, comparison.after) if side is not None]
    years = ", ".join(f"{side.year} {_in_words(side)}" for side in sides)
    first = f"{start}{years}."
    if comparison.difference is not None and comparison.after is not None:
        first += f" Skillnaden är {_change(comparison.difference, comparison.after)}."
    return (first, *(DOUBT_SV[doubt] for doubt in comparison.doubts))


def _in_words(figure: Figure) -> str:
    if figure.is_suppressed:
        return "visas inte"
    if figure.value is None:
        return "ej redovisat"
    kind = figure.indicator.kind
    if kind is FigureKind.SHARE:
        return percent(float(figure.value))
    return number(figure.value) if kind is FigureKind.COUNT else money(figure.value)


def _change(difference: int | float | Decimal, figure: Figure) -> str:
    sign = MINUS if difference < 0 else "+" if difference > 0 else ""
    size = -difference if difference < 0 else difference
    if figure.indicator.kind is FigureKind.SHARE:
        return f"{sign}{number(size * 100, 1)}{THIN_SPACE}procentenheter"
    return sign + (number(size) if figure.indicator.kind is FigureKind.COUNT else money(size))
