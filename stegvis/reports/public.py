"""Figures that may be published: disclosure control at the edge, once, before anything is written.

The year's figures by unit and by category. Both divide the same people, so they are protected
together, on the table where they cross: what one hides, the other must not give away. A group is
shown whole or not at all. What an earlier frozen version hid stays hidden, and a group that has
changed by a few people since then is hidden too.
"""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from io import StringIO
from typing import Any

from stegvis.analysis.disclosure import (
    TOTAL,
    CountTable,
    Protected,
    ProtectedTable,
    grid,
    protect,
    protect_table,
    suppressed,
)
from stegvis.analysis.disclosure.figures import INTERVENTIONS
from stegvis.analysis.indicators import CAUTION_SV, DIMENSIONS, Caution, Figure, FigureKind, Group
from stegvis.reports.annual.source import Source

UNIT, CATEGORY = DIVISIONS = ("unit_group", "category")
SHOWN = ("interventions", "started", "completed", "completion_share", "outcome_cost")
HIDDEN, MISSING = "skyddat", "ej redovisat"
WHY_HIDDEN = "Skyddat: talen är små, eller så skulle de röja andra små tal."
TITLES = (
    *("år", "version", "indelning", "grupp", "insatser", "startade", "fullföljda"),
    *("andel fullföljda (procent)", "kostnad under året (kronor)", "anmärkning"),
)

Cell = tuple[str, str]  # unit and category; TOTAL in a place is the total over it
Row = tuple[str, str, list[Figure]]


@dataclass(frozen=True)
class Public:
    """What may be published of one version, and the true counts to hold the next one against."""

    parts: Mapping[str, Protected]  # by division
    tables: Mapping[str, ProtectedTable]  # unit × category, by what is counted

    def rows(self) -> Iterator[Row]:
        """Division, group, and its figures in the order of SHOWN; the total comes first."""
        yield "totalt", "", [self.parts[UNIT].totals[name] for name in SHOWN]
        for division, part in self.parts.items():
            together = zip(*(part.figures[name] for name in SHOWN), strict=True)
            for shown in together:
                yield DIMENSIONS[division].title_sv, shown[0].label(), list(shown)


def csv_file(
    versions: Sequence[Any], source: Callable[[Any], AbstractContextManager[Source]]
) -> bytes:
    """The last of the versions, held against those published before it. Opens in Excel."""
    made: list[Public] = []
    for version in versions:
        with source(version) as opened:
            made.append(figures(opened, published=made))
    settings = versions[-1].settings
    out = StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(TITLES)
    for division, group, shown in made[-1].rows():
        start = [settings.year, settings.version_label, division, _safe(group)]
        writer.writerow([*start, *map(_written, shown), _remark(shown)])
    return out.getvalue().encode("utf-8-sig")


def figures(source: Source, *, published: Sequence[Public] = ()) -> Public:
    """The source's figures, with what must be hidden held back."""
    totals = {name: source.total(name) for name in SHOWN}
    hidden: set[Cell] = set()
    parts = {}
    for division in DIVISIONS:
        divided = {name: _in_order(source, name, division) for name in SHOWN}
        for earlier in [None, *(public.parts[division] for public in published)]:
            parts[division] = protect(divided, totals, previous=earlier)
            hidden |= _cells(division, parts[division])
    tables = _protected(_counts(source), hidden, [public.tables for public in published])
    hidden = {cell for table in tables.values() for cell in table.suppressed}
    return Public({name: _hiding(part, name, hidden) for name, part in parts.items()}, tables)


def _in_order(source: Source, name: str, division: str) -> list[Figure]:
    found = source.by(name, division)
    if division == UNIT:
        return sorted(found, key=lambda figure: source.group_order(str(figure.key())))
    return list(found)


def _cells(division: str, part: Protected) -> set[Cell]:
    total = {(TOTAL, TOTAL)} if part.hidden_totals else set()
    return total | {_cell(division, group) for group in part.hidden_groups}


def _cell(division: str, group: Group) -> Cell:
    ((_, key),) = group
    return (str(key), TOTAL) if division == UNIT else (TOTAL, str(key))


def _counts(source: Source) -> dict[str, CountTable]:
    """Started, completed and the rest of those who started, by unit and category."""
    found = {
        name: {
            (str(figure.key(UNIT)), str(figure.key(CATEGORY))): int(figure.numerator)
            for figure in source.by(name, *DIVISIONS)
            if figure.numerator is not None
        }
        for name in ("started", "completed")
    }
    started, completed = found["started"], found["completed"]
    rest = {c: max(0, started[c] - completed[c]) for c in started.keys() & completed.keys()}
    return {name: _crossed(counts) for name, counts in (found | {"rest": rest}).items()}


def _crossed(counts: Mapping[Cell, int]) -> CountTable:
    """The totals are printed, the cells where they cross are not, but follow from them. That a
    unit has all its people in one category tells of nobody, so cells are no parts of totals."""
    table = grid(dict(sorted(counts.items())))
    return replace(table, unprinted=frozenset(counts), free=frozenset(), parts=())


def _protected(
    counts: Mapping[str, CountTable],
    hidden: set[Cell],
    published: Sequence[Mapping[str, ProtectedTable]],
) -> dict[str, ProtectedTable]:
    """All counts hidden alike, until none of them gives another away."""
    while True:
        tables, found = {}, set(hidden)
        for name, table in counts.items():
            for earlier in [None, *(public[name] for public in published)]:
                tables[name] = protect_table(table, forced=hidden, previous=earlier)
                found |= tables[name].suppressed
        if found == hidden:
            return tables
        hidden = found


def _hiding(part: Protected, division: str, hidden: set[Cell]) -> Protected:
    def guarded(figure: Figure) -> Figure:
        name = figure.indicator.name
        cell = _cell(division, figure.group) if figure.group else (TOTAL, TOTAL)
        about_people = name in INTERVENTIONS.counts or name in INTERVENTIONS.ratios
        return suppressed(figure) if about_people and cell in hidden else figure

    groups = {figure.group for found in part.figures.values() for figure in found}
    return replace(
        part,
        figures={name: tuple(map(guarded, found)) for name, found in part.figures.items()},
        totals={name: guarded(figure) for name, figure in part.totals.items()},
        hidden_groups=frozenset(group for group in groups if _cell(division, group) in hidden),
        hidden_totals=frozenset(part.numbers) if (TOTAL, TOTAL) in hidden else frozenset(),
    )


def _written(figure: Figure) -> str:
    """Plain digits with decimal comma, as Swedish Excel reads numbers."""
    if figure.is_suppressed:
        return HIDDEN
    if figure.value is None:
        return MISSING
    if figure.indicator.kind is FigureKind.SHARE:
        return f"{float(figure.value) * 100:.1f}".replace(".", ",")
    return f"{figure.value:.2f}".removesuffix(".00").replace(".", ",")


def _remark(shown: Sequence[Figure]) -> str:
    remarks = [WHY_HIDDEN] if any(figure.is_suppressed for figure in shown) else []
    raised = {c for figure in shown if not figure.is_suppressed for c in figure.cautions}
    return " ".join([*remarks, *(CAUTION_SV[caution] for caution in Caution if caution in raised)])


def _safe(text: str) -> str:
    """A group's name is never a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
