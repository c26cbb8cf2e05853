"""Computing indicators: one query for all indicators that share a frame."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

import ibis

from stegvis.analysis.indicators import frames
from stegvis.analysis.indicators.model import (
    DIMENSIONS,
    LEAST_COVERAGE,
    SMALL_BASE,
    STATISTICS,
    Caution,
    Figure,
    FigureKind,
    Frame,
    Group,
    Indicator,
    Key,
    Period,
    Scope,
)
from stegvis.analysis.statistics import wilson
from stegvis.analysis.tables import Tables, compiled

ORE = Decimal("0.01")


def compute(
    indicator: Indicator,
    tables: Tables,
    *,
    year: int | None = None,
    period: Period | None = None,
    units: Iterable[str] | None = None,
    by: Sequence[str] = (),
) -> tuple[Figure, ...]:
    """Return the indicator's figures, one for each group, in the groups' order: those of a year,
    or of a programme's period for the indicators of programmes.

    ``units`` keeps rows whose unit code or unit group is among them. ``by`` names dimensions of
    ``indicator.group_by``; without it there is exactly one figure, also when nothing is there to
    count. Groups without rows have no figure. Raises ``ValueError`` on a dimension the indicator
    cannot be grouped by, and on units for an indicator whose rows have none. One query.
    """
    together = compute_many([indicator], tables, year=year, period=period, units=units, by=by)
    return together[indicator.name]


def compute_many(
    indicators: Sequence[Indicator],
    tables: Tables,
    *,
    year: int | None = None,
    period: Period | None = None,
    units: Iterable[str] | None = None,
    by: Sequence[str] = (),
) -> dict[str, tuple[Figure, ...]]:
    """Return figures by indicator name, as ``compute`` does, with one query for each frame."""
    scope = _scope(year, period)
    chosen = None if units is None else tuple(sorted(set(units)))
    for indicator in indicators:
        _check(indicator, by, chosen)
    figures: dict[str, tuple[Figure, ...]] = {}
    for frame in dict.fromkeys(indicator.frame for indicator in indicators):
        together = tuple(indicator for indicator in indicators if indicator.frame == frame)
        _keep(frame, tables, scope)
        rows = tables.sql(_query(together, scope, chosen, tuple(by)))
        rows.sort(key=lambda row: _rank(row, by))
        for at, indicator in enumerate(together):
            figures[indicator.name] = _figures(indicator, at, rows, scope, by)
    return {indicator.name: figures[indicator.name] for indicator in indicators}


def members(
    indicator: Indicator,
    tables: Tables,
    *,
    year: int | None = None,
    period: Period | None = None,
    group: Group | Mapping[str, Key] = (),
    units: Iterable[str] | None = None,
    counted_only: bool = False,
) -> tuple[str, ...]:
    """Return the ids behind a figure, sorted, as the indicator's frame names them: interventions,
    agreements, persons, enrolments, workplaces or employers.

    ``group`` is a figure's ``group``. Ids are those whose rows were reported and, for a figure
    that counts, are counted; ``counted_only`` keeps those in a share's numerator. One query. Raises
    as ``compute`` does.
    """
    scope = _scope(year, period)
    chosen = None if units is None else tuple(sorted(set(units)))
    keys = dict(group)
    _check(indicator, tuple(keys), chosen)
    _keep(indicator.frame, tables, scope)
    rows = tables.sql(_members_query(indicator, scope, chosen, tuple(keys.items()), counted_only))
    return tuple(row["id"] for row in rows)


def _scope(year: int | None, period: Period | None) -> Scope:
    if period is not None and year is None:
        return period
    if year is not None and period is None:
        return year
    raise ValueError("say either a year or a period")


def _check(indicator: Indicator, by: Sequence[str], units: tuple[str, ...] | None) -> None:
    for dimension in by:
        if dimension not in indicator.group_by:
            allowed = ", ".join(indicator.group_by) or "nothing"
            raise ValueError(
                f"{indicator.name} cannot be grouped by {dimension!r}, only by {allowed}"
            )
    if units is not None and not indicator.frame.has_units:
        raise ValueError(f"{indicator.name} cannot be computed for some units: its rows have none")


def _keep(frame: Frame, tables: Tables, scope: Scope) -> None:
    name, query, _ = frames.compiled(frame, scope)
    tables.keep(name, query)


def _of_units(table: Any, units: tuple[str, ...] | None) -> Any:
    if units is None:
        return table
    return table.filter(table.unit_code.isin(units) | table.unit_group.isin(units))


@dataclass(frozen=True, slots=True)
class _Parts:
    """Row-wise Ibis values of an indicator; ``taken`` tells which rows the figure is made of."""

    numerator: Any
    denominator: Any
    taken: Any
    is_count: bool


def _parts(indicator: Indicator, table: Any) -> _Parts:
    numerator = indicator.numerator(table)
    if numerator.type().is_boolean():
        counted = numerator.fill_null(False)
        return _Parts(counted.ifelse(1, 0), None, counted, is_count=True)
    if indicator.denominator is None:
        return _Parts(numerator, None, numerator.notnull(), is_count=False)
    denominator = indicator.denominator(table)
    both = numerator.notnull() & denominator.notnull()
    return _Parts(
        both.ifelse(numerator, ibis.null()), both.ifelse(denominator, ibis.null()), both, False
    )


# Compiling costs ten times as much as running, and the same few queries are asked all day.
@lru_cache(maxsize=512)
def _query(
    indicators: tuple[Indicator, ...],
    scope: Scope,
    units: tuple[str, ...] | None,
    by: tuple[str, ...],
) -> str:
    table = _of_units(frames.compiled(indicators[0].frame, scope)[2], units)
    columns: dict[str, Any] = {"rows": table.count()}
    for name in by:
        order = DIMENSIONS[name].order
        columns[f"order_{name}"] = ibis.null(int) if order is None else table[order].min()
    for at, indicator in enumerate(indicators):
        parts = _parts(indicator, table)
        if indicator.distinct is None:
            columns[f"numerator_{at}"] = _gathered(indicator.kind, parts.numerator)
        else:
            counted = parts.taken.ifelse(table[indicator.distinct], ibis.null())
            columns[f"numerator_{at}"] = counted.nunique()
        if parts.denominator is not None:
            columns[f"denominator_{at}"] = parts.denominator.sum()
        reported = table.count() if parts.is_count else parts.taken.ifelse(1, 0).sum()
        columns[f"reported_{at}"] = reported
        columns[f"empty_{at}"] = ibis.literal(0 if parts.is_count else None, "int64")
        for number, (_, is_so) in enumerate(indicator.cautions):
            raised = is_so(table).fill_null(False) & parts.taken
            columns[f"caution_{at}_{number}"] = raised.ifelse(1, 0).sum()
    keys = {f"key_{name}": table[DIMENSIONS[name].column] for name in by}
    grouped = table.group_by(**keys) if keys else table
    return compiled(grouped.aggregate(**columns))


def _gathered(kind: FigureKind, values: Any) -> Any:
    """One value of all rows, null when no row has any."""
    gather = {
        FigureKind.MEAN: values.mean,
        FigureKind.MEDIAN: values.median,
        FigureKind.LOWEST: values.min,
        FigureKind.HIGHEST: values.max,
    }
    return gather.get(kind, values.sum)()


@lru_cache(maxsize=512)
def _members_query(
    indicator: Indicator,
    scope: Scope,
    units: tuple[str, ...] | None,
    group: Group,
    counted_only: bool,
) -> str:
    table = _of_units(frames.compiled(indicator.frame, scope)[2], units)
    for name, key in group:
        column = table[DIMENSIONS[name].column]
        table = table.filter(column.isnull() if key is None else column == key)
    parts = _parts(indicator, table)
    wanted = parts.taken & (parts.numerator != 0) if counted_only else parts.taken
    ids = table.filter(wanted).select(id=indicator.frame.identity)
    return compiled(ids.distinct().order_by("id"))


def _rank(row: Mapping[str, Any], by: Sequence[str]) -> tuple[Any, ...]:
    rank: list[Any] = []
    for name in by:
        placed = row[f"order_{name}"]
        rank += [placed is None, placed, DIMENSIONS[name].rank(row[f"key_{name}"])]
    return tuple(rank)


def _figures(
    indicator: Indicator,
    at: int,
    rows: Sequence[Mapping[str, Any]],
    scope: Scope,
    by: Sequence[str],
) -> tuple[Figure, ...]:
    whole = None
    if indicator.of_whole:
        whole = sum(row[f"numerator_{at}"] or 0 for row in rows)
    return tuple(_figure(indicator, at, row, scope, by, whole) for row in rows)


def _figure(
    indicator: Indicator,
    at: int,
    row: Mapping[str, Any],
    scope: Scope,
    by: Sequence[str],
    whole: int | Decimal | None,
) -> Figure:
    numerator = row[f"numerator_{at}"]
    if numerator is None:
        numerator = row[f"empty_{at}"]
    denominator = whole if indicator.of_whole else row.get(f"denominator_{at}")
    # An engine adds up whole numbers in a wider type than it stores; Python has only one.
    reported, of = int(row[f"reported_{at}"] or 0), row["rows"]
    if indicator.distinct is not None:
        reported = of = numerator
    cautions = [
        caution
        for number, (caution, _) in enumerate(indicator.cautions)
        if row[f"caution_{at}_{number}"]
    ]
    return finished(
        Figure(
            indicator=indicator,
            year=scope.ends_on.year if isinstance(scope, Period) else scope,
            group=tuple((name, row[f"key_{name}"]) for name in by),
            value=None,
            numerator=numerator,
            denominator=denominator,
            reported=reported,
            of=of,
            cautions=tuple(cautions),
            period=scope if isinstance(scope, Period) else None,
        )
    )


def finished(figure: Figure) -> Figure:
    """Return the figure with value, interval and the cautions that follow from its parts."""
    numerator, denominator = figure.numerator, figure.denominator
    cautions = list(figure.cautions)
    if 0 < figure.reported < LEAST_COVERAGE * figure.of:
        cautions.append(figure.indicator.when_few)
    if figure.indicator.kind in (FigureKind.COUNT, FigureKind.MONEY):
        return replace(figure, value=numerator, cautions=tuple(cautions))
    if figure.indicator.kind in STATISTICS:
        if 0 < figure.reported < SMALL_BASE:
            cautions.insert(0, Caution.SMALL_BASE)
        told = None if numerator is None else float(numerator)
        return replace(figure, value=told, numerator=None, cautions=tuple(cautions))
    if numerator is None or not denominator:
        return replace(figure, value=None, cautions=tuple(cautions))
    is_part_of_whole = figure.indicator.of_whole
    if denominator < SMALL_BASE and not is_part_of_whole:
        cautions.insert(0, Caution.SMALL_BASE)
    interval = None
    value: float | Decimal
    if figure.indicator.kind is FigureKind.MONEY_PER_COUNT:
        value = (Decimal(numerator) / Decimal(denominator)).quantize(ORE, ROUND_HALF_UP)
    else:
        value = float(numerator / denominator)
        if numerator > denominator:
            cautions.append(Caution.IMPOSSIBLE)
        elif not is_part_of_whole:
            interval = wilson(int(numerator), int(denominator))
    return replace(figure, value=value, interval=interval, cautions=tuple(cautions))
