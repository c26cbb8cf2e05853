"""Holding computed figures against printed ones, and searching for what explains a difference.

Nothing is corrected here. The search says which alternatives *would* give the printed figure, not
that anybody used them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from itertools import combinations, product

from stegvis.analysis.indicators import CATALOGUE, compute, members
from stegvis.analysis.indicators.model import Figure, FigureKind, Group, Indicator
from stegvis.analysis.statistics import round_to
from stegvis.analysis.tables import Tables
from stegvis.analysis.words import THIN_SPACE, listed, money, percent, plain

MOST_REPLACED = 4
MOST_TRIED = 200_000


class Status(StrEnum):
    AGREES = "agrees"
    DIFFERS = "differs"
    NOT_COMPUTED = "not_computed"


@dataclass(frozen=True, slots=True)
class Published:
    """A figure as printed. ``unit_group`` is ``None`` for all units; ``precision`` is what the
    writer rounded to (100 000 for "ca 3,5 miljoner")."""

    year: int
    unit_group: str | None
    measure: str
    as_written: str
    value: Decimal
    precision: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another figure for one intervention: ``figure`` counts today, ``alternative`` could."""

    key: str
    figure: Decimal
    alternative: Decimal


@dataclass(frozen=True, slots=True)
class Explanation:
    """The smallest sets of alternatives that give the printed figure.

    ``sets`` is empty when none was found. All sets have the same size, and there is no smaller.
    ``is_exhaustive`` is false when the search was cut short, so that there may be others.
    """

    sets: tuple[tuple[Alternative, ...], ...]
    is_exhaustive: bool = True


@dataclass(frozen=True, slots=True)
class Remainder:
    """The printed total less the other printed units, when that gives just the printed figure."""

    total: Published
    others: tuple[Published, ...]


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """One printed figure held against the computed one.

    ``rounded`` is the computed figure at the printed precision and ``difference`` is printed less
    rounded, zero when they agree. ``explanation`` is set when alternatives were searched,
    ``remainder`` when the printed figure is a printed total less the rest, and ``same_as`` names
    another indicator that gives the printed figure for the same group.
    """

    published: Published
    indicator: Indicator | None
    status: Status
    computed: Decimal | None = None
    rounded: Decimal | None = None
    difference: Decimal | None = None
    explanation: Explanation | None = None
    remainder: Remainder | None = None
    same_as: Figure | None = None


@dataclass(frozen=True, slots=True)
class _Measure:
    """Which indicator a printed measure is, by what, and which other could have been meant."""

    indicator: Indicator
    by: str | None = None
    keys: tuple[str, ...] = ()
    other: Indicator | None = None


_NAMES: Mapping[str, str] = {
    "insatser": "interventions",
    "anmälda": "registered",
    "uteblev": "no_show",
    "startade": "started",
    "avbrott": "dropped_out",
    "fullföljda": "completed",
    "pågående": "ongoing",
    "kostnad": "outcome_cost",
    "cost": "outcome_cost",
    "planerad kostnad": "planned_cost",
}
_MORE_THAN = ("drygt", "över", "minst")
_LESS_THAN = ("knappt", "nästan", "under", "högst")
# A report that speaks of three forms counts "new agreements" among the direct awards.
_FORMS: Mapping[str, tuple[str, ...]] = {
    "ramavtal": ("framework",),
    "överenskommelse": ("internal",),
    "direktupphandling": ("direct_award", "other"),
}


def _measure(name: str) -> _Measure | None:
    head, _, tail = (part.strip() for part in name.partition(":"))
    if head == "kategori" and tail:
        return _Measure(CATALOGUE["interventions"], "category", (tail,))
    if head == "avtalsform" and tail in _FORMS:
        share, cost = CATALOGUE["interventions_share"], CATALOGUE["outcome_cost_share"]
        return _Measure(share, "contract_form", _FORMS[tail], cost)
    indicator = CATALOGUE.get(_NAMES.get(name, name))
    return None if indicator is None else _Measure(indicator)


def reconcile(tables: Tables, *, year: int) -> tuple[Reconciliation, ...]:
    """Hold every printed figure of a year against the computed one, in the order they are stored.

    A measure is an indicator's name, or one of the Swedish names of the import sheet, among them
    ``kategori: …`` and ``avtalsform: …``. Others get the status ``not_computed``.
    """
    printed = tables.published_figures
    rows = tables.rows(printed.filter(printed.year == year))
    published = [Published(**row) for row in rows]
    alternatives = _alternatives(tables, year)
    return tuple(_reconciled(tables, figure, published, alternatives) for figure in published)


def _alternatives(tables: Tables, year: int) -> dict[str, list[Alternative]]:
    found = tables.discrepancies
    usable = found.filter(
        found.year == year,
        found.intervention_id.notnull(),
        found.measure.notnull(),
        found.figure.notnull(),
        found.alternative.notnull(),
    )
    by_measure: dict[str, list[Alternative]] = {}
    for row in tables.rows(usable.order_by("intervention_id", "alternative")):
        alternative = Alternative(row["intervention_id"], row["figure"], row["alternative"])
        by_measure.setdefault(row["measure"], []).append(alternative)
    return by_measure


def _reconciled(
    tables: Tables,
    printed: Published,
    published: Sequence[Published],
    alternatives: Mapping[str, Sequence[Alternative]],
) -> Reconciliation:
    measure = _measure(printed.measure)
    computed = None if measure is None else _computed(tables, printed, measure, measure.indicator)
    if measure is None or computed is None:
        indicator = None if measure is None else measure.indicator
        return Reconciliation(printed, indicator, Status.NOT_COMPUTED)
    rounded = round_to(computed, printed.precision)
    difference = round_to(printed.value, printed.precision) - rounded
    if difference == 0:
        status = Status.AGREES
        if _is_beyond(computed, printed):
            status, rounded, difference = Status.DIFFERS, computed, printed.value - computed
        return Reconciliation(printed, measure.indicator, status, computed, rounded, difference)
    group: Group = () if printed.unit_group is None else (("unit_group", printed.unit_group),)
    inside: set[str] = set()
    offered = alternatives.get(measure.indicator.name, ())
    if offered:
        inside = set(members(measure.indicator, tables, year=printed.year, group=group))
    usable = [alternative for alternative in offered if alternative.key in inside]
    return Reconciliation(
        published=printed,
        indicator=measure.indicator,
        status=Status.DIFFERS,
        computed=computed,
        rounded=rounded,
        difference=difference,
        explanation=explain(computed, printed.value, usable, precision=printed.precision)
        if usable
        else None,
        remainder=_remainder(printed, published),
        same_as=_same_as(tables, printed, measure),
    )


def _is_beyond(computed: Decimal, printed: Published) -> bool:
    """A figure can round to the printed one and still be on the wrong side of its words."""
    first = printed.as_written.casefold().split(" ", 1)[0]
    if first in _MORE_THAN:
        return computed < printed.value
    return first in _LESS_THAN and computed > printed.value


def _computed(
    tables: Tables, printed: Published, measure: _Measure, indicator: Indicator
) -> Decimal | None:
    figures = _group(tables, printed, measure, indicator)
    values = [Decimal(str(figure.value)) for figure in figures if figure.value is not None]
    return sum(values, Decimal(0)) if values else None


def _group(
    tables: Tables, printed: Published, measure: _Measure, indicator: Indicator
) -> list[Figure]:
    units = None if printed.unit_group is None else (printed.unit_group,)
    by = () if measure.by is None else (measure.by,)
    figures = compute(indicator, tables, year=printed.year, units=units, by=by)
    return [figure for figure in figures if not by or figure.key() in measure.keys]


def _remainder(printed: Published, published: Sequence[Published]) -> Remainder | None:
    if printed.unit_group is None:
        return None
    same = [figure for figure in published if figure.measure == printed.measure]
    totals = [figure for figure in same if figure.unit_group is None]
    others = tuple(f for f in same if f.unit_group not in (None, printed.unit_group))
    rest = sum((figure.value for figure in others), Decimal(0))
    for total in totals:
        if others and total.value - rest == printed.value:
            return Remainder(total, others)
    return None


def _same_as(tables: Tables, printed: Published, measure: _Measure) -> Figure | None:
    if measure.other is None:
        return None
    value = _computed(tables, printed, measure, measure.other)
    if value is None or round_to(value, printed.precision) != round_to(
        printed.value, printed.precision
    ):
        return None
    first, *_ = _group(tables, printed, measure, measure.other)
    return replace(first, value=float(value))


def explain(
    computed: Decimal,
    printed: Decimal,
    alternatives: Iterable[Alternative],
    *,
    precision: Decimal = Decimal(1),
    most_replaced: int = MOST_REPLACED,
    most_tried: int = MOST_TRIED,
) -> Explanation:
    """Return the smallest sets of alternatives that turn ``computed`` into ``printed``.

    A set replaces at most one figure for each key. All sets of the smallest working size are
    returned, in the order of the alternatives. At most ``most_replaced`` figures are replaced and
    ``most_tried`` sets tried; a search that stopped for the latter is not exhaustive. Figures are
    compared at ``precision``. A computed figure that already agrees has nothing to explain, and
    raises ``ValueError``.
    """
    target = round_to(printed, precision)
    if round_to(computed, precision) == target:
        raise ValueError("the figures agree, there is nothing to explain")
    by_key: dict[str, list[Alternative]] = {}
    for alternative in alternatives:
        by_key.setdefault(alternative.key, []).append(alternative)
    tried = 0
    for size in range(1, min(most_replaced, len(by_key)) + 1):
        found: list[tuple[Alternative, ...]] = []
        for chosen in _sets(list(by_key.values()), size):
            tried += 1
            if tried > most_tried:
                return Explanation(tuple(found), is_exhaustive=False)
            changed = computed + sum(a.alternative - a.figure for a in chosen)
            if round_to(changed, precision) == target:
                found.append(chosen)
        if found:
            return Explanation(tuple(found))
    return Explanation((), is_exhaustive=len(by_key) <= most_replaced)


def _sets(groups: Sequence[Sequence[Alternative]], size: int) -> Iterator[tuple[Alternative, ...]]:
    for chosen in combinations(groups, size):
        yield from product(*chosen)


def sentence(found: Reconciliation, labels: Mapping[str, str] | None = None) -> str:
    """Say one reconciliation in plain Swedish. ``labels`` gives interventions' titles by id."""
    printed = found.published
    where = "alla enheter" if printed.unit_group is None else printed.unit_group
    title = printed.measure if found.indicator is None else found.indicator.title_sv
    if ":" in printed.measure:
        title = printed.measure[0].upper() + printed.measure[1:]
    start = f"{title}, {where}: tryckt {printed.as_written}"
    if found.indicator is None or found.computed is None or found.rounded is None:
        return f"{start}. Stegvis räknar inte ut det talet."
    kind = found.indicator.kind
    computed = _in_words(found.computed, kind)
    if found.status is Status.AGREES:
        if found.computed == printed.value:
            return f"{start}, beräknat {computed}. Talen stämmer."
        return f"{start}, beräknat {computed}. Talen stämmer med den avrundning som är tryckt."
    parts = [f"{start}, beräknat {computed}."]
    if found.rounded != found.computed and kind is not FigureKind.SHARE:
        parts = [f"{start}, beräknat {computed}, avrundat {_in_words(found.rounded, kind)}."]
    parts.append("Talen skiljer sig.")
    if found.explanation is not None:
        parts.append(_explained(found.explanation, kind, labels or {}))
    if found.remainder is not None and printed.precision > 1:
        others = listed(f"{o.unit_group} ({o.as_written})" for o in found.remainder.others)
        parts.append(
            f"Det tryckta talet är lika med den tryckta summan "
            f"({found.remainder.total.as_written}) minus {others}."
        )
    if found.same_as is not None:
        value = percent(float(found.same_as.value or 0))
        parts.append(
            f"{found.same_as.indicator.title_sv} är {value}, vilket ger det tryckta talet."
        )
    return " ".join(parts)


def _explained(explanation: Explanation, kind: FigureKind, labels: Mapping[str, str]) -> str:
    if not explanation.sets:
        limit = "" if explanation.is_exhaustive else " som prövats"
        return f"Inga andra möjliga tal{limit} ger det tryckta talet."
    ways = [
        listed(
            f"{labels.get(a.key, a.key)} räknas med {_in_words(a.alternative, kind)} "
            f"i stället för {_in_words(a.figure, kind)}"
            for a in chosen
        )
        for chosen in explanation.sets
    ]
    ending = "" if explanation.is_exhaustive else " Det kan finnas fler sätt."
    if len(ways) == 1:
        return f"Det tryckta talet fås om {ways[0]}. Det är en möjlig förklaring.{ending}"
    either = "; eller ".join(ways)
    return f"Det tryckta talet fås på {len(ways)} sätt: om {either}.{ending}"


def _in_words(value: Decimal, kind: FigureKind) -> str:
    if kind is FigureKind.SHARE:
        return percent(float(value))
    if kind is FigureKind.COUNT:
        return plain(value)
    return money(value) if value == value.to_integral_value() else f"{plain(value)}{THIN_SPACE}kr"
