import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from stegvis.analysis import examples
from stegvis.analysis.tables import SCHEMA, SnapshotError, empty, open_snapshot


@pytest.fixture(scope="module")
def arrow():
    return examples.arrow()


def test_opens_arrow_tables(arrow):
    with open_snapshot(arrow) as tables:
        rows = tables.rows(tables.finding_themes.order_by("finding_id", "theme"))
    assert rows[0] == {"finding_id": "F1", "theme": "Förberedelse"}


def test_opens_parquet_files(arrow, tmp_path):
    paths = {name: tmp_path / f"{name}.parquet" for name in SCHEMA}
    for name, path in paths.items():
        pq.write_table(arrow[name], path)
    with open_snapshot(paths) as tables:
        (row,) = tables.rows(tables.interventions.count().name("number").as_table())
    assert row == {"number": 4}


def test_values_keep_their_types(arrow):
    with open_snapshot(arrow) as tables:
        years = tables.intervention_years
        (row,) = tables.rows(years.filter(years.intervention_id == "B"))
    stored = arrow["intervention_years"].to_pylist()[1]
    assert row == stored


def test_a_closed_snapshot_answers_nothing(arrow):
    tables = open_snapshot(arrow)
    tables.close()
    tables.close()
    with pytest.raises(Exception, match="closed"):
        tables.rows(tables.interventions)


def test_there_are_no_other_tables(arrow):
    with open_snapshot(arrow) as tables, pytest.raises(AttributeError, match="no table 'people'"):
        tables.people  # noqa: B018


def test_all_faults_of_all_tables_are_told(arrow):
    broken = {name: table for name, table in arrow.items() if name != "options"}
    broken["findings"] = empty("findings").drop_columns(["kind"])
    broken["people"] = pa.table({"name": ["x"]})
    with pytest.raises(SnapshotError) as error:
        open_snapshot(broken)
    assert error.value.problems == (
        "options: table is missing",
        "findings.kind: column is missing",
        "people: no such table in the snapshot",
    )


def test_an_older_snapshot_lacks_what_came_later(arrow):
    first = {name: table for name, table in arrow.items() if SCHEMA[name].since == 1}
    with open_snapshot(first, version=1) as tables:
        assert tables.rows(tables.enrolments) == []
        assert len(tables.rows(tables.interventions)) == 4
    with pytest.raises(SnapshotError, match="enrolments: table is missing"):
        open_snapshot(first)
