"""Pictures for documents: their size, and as PNG where a format takes no SVG."""

import re
from dataclasses import dataclass

from stegvis.reports.documents.formatting import clean

NUMBER = re.compile(r"\d+(?:\.\d+)?")
PNG_SCALE = 2


@dataclass(frozen=True, slots=True)
class Picture:
    """Width and height in CSS pixels (96 to an inch)."""

    text: str
    width: float
    height: float

    def width_within(self, width: float, height: float) -> float:
        """Points of width at which the whole picture has room; never more than its own."""
        return min(self.width * 0.75, width, height * self.width / self.height)


def prepare(svg: bytes) -> Picture:
    """Reads the size from width and height, else from the view box."""
    text = clean(svg.decode("utf-8"))
    start = re.search(r"<svg\b[^>]*>", text)
    if start is None:
        raise ValueError("the picture is no SVG")
    size = dict(re.findall(r'\b(width|height|viewBox)="([^"]*)"', start[0]))
    box = NUMBER.findall(size.get("viewBox", ""))[-2:] or ["640", "360"]
    width, height = (
        _pixels(size.get(side, ""), box[at]) for at, side in enumerate(["width", "height"])
    )
    return Picture(text, width, height)


def _pixels(length: str, otherwise: str) -> float:
    plain = re.fullmatch(r"(\d+(?:\.\d+)?)(?:px)?", length)
    return float(plain[1] if plain else otherwise)


def as_png(svg: str) -> bytes:
    import vl_convert  # only where it is used: a web process has no room for it

    return vl_convert.svg_to_png(svg, scale=PNG_SCALE)
