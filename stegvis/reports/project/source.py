"""What a project report is made of: a snapshot's tables, a programme and its period.

The same source gives the same document, byte for byte. No database, no clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from stegvis.analysis.disclosure import LEAST_SHOWN, PROGRAMMES, protect, suppressed
from stegvis.analysis.indicators import (
    PROGRAMME_CATALOGUE,
    Figure,
    FigureKind,
    Indicator,
    Period,
    Unit,
    compute_many,
)
from stegvis.analysis.indicators.model import SMALL_BASE, STATISTICS
from stegvis.analysis.tables import Tables
from stegvis.reports.annual.source import Chart
from stegvis.reports.documents.model import NOT_YET

Row = dict[str, Any]
Figures = tuple[Figure, ...]

FEW = range(1, LEAST_SHOWN)
# Those who are counted in these units are people; workplaces and contacts are not.
ABOUT_PEOPLE = (
    Unit.PERSONS,
    Unit.ENROLMENTS,
    Unit.ANSWERS,
    Unit.FOLLOW_UPS,
    Unit.MONTHS,
    Unit.DAYS,
)
_RESULTS = ("participants", "goal_persons", "goal_share", "direct_persons", "direct_share")
# Groups in which everybody is exactly once, and the figures that the report shows of them: what is
# held back must not follow from the other groups, and what one table hides none may show.
PARTITIONS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("sex", "age_group", "addiction", "mental_ill_health"), _RESULTS),
    **dict.fromkeys(("education_group", "time_without_work"), _RESULTS),
    **dict.fromkeys(("under_30", "goal", "destination", "exit_reason_group"), _RESULTS[:1]),
    **dict.fromkeys(("survey", "change"), ("survey_sent",)),
    **dict.fromkeys(("months", "follow_up_status"), ("follow_ups",)),
}
PROTECTED = (*PROGRAMMES.counts, *PROGRAMMES.ratios)
# Counts that stand beside the whole they are a part of.
PART_OF: Mapping[str, tuple[str, ...]] = {
    "survey_improved": ("survey_answered",),
    "hourly_led_on": ("hourly_persons",),
    "both_persons": ("regular_persons", "own_persons"),
    "goal_over_year": ("goal_persons",),
}
# What a figure gives away together with others that are shown.
TELLS_OF: Mapping[str, tuple[str, ...]] = {"regular_share": ("both_persons",)}


@dataclass(frozen=True)
class ProjectSettings:
    """Which programme, what stands on the cover, and whether small counts are held back."""

    programme: str
    organisation: str
    counted_on: date
    is_protected: bool
    dated_on: date = date.min


@dataclass
class ProjectSource:
    """`charts` are the document's pictures by key, noted while it is built and drawn afterwards."""

    settings: ProjectSettings
    tables: Tables
    charts: dict[str, Chart] = field(default_factory=dict)
    _kept: dict[tuple[str, ...], dict[str, Figures]] = field(default_factory=dict)
    _guarded: dict[tuple[str, ...], dict[str, Figures]] = field(default_factory=dict)
    _rows: dict[str, list[Row]] = field(default_factory=dict)
    _hidden_totals: frozenset[str] | None = None

    # --- the programme ---

    def programme(self) -> Row:
        return self._programmes()[0]

    @property
    def has_programme(self) -> bool:
        """Not when the snapshot was taken before the programme was there."""
        return bool(self._programmes())

    def _programmes(self) -> list[Row]:
        slug = self.settings.programme
        return [row for row in self.rows("programmes") if row["programme"] == slug]

    @property
    def period(self) -> Period:
        """The programme's own; until the day of the count while it has no last day."""
        row, counted_on = self.programme(), self.settings.counted_on
        ends_on = row["ends_on"] or max(counted_on, row["starts_on"])
        return Period(row["programme"], row["starts_on"], ends_on, counted_on)

    def rows(self, table: str) -> list[Row]:
        """A whole table. One query, however often it is asked for."""
        if table not in self._rows:
            self._rows[table] = self.tables.rows(getattr(self.tables, table))
        return self._rows[table]

    # --- figures ---

    def total(self, name: str) -> Figure:
        return self.by(name)[0]

    def by(self, name: str, *dimensions: str) -> Figures:
        """The figures of the groups, as they may be shown to the reader."""
        figures = self._computed(name, dimensions)
        if not self.settings.is_protected:
            return figures
        if dimensions not in self._guarded:
            self._guarded[dimensions] = {}
        kept = self._guarded[dimensions]
        if name not in kept:
            kept[name] = self._protected(name, dimensions, figures)
        return kept[name]

    def one(self, name: str, **group: str) -> Figure | None:
        """The figure of one group, None where the group has no rows."""
        wanted = tuple(group.items())
        return next((f for f in self.by(name, *group) if f.group == wanted), None)

    def _computed(self, name: str, by: tuple[str, ...]) -> Figures:
        """All indicators that can be grouped so are computed together, one query a frame."""
        kept = self._kept.setdefault(by, {})
        if name not in kept:
            frame = PROGRAMME_CATALOGUE[name].frame
            together = [
                one
                for one in PROGRAMME_CATALOGUE.values()
                if one.frame == frame and set(by) <= set(one.group_by)
            ]
            kept |= compute_many(together, self.tables, period=self.period, by=by)
        return kept[name]

    # --- protection ---

    def _protected(self, name: str, by: tuple[str, ...], figures: Figures) -> Figures:
        if len(by) == 1 and name in PARTITIONS.get(by[0], ()):
            if len(figures) > 1:
                return protect(*self._partition(by[0]), rules=PROGRAMMES).figures[name]
            # A single group is everybody: it is shown or not with the total.
            is_held = self.total(name).is_suppressed
            return tuple(suppressed(figure) if is_held else figure for figure in figures)
        if not by and name in PROTECTED:
            made_of = PROGRAMMES.ratios.get(name, (name,))
            if not self.hidden_totals.isdisjoint(made_of):
                return tuple(suppressed(figure) for figure in figures)
        return tuple(suppressed(one) if self._is_held(name, one) else one for one in figures)

    def _is_held(self, name: str, figure: Figure) -> bool:
        if tells_of_few(figure):
            return True
        if figure.indicator.kind in STATISTICS:
            return self._leaves_few(name, figure)
        by = tuple(dimension for dimension, _ in figure.group)
        wholes = [self._like(figure, whole, by) for whole in PART_OF.get(name, ())]
        parts = [self._like(figure, part, by) for part in TELLS_OF.get(name, ())]
        part = int(figure.numerator or 0)
        return any(int(whole.numerator or 0) - part in FEW for whole in wholes) or any(
            self._is_held(other.indicator.name, other) for other in parts
        )

    def _like(self, figure: Figure, name: str, by: tuple[str, ...]) -> Figure:
        """Another indicator's figure for the same group."""
        return next(one for one in self._computed(name, by) if one.group == figure.group)

    def _leaves_few(self, name: str, figure: Figure) -> bool:
        """Whether a mean or the like, with that of a larger group, gives away the few others."""
        for pair in figure.group:
            rest = tuple(one for one in figure.group if one != pair)
            larger = self._computed(name, tuple(dimension for dimension, _ in rest))
            whole = next(one for one in larger if one.group == rest)
            if 0 < whole.reported - figure.reported < LEAST_SHOWN:
                return True
        return False

    def _partition(self, by: str) -> tuple[Mapping[str, Sequence[Figure]], Mapping[str, Figure]]:
        figures = {name: self._computed(name, (by,)) for name in PARTITIONS[by]}
        return figures, {name: self._computed(name, ())[0] for name in PARTITIONS[by]}

    @property
    def hidden_totals(self) -> frozenset[str]:
        """Counts whose total would give away a group in one of the tables."""
        if self._hidden_totals is None:
            found = [
                protect(*self._partition(name), rules=PROGRAMMES).hidden_totals
                for name, shown in PARTITIONS.items()
                if len(self._computed(shown[0], (name,))) > 1
            ]
            self._hidden_totals = frozenset().union(*found)
        return self._hidden_totals

    # --- the page ---

    def draw(self, key: str, chart: str, *figures: Sequence[Figure], **words: Any) -> bytes:
        """Notes that the figure `key` is drawn by this function of `analysis.charts`."""
        self.charts[key] = Chart(chart, figures, words)
        return NOT_YET


def tells_of_few(figure: Figure) -> bool:
    """Whether the figure is about so few people, or all but so few, that it points somebody out."""
    indicator = figure.indicator
    if indicator.counting_unit not in ABOUT_PEOPLE:
        return False
    if indicator.kind in STATISTICS:
        is_extreme = indicator.kind in (FigureKind.LOWEST, FigureKind.HIGHEST)
        return figure.reported < (SMALL_BASE if is_extreme else LEAST_SHOWN)
    whole = figure.of if indicator.distinct is None else figure.numerator
    if figure.denominator is not None:
        whole = figure.denominator
    part = int(figure.numerator or 0)
    is_share_of_few = figure.denominator is not None and figure.denominator in FEW
    return part in FEW or int(whole or 0) - part in FEW or is_share_of_few


def drill(figure: Figure) -> str:
    """Where the figure opens, relative to the report."""
    query = urlencode([(name, "" if key is None else str(key)) for name, key in figure.group])
    return f"siffra/{figure.indicator.name}/" + (f"?{query}" if query else "")


def measurable() -> dict[str, Indicator]:
    """The indicators that a goal can be held against: counts and shares."""
    kinds = (FigureKind.COUNT, FigureKind.SHARE)
    return {name: one for name, one in PROGRAMME_CATALOGUE.items() if one.kind in kinds}
