"""Shares as a dot with its interval as a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from stegvis.analysis.charts.theme import (
    INK,
    PAPER,
    QUIET,
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
from stegvis.analysis.words import THIN_SPACE, number, percent

ROW = 34
ROW_OF_THREE_LINES = 48
CAREFUL = "läs med försiktighet"


def shares(
    figures: Sequence[Figure],
    *,
    labels: Mapping[str, str] | None = None,
    width: int = WIDE,
) -> bytes:
    """Return each group's share as a dot with its 95 % interval, as SVG.

    A figure with cautions has an open diamond instead of a filled dot.
    """
    is_wide = width >= WIDE
    rows = [_row(at, figure, is_wide, labels) for at, figure in enumerate(figures)]
    names = [str(row["group"]) for row in rows]
    text_room = room_for([str(row["text"]) for row in rows]) + 18
    label_room = room_for([part for name in names for part in name.split("|")[1:]])
    plot = max(width - label_room - 24, text_room + 90)
    scale = alt.Scale(domain=[0, plot / (plot - text_room)], nice=False)
    axis = alt.Axis(
        values=[0, 0.25, 0.5, 0.75, 1] if is_wide else [0, 0.5, 1],
        grid=True,
        orient="top",
        labelColor=QUIET,
        labelExpr=f"datum.value * 100 + '{THIN_SPACE}%'",
    )

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", axis=axis, scale=scale)

    base = alt.Chart(alt.Data(values=rows)).encode(y=rows_axis("group", names, alt.Scale()))
    lines = (
        base.transform_filter("isValid(datum.low)")
        .mark_rule(color=QUIET, strokeWidth=2)
        .encode(x=x("low"), x2="high:Q")
    )
    texts = base.mark_text(align="left", dx=14, color=INK).encode(x=x("end"), text="text:N")
    layers: list[Any] = [lines, _dots(base, x("value")), texts]
    if any(row["careful"] for row in rows):
        layers.append(_key())
    row = ROW if is_wide else ROW_OF_THREE_LINES
    return svg(fitted(alt.layer(*layers), width, max(1, len(rows)) * row))


def _dots(base: alt.Chart, x: alt.X) -> alt.Chart:
    careful = "datum.careful"
    return (
        base.transform_filter("isValid(datum.value)")
        .mark_point(size=75, strokeWidth=2, opacity=1, stroke=STRONG)
        .encode(
            x=x,
            shape=alt.condition(careful, alt.value("diamond"), alt.value("circle")),
            fill=alt.condition(careful, alt.value(PAPER), alt.value(STRONG)),
        )
    )


def _key() -> alt.LayerChart:
    """What the diamond means, below the rows."""
    base = alt.Chart(alt.Data(values=[{}])).encode(
        x=alt.value(6), y=alt.value(alt.expr("height + 18"))
    )
    diamond = base.mark_point(
        shape="diamond", size=75, strokeWidth=2, opacity=1, stroke=STRONG, fill=PAPER
    )
    return alt.layer(diamond, base.mark_text(align="left", dx=12, color=INK, text=CAREFUL))


def _row(
    at: int, figure: Figure, is_wide: bool, labels: Mapping[str, str] | None
) -> dict[str, object]:
    text = missing(figure)
    if figure.value is not None:
        text = percent(float(figure.value))
        if is_wide:
            text += f"  ({number(figure.numerator)} av {number(figure.denominator)})"
    name = wrapped(capital(figure.label(labels)), *((34, 2) if is_wide else (20, 3)))
    return {
        "group": f"{at}|{name}",
        "value": figure.value,
        "low": None if figure.interval is None else figure.interval.low,
        "high": None if figure.interval is None else figure.interval.high,
        "careful": bool(figure.cautions),
        "text": text,
        "end": 1,
    }
