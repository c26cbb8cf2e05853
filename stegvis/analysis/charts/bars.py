"""Bars with their numbers written at the end, so that no axis is needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import altair as alt

from stegvis.analysis.charts.theme import (
    INK,
    LIGHT,
    STRONG,
    WIDE,
    capital,
    fitted,
    missing,
    room_for,
    rows_axis,
    svg,
    wrapped,
)
from stegvis.analysis.indicators import Figure
from stegvis.analysis.words import money, number, percent

BAR = 17
BETWEEN = 12
COLOURS = (STRONG, LIGHT)


@dataclass(frozen=True, slots=True)
class Series:
    """Figures of one indicator, what the bars stand for, and how a number is written."""

    figures: Sequence[Figure]
    name: str
    written: Callable[[float], str]

    def words(self, figure: Figure, with_name: bool) -> str:
        if figure.value is None:
            return missing(figure)
        written = self.written(float(figure.value))
        return f"{written} {self.name}" if with_name else written


def started_and_completed(
    started: Sequence[Figure],
    completed: Sequence[Figure],
    *,
    labels: Mapping[str, str] | None = None,
    width: int = WIDE,
) -> bytes:
    """Return bars of starts and completed starts for each group, as SVG."""
    return _bars(
        Series(started, "startade", number), Series(completed, "fullföljda", number), labels, width
    )


def participants_and_goal(
    participants: Sequence[Figure],
    goal: Sequence[Figure],
    *,
    labels: Mapping[str, str] | None = None,
    width: int = WIDE,
) -> bytes:
    """Return bars of participants and of those with work or studies for each group, as SVG."""
    return _bars(
        Series(participants, "deltagare", number),
        Series(goal, "till arbete eller studier", number),
        labels,
        width,
    )


def costs_per_head(
    per_start: Sequence[Figure],
    per_completed: Sequence[Figure],
    *,
    labels: Mapping[str, str] | None = None,
    width: int = WIDE,
) -> bytes:
    """Return bars of kronor per start and per completed start for each group, as SVG."""
    return _bars(
        Series(per_start, "per start", money),
        Series(per_completed, "per fullföljd", money),
        labels,
        width,
    )


def contract_forms(
    of_interventions: Sequence[Figure],
    of_cost: Sequence[Figure],
    *,
    labels: Mapping[str, str] | None = None,
    width: int = WIDE,
) -> bytes:
    """Return bars of each contract form's part of the interventions and of the cost, as SVG."""
    return _bars(
        Series(of_interventions, "av insatserna", percent),
        Series(of_cost, "av kostnaden", percent),
        labels,
        width,
    )


def _bars(first: Series, second: Series, labels: Mapping[str, str] | None, width: int) -> bytes:
    """Two bars a group. On a narrow chart a key above says what they are, not every bar."""
    is_wide = width >= WIDE
    both = (first, second)
    groups = {figure.group: figure.label(labels) for series in both for figure in series.figures}
    names = {
        group: f"{at}|{wrapped(capital(label), 26 if is_wide else 17)}"
        for at, (group, label) in enumerate(groups.items())
    }
    rows = [
        {
            "group": names[figure.group],
            "series": series.name,
            "value": float(figure.value or 0),
            "text": series.words(figure, with_name=is_wide),
        }
        for series in both
        for figure in series.figures
    ]
    order = [series.name for series in both]
    base = alt.Chart(alt.Data(values=rows)).encode(
        y=rows_axis(
            "group",
            list(names.values()),
            alt.Scale(paddingInner=BETWEEN / (2 * BAR + BETWEEN), paddingOuter=0.1),
        ),
        yOffset=alt.YOffset("series:N", sort=order),
        x=alt.X("value:Q", axis=None, scale=_scale(both, list(names.values()), is_wide, width)),
    )
    bars = base.mark_bar(stroke=INK, strokeWidth=0.5).encode(
        color=alt.Color(
            "series:N",
            scale=alt.Scale(domain=order, range=list(COLOURS)),
            legend=None if is_wide else alt.Legend(symbolType="square"),
        )
    )
    texts = base.mark_text(align="left", dx=6, color=INK).encode(text="text:N")
    height = max(1, len(names)) * (2 * BAR + BETWEEN)
    return svg(fitted(alt.layer(bars, texts), width, height))


def _scale(both: Sequence[Series], names: list[str], is_wide: bool, width: int) -> alt.Scale:
    """Leave room for the longest text after the longest bar."""
    figures = [(series, figure) for series in both for figure in series.figures]
    largest = max((float(figure.value or 0) for _, figure in figures), default=0.0) or 1.0
    text = room_for([series.words(figure, is_wide) for series, figure in figures]) + 10
    label = room_for([part for name in names for part in name.split("|")[1:]])
    plot = max(width - label - 24, text + 60)
    return alt.Scale(domain=[0, largest * plot / (plot - text)], nice=False)
