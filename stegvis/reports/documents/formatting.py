"""What a cell shows, and text that every file format can hold. Formats are those of the screen."""

import math
import re
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from stegvis.core import formats
from stegvis.reports.documents.model import Cell, ColumnKind, Table, Value

MISSING = formats.MISSING
NOT_REPORTED = "ej redovisat"
MOST_DECIMALS = 2
# XML 1.0 cannot carry these, and lone surrogates cannot be encoded at all.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

Number = int | float | Decimal


def clean(text: str) -> str:
    """Take away what no file format can hold, and make every line break a plain one."""
    return UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    return re.sub(r"[\n\t]+", " ", clean(text))


def is_missing(value: Value) -> bool:
    return value is None or value == "" or (isinstance(value, float) and not math.isfinite(value))


def number(value: Number | None) -> str:
    """1 450 000; decimals only where there are any, and at most two."""
    if is_missing(value):
        return MISSING
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-MOST_DECIMALS), ROUND_HALF_UP)
    shortest = exact.normalize() + 0  # + 0 turns minus zero into zero
    return formats.number(shortest, max(0, -int(shortest.as_tuple().exponent)))


def value_text(value: Value, kind: ColumnKind) -> str:
    if is_missing(value):
        return MISSING
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    match kind:
        case "money":
            return formats.kronor(value)
        case "percent":
            return formats.percent(value)
        case _:
            return number(value)


def cell_text(cell: Cell, kind: ColumnKind) -> str:
    return value_text(cell.value, kind) if cell.text is None else cell.text


def row_texts(table: Table) -> list[list[str]]:
    return [_texts(row, table) for row in table.rows]


def total_texts(table: Table) -> list[str]:
    """The total row; a column that is not summed is left empty. Without total row: []."""
    if table.total_row is None:
        return []
    return [
        "" if is_missing(cell.value) and cell.text is None else text
        for cell, text in zip(table.total_row, _texts(table.total_row, table), strict=True)
    ]


def _texts(row: Iterable[Cell], table: Table) -> list[str]:
    return [cell_text(cell, column.kind) for cell, column in zip(row, table.columns, strict=True)]
