from datetime import date
from decimal import Decimal

import pytest

from stegvis.analysis.texttable import read


def test_cells_become_their_columns_types():
    table = read(
        "agreements",
        """
        agreement_id | ends_on    | ceiling
        A1           | 2024-12-31 | 1 450 000
        A2           |            |
        """,
        kind="framework",
        title="Avtal {row}",
    )
    first, second = table.to_pylist()
    assert (first["ends_on"], first["ceiling"]) == (date(2024, 12, 31), Decimal("1450000.00"))
    assert (second["ends_on"], second["ceiling"], second["parent_id"]) == (None, None, None)
    assert (first["kind"], second["title"]) == ("framework", "Avtal 2")


def test_truths_and_counts():
    table = read("interventions", "is_cancelled | category_order\nyes | 2\nno | 1 000")
    assert table.column("is_cancelled").to_pylist() == [True, False]
    assert table.column("category_order").to_pylist() == [2, 1000]


def test_a_heading_alone_is_an_empty_table():
    assert read("finding_themes", "finding_id | theme").num_rows == 0


def test_unknown_column():
    with pytest.raises(ValueError, match="finding_themes has no column mood"):
        read("finding_themes", "finding_id | mood")


def test_wrong_number_of_cells():
    with pytest.raises(ValueError, match="row 1 has 1 cells, the heading 2"):
        read("finding_themes", "finding_id | theme\nF1")
