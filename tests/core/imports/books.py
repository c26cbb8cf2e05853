"""Makes files for the tests: workbooks and text files as people hand them in, good and bad."""

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook

from stegvis.core.imports import workbook


def xlsx(
    sheets: Mapping[str, Iterable[Sequence[Any]]], merges: Mapping[str, Sequence[str]] | None = None
) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for cells in (merges or {}).get(name, ()):
            sheet.merge_cells(cells)
    return saved(book)


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def csv(rows: Iterable[Sequence[str]], separator: str = ";") -> bytes:
    return "\r\n".join(separator.join(row) for row in rows).encode()


def read(content: bytes, name: str = "kurser.xlsx") -> workbook.Workbook:
    return workbook.read(name, io.BytesIO(content), len(content))


def texts(sheet: workbook.Sheet) -> list[list[Any]]:
    return [[cell.value for cell in row.cells] for row in sheet.rows]
