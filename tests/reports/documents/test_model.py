from datetime import date
from decimal import Decimal

import pytest

from stegvis.reports.documents import formatting
from stegvis.reports.documents.model import Cell, Chapter, Column, Document, Figure, Prose, Table

COLUMNS = (Column("title", "Insats"), Column("cost", "Kostnad", "money"))


@pytest.mark.parametrize(
    ("value", "kind", "shown"),
    [
        (1450000, "number", "1\u202f450\u202f000"),
        (Decimal("7.50"), "number", "7,5"),
        (0.125, "number", "0,13"),
        (-3, "number", "\u22123"),
        (-0.001, "number", "0"),
        (0, "number", "0"),
        (Decimal("1450000"), "money", "1\u202f450\u202f000\u202fkr"),
        (Decimal("99.50"), "money", "99,50\u202fkr"),
        (0.545, "percent", "55\u202f%"),
        (date(2025, 3, 4), "date", "2025-03-04"),
        (None, "number", "–"),
        ("", "text", "–"),
        (float("nan"), "percent", "–"),
        ("ca 15", "number", "ca 15"),
    ],
)
def test_value_text(value, kind, shown):
    assert formatting.value_text(value, kind) == shown


def test_words_are_shown_instead_of_the_value():
    assert formatting.cell_text(Cell(135, "135, varav 78 unika"), "number") == "135, varav 78 unika"


def test_a_column_that_is_not_summed_is_empty_in_the_total_row():
    table = Table("t", "T", COLUMNS, (), (Cell("Totalt"), Cell()))
    assert formatting.total_texts(table) == ["Totalt", ""]


def test_clean_takes_away_what_no_file_can_hold():
    assert formatting.clean("a\x00b\ud800c\r\nd\x0be") == "abc\nde"


def test_a_row_of_another_length_is_refused():
    with pytest.raises(ValueError, match="1 cells in a row of 2"):
        Table("t", "T", COLUMNS, ((Cell("ensam"),),))


def test_a_table_without_columns_is_refused():
    with pytest.raises(ValueError, match="no columns"):
        Table("t", "T", (), ())


def test_a_figure_without_alternative_text_is_refused():
    with pytest.raises(ValueError, match="alternative text"):
        Figure("f", "Startade", " ", b"<svg/>")


def test_a_key_used_twice_is_refused():
    chapters = (Chapter("same", "Ett", (Prose("same", "text"),)),)
    with pytest.raises(ValueError, match="more than once: same"):
        Document("T", "", "O", date(2025, 1, 1), "1", chapters=chapters)
