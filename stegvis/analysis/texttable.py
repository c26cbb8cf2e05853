"""Snapshot tables typed as small text tables, for specifications and worked examples."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa

from stegvis.analysis.schema import BOOL, COUNT, DATE, MONEY, PRINTED, SCHEMA, TEXT

_PARSERS: Mapping[pa.DataType, Callable[[str], Any]] = {
    TEXT: str,
    COUNT: int,
    MONEY: Decimal,
    PRINTED: Decimal,
    DATE: date.fromisoformat,
    BOOL: {"yes": True, "no": False}.__getitem__,
}


def read(name: str, text: str, **defaults: str) -> pa.Table:
    """Return the named snapshot table from text: a heading line, then a line for each row.

    Cells are parted by ``|``; an empty cell is null; dates are ISO, money and counts plain digits
    with spaces allowed, truths ``yes`` and ``no``. Columns that the heading leaves out are taken
    from ``defaults``, where ``{row}`` is the row's number from one, and are null otherwise.
    Raises ``ValueError`` on an unknown column, a row of the wrong length or a cell that cannot be
    read. The result is not validated.
    """
    lines = [line for line in text.strip().splitlines() if line.strip()]
    heading, *body = [[cell.strip() for cell in line.split("|")] for line in lines]
    columns = {column.name: column for column in SCHEMA[name].columns}
    unknown = sorted({*heading, *defaults} - set(columns))
    if unknown:
        raise ValueError(f"{name} has no column {', '.join(unknown)}")
    written: dict[str, list[str]] = {}
    for at, row in enumerate(body, start=1):
        if len(row) != len(heading):
            raise ValueError(f"{name}: row {at} has {len(row)} cells, the heading {len(heading)}")
        for column in columns:
            given = dict(zip(heading, row, strict=True)).get(column)
            filled = defaults.get(column, "").format(row=at) if given is None else given
            written.setdefault(column, []).append(filled)
    arrays = {
        column.name: pa.array(
            [_parse(column.type, cell) for cell in written.get(column.name, [])], column.type
        )
        for column in columns.values()
    }
    return pa.table(arrays, schema=SCHEMA[name].arrow())


def _parse(type: pa.DataType, cell: str) -> Any:
    if cell == "":
        return None
    return _PARSERS[type](cell.replace(" ", "") if type in (COUNT, MONEY, PRINTED) else cell)
