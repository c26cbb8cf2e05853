"""The drawing as SVG. Written here and not in a template: a person's page has hundreds of shapes.

No style attribute (the content security policy would drop it): colours are classes in stegvis.css,
patterns tell the lines apart without colour."""

from collections.abc import Iterator

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from stegvis.casework.drawing import PATTERNED, Bar, Drawing, Line, Mark, Progress, Shade
from stegvis.casework.timeline import Entry
from stegvis.core import formats

_STRIPE = '<path class="tl-stripe" d="{}" />'
PATTERNS = {  # name → size, ground, what is on it
    "indirect": (8, 8, "tl-ground", _STRIPE.format("M-2 10L10 -2M-2 2L2 -2M6 10L10 6")),
    "competence": (7, 7, "tl-ground", '<circle class="tl-dot" cx="3.5" cy="3.5" r="1.1" />'),
    "health": (7, 6, "tl-ground", _STRIPE.format("M0 3H7")),
    "social": (7, 7, "tl-ground", _STRIPE.format("M3.5 0V7")),
    "support": (9, 9, "tl-grey", _STRIPE.format("M-2 -2L11 11M-2 7L2 11M7 -2L11 2")),
    "pause": (
        *(12, 12, "tl-sand"),
        '<path class="tl-wide-stripe" d="M-3 15L15 -3M-3 3L3 -3M9 15L15 9" />',
    ),
}


def svg(drawing: Drawing, name: str) -> SafeString:
    """`name` keeps the ids of two drawings on a page apart."""
    box = f"0 0 {drawing.size.width} {drawing.height}"
    parts = [
        f'<svg class="timeline__drawing timeline__drawing--{name}" viewBox="{box}" role="img"'
        f' aria-labelledby="tl-{name}-t tl-{name}-d">',
        f'<title id="tl-{name}-t">{escape(_("Tidslinje"))}</title>',
        f'<desc id="tl-{name}-d">{escape(_description(drawing))}</desc>',
        f"<defs>{''.join(_patterns(name))}</defs>",
        *(_shade(shade, drawing, name) for shade in drawing.shades),
        *_axis(drawing),
        *(_progress(drawing.progress) if drawing.progress else ()),
        *(part for line in drawing.lines for part in _line(line, drawing, name)),
        *(f'<path class="tl-exit" d="M{x} {drawing.top}V{drawing.foot}" />' for x in drawing.exits),
        *_today(drawing),
        "</svg>",
    ]
    return SafeString("\n".join(parts))


def _description(drawing: Drawing) -> str:
    days = {
        "first": formats.date_in_prose(drawing.first),
        "last": formats.date_in_prose(drawing.last),
    }
    return _("Från %(first)s till %(last)s. Allt i bilden står i tabellen under den.") % days


def _patterns(name: str) -> Iterator[str]:
    for key, (width, height, ground, drawn) in PATTERNS.items():
        yield (
            f'<pattern id="tl-{name}-{key}" width="{width}" height="{height}"'
            f' patternUnits="userSpaceOnUse">'
            f'<path class="{ground}" d="M0 0H{width}V{height}H0Z" />{drawn}</pattern>'
        )


def _shade(shade: Shade, drawing: Drawing, name: str) -> str:
    top, foot = drawing.top, drawing.foot
    return (
        f"<g>{_title(shade.entry)}"
        f'<rect fill="url(#tl-{name}-pause)" x="{shade.x}" y="{top}" width="{shade.width}"'
        f' height="{foot - top}" />'
        f'<path class="tl-pause-edge" d="M{shade.x} {top}V{foot}M{shade.end} {top}V{foot}" /></g>'
    )


def _axis(drawing: Drawing) -> Iterator[str]:
    for tick in drawing.ticks:
        year = " tl-grid--year" if tick.year else ""
        yield f'<path class="tl-grid{year}" d="M{tick.x} 30V{drawing.foot}" />'
        if tick.year:
            yield _text(tick.year, tick.x, 12, "tl-year")
        if tick.label:
            yield _text(tick.label, tick.x, 27, "tl-month")


def _progress(progress: Progress) -> Iterator[str]:
    yield _text(_("Riktning"), 0, progress.name_y, "tl-name")
    for points in progress.lines:
        yield f'<polyline class="tl-progress" points="{points}" />'
    for mark in progress.marks:
        kind = f"tl-review tl-review--{mark.entry.direction}"
        yield f'<g>{_title(mark.entry)}<path class="{kind}" d="{mark.path}" /></g>'


def _line(line: Line, drawing: Drawing, name: str) -> Iterator[str]:
    many = f" ({line.count})" if line.count > 1 else ""
    fill = f' fill="url(#tl-{name}-{line.track})"' if line.track in PATTERNED else ""
    yield f'<path class="tl-rule" d="M0 {line.y}H{drawing.size.width}" />'
    yield _text(f"{line.track.label}{many}", 0, line.name_y, "tl-name")
    for bar in line.bars:
        yield _bar(bar, fill)
    for mark in line.marks:
        yield _mark(mark)


def _bar(bar: Bar, fill: str) -> str:
    words = _text(bar.label, bar.text_x, bar.text_y, "tl-inside" if bar.is_inside else "")
    shape = f'<path{fill} d="{bar.path}" />'
    return f'<g class="{_classes("tl-bar", bar.entry)}">{_title(bar.entry)}{shape}{words}</g>'


def _mark(mark: Mark) -> str:
    words = _text(mark.label, mark.text_x, mark.text_y) if mark.label else ""
    shape = f'<path d="{mark.path}" />'
    return f'<g class="{_classes("tl-mark", mark.entry)}">{_title(mark.entry)}{shape}{words}</g>'


def _classes(kind: str, entry: Entry) -> str:
    planned = " tl-planned" if entry.is_planned else ""
    cancelled = " tl-cancelled" if entry.is_cancelled else ""
    return f"{kind} {kind}--{entry.track}{planned}{cancelled}"


def _today(drawing: Drawing) -> Iterator[str]:
    if drawing.today_x is not None:
        yield f'<path class="tl-today" d="M{drawing.today_x} 30V{drawing.foot}" />'
        yield _text(_("i dag"), drawing.today_text_x, drawing.height - 3, "tl-today-word")


def _title(entry: Entry) -> str:
    return f"<title>{escape(entry.sentence)}</title>"


def _text(words: str, x: int, y: int, kind: str = "") -> str:
    kind = f' class="{kind}"' if kind else ""
    return f'<text{kind} x="{x}" y="{y}">{escape(words)}</text>'
