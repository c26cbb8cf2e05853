"""How wide a table's columns are on paper, and the colours: one rule for Word and PDF."""

import re
from dataclasses import dataclass

from stegvis.reports.documents.formatting import row_texts, total_texts
from stegvis.reports.documents.markdown import TextTable, plain_text
from stegvis.reports.documents.model import Table

# The colours of the screen (core/stegvis.css).
ACCENT = "0B5C63"
PALE = "E0EFEE"
LINE = "C9D2D3"
CAUTION = "7A4B00"
CAUTION_PALE = "FDF0D5"

HIGHEST_PICTURE = 0.8  # of the page between its margins: the heading and the caption have room

TABLE_SIZE = 9.0  # points
SIZES = ((TABLE_SIZE, 0.8), (8.0, 1.0), (7.0, 1.0))  # with how much of the page words may take
CHARACTERS_ACROSS = 110  # of table text between the margins of an A4 page
AIR = 1.1  # in a small table, which has room for it
SMALL = 0.6  # of the page; a table that wishes for less than this is not stretched
LONGEST_KEPT_WHOLE = 15  # a longer word may be hyphenated
WIDEST_WISH = 46
PADDING = 3  # a column's inner margins, in characters
BOLD = 1.15  # titles are set in bold


@dataclass(frozen=True, slots=True)
class Widths:
    """Columns as shares of the page's width; a small table is narrower than the page.

    `must_hyphenate`: not even words of ordinary length fit whole.
    """

    shares: tuple[float, ...]
    size: float
    must_hyphenate: bool


def of_table(table: Table) -> Widths:
    titles = [column.title for column in table.columns]
    total = [texts] if (texts := total_texts(table)) else []
    columns = zip(titles, *row_texts(table), *total, strict=True)
    return _widths(
        [list(column) for column in columns], [column.kind == "text" for column in table.columns]
    )


def of_text_table(table: TextTable) -> Widths:
    columns = zip(table.header, *table.rows, strict=True)
    texts = [[plain_text(cell) for cell in column] for column in columns]
    return _widths(texts, [True] * len(texts))


def _widths(texts: list[list[str]], may_wrap: list[bool]) -> Widths:
    least = [_least(column, wraps) for column, wraps in zip(texts, may_wrap, strict=True)]
    wish = [max(low, _wish(column)) for column, low in zip(texts, least, strict=True)]
    if sum(_unfolded(column) for column in texts) < SMALL * CHARACTERS_ACROSS:
        shares = tuple(want * AIR / CHARACTERS_ACROSS for want in wish)
        return Widths(shares, TABLE_SIZE, False)
    size, fits = _size(sum(least))
    widths = _stretch(least, wish, _across(size))
    shares = tuple(width / sum(widths) for width in widths)
    return Widths(shares, size, not fits)


def _across(size: float) -> float:
    return CHARACTERS_ACROSS * TABLE_SIZE / size


def _size(least: float) -> tuple[float, bool]:
    """The largest letters in which whole words fit; the smallest where they never do."""
    for size, share in SIZES:
        if least <= share * _across(size):
            return size, True
    return size, False


def _stretch(least: list[float], wish: list[float], across: float) -> list[float]:
    """Share what is left of the page among the columns that wish for more than they need."""
    spare = across - sum(least)
    wanted = sum(wish) - sum(least)
    if spare <= 0 or wanted <= 0:
        return least
    return [low + (want - low) * spare / wanted for low, want in zip(least, wish, strict=True)]


def _least(column: list[str], may_wrap: bool) -> float:
    """Room for the longest piece that is not broken; figures are never broken."""
    title, *cells = column
    longest = _longest_word(title) * BOLD
    for text in cells:
        longest = max(longest, _longest_word(text) if may_wrap else _unbroken(text))
    return longest + PADDING


def _unbroken(text: str) -> int:
    return len(text) if len(text) <= LONGEST_KEPT_WHOLE else _longest_word(text)


def _longest_word(text: str) -> int:
    return min(max(map(len, re.split(r"[ \n\-/]", text))), LONGEST_KEPT_WHOLE)


def _wish(column: list[str]) -> float:
    return min(_unfolded(column), WIDEST_WISH)


def _unfolded(column: list[str]) -> float:
    """Room for the title and nine of ten cells on one line."""
    title, *cells = column
    lengths = sorted(map(len, cells)) or [0]
    typical = lengths[int(len(lengths) * 0.9)]
    return max(typical, len(title) * BOLD) + PADDING
