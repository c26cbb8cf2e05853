"""Size, colours and type of every chart, and the way from Altair to SVG.

A chart is drawn for a total width in CSS pixels: ``WIDE`` fills 16 cm on paper and a column on a
screen, ``NARROW`` a phone. What differs is told by place, shape or words, never by colour alone.
"""

from __future__ import annotations

import textwrap
from typing import Any

import altair
import vl_convert

from stegvis.analysis.indicators import Figure

WIDE = 605
NARROW = 340

FONT = "Arial, 'Liberation Sans', Helvetica, sans-serif"
TEXT_SIZE = 12
CHARACTER = 6.2
"""Mean width of a character at ``TEXT_SIZE``, pixels; enough to keep words apart."""

INK = "#1b2733"
QUIET = "#55606b"
GRID = "#dfe4e8"
STRONG = "#1d4f7a"
LIGHT = "#8fbbe0"
WARM = "#a5481c"
PAPER = "#ffffff"

NOT_REPORTED = "ej redovisat"
NOT_SHOWN = "visas inte"

_VEGA_LITE = ".".join(altair.SCHEMA_VERSION.removeprefix("v").split(".")[:2])

_CONFIG: dict[str, Any] = {
    "aria": False,
    "background": None,
    "font": FONT,
    "padding": 4,
    "view": {"stroke": None},
    "axis": {
        "domain": False,
        "ticks": False,
        "grid": False,
        "gridColor": GRID,
        "labelColor": INK,
        "labelFontSize": TEXT_SIZE,
        "labelLimit": 400,
        "labelPadding": 8,
        "title": None,
    },
    "legend": {
        "labelColor": INK,
        "labelFontSize": TEXT_SIZE,
        "labelLimit": 400,
        "title": None,
        "orient": "top",
    },
    "text": {"fontSize": TEXT_SIZE, "color": INK},
}


def svg(chart: Any) -> bytes:
    """Return an Altair chart as SVG. The same chart gives the same bytes."""
    specification = chart.to_dict(validate=False)
    specification["config"] = _CONFIG
    text: str = vl_convert.vegalite_to_svg(specification, vl_version=_VEGA_LITE)
    return text.encode()


def wrapped(text: str, width: int, lines: int = 2) -> str:
    """Return ``text`` in at most ``lines`` lines of at most ``width`` characters, parted by ``|``.

    What does not fit ends in an ellipsis; the table beside the chart has the whole.
    """
    words = " ".join(text.replace("|", " ").split())
    parts = textwrap.wrap(words, width, break_long_words=False)
    if len(parts) > lines:
        last = " ".join(parts[lines - 1 :])
        cut = textwrap.wrap(last, width - 1, break_long_words=False)[0]
        parts = [*parts[: lines - 1], f"{cut[: width - 1]}…"]
    return "|".join(part if len(part) <= width else f"{part[: width - 1]}…" for part in parts)


def rows_axis(field: str, names: list[str], scale: Any, **more: Any) -> Any:
    """Return the y encoding of rows named ``number|line|line…``, up to three lines a name."""
    more_lines = [
        {"test": f"length(split(datum.label, '|')) == {lines + 1}", "value": -7 * (lines - 1)}
        for lines in (2, 3)
    ]
    axis = altair.Axis(
        labelExpr="slice(split(datum.label, '|'), 1)",
        labelLineHeight=14,
        labelOffset={"condition": more_lines, "value": 0},
        **more,
    )
    return altair.Y(f"{field}:N", sort=names, axis=axis, scale=scale)


def fitted(chart: Any, width: int, height: float) -> Any:
    """Return the chart made to fill ``width`` pixels, labels and all."""
    size = altair.AutoSizeParams(type="fit-x", contains="padding")
    return chart.properties(width=width, height=height, autosize=size)


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def room_for(texts: list[str]) -> float:
    """Return the pixels that the longest text needs."""
    return max((len(text) for text in texts), default=0) * CHARACTER


def missing(figure: Figure) -> str:
    """Return the words that stand where a figure has no value."""
    return NOT_SHOWN if figure.is_suppressed else NOT_REPORTED
