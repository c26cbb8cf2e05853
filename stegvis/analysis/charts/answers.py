"""Expected results by their answers, as stacked bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt

from stegvis.analysis.charts.theme import (
    INK,
    PAPER,
    WIDE,
    capital,
    fitted,
    room_for,
    rows_axis,
    svg,
    wrapped,
)
from stegvis.analysis.indicators import DIMENSIONS, Figure, Group

ROW = 34
ALL = "Alla"

# From dark to light in the order of the answers, so that they are told apart without colour.
_LOOKS: Mapping[str | None, tuple[str, str]] = {
    "reached": ("#14532d", PAPER),
    "partly": ("#5aa074", INK),
    "not_reached": ("#c2612f", INK),
    "not_reported": ("#b9bfc6", INK),
    "too_early": ("#dfe4e8", INK),
    None: (PAPER, INK),
}


def expected_results(
    figures: Sequence[Figure],
    *,
    labels: Mapping[str, str] | None = None,
    width: int = WIDE,
) -> bytes:
    """Return expected results by answer as stacked bars, as SVG.

    The figures are grouped by ``answer`` alone, for one bar, or by one more dimension before it,
    for a bar each. Each part has its number in it, where there is room.
    """
    is_wide = width >= WIDE
    bars = dict.fromkeys(figure.group[:-1] for figure in figures)
    names = {
        group: f"{at}|{wrapped(_label(group, labels), 24 if is_wide else 14)}"
        for at, group in enumerate(bars)
    }
    words = {code: capital(DIMENSIONS["answer"].label(code)) for code in _LOOKS}
    rows = [row for group in bars for row in _parts(group, figures, names[group], words)]
    used = [code for code in _LOOKS if any(row["answer"] == words[code] for row in rows)]
    largest = max((int(str(row["to"])) for row in rows), default=1)
    scale = alt.Scale(domain=[0, largest], nice=False)
    base = alt.Chart(alt.Data(values=rows)).encode(
        y=rows_axis("group", list(names.values()), alt.Scale(paddingInner=0.3, paddingOuter=0.1))
    )
    colours = alt.Color(
        "answer:N",
        scale=alt.Scale(
            domain=[words[code] for code in used], range=[_LOOKS[code][0] for code in used]
        ),
        legend=alt.Legend(columns=6 if is_wide else 2, symbolStrokeColor=INK, symbolType="square"),
    )
    parts = base.mark_bar(stroke=INK, strokeWidth=0.6).encode(
        x=alt.X("from:Q", axis=None, scale=scale), x2="to:Q", color=colours
    )
    plot = width - room_for([part for n in names.values() for part in n.split("|")[1:]]) - 24
    numbers = (
        base.transform_filter(f"(datum.to - datum.from) * {plot / largest:.1f} > 14")
        .mark_text()
        .encode(
            x=alt.X("middle:Q", axis=None, scale=scale),
            text="count:N",
            color=alt.Color("ink:N", scale=None),
        )
    )
    chart = alt.layer(parts, numbers).resolve_scale(color="independent")
    return svg(fitted(chart, width, max(1, len(bars)) * ROW))


def _label(group: Group, labels: Mapping[str, str] | None) -> str:
    text = ", ".join(DIMENSIONS[name].label(key, labels) for name, key in group)
    return capital(text or ALL)


def _parts(
    group: Group, figures: Sequence[Figure], name: str, words: Mapping[str | None, str]
) -> list[dict[str, object]]:
    own = {figure.key("answer"): figure for figure in figures if figure.group[:-1] == group}
    rows: list[dict[str, object]] = []
    at = 0
    for code in _LOOKS:
        count = int(own[code].numerator or 0) if code in own else 0
        if count:
            rows.append(
                {
                    "group": name,
                    "answer": words[code],
                    "from": at,
                    "to": at + count,
                    "middle": at + count / 2,
                    "count": str(count),
                    "ink": _LOOKS[code][1],
                }
            )
        at += count
    return rows
