"""The seven steps of an intervention, drawn as a path that leads back to the next order."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from stegvis.analysis.charts.theme import FONT, INK, LIGHT, PAPER, QUIET, STRONG, WIDE, wrapped

STEPS: tuple[tuple[str, str], ...] = (
    ("Beställning", "Verksamheten beskriver sitt behov."),
    ("Planering", "Syfte, förväntade resultat och kostnad."),
    ("Dialog", "Beställare och leverantör blir överens."),
    ("Genomförande", "Leverantören genomför insatsen."),
    ("Leverantörens uppföljning", "Genomförande och resultat följs upp."),
    ("Rapport", "Resultatet lämnas och presenteras."),
    ("Gemensam analys", "Vad gick bra, och vad ska utvecklas?"),
)
BACK = "Lärdomarna följer med till nästa beställning."

_RADIUS = 18
_LINE = 15


def seven_steps(*, width: int = WIDE) -> bytes:
    """Return the seven steps as SVG: there and back again when wide, downwards when narrow."""
    return _downwards(width) if width < WIDE else _there_and_back(width)


def _there_and_back(width: int) -> bytes:
    """Four steps to the right with words above, three back to the left with words below."""
    column = width / 4
    xs = [column * (at + 0.5) for at in range(4)]
    top, bottom, turn = 84.0, 154.0, 35.0
    places = [(x, top) for x in xs] + [(x, bottom) for x in xs[:0:-1]]
    parts = [
        _road(f"M{xs[0]:g} {top:g}H{xs[3]:g}a{turn:g} {turn:g} 0 0 1 0 {2 * turn:g}H{xs[1]:g}"),
        _way_back(
            f"M{xs[1] - _RADIUS - 4:g} {bottom:g}H{xs[0] + 24:g}"
            f"a24 24 0 0 1 -24 -24V{top + _RADIUS + 14:g}",
            f"M{xs[0]:g} {top + _RADIUS + 4:g}l5 10h-10z",
        ),
    ]
    for at, ((title, words), (x, y)) in enumerate(zip(STEPS, places, strict=True), start=1):
        lines = [(line, True) for line in wrapped(title, 18).split("|")]
        lines += [(line, False) for line in wrapped(words, 24).split("|")]
        first = y + 38 if y == bottom else y - 30 - _LINE * (len(lines) - 1)
        parts += [_circle(at, x, y), _text(lines, x, first, "middle")]
    back = [(line, False) for line in wrapped(BACK, 22, 3).split("|")]
    parts.append(_text(back, xs[0], bottom + 38, "middle", QUIET))
    return _svg(width, bottom + 38 + 3 * _LINE + 8, parts)


def _downwards(width: int) -> bytes:
    left, between, first = 24.0, 58.0, 26.0
    last = first + between * (len(STEPS) - 1)
    right = width - 12.0
    parts = [
        _road(f"M{left:g} {first:g}V{last:g}"),
        _way_back(
            f"M{left + _RADIUS + 4:g} {last + 36:g}H{right - 20:g}a20 20 0 0 0 20 -20"
            f"V{first + 20:g}a20 20 0 0 0 -20 -20H{left + 130:g}",
            f"M{left + 120:g} {first:g}l10 -5v10z",
        ),
    ]
    for at, (title, words) in enumerate(STEPS, start=1):
        y = first + between * (at - 1)
        parts += [
            _circle(at, left, y),
            _text([(title, True)], left + 32, y + (4 if at == 1 else -3), "start"),
            _text([(words, False)], left + 32, y + (20 if at == 1 else 13), "start"),
        ]
    parts.append(_text([(BACK, False)], left + 32, last + 54, "start", QUIET))
    return _svg(width, last + 66, parts)


def _svg(width: int, height: float, parts: list[str]) -> bytes:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height:g}" '
        f'viewBox="0 0 {width} {height:g}" font-family={quoteattr(FONT)} font-size="12">'
        f"{''.join(parts)}</svg>"
    ).encode()


def _road(path: str) -> str:
    return f'<path d="{path}" fill="none" stroke="{LIGHT}" stroke-width="9"/>'


def _way_back(path: str, tip: str) -> str:
    """A dashed line, and an arrowhead drawn as a shape: a marker would need an id of its own."""
    return (
        f'<path d="{path}" fill="none" stroke="{QUIET}" stroke-width="2" stroke-dasharray="5 4"/>'
        f'<path d="{tip}" fill="{QUIET}"/>'
    )


def _circle(number: int, x: float, y: float) -> str:
    return (
        f'<circle cx="{x:g}" cy="{y:g}" r="{_RADIUS}" fill="{STRONG}" stroke="{PAPER}" '
        f'stroke-width="3"/><text x="{x:g}" y="{y + 5:g}" text-anchor="middle" font-size="15" '
        f'font-weight="bold" fill="{PAPER}">{number}</text>'
    )


def _text(lines: list[tuple[str, bool]], x: float, y: float, anchor: str, colour: str = INK) -> str:
    """Lines of text from ``y`` and down; each with whether it is bold."""
    weight = {True: "bold", False: "normal"}
    return "".join(
        f'<text x="{x:g}" y="{y + at * _LINE:g}" text-anchor="{anchor}" fill="{colour}" '
        f'font-weight="{weight[bold]}">{escape(line)}</text>'
        for at, (line, bold) in enumerate(lines)
    )
