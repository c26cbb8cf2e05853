"""A document's tables as an Excel file: figures as figures, dates as dates."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from io import BytesIO

import xlsxwriter

from stegvis.core.formats import date_in_prose
from stegvis.reports.documents import words
from stegvis.reports.documents.formatting import (
    cell_text,
    clean,
    is_missing,
    one_line,
    row_texts,
    total_texts,
    value_text,
)
from stegvis.reports.documents.layout import ACCENT, PALE
from stegvis.reports.documents.model import Cell, Column, Document, Figure, Table
from stegvis.reports.documents.outline import Entry, Placed, PlacedChapter, place

MOST_ROWS = 1_048_576
LONGEST_CELL = 32_767
LONGEST_SHEET_NAME = 31
NARROWEST, WIDEST = 9, 60
NUMBER_FORMATS = {  # for whole figures, and for others
    "number": ("#,##0", "#,##0.0#"),
    "money": ('#,##0\\ "kr"', '#,##0.00\\ "kr"'),
    "percent": ("0\\ %", "0\\ %"),
    "date": ("yyyy-mm-dd", "yyyy-mm-dd"),
    "text": ("@", "@"),
}
ABOUT = "Om"
ABOUT_WIDTHS = (34, 50, 58, 50)
A4 = 9
LINE_HEIGHT, HIGHEST_ROW = 15, 409  # points
SHORTENED = " … (avkortat)"


class TooManyRowsError(ValueError):
    """A table that an Excel sheet cannot hold; says in Swedish which one."""


def render(document: Document) -> bytes:
    """An .xlsx with a sheet about the document and one for each table, dated as the document.

    A missing value is an empty cell. Text is text, whatever it starts with.
    """
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    noon = datetime.combine(document.dated_on, time(12), tzinfo=UTC)
    book.set_properties(
        {
            "title": one_line(document.title),
            "subject": one_line(document.subtitle),
            "author": one_line(document.organisation),
            "created": noon.replace(tzinfo=None),
        }
    )
    writer = _Writer(book)
    sheets = _sheets(document)
    writer.about(document, sheets)
    for sheet in sheets:
        writer.table(sheet.name, sheet.table)
    book.close()
    return buffer.getvalue()


@dataclass(frozen=True, slots=True)
class Sheet:
    """`where`: the heading that the table stands under; `title`: its numbered caption."""

    name: str
    where: str
    title: str
    table: Table


def _sheets(document: Document) -> list[Sheet]:
    names = _Names()
    found: list[Sheet] = []
    for chapter in place(document):
        for entry, title, table in _tables(chapter):
            if len(table.rows) + 2 > MOST_ROWS:
                raise TooManyRowsError(
                    f"”{title}” har {len(table.rows)} rader och ryms inte i ett kalkylblad, "
                    f"som rymmer {MOST_ROWS}. Dela upp tabellen eller ta med färre rader."
                )
            name = names.free(f"{entry.number} {table.caption}")
            found.append(Sheet(name, f"{entry.number} {one_line(entry.title)}", title, table))
    return found


def _tables(chapter: PlacedChapter) -> Iterator[tuple[Entry, str, Table]]:
    entry = chapter.entry
    for placed in chapter.blocks:
        if placed.entry is not None and placed.entry.number:
            entry = placed.entry
        table = _table_of(placed)
        if table is not None:
            word = words.FIGURE if isinstance(placed.block, Figure) else words.TABLE
            yield entry, f"{word} {placed.number}. {one_line(table.caption)}", table


def _table_of(placed: Placed) -> Table | None:
    match placed.block:
        case Table() as table:
            return table
        case Figure() as figure:
            return figure.table
    return None


class _Names:
    """Sheet names as Excel wants them: short, unique and without its own signs."""

    def __init__(self) -> None:
        self.taken = {ABOUT.lower(), "history", "historik"}

    def free(self, wanted: str) -> str:
        plain = re.sub(r"[\[\]:*?/\\\s]+", " ", clean(wanted)).strip(" '") or words.TABLE
        name = _cut(plain, LONGEST_SHEET_NAME)
        number = 2
        while name.lower() in self.taken:
            ending = f" ({number})"
            name = _cut(plain, LONGEST_SHEET_NAME - len(ending)) + ending
            number += 1
        self.taken.add(name.lower())
        return name


def _cut(text: str, length: int) -> str:
    """At most `length` UTF-16 units, which is how Excel counts."""
    while len(text.encode("utf-16-le")) > 2 * length:
        text = text[:-1]
    return text.strip(" '")


class _Writer:
    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.book = book
        top = {"valign": "top"}
        beside = {"indent": 1}  # else a number touches the text to its right
        header = {"bold": True, "bg_color": f"#{PALE}", "bottom": 2, "bottom_color": f"#{ACCENT}"}
        total = {"bold": True, "top": 2, "top_color": f"#{ACCENT}"}
        self.plain = book.add_format(top | {"text_wrap": True})
        self.bold = book.add_format(top | {"bold": True, "text_wrap": True})
        self.title = book.add_format({"bold": True, "font_size": 16, "font_color": f"#{ACCENT}"})
        self.link = book.add_format(top | {"font_color": f"#{ACCENT}", "underline": 1})
        header |= {"text_wrap": True, "valign": "bottom"}
        self.header = book.add_format(header | beside)
        self.right_header = book.add_format(header | beside | {"align": "right"})
        self.formats = {
            (kind, is_whole, is_total): book.add_format(
                top
                | beside
                | (total if is_total else {})
                | {"num_format": codes[0] if is_whole else codes[1]}
                | ({"text_wrap": True} if kind == "text" else {})
                | ({} if kind in {"text", "date"} else {"align": "right"})
            )
            for kind, codes in NUMBER_FORMATS.items()
            for is_whole in (True, False)
            for is_total in (False, True)
        }

    def about(self, document: Document, sheets: list[Sheet]) -> None:
        sheet = self.book.add_worksheet(ABOUT)
        sheet.hide_gridlines(2)
        for column, width in enumerate(ABOUT_WIDTHS):
            sheet.set_column(column, column, width)
        _set_paper(sheet)
        sheet.write_string(0, 0, _shown(document.title), self.title)
        facts = (
            ("Underrubrik", document.subtitle),
            ("Organisation", document.organisation),
            ("Datum", date_in_prose(document.dated_on)),
            ("Version", document.version_label),
            ("Status", words.DRAFT if document.is_draft else "Fastställd"),
        )
        for row, (label, value) in enumerate(facts, start=2):
            sheet.write_string(row, 0, label, self.bold)
            sheet.write_string(row, 1, _shown(value), self.plain)
        self._list_of_sheets(sheet, len(facts) + 3, sheets)

    def _list_of_sheets(self, sheet, start: int, sheets: list[Sheet]) -> None:
        for column, heading in enumerate(("Blad", "Innehåll", "Avsnitt i rapporten", "Anmärkning")):
            sheet.write_string(start, column, heading, self.header)
        for row, listed in enumerate(sheets, start=start + 1):
            quoted = listed.name.replace("'", "''")
            sheet.write_url(row, 0, f"internal:'{quoted}'!A1", self.link, listed.name)
            texts = [_shown(text) for text in (listed.title, listed.where, listed.table.note)]
            for column, text in enumerate(texts, start=1):
                sheet.write_string(row, column, text, self.plain)
            _set_height(sheet, row, texts, ABOUT_WIDTHS[1:])

    def table(self, name: str, table: Table) -> None:
        sheet = self.book.add_worksheet(name)
        widths = [_width(table, at, column) for at, column in enumerate(table.columns)]
        for at, column in enumerate(table.columns):
            is_left = column.kind in {"text", "date"}
            look = self.header if is_left else self.right_header
            sheet.write_string(0, at, _shown(column.title), look)
            sheet.set_column(at, at, widths[at])
        for row, cells in enumerate(table.rows, start=1):
            self._row(sheet, row, cells, table.columns, is_total=False)
        if table.total_row is not None:
            self._row(sheet, len(table.rows) + 1, table.total_row, table.columns, is_total=True)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.columns) - 1)
        sheet.repeat_rows(0)
        _set_paper(sheet)
        texts = [[column.title for column in table.columns], *row_texts(table)]
        for row, shown in enumerate(texts):
            _set_height(sheet, row, shown, widths)

    def _row(self, sheet, row: int, cells, columns: tuple[Column, ...], *, is_total: bool) -> None:
        for at, (cell, column) in enumerate(zip(cells, columns, strict=True)):
            self._cell(sheet, row, at, cell, column, is_total)

    def _cell(self, sheet, row: int, at: int, cell: Cell, column: Column, is_total: bool) -> None:
        """The value itself; words that say more than the figure stand beside it as a comment."""
        value = cell.value
        is_figure = isinstance(value, int | float | Decimal) and not is_missing(value)
        look = self.formats[column.kind, not is_figure or value % 1 == 0, is_total]
        if is_figure:
            sheet.write_number(row, at, value, look)
        elif isinstance(value, date):
            sheet.write_datetime(row, at, value, look)
        elif is_missing(value) and cell.text is None:
            sheet.write_blank(row, at, None, look)
        else:
            sheet.write_string(row, at, _shown(cell_text(cell, column.kind)), look)
            return
        if cell.text is not None and cell.text != value_text(value, column.kind):
            sheet.write_comment(row, at, _shown(cell.text), {"x_scale": 2})


def _shown(text: str) -> str:
    text = clean(text)
    if len(text) <= LONGEST_CELL:
        return text
    return text[: LONGEST_CELL - len(SHORTENED)] + SHORTENED


def _set_paper(sheet) -> None:
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)


def _set_height(sheet, row: int, texts: list[str], widths: Sequence[float]) -> None:
    """Room for text that is wrapped; not every program finds the height of a row by itself."""
    lines = max(
        sum(max(1, math.ceil(len(line) / width)) for line in text.split("\n"))
        for text, width in zip(texts, widths, strict=True)
    )
    if lines > 1:
        sheet.set_row(row, min(LINE_HEIGHT * lines, HIGHEST_ROW))


def _width(table: Table, at: int, column: Column) -> float:
    """Room for the longest line, counting a page's worth of rows, within reason."""
    texts = [cell_text(row[at], column.kind) for row in table.rows[:200]]
    texts += total_texts(table)[at : at + 1]
    longest = max((len(line) for text in texts for line in text.split("\n")), default=0)
    title = max(map(len, column.title.split()), default=0) + 3  # room for the filter's arrow
    return min(max(longest + 2, title, NARROWEST), WIDEST)
