import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from stegvis.core.imports import workbook, xlsx_file
from stegvis.core.imports.workbook import UnreadableFile
from tests.core.imports.books import csv, read, saved, texts, xlsx

HEADINGS = ["kod", "titel", "från"]


def refusal(content: bytes, name: str = "kurser.xlsx") -> UnreadableFile:
    with pytest.raises(UnreadableFile) as caught:
        read(content, name)
    assert caught.value.message and caught.value.way_out
    return caught.value


def test_a_workbook_keeps_row_numbers_letters_and_values():
    book = read(xlsx({"kurser": [HEADINGS, ["A1", "Svets", date(2024, 3, 4)], [], ["A2", 12.5]]}))
    (sheet,) = book.sheets
    assert [row.number for row in sheet.rows] == [2, 4]
    assert texts(sheet) == [["A1", "Svets", date(2024, 3, 4)], ["A2", 12.5, None]]
    assert [cell.column for cell in sheet.rows[0].cells] == ["A", "B", "C"]
    assert len(book.sha256) == 64


def test_headings_may_start_further_down_and_blank_rows_do_not_shift():
    (sheet,) = read(
        xlsx({"kurser": [[], [], HEADINGS, ["A1", "x", "y"], ["", " "], ["A2"]]})
    ).sheets
    assert [heading.text for heading in sheet.headings] == HEADINGS
    assert [(row.number, row.cells[0].value) for row in sheet.rows] == [(4, "A1"), (6, "A2")]


def test_a_moment_and_a_number_stored_as_text_stay_what_they_are():
    (sheet,) = read(xlsx({"k": [["a", "b"], [datetime(2024, 3, 4, 13, 5), "0012"]]})).sheets
    assert texts(sheet) == [[datetime(2024, 3, 4, 13, 5), "0012"]]


def test_trailing_formatted_rows_and_columns_are_not_content():
    book = Workbook()
    book.active.append(HEADINGS)
    book.active.append(["A1"])
    book.active.cell(900_000, 40).number_format = "0.00"
    (sheet,) = read(saved(book)).sheets
    assert len(sheet.headings) == 3 and len(sheet.rows) == 1


# --- merged cells and failed formulas ---


def test_merged_headings_are_named_by_their_cells():
    (sheet,) = read(xlsx({"kurser": [HEADINGS, ["A1"]]}, {"kurser": ["B1:C1"]})).sheets
    assert "B1:C1" in sheet.problems[0] and "kurser" in sheet.problems[0]


def test_merged_cells_never_shift_a_row():
    rows = [HEADINGS, ["A1", "Svets", "x"], [None, None, "y"], ["A3", "Kock", "z"]]
    (sheet,) = read(xlsx({"kurser": rows}, {"kurser": ["A2:B3"]})).sheets
    assert texts(sheet) == [["A1", None, "x"], [None, None, "y"], ["A3", "Kock", "z"]]
    notes = [row.notes for row in sheet.rows]
    assert "A2:B3" in notes[0][0] and "A2:B3" in notes[1][0] and notes[2] == ()


def test_a_value_hidden_under_a_merged_range_does_not_count():
    """LibreOffice can keep what stood in the cells that were merged away."""
    content = xlsx({"kurser": [HEADINGS, ["A1", "kvar", "x"], ["A2", "y", "z"]]})
    end = b'<mergeCells count="1"><mergeCell ref="A2:B2"/></mergeCells></worksheet>'
    hidden = _edit(content, "xl/worksheets/sheet1.xml", b"</sheetData>", b"</sheetData>")
    hidden = _edit(hidden, "xl/worksheets/sheet1.xml", b"</worksheet>", end)
    (sheet,) = read(hidden).sheets
    assert texts(sheet)[0] == ["A1", None, "x"]


def test_error_values_and_uncalculated_formulas_are_told_beside_the_cell():
    book = Workbook()
    book.active.append(HEADINGS)
    book.active.append(["A1", "=1+1", "x"])
    book.active.append(["A2", "#DIV/0!", "y"])
    book.active["B3"].data_type = "e"
    (sheet,) = read(saved(book)).sheets
    assert "inte beräknad" in sheet.rows[0].cells[1].problem
    assert sheet.rows[1].cells[1].value == "#DIVISION/0!"
    assert "#DIVISION/0!" in sheet.rows[1].cells[1].problem
    assert sheet.rows[1].cells[2].value == "y"


def test_a_last_row_with_only_a_failed_formula_is_not_lost():
    book = Workbook()
    book.active.append(HEADINGS)
    book.active.append(["A1"])
    book.active["A3"] = "#REF!"
    book.active["A3"].data_type = "e"
    (sheet,) = read(saved(book)).sheets
    assert [row.number for row in sheet.rows] == [2, 3]


def test_error_words_in_a_text_file_are_found_too():
    (sheet,) = read(csv([["kod", "antal"], ["A1", "#DIVISION/0!"]]), "kurser.csv").sheets
    assert sheet.rows[0].cells[1].problem


# --- files that are not what they seem ---

OLD_EXCEL = xlsx_file.OLE + b"\0" * 600


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xlsx", OLD_EXCEL, "döpts om till .xlsx"),
        ("a.xls", OLD_EXCEL, "äldre Excel-fil (.xls)."),
        ("a.xlsx", OLD_EXCEL + xlsx_file.ENCRYPTED, "lösenord"),
        ("a.xlsx", b"", "tom"),
        ("a.csv", b" \r\n ;; \r\n", "tom"),
        ("a.xlsx", b"PK\x03\x04 torn off", "skadad"),
        ("a.csv", b"\x89PNG\r\n\x1a\n\0\0\0", "PNG"),
        ("a.csv", b"%PDF-1.7 ...", "PDF"),
        ("a.xls", b"<html><table><tr><td>kod</td></tr></table></html>", "HTML"),
        ("a.csv", bytes(range(256)), "varken"),
        ("a.csv", b"kod;titel\nA1;a\0b", "varken"),
        ("a.csv", b'kod;titel\nA1;"Svets\nA2;Kock\n', "citattecken"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_way_out(name, content, words):
    error = refusal(content, name)
    assert words in f"{error}"


@pytest.mark.parametrize(
    ("part", "text", "words"),
    [
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet", ".ods"),
        ("xl/workbook.bin", b"x", ".xlsb"),
        ("word/document.xml", b"<x/>", "Word"),
        ("semester.jpg", b"x", "zip-arkiv"),
    ],
)
def test_other_containers_are_named(part, text, words):
    assert words in str(refusal(_zip({part: text})))


def test_a_file_over_the_limit_is_refused_before_it_is_read():
    class Unread(io.BytesIO):
        def read(self, *args):
            raise AssertionError("read")

    with pytest.raises(UnreadableFile, match="för stor: 50 MB. Gränsen är 20 MB"):
        workbook.read("stor.xlsx", Unread(), 50 * 1024 * 1024)


def test_a_file_that_says_it_is_small_is_still_refused(settings):
    settings.UPLOAD_LIMIT = 1000
    with pytest.raises(UnreadableFile, match="för stor"):
        workbook.read("stor.csv", io.BytesIO(b"a;b\n" * 1000), 10)


def test_a_zip_bomb_is_refused(monkeypatch):
    monkeypatch.setattr(xlsx_file, "UNPACKED_LIMIT", 20_000)
    content = _add(xlsx({"kurser": [HEADINGS]}), "xl/media/bomb.bin", b"\0" * 30_000)
    assert "packas upp" in str(refusal(content))


def test_a_part_that_lies_about_its_size_is_found_out():
    content = _add(xlsx({"kurser": [HEADINGS]}), "xl/media/bomb.bin", b"\0" * 30_000)
    lying = content.replace((30_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != content
    assert "skadad" in str(refusal(lying))


def test_a_document_type_in_a_sheet_is_refused():
    bomb = b'<!DOCTYPE x [<!ENTITY a "ha">]><worksheet'
    content = _edit(xlsx({"k": [HEADINGS]}), "xl/worksheets/sheet1.xml", b"<worksheet", bomb)
    assert "skadad" in str(refusal(content))


def test_a_value_in_the_last_cell_of_the_sheet_is_refused_quickly():
    """Laid out in full such a sheet has seventeen thousand million cells."""
    book = Workbook()
    book.active.append(HEADINGS)
    book.active["XFD1048576"] = "x"
    assert "XFD1048576" in str(refusal(saved(book)))


def test_too_many_columns_and_rows_are_refused(monkeypatch):
    assert "kolumner" in str(refusal(xlsx({"k": [["x"] * 201]})))
    monkeypatch.setattr(workbook, "ROW_LIMIT", 3)
    assert "fler än 3 rader" in str(refusal(csv([["kod"]] + [["a"]] * 4), "k.csv"))


# --- text files ---


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_the_separator_is_found(separator):
    (sheet,) = read(csv([HEADINGS, ["A1", "Svets", "x"]], separator), "kurser.csv").sheets
    assert sheet.name == "kurser"
    assert texts(sheet) == [["A1", "Svets", "x"]]


def test_excels_own_separator_line_decides():
    (sheet,) = read(b"sep=|\r\nkod|titel, med komma\r\nA1|x", "k.csv").sheets
    assert [heading.text for heading in sheet.headings] == ["kod", "titel, med komma"]


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_read_without_a_word(coding):
    book = read("kod;från\nA1;Öland".encode(coding), "k.csv")
    assert book.notes == ()
    assert texts(book.sheets[0]) == [["A1", "Öland"]]


def test_windows_coding_is_read_and_said():
    book = read("kod;från\nA1;Öland".encode("cp1252"), "k.csv")
    assert texts(book.sheets[0]) == [["A1", "Öland"]]
    assert "Windows-1252" in book.notes[0]


def test_twice_coded_letters_are_told():
    content = "kod;från\nA1;Öland".encode().decode("cp1252").encode()
    assert "trasiga" in read(content, "k.csv").notes[0]


def test_line_breaks_inside_quotes_belong_to_the_cell():
    book = read(b'kod;text\r\nA1;"rad ett\r\nrad; ""tv\xc3\xa5"""\r\nA2;x', "k.csv")
    assert texts(book.sheets[0]) == [["A1", 'rad ett\r\nrad; "två"'], ["A2", "x"]]
    assert [row.number for row in book.sheets[0].rows] == [2, 3]


def test_a_row_with_too_many_cells_is_wrong_and_with_too_few_is_noted():
    """Both are how values come to stand under the wrong heading."""
    (sheet,) = read(b"a;b;c\n1;2;3;4\n1;2\n1;2;3;;", "k.csv").sheets
    assert "fler celler" in sheet.rows[0].problem
    assert "2 celler" in sheet.rows[1].notes[0] and not sheet.rows[1].problem
    assert not sheet.rows[2].problem and not sheet.rows[2].notes


def test_values_beside_the_headings_of_a_workbook_are_only_noted():
    (sheet,) = read(xlsx({"k": [["a"], ["1", "min anteckning"]]})).sheets
    assert sheet.notes and not sheet.rows[0].problem


def _zip(parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def _add(content, name, data):
    stream = io.BytesIO(content)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return stream.getvalue()


def _edit(content, name, old, new):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    assert old in parts[name]
    parts[name] = parts[name].replace(old, new, 1)
    return _zip(parts)
