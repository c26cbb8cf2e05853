"""What an annual report is made of. The same source gives the same document, byte for byte."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from stegvis.analysis.indicators import CATALOGUE, Figure, FigureKind, compute_many
from stegvis.analysis.tables import Tables
from stegvis.reports.documents.model import NOT_YET, Cell

Row = dict[str, Any]


@dataclass(frozen=True)
class Settings:
    """What the planner chose, and what stands on the cover."""

    year: int
    title: str
    organisation: str
    units: tuple[str, ...]  # short names of the chosen units and all below them
    dated_on: date
    version_label: str = ""
    is_draft: bool = True


@dataclass(frozen=True)
class Chart:
    """How a picture is drawn: the name of a function in `analysis.charts`, and its arguments."""

    name: str
    figures: tuple[Sequence[Figure], ...]
    words: Mapping[str, Any]


@dataclass
class Source:
    """A snapshot's tables and texts, the settings and the prose. Figures are computed once.

    `charts` are the document's pictures by key, noted while it is built and drawn afterwards."""

    settings: Settings
    tables: Tables
    texts: Mapping[str, Any]
    prose: Mapping[str, str]
    charts: dict[str, Chart] = field(default_factory=dict)
    _kept: dict[tuple[str, ...], dict[str, tuple[Figure, ...]]] = field(default_factory=dict)
    _rows: dict[str, list[Row]] = field(default_factory=dict)
    _by_intervention: dict[str, dict[str, list[Row]]] = field(default_factory=dict)

    @property
    def year(self) -> int:
        return self.settings.year

    def total(self, name: str) -> Figure:
        return self._of(name, ())[0]

    def by(self, name: str, *dimensions: str) -> tuple[Figure, ...]:
        return self._of(name, dimensions)

    def one(self, name: str, **group: str) -> Figure | None:
        """The figure of one group, None where the group has no rows."""
        wanted = tuple(group.items())
        found = (f for f in self._of(name, tuple(group)) if f.group == wanted)
        return next(found, None)

    def _of(self, name: str, by: tuple[str, ...]) -> tuple[Figure, ...]:
        """All indicators that can be grouped so are computed together, one query a frame."""
        if by not in self._kept:
            self._kept[by] = {}
        if name not in self._kept[by]:
            frame = CATALOGUE[name].frame
            together = [
                i for i in CATALOGUE.values() if i.frame == frame and set(by) <= set(i.group_by)
            ]
            units = self.settings.units if frame.has_units else None
            computed = compute_many(together, self.tables, year=self.year, units=units, by=by)
            self._kept[by] |= computed
        return self._kept[by][name]

    def rows(self, table: str) -> list[Row]:
        """A whole table. One query, however often it is asked for."""
        if table not in self._rows:
            self._rows[table] = self.tables.rows(getattr(self.tables, table))
        return self._rows[table]

    def rows_of(self, table: str, intervention_id: str) -> list[Row]:
        """An intervention's rows of the report's year."""
        if table not in self._by_intervention:
            found = self._by_intervention[table] = defaultdict(list)
            for row in self.rows(table):
                if row["year"] == self.year:
                    found[row["intervention_id"]].append(row)
        return self._by_intervention[table].get(intervention_id, [])

    def interventions(self) -> list[Row]:
        """The year's interventions of the chosen units, grouped by unit, then by category."""
        ids = {str(f.key()) for f in self.by("interventions", "intervention")}
        cancelled = {
            row["intervention_id"]
            for row in self.rows("interventions")
            if row["is_cancelled"] and self._touches(row) and self._is_chosen(row)
        }
        listed = [r for r in self.rows("interventions") if r["intervention_id"] in ids | cancelled]
        return sorted(
            listed,
            key=lambda r: (
                self.group_order(r["unit_group"]),
                *(r["category_order"], r["starts_on"], r["reference_number"], r["title"]),
            ),
        )

    def chosen(self) -> list[str]:
        """Ids of all interventions of the chosen units, whatever their year."""
        return [r["intervention_id"] for r in self.rows("interventions") if self._is_chosen(r)]

    def _touches(self, row: Mapping[str, Any]) -> bool:
        return bool(row["starts_on"].year <= self.year <= row["ends_on"].year)

    def _is_chosen(self, row: Mapping[str, Any]) -> bool:
        return bool({row["unit_code"], row["unit_group"]} & set(self.settings.units))

    def groups(self) -> list[str]:
        """The report's columns: unit groups that have interventions, in the order chosen."""
        found = {str(f.key()) for f in self.by("interventions", "unit_group")}
        return sorted(found, key=self.group_order)

    def group_order(self, name: str) -> tuple[int, str]:
        units = self.settings.units
        return (units.index(name) if name in units else len(units), name)

    def sheet(self, intervention_id: str) -> dict[str, Any]:
        sheet: dict[str, Any] = self.texts["interventions"][intervention_id]
        return sheet

    def titles(self) -> dict[str, str]:
        return {pk: sheet["title"] for pk, sheet in self.texts["interventions"].items()}

    def draw(self, key: str, chart: str, *figures: Sequence[Figure], **words: Any) -> bytes:
        """Notes that the figure `key` is drawn by this function of `analysis.charts`."""
        self.charts[key] = Chart(chart, figures, words)
        return NOT_YET

    def cell(self, figure: Figure | None) -> Cell:
        """The figure as a cell that opens what it counts."""
        if figure is None:
            return Cell(None)
        return Cell(figure.value, href=drill(figure))


def drill(figure: Figure) -> str:
    """Where the figure opens, relative to the report."""
    query = urlencode([(name, "" if key is None else str(key)) for name, key in figure.group])
    return f"siffra/{figure.indicator.name}/" + (f"?{query}" if query else "")


def kind_of(figure: Figure) -> str:
    """The column kind that shows the figure."""
    kinds = {
        FigureKind.COUNT: "number",
        FigureKind.MONEY: "money",
        FigureKind.SHARE: "percent",
        FigureKind.MONEY_PER_COUNT: "money",
    }
    return kinds[figure.indicator.kind]


def ordered(figures: Sequence[Figure]) -> dict[Any, Figure]:
    return {figure.key(): figure for figure in figures}
