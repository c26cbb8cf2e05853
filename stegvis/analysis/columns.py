"""What a table of a snapshot and its columns are."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

TEXT = pa.string()
COUNT = pa.int64()
MONEY = pa.decimal128(14, 2)
PRINTED = pa.decimal128(16, 4)
DATE = pa.date32()
BOOL = pa.bool_()


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: pa.DataType
    description_sv: str
    values: tuple[str, ...] = ()
    nullable: bool = True


@dataclass(frozen=True, slots=True)
class TableSchema:
    """``since`` is the first version of the schema with the table: older snapshots lack it."""

    name: str
    description_sv: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    since: int = 1

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    def arrow(self) -> pa.Schema:
        return pa.schema(
            [pa.field(column.name, column.type, column.nullable) for column in self.columns]
        )


def must(name: str, type: pa.DataType, description_sv: str, values: tuple[str, ...] = ()) -> Column:
    """A column that has a value in every row."""
    return Column(name, type, description_sv, values, nullable=False)
