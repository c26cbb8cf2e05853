"""Two reports side by side: each figure of both years, and what cannot be concluded."""

from dataclasses import dataclass

from stegvis.analysis.compare import Comparison, sentences
from stegvis.analysis.compare import compare as compare_figures
from stegvis.analysis.indicators import CATALOGUE
from stegvis.reports import producing
from stegvis.reports.annual.results import with_interval
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
class Line:
    """One figure in both years, with the words about their difference."""

    title: str
    before: str
    after: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Compared:
    before: AnnualReport
    after: AnnualReport
    lines: list[Line]


def compare(one: AnnualReport, other: AnnualReport) -> Compared:
    """The earlier year first. Each side is counted over its own units and snapshot."""
    before, after = sorted((one, other), key=lambda report: (report.year, report.created_at))
    recipes = [producing.recipe(r, dated_on=r.created_at.date()) for r in (before, after)]
    with producing.source(recipes[0]) as early, producing.source(recipes[1]) as late:
        units = sorted({*early.settings.units, *late.settings.units})
        lines = [
            _line(name, comparison)
            for name in COMPARED
            for comparison in compare_figures(
                CATALOGUE[name],
                before=(early.tables, before.year),
                after=(late.tables, after.year),
                units=units,
            )
        ]
    return Compared(before, after, lines)


def _line(name: str, comparison: Comparison) -> Line:
    return Line(
        CATALOGUE[name].title_sv,
        with_interval(comparison.before) if comparison.before else "–",
        with_interval(comparison.after) if comparison.after else "–",
        sentences(comparison),
    )
