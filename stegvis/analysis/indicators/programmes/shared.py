"""What the indicators of programmes share: where they come from and the ways to make one."""

from __future__ import annotations

from datetime import date
from typing import Any

import ibis

from stegvis.analysis.indicators.model import (
    Chapter,
    Direction,
    FigureKind,
    Frame,
    Indicator,
    Row,
    Unit,
)
from stegvis.analysis.indicators.programmes import frames

FROM = date(2021, 5, 1)
VAMOS = "Slutrapport Vamos, Göteborgs Stad 2023-01-18, kapitel"
OWN = "Stegvis"

PERSON_GROUPS = (
    *("sex", "age_group", "under_30", "addiction", "mental_ill_health", "education_group"),
    *("time_without_work", "goal", "destination", "exit_reason_group", "market"),
)
_TABLES = ("enrolments", "outcomes", "placements", "activities")


def yes(is_so: Any) -> Any:
    """1 for true, 0 for false."""
    return is_so.fill_null(False).ifelse(1, 0)


def known(is_known: Any) -> Any:
    """1 for the rows that a share is of, null for the others: they are told as missing."""
    return is_known.fill_null(False).ifelse(1, ibis.null("int64"))


def counted(
    name: str,
    title_sv: str,
    title_en: str,
    explanation_sv: str,
    row: Row,
    *,
    chapter: Chapter,
    source: str,
    frame: Frame = frames.PERSONS,
    unit: Unit = Unit.PERSONS,
    numerator_sv: str = "",
    group_by: tuple[str, ...] = PERSON_GROUPS,
    tables: tuple[str, ...] = _TABLES,
    distinct: str | None = None,
    is_sensitive: bool = False,
) -> Indicator:
    """How many rows are so; with ``distinct``, how many different values those rows have."""
    return Indicator(
        name=name,
        title_sv=title_sv,
        title_en=title_en,
        explanation_sv=explanation_sv,
        numerator_sv=numerator_sv or f"antalet sådana {frame.row_sv}",
        denominator_sv=None,
        chapter=chapter,
        kind=FigureKind.COUNT,
        counting_unit=unit,
        frame=frame,
        numerator=row,
        tables=tables,
        group_by=group_by,
        source=source,
        valid_from=FROM,
        distinct=distinct,
        is_sensitive=is_sensitive,
    )


def share(
    name: str,
    title_sv: str,
    title_en: str,
    explanation_sv: str,
    numerator: Row,
    denominator: Row,
    *,
    numerator_sv: str,
    denominator_sv: str,
    chapter: Chapter,
    source: str,
    frame: Frame = frames.PERSONS,
    unit: Unit = Unit.PERSONS,
    group_by: tuple[str, ...] = PERSON_GROUPS,
    tables: tuple[str, ...] = _TABLES,
    direction: Direction | None = None,
    valid_from: date = FROM,
    **more: Any,
) -> Indicator:
    """The part of the rows with a denominator that are so."""
    return Indicator(
        name=name,
        title_sv=title_sv,
        title_en=title_en,
        explanation_sv=explanation_sv,
        numerator_sv=numerator_sv,
        denominator_sv=denominator_sv,
        chapter=chapter,
        kind=FigureKind.SHARE,
        counting_unit=unit,
        frame=frame,
        numerator=numerator,
        denominator=denominator,
        tables=tables,
        group_by=group_by,
        source=source,
        valid_from=valid_from,
        direction=direction,
        **more,
    )


def everybody(row: Any) -> Any:
    """The denominator that leaves nobody out."""
    return row.person_id.notnull().ifelse(1, 0)
