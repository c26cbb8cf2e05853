"""Ibis tables over one opened snapshot.

The Ibis tables are *unbound*: an expression over them is engine independent, and is compiled and
run by the ``Tables`` it is handed to. So SQL can be compiled once for all snapshots, and the same
expressions can be handed to another engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import ibis
import pyarrow as pa
import pyarrow.parquet as pq

from stegvis.analysis.schema import (
    SCHEMA,
    SCHEMA_VERSION,
    SnapshotError,
    TableSchema,
    empty,
    problems,
    validate,
)

__all__ = [
    "SCHEMA",
    "SCHEMA_VERSION",
    "SnapshotError",
    "Tables",
    "empty",
    "open_snapshot",
    "problems",
    "validate",
]


class Tables:
    """One opened snapshot. Attributes with the tables' names give Ibis tables.

    >>> with open_snapshot(source) as tables:
    ...     tables.rows(tables.interventions.count().as_table())
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._kept: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __getattr__(self, name: str) -> Any:
        try:
            return UNBOUND[name]
        except KeyError:
            raise AttributeError(f"the snapshot has no table {name!r}") from None

    def close(self) -> None:
        """Close the connection and free its memory. Closing twice is harmless."""
        self._connection.close()

    def sql(self, query: str) -> list[dict[str, Any]]:
        """Run compiled SQL and return its rows as plain Python values."""
        cursor = self._connection.execute(query)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def rows(self, expression: Any) -> list[dict[str, Any]]:
        """Run an Ibis table expression and return its rows as plain Python values."""
        return self.sql(compiled(expression))

    def keep(self, name: str, query: str) -> None:
        """Keep the answer to compiled SQL as a table of this snapshot, computed once."""
        if name not in self._kept:
            self._connection.execute(f'CREATE TEMP TABLE "{name}" AS {query}')
            self._kept.add(name)


def compiled(expression: Any) -> str:
    """Return the DuckDB SQL of an Ibis table expression."""
    return str(ibis.to_sql(expression, dialect="duckdb"))


def _unbound(schema: TableSchema) -> Any:
    # Nullability is left out: a query may null any column, and Ibis would carry the promise on.
    columns = pa.schema([(column.name, column.type) for column in schema.columns])
    return ibis.table(ibis.Schema.from_pyarrow(columns), name=schema.name)


UNBOUND: Mapping[str, Any] = {name: _unbound(schema) for name, schema in SCHEMA.items()}


def open_snapshot(
    source: Mapping[str, Path | pa.Table], *, version: int = SCHEMA_VERSION
) -> Tables:
    """Open a snapshot of Parquet paths or Arrow tables, keyed by table name.

    Every table of the schema must be there; each is validated. Those that came after the
    snapshot's ``version`` are empty. Raises ``SnapshotError`` with all faults of all tables. The
    caller closes the snapshot, or uses it in a ``with``.
    """
    later = {name for name, table in SCHEMA.items() if table.since > version}
    faults = [f"{name}: table is missing" for name in SCHEMA if name not in {*source, *later}]
    loaded: dict[str, pa.Table] = {name: empty(name) for name in later}
    for name, given in source.items():
        # Not read_table: it would load pandas, 60 MB that nothing here uses.
        table = pq.ParquetFile(given).read() if isinstance(given, Path) else given
        faults += problems(name, table)
        loaded[name] = table
    if faults:
        raise SnapshotError(faults)
    # One thread: the tables are small, and a web process shall not start a pool for each report.
    connection = duckdb.connect(":memory:", config={"threads": 1})
    for name, table in loaded.items():
        connection.register(name, table)
    return Tables(connection)
