"""Two reports side by side: each figure of both years, and what cannot be concluded."""

from dataclasses import dataclass

from stegvis.analysis.compare import Comparison, sentences
from stegvis.analysis.compare import compare as compare_figures
from stegvis.analysis.indicators import CATALOGUE
from stegvis.analysis.indicators import Figure as Computed
from stegvis.core import formats
from stegvis.reports import producing
from stegvis.reports.annual.results import with_interval
from stegvis.reports.annual.source import drill
from stegvis.reports.models import AnnualReport

COMPARED = (
    "interventions",
    "started",
    "completed",
    "completion_share",
    "outcome_cost",
    "cost_per_start",
    "cost_per_completed",
    "expected_answered_share",
    "findings",
)


@dataclass(frozen=True)
class Side:
    """A figure in words, and where it opens ("" when the report itself shows another)."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Line:
    """One figure in both years, with the words about their difference."""

    title: str
    before: Side
    after: Side
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Compared:
    """`units` are those in both reports; `left_out` stand in only one of them."""

    before: AnnualReport
    after: AnnualReport
    units: tuple[str, ...]
    left_out: tuple[str, ...]
    lines: list[Line]


def compare(one: AnnualReport, other: AnnualReport) -> Compared:
    """The earlier year first, each side from its own snapshot, over the units that both are about.

    Raises SnapshotDamaged."""
    before, after = sorted((one, other), key=lambda report: (report.year, report.created_at))
    recipes = [producing.recipe(r, dated_on=r.created_at.date()) for r in (before, after)]
    with producing.source(recipes[0]) as early, producing.source(recipes[1]) as late:
        mine, theirs = early.settings.units, late.settings.units
        units = tuple(unit for unit in theirs if unit in mine)
        is_whole = [set(units) == set(chosen) for chosen in (mine, theirs)]
        homes = [
            report.get_absolute_url() if whole else ""
            for report, whole in zip((before, after), is_whole, strict=True)
        ]
        lines = [
            _line(name, comparison, homes)
            for name in (COMPARED if units else ())
            for comparison in compare_figures(
                CATALOGUE[name],
                before=(early.tables, before.year),
                after=(late.tables, after.year),
                units=units,
            )
        ]
    left_out = tuple(dict.fromkeys(unit for unit in (*mine, *theirs) if unit not in units))
    return Compared(before, after, units, left_out, lines)


def _line(name: str, comparison: Comparison, homes: list[str]) -> Line:
    before, after = (
        _side(figure, home)
        for figure, home in zip((comparison.before, comparison.after), homes, strict=True)
    )
    return Line(CATALOGUE[name].title_sv, before, after, sentences(comparison))


def _side(figure: Computed | None, home: str) -> Side:
    if figure is None:
        return Side(formats.MISSING)
    return Side(with_interval(figure), home and home + drill(figure))
