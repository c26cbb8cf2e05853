"""Themes against interventions: where a success factor or a development area was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from stegvis.analysis.charts.theme import (
    GRID,
    INK,
    STRONG,
    WARM,
    WIDE,
    capital,
    fitted,
    rows_axis,
    svg,
    wrapped,
)
from stegvis.analysis.indicators import DIMENSIONS, Figure

ROW = 24
ROW_OF_TWO_LINES = 36
MARKS_ON_A_PHONE = 11
_LOOKS: Mapping[str, tuple[str, str, float]] = {
    "success": ("circle", STRONG, -0.22),
    "development": ("triangle-up", WARM, 0.22),
}


def theme_matrix(
    figures: Sequence[Figure],
    *,
    columns: Mapping[str, str],
    width: int = WIDE,
) -> bytes:
    """Return themes as rows and interventions as columns, as SVG.

    On a narrow chart each theme has a mark for each of its interventions, without columns.

    ``figures`` are findings by ``theme``, ``kind`` and ``intervention``; the themes come in their
    order. ``columns`` gives the interventions in order, by id, with a short name of at most some
    eight characters. A filled circle is a success factor, a triangle a development area.
    """
    themes = list(dict.fromkeys(figure.key("theme") for figure in figures))
    if width < WIDE:
        return _counted(figures, themes, width)
    names = {
        theme: f"{at}|{wrapped(_label('theme', theme), 34, lines=1)}"
        for at, theme in enumerate(themes)
    }
    at = {key: place for place, key in enumerate(columns)}
    rows = [
        {
            "theme": names[figure.key("theme")],
            "at": at[str(figure.key("intervention"))] + _LOOKS[str(figure.key("kind"))][2],
            "kind": _label("kind", figure.key("kind")),
        }
        for figure in figures
    ]
    scale = alt.Scale(domain=[-0.6, max(0, len(at) - 1) + 0.6], nice=False, zero=False)
    headings = _at([{"x": place, "name": columns[key]} for key, place in at.items()], scale)
    chart = alt.layer(
        _at([{"x": place + 0.5} for place in range(len(at) - 1)], scale).mark_rule(color=GRID),
        _points(rows, list(names.values()), scale, "horizontal"),
        headings.mark_text(angle=270, align="left", baseline="middle", color=INK).encode(
            y=alt.value(-6), text="name:N"
        ),
    )
    return svg(fitted(chart, width, max(1, len(themes)) * ROW))


def _counted(figures: Sequence[Figure], themes: list[Any], width: int) -> bytes:
    """A mark for each intervention, success factors first; a phone has no room for columns."""
    names = {
        theme: f"{at}|{wrapped(_label('theme', theme), 21)}" for at, theme in enumerate(themes)
    }
    rows: list[dict[str, Any]] = []
    for theme in themes:
        kinds = [str(figure.key("kind")) for figure in figures if figure.key("theme") == theme]
        rows += [
            {"theme": names[theme], "at": at + 0.5, "kind": _label("kind", kind)}
            for at, kind in enumerate(sorted(kinds, key=list(_LOOKS).index))
        ]
    most = max((row["at"] for row in rows), default=0.5) + 0.5
    scale = alt.Scale(domain=[0, max(most, MARKS_ON_A_PHONE)], nice=False)
    points = _points(rows, list(names.values()), scale, "vertical")
    return svg(fitted(points, width, max(1, len(themes)) * ROW_OF_TWO_LINES))


def _points(
    rows: list[dict[str, Any]], names: list[str], scale: alt.Scale, direction: str
) -> alt.Chart:
    kinds = [_label("kind", kind) for kind in _LOOKS]
    legend = alt.Legend(orient="bottom", direction=direction)
    shapes = alt.Scale(domain=kinds, range=[look[0] for look in _LOOKS.values()])
    colours = alt.Scale(domain=kinds, range=[look[1] for look in _LOOKS.values()])
    return (
        alt.Chart(alt.Data(values=rows))
        .mark_point(filled=True, size=62, opacity=1)
        .encode(
            x=alt.X("at:Q", axis=None, scale=scale),
            y=rows_axis("theme", names, alt.Scale(), grid=True),
            shape=alt.Shape("kind:N", scale=shapes, legend=legend),
            color=alt.Color("kind:N", scale=colours, legend=legend),
        )
    )


def _at(values: list[dict[str, Any]], scale: alt.Scale) -> alt.Chart:
    return alt.Chart(alt.Data(values=values)).encode(x=alt.X("x:Q", axis=None, scale=scale))


def _label(dimension: str, key: Any) -> str:
    return capital(DIMENSIONS[dimension].label(key))
