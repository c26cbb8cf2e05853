"""How the project report writes a figure, and small blocks that several chapters use."""

from collections.abc import Callable, Iterable

from stegvis.analysis.indicators import CAUTION_SV, UNIT_SV, Caution, Figure, FigureKind, Unit
from stegvis.analysis.words import number, percent
from stegvis.core import formats
from stegvis.reports.documents.model import Callout, Cell, Paragraph, Value
from stegvis.reports.project.source import drill

HIDDEN = "skyddat"
BLANK = Cell(None, text="")


def in_words(figure: Figure | None) -> str:
    """The figure as it is written: 34 %, 9 månader, 1 450."""
    if figure is None:
        return formats.MISSING
    if figure.is_suppressed:
        return HIDDEN
    if figure.value is None:
        return formats.MISSING
    kind = figure.indicator.kind
    if kind is FigureKind.SHARE:
        return percent(float(figure.value))
    if kind in (FigureKind.LOWEST, FigureKind.HIGHEST):
        return number(whole(float(figure.value), figure.indicator.counting_unit))
    if kind in (FigureKind.MEAN, FigureKind.MEDIAN):
        return one_decimal(float(figure.value))
    return number(figure.value)


def whole(value: float, unit: Unit) -> int:
    """Whole months, at least one: nobody was there for no month at all."""
    rounded = int(value + 0.5)
    return max(1, rounded) if unit is Unit.MONTHS else rounded


def one_decimal(value: float) -> str:
    """7,5; but 9, not 9,0."""
    text = number(value, 1)
    return text.removesuffix(",0")


def with_parts(figure: Figure | None) -> str:
    """34 % (38 av 111)"""
    if figure is None or figure.value is None or figure.denominator is None:
        return in_words(figure)
    parts = f"{number(figure.numerator)} av {number(figure.denominator)}"
    return f"{in_words(figure)} ({parts})"


def interval(figure: Figure | None) -> Cell:
    """26–43 %"""
    if figure is None or figure.interval is None:
        return BLANK
    low, high = number(figure.interval.low * 100), percent(figure.interval.high)
    return Cell(f"{low}–{high}")


def with_unit(figure: Figure | None) -> str:
    """9 månader"""
    text = in_words(figure)
    if figure is None or figure.value is None or figure.indicator.kind is FigureKind.SHARE:
        return text
    return f"{text} {unit_of(figure)}"


def unit_of(figure: Figure) -> str:
    return UNIT_SV[figure.indicator.counting_unit]


def coverage(figure: Figure) -> str:
    """How many have what the figure needs, when that is not all."""
    if figure.is_complete or figure.is_suppressed:
        return ""
    rows = figure.indicator.frame.row_sv
    return f"Känt för {number(figure.reported)} av {number(figure.of)} {rows}."


def cautions(figures: Iterable[Figure | None]) -> list[Callout]:
    """One callout for all cautions that some figure carries."""
    shown = [figure for figure in figures if figure and not figure.is_suppressed]
    found = {caution for figure in shown for caution in figure.cautions}
    if not found:
        return []
    texts = [CAUTION_SV[caution] for caution in Caution if caution in found]
    return [Callout("caution", "Läs med försiktighet", " ".join(texts))]


def sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def cell(figure: Figure | None, written: Callable[[Figure | None], str] = in_words) -> Cell:
    """The figure in words, opening what it counts."""
    if figure is None:
        return Cell(None)
    return Cell(shown(figure), text=written(figure), href=drill(figure))


def shown(figure: Figure) -> Value:
    """The figure as a number with the decimals that are shown."""
    if figure.value is None:
        return None
    kind, value = figure.indicator.kind, float(figure.value)
    if kind in (FigureKind.LOWEST, FigureKind.HIGHEST):
        return whole(value, figure.indicator.counting_unit)
    if kind in (FigureKind.MEAN, FigureKind.MEDIAN):
        return round(value, 1)
    return figure.value


def part(figure: Figure | None) -> Cell:
    """A share's numerator, opening like the share."""
    return _piece(figure, lambda one: one.numerator)


def whole_of(figure: Figure | None) -> Cell:
    """A share's denominator."""
    return _piece(figure, lambda one: one.denominator)


def _piece(figure: Figure | None, piece: Callable[[Figure], Value]) -> Cell:
    if figure is None:
        return Cell(None)
    if figure.is_suppressed:
        return Cell(None, text=HIDDEN)
    return Cell(piece(figure), href=drill(figure))


def said(text: str, *figures: Figure | None) -> str:
    """The sentence with the figures in its places; nothing where one of them may not be told."""
    if any(figure is None or figure.value is None for figure in figures):
        return ""
    return text.format(*(in_words(figure) for figure in figures)) + " "


def paragraph(text: str) -> list[Paragraph]:
    """One paragraph, or none where nothing may be told."""
    return [Paragraph(text.strip())] if text.strip() else []
