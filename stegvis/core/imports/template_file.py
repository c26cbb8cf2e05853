"""The workbook to download and fill in: a sheet a kind of row, what columns take, an example."""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name

from stegvis.core.imports.fitting import CHOICES, INSTRUCTIONS
from stegvis.core.imports.spec import Column, ImportSheet

CREATED = datetime(2025, 1, 1)  # fixed, so that the same declarations give the same bytes
ROWS = 2_000  # rows with formats and drop-down lists
FORMATS = {
    "text": "@",  # so that Excel leaves 3-5 and 0012 alone
    "choice": "@",
    "date": "yyyy-mm-dd",
    "number": "#,##0",
    "decimal": "#,##0.00",
    "money": "#,##0.00",
}


def template(sheets: Sequence[ImportSheet]) -> bytes:
    """An .xlsx. The same declarations and language give the same bytes."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"title": _("Mall för import till Stegvis"), "created": CREATED})
        book.set_size(1600, 1000)
        writer = _Writer(book)
        writer.instructions(sheets)
        for sheet in sheets:
            writer.sheet(sheet)
        writer.choices()
    return stream.getvalue()


class _Writer:
    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.book = book
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.bold = book.add_format({"bold": True, "bg_color": "#E0EFEE", "bottom": 1})
        self.wrap = book.add_format({"text_wrap": True, "valign": "top"})
        self.by_kind = {
            kind: book.add_format({"num_format": text}) for kind, text in FORMATS.items()
        }
        self.lists: list[list[str]] = []

    def instructions(self, sheets: Sequence[ImportSheet]) -> None:
        page = self.book.add_worksheet(INSTRUCTIONS)
        page.set_column(0, 0, 26)
        page.set_column(1, 1, 10)
        page.set_column(2, 2, 70)
        page.set_column(3, 3, 40)
        page.write_string(0, 0, _("Mall för import till Stegvis"), self.title)
        for row, text in enumerate(_guidance(), start=1):
            page.write_string(row, 0, text)
        row = len(_guidance()) + 2
        for sheet in sheets:
            row = self._explained(page, sheet, row)

    def _explained(self, page: Any, sheet: ImportSheet, row: int) -> int:
        page.write_string(row, 0, sheet.title, self.title)
        page.write_string(row, 2, str(sheet.help))
        for place, heading in enumerate((_("Kolumn"), _("Behövs"), _("Vad"), _("Exempel"))):
            page.write_string(row + 1, place, heading, self.bold)
        for offset, column in enumerate(sheet.columns, start=row + 2):
            needed = _("ja") if column.required else ""
            texts = (column.heading, needed, _explanation(column), column.example)
            for place, text in enumerate(texts):
                page.write_string(offset, place, text, self.wrap)
        return row + len(sheet.columns) + 3

    def sheet(self, sheet: ImportSheet) -> None:
        page = self.book.add_worksheet(sheet.title)
        page.freeze_panes(1, 0)
        for place, column in enumerate(sheet.columns):
            width = max(12, len(column.heading) + 4)
            page.set_column(place, place, width, self.by_kind[column.parse.kind])
            star = " *" if column.required else ""
            page.write_string(0, place, column.heading + star, self.bold)
            if explanation := _explanation(column):
                page.write_comment(0, place, explanation, {"x_scale": 2, "author": "Stegvis"})
            if choices := column.parse.choices():
                self._drop_down(page, place, choices)

    def _drop_down(self, page: Any, place: int, choices: list[str]) -> None:
        """From a list on a sheet of its own: one inside the cell could not hold commas."""
        if choices not in self.lists:
            self.lists.append(choices)
        letter = xl_col_to_name(self.lists.index(choices), col_abs=True)
        source = f"={CHOICES}!{letter}$1:{letter}${len(choices)}"
        page.data_validation(
            1,
            place,
            ROWS,
            place,
            {
                "validate": "list",
                "source": source,
                "error_title": _("Finns inte bland valen"),
                "error_message": _("Välj något i listan."),
            },
        )

    def choices(self) -> None:
        page = self.book.add_worksheet(CHOICES)
        page.hide()
        for place, choices in enumerate(self.lists):
            page.write_column(0, place, choices)


def _guidance() -> list[str]:
    return [
        _("Fyll i en rad per post på bladen. Kolumner med * måste fyllas i."),
        _("Blad och kolumner som inte behövs kan tas bort. Ordningen spelar ingen roll."),
        _("Slå inte ihop celler. Låt rubrikerna stå kvar på första raden."),
        _("En rad som redan finns i systemet ändras. Inget tas bort."),
        _("Inget införs förrän du har granskat raderna i Stegvis och godkänt dem."),
    ]


def _explanation(column: Column) -> str:
    parts = [str(column.help)]
    if column.required_if:
        parts.append(_("Behövs %(words)s") % {"words": column.required_if.words})
    if choices := column.parse.choices():
        parts.append(_("Något av: %(choices)s.") % {"choices": ", ".join(choices)})
    return " ".join(part for part in parts if part)
