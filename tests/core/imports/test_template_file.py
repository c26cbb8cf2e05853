import io

from openpyxl import load_workbook

from stegvis.core.imports import spec
from stegvis.core.imports.fitting import fit_books
from stegvis.core.imports.template_file import template
from tests.core.imports.books import read


def opened():
    return load_workbook(io.BytesIO(template(spec.registered())))


def test_the_same_declarations_give_the_same_bytes():
    assert template(spec.registered()) == template(spec.registered())


def test_each_kind_of_row_has_its_sheet_with_headings_and_help():
    book = opened()
    assert book.sheetnames == ["Läs mig", "kurser", "antal", "noter", "Val"]
    headings = book["kurser"][1]
    assert [cell.value for cell in headings][:3] == ["kod *", "titel *", "slag"]
    assert "Kort." in headings[1].comment.text
    assert "Behövs för avrop." in headings[5].comment.text


def test_choices_have_drop_down_lists_and_dates_a_format():
    book = opened()
    (rule,) = book["kurser"].data_validations.dataValidation
    assert str(rule.sqref) == "C2:C2001" and rule.formula1 == "Val!$A$1:$A$2"
    assert [cell.value for cell in book["Val"]["A"]] == ["ramavtal", "avrop"]
    assert book["kurser"].column_dimensions["D"].number_format == "yyyy-mm-dd"
    assert book["kurser"].column_dimensions["A"].number_format == "@"


def test_the_instructions_hold_an_example_of_every_column():
    page = opened()["Läs mig"]
    rows = [(row[0].value, row[3].value) for row in page.iter_rows()]
    assert ("kod", "A1") in rows and ("startade", "") in rows


def test_the_template_fits_its_own_import_without_notes():
    fitted, notes = fit_books([read(template(spec.registered()))], spec.registered())
    assert [found.sheet.key for found in fitted] == ["courses", "counts", "notes"]
    assert notes == [] and all(not found.notes for found in fitted)
