"""Indicators against hand-written SQL, both from the same Parquet files to the same numbers."""

from pathlib import Path

import duckdb

from benchmarks.data import YEAR
from benchmarks.measure import Line, ratio
from stegvis.analysis.indicators import CATALOGUE, compute_many
from stegvis.analysis.schema import SCHEMA
from stegvis.analysis.tables import Tables, open_snapshot

INDICATORS = 1.2
NAMES = ("interventions", "registered", "started", "completed", "completion_share", "outcome_cost")
BY = ("unit_group",)
SQL = f"""
SELECT i.unit_group, count(*), sum(y.registered), sum(y.started), sum(y.completed),
       sum(y.completed) FILTER (y.completed IS NOT NULL AND y.started IS NOT NULL)
       / sum(y.started) FILTER (y.completed IS NOT NULL AND y.started IS NOT NULL),
       sum(y.outcome_year)
FROM {{interventions}} i
LEFT JOIN {{intervention_years}} y ON y.intervention_id = i.intervention_id AND y.year = {YEAR - 1}
WHERE i.starts_on <= DATE '{YEAR - 1}-12-31' AND i.ends_on >= DATE '{YEAR - 1}-01-01'
  AND NOT (i.is_cancelled AND coalesce(y.started, 0) = 0)
GROUP BY i.unit_group ORDER BY i.unit_group
"""


def lines() -> dict[str, Line]:
    return {
        "queries": Line("six indicators by unit, from tables in memory", INDICATORS),
        "files": Line("six indicators by unit, from Parquet files"),
    }


def measure(folder: Path, found: dict[str, Line]) -> None:
    files = {name: folder / f"{name}.parquet" for name in SCHEMA}
    chosen = [CATALOGUE[name] for name in NAMES]
    by_file = SQL.format(**{name: f"read_parquet('{path}')" for name, path in files.items()})

    def ours_from_files() -> None:
        with open_snapshot(files) as tables:
            compute_many(chosen, tables, year=YEAR - 1, by=BY)

    def bare_from_files() -> None:
        with duckdb.connect(":memory:", config={"threads": 1}) as connection:
            connection.execute(by_file).fetchall()

    with open_snapshot(files) as tables:
        by_name = SQL.format(**{name: name for name in SCHEMA})
        _same(tables, by_name)
        queries = ratio(
            lambda: compute_many(chosen, tables, year=YEAR - 1, by=BY),
            lambda: tables.sql(by_name),
            runs=25,
        )
    found["queries"].ratios.append(queries)
    found["files"].ratios.append(ratio(ours_from_files, bare_from_files))


def _same(tables: Tables, query: str) -> None:
    """Both count the same: else the comparison means nothing."""
    computed = compute_many([CATALOGUE["started"]], tables, year=YEAR - 1, by=BY)["started"]
    ours = {figure.key(): figure.value for figure in computed}
    theirs = {row["unit_group"]: row["sum(y.started)"] for row in tables.sql(query)}
    if ours != theirs:
        raise AssertionError(f"indicators {ours} and SQL {theirs} differ")
