"""What the start page tells of a report: the figures of the two questions, and themes that return.

Counted apart, so nothing heavy is imported until something is counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stegvis.analysis.indicators import Figure
    from stegvis.reports.annual.source import Source

FIGURES = (
    *("interventions", "started", "expected_reached_share", "outcome_cost"),
    *("completion_share", "cost_per_completed"),
)
SERIOUS = {"small_base", "low_coverage", "impossible"}  # cautions that change how it is read
RETURNS = 2  # interventions or years


@dataclass(frozen=True)
class Told:
    """A figure in words, with the path that opens it from the report."""

    value: str
    above: str
    below: str
    interval: str
    reported: int
    of: int
    is_serious: bool
    path: str


@dataclass(frozen=True)
class Answers:
    """`themes`: those of development areas that return, the commonest first, each with the year's
    interventions and where that figure opens. `of_themes`: of how many."""

    figures: dict[str, Told]
    themes: list[tuple[str, int, str]]
    of_themes: int


def answers(source: Source) -> Answers:
    from stegvis.reports.annual.source import drill

    figures = {name: _told(source.total(name)) for name in FIGURES}
    years = {
        figure.group: int(figure.value or 0) for figure in source.by("theme_years", "kind", "theme")
    }
    development = [
        figure
        for figure in source.by("finding_interventions", "kind", "theme")
        if figure.key("kind") == "development" and figure.key("theme") is not None
    ]
    themes = [
        (str(figure.key("theme")), int(figure.value or 0), drill(figure))
        for figure in development
        if max(int(figure.value or 0), years[figure.group]) >= RETURNS
    ]
    themes.sort(key=lambda theme: (-theme[1], theme[0]))
    return Answers(figures, themes, len(development))


def _told(figure: Figure) -> Told:
    from stegvis.core import formats
    from stegvis.reports.annual.results import in_words, parts_in_words
    from stegvis.reports.annual.source import drill

    above, below = parts_in_words(figure)
    ends = figure.interval
    return Told(
        in_words(figure),
        above,
        below,
        f"{formats.number(ends.low * 100, 1)}–{formats.percent(ends.high, 1)}" if ends else "",
        figure.reported,
        figure.of,
        bool(SERIOUS & {caution.value for caution in figure.cautions}),
        drill(figure),
    )
