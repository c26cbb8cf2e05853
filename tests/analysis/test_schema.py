import pyarrow as pa
import pytest

from stegvis.analysis import texttable
from stegvis.analysis.tables import SCHEMA, SnapshotError, empty, problems, validate

FINDINGS = """
finding_id | intervention_id | year | kind    | source | statement
F1         | A               | 2024 | success | joint  | Tydlig ram.
"""


def changed(table: pa.Table, column: str, values: list, type: pa.DataType) -> pa.Table:
    at = table.column_names.index(column)
    return table.set_column(at, column, pa.array(values, type))


@pytest.fixture
def findings() -> pa.Table:
    return texttable.read("findings", FINDINGS)


def test_every_column_is_described():
    assert all(column.description_sv for table in SCHEMA.values() for column in table.columns)
    assert all(table.description_sv for table in SCHEMA.values())


def test_keys_are_columns():
    for table in SCHEMA.values():
        assert all(table.column(name).name == name for name in table.key)


def test_an_empty_table_follows_the_schema():
    assert [problems(name, empty(name)) for name in SCHEMA] == [[]] * len(SCHEMA)


def test_a_good_table_passes(findings):
    validate("findings", findings)


def test_the_order_of_columns_is_free(findings):
    validate("findings", findings.select(list(reversed(findings.column_names))))


def test_unknown_table(findings):
    assert problems("lessons", findings) == ["lessons: no such table in the snapshot"]


def test_missing_and_unknown_columns(findings):
    table = findings.drop_columns(["kind"]).append_column("mood", pa.array(["good"]))
    assert problems("findings", table) == [
        "findings.kind: column is missing",
        "findings.mood: unknown column",
    ]


def test_a_column_that_comes_twice(findings):
    table = findings.append_column("kind", pa.array(["success"]))
    assert "findings: column kind comes twice" in problems("findings", table)


def test_wrong_type(findings):
    table = changed(findings, "year", ["2024"], pa.string())
    assert problems("findings", table) == ["findings.year: expected int64, found string"]


def test_missing_value(findings):
    table = changed(findings, "statement", [None], pa.string())
    assert problems("findings", table) == ["findings.statement: 1 missing values, none is allowed"]


def test_unknown_value(findings):
    table = changed(findings, "kind", ["luck"], pa.string())
    assert problems("findings", table) == [
        "findings.kind: unknown value 'luck', allowed are success, development"
    ]


def test_the_same_key_twice(findings):
    with pytest.raises(SnapshotError) as error:
        validate("findings", pa.concat_tables([findings, findings]))
    assert error.value.problems == ("findings: 2 rows with the key finding_id=F1",)
