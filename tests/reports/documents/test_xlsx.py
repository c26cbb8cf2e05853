from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from stegvis.reports.documents import xlsx
from stegvis.reports.documents.model import Cell, Chapter, Column, Figure, Table


@pytest.fixture(scope="module")
def book(report):
    return openpyxl.load_workbook(BytesIO(xlsx.render(report)))


def with_tables(document, *tables):
    return replace(document, chapters=(Chapter("only", "Kapitel", tables),))


def one(caption, key="t", rows=()):
    return Table(key, caption, (Column("a", "A"),), rows)


def tables_of(document):
    blocks = [block for chapter in document.chapters for block in chapter.blocks]
    tables = [block.table if isinstance(block, Figure) else block for block in blocks]
    return [table for table in tables if isinstance(table, Table)]


def plain(value):
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    return float(value) if isinstance(value, int | float | Decimal) else value or None


def test_same_document_gives_same_bytes(small_report):
    assert xlsx.render(small_report) == xlsx.render(small_report)


def test_every_table_is_read_back_as_it_was(book, report):
    tables = tables_of(report)
    assert len(book.sheetnames) == len(tables) + 1
    for table, sheet in zip(tables, book.worksheets[1:], strict=True):
        header, *rows = sheet.iter_rows(values_only=True)
        assert list(header) == [column.title for column in table.columns]
        expected = [
            [plain(cell.text if cell.value is None else cell.value) for cell in row]
            for row in table.all_rows()
        ]
        assert [[plain(value) for value in row] for row in rows] == expected


def test_another_reader_agrees(report):
    read = CalamineWorkbook.from_filelike(BytesIO(xlsx.render(report)))
    rows = read.get_sheet_by_name("5 Årets insatser").to_python()
    assert rows[1][2:5] == [date(2024, 1, 8), 40, 30]
    assert rows[-1][6] == 19_500_000


def test_sheets_are_ready_to_filter_and_print(book):
    sheet = book["5 Årets insatser"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:G26", "the total row is not filtered away"
    assert sheet["G2"].number_format == '#,##0\\ "kr"'
    assert sheet["C2"].number_format == "yyyy-mm-dd"
    assert sheet["F2"].number_format == "0\\ %"


def test_numbers_do_not_touch_the_text_beside_them(book):
    sheet = book["5 Årets insatser"]
    cells = [sheet[f"{column}{row}"] for column in "ACDG" for row in (1, 2, 27)]
    assert {cell.alignment.indent for cell in cells} == {1}


def test_words_beside_a_figure_are_kept_as_a_comment(book):
    sheet = book["5.1.1 Antal och kostnader"]
    assert sheet["D2"].value == 135
    assert sheet["D2"].comment.text == "135, varav 78 unika"


def test_the_first_sheet_tells_what_it_is(book, report):
    about = [row for row in book["Om"].iter_rows(values_only=True) if any(row)]
    assert about[0][0] == report.title
    assert ("Datum", "14 mars 2025", None, None) in about
    listed = next(row for row in about if row[0] == "5 Årets insatser")
    assert listed[1:3] == ("Tabell 1. Årets insatser", "5 Redovisning av genomförda insatser")
    assert listed[3] == "Antal startade räknar starter, inte personer."
    assert book.properties.title == report.title
    assert book.properties.created.date() == book.properties.modified.date() == report.dated_on


def test_sheet_names_are_short_unique_and_allowed(small_report):
    captions = ["Lång rubrik " * 5, "lång rubrik " * 5, "a/b\\c?*[x]:", "'", "", "😀" * 40]
    tables = [one(caption, f"t{at}") for at, caption in enumerate(captions)]
    names = openpyxl.load_workbook(
        BytesIO(xlsx.render(with_tables(small_report, *tables)))
    ).sheetnames
    assert len({name.lower() for name in names}) == len(captions) + 1
    assert all(len(name.encode("utf-16-le")) <= 62 for name in names)
    assert names[3] == "1 a b c x"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "{=1}"])
def test_text_is_never_a_formula(small_report, text):
    document = with_tables(small_report, one("T", rows=((Cell(text),),)))
    cell = openpyxl.load_workbook(BytesIO(xlsx.render(document))).worksheets[1]["A2"]
    assert (cell.value, cell.data_type) == (text, "s")


def test_hostile_text_is_only_text(hostile, hostile_texts):
    sheet = openpyxl.load_workbook(BytesIO(xlsx.render(hostile))).worksheets[1]
    for row, text in enumerate(hostile_texts, start=2):
        for gone in "\x00\x07\x0b\ud83d":
            text = text.replace(gone, "")
        assert sheet.cell(row, 1).value == text


def test_a_very_long_text_is_cut_visibly(small_report):
    document = with_tables(small_report, one("T", rows=((Cell("x" * 40_000),),)))
    cell = openpyxl.load_workbook(BytesIO(xlsx.render(document))).worksheets[1]["A2"]
    assert len(cell.value) == 32_767
    assert cell.value.endswith("(avkortat)")


def test_too_many_rows_are_refused_with_the_tables_name(small_report, monkeypatch):
    monkeypatch.setattr(xlsx, "MOST_ROWS", 10)
    document = with_tables(small_report, one("Närvaro", rows=((Cell("x"),),) * 9))
    with pytest.raises(xlsx.TooManyRowsError, match="”Tabell 1. Närvaro” har 9 rader"):
        xlsx.render(document)
