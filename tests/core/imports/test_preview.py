"""Every row is judged by itself, and what is wrong is told beside its cell."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stegvis.core.imports import actions
from stegvis.core.imports.enums import RowStatus
from stegvis.core.imports.models import ImportBatch
from stegvis.core.imports.workbook import UnreadableFile
from stegvis.core.models import AuditEvent, Draft
from tests.core.imports.books import csv, read, xlsx

HEAD = ["kod", "titel", "slag", "från", "till", "pris", "planerat antal", "platser", "föregående"]

pytestmark = pytest.mark.django_db


def preview(by, *rows, head=HEAD, name="kurser", merges=()):
    return actions.preview(books=[read(xlsx({name: [head, *rows]}, {name: merges}))], by=by)


def courses(by, *rows, head=("kod", "titel")):
    return preview(by, *rows, head=list(head))


def rows(batch):
    return list(batch.rows.order_by("position"))


def words(row, heading):
    return " ".join(text for text, _is_fatal in row.messages.get(heading, []))


def test_nothing_is_written_by_a_preview(uploader):
    batch = courses(uploader, ["A1", "Svets"])
    assert [row.status for row in rows(batch)] == [RowStatus.NEW]
    assert batch.counts == {"courses": {"new": 1}}
    assert not Draft.objects.exists() and not AuditEvent.objects.exists()


def test_one_bad_row_among_a_hundred_leaves_the_others_alone(uploader):
    good = [[f"A{number}", f"Kurs {number}", None, "2024-03-04"] for number in range(100)]
    good[41] = ["A41", "Kurs 41", None, "2024-02-31"]
    found = rows(preview(uploader, *good))
    wrong = [row for row in found if row.status == RowStatus.WRONG]
    assert [row.number for row in wrong] == [43]
    assert "31 februari finns inte" in words(wrong[0], "från")
    assert [row.raw["kod"] for row in found] == [f"A{number}" for number in range(100)]


def test_a_blank_cell_that_is_needed_does_not_shift_the_row(uploader):
    (row,) = rows(courses(uploader, [None, "Svets"]))
    assert words(row, "kod") == "Saknas. Fyll i cellen."
    assert row.raw == {"kod": None, "titel": "Svets"}


def test_ca_15_is_pointed_to_the_column_that_takes_it(uploader):
    (row,) = rows(preview(uploader, ["A1", "Svets", None, None, None, None, "ca 15", "ca 15"]))
    assert "”planerat antal”" in words(row, "platser")
    assert "planerat antal" not in row.messages


def test_decimal_commas_are_read(uploader):
    batch = preview(uploader, ["A1", "Svets", "avrop", "2024-03-04", None, "1 450,50"])
    actions.accept(batch=batch, by=uploader)
    assert Draft.objects.get().fields["price"] == "1450.50"


def test_the_same_key_twice_makes_both_rows_wrong_and_point_at_each_other(uploader):
    first, second = rows(courses(uploader, ["A1", "Svets"], ["a1 ", "Kock"]))
    assert {first.status, second.status} == {RowStatus.WRONG}
    assert "rad 3" in words(first, "kod") and "rad 2" in words(second, "kod")


def test_a_cell_may_be_needed_because_of_another(uploader):
    with_price, without = rows(
        preview(uploader, ["A1", "x", "avrop", None, None, "5"], ["A2", "x", "avrop"])
    )
    assert with_price.status == RowStatus.NEW
    assert words(without, "pris") == "Saknas. Behövs för avrop."


def test_a_rule_over_two_cells_waits_until_both_can_be_read(uploader):
    turned, unreadable = rows(
        preview(
            uploader,
            ["A1", "x", None, "2024-03-04", "2024-03-01"],
            ["A2", "x", None, "i mars", "2024-03-01"],
        )
    )
    assert "före 2024-03-04" in words(turned, "till")
    assert "till" not in unreadable.messages


def test_a_note_does_not_make_a_row_wrong(uploader):
    (row,) = rows(preview(uploader, ["A1", "x", None, None, None, 2_000_000, None, 3]))
    assert row.status == RowStatus.NEW and words(row, "pris") == "Dyrt."


def test_merged_cells_are_noted_on_their_rows(uploader):
    first, second = rows(
        preview(uploader, ["A1", "Svets"], ["A2", "x"], head=HEAD[:2], merges=["B2:B3"])
    )
    assert "B2:B3" in words(first, "") and first.status == RowStatus.NEW
    assert words(second, "titel") == "Saknas. Fyll i cellen."


# --- headings ---


def test_headings_may_come_in_any_order_case_and_with_other_names(uploader):
    batch = courses(uploader, ["2024-03-04", "Svets", "A1"], head=("START", " Titel * ", "Kod"))
    (row,) = rows(batch)
    assert row.raw == {"från": "2024-03-04", "titel": "Svets", "kod": "A1"}


def test_letters_without_their_dots_are_understood_in_headings(uploader):
    (row,) = rows(courses(uploader, ["A1", "x", "2024-03-04"], head=("kod", "titel", "fran")))
    assert row.raw["från"] == "2024-03-04"


def test_a_missing_column_is_named_with_its_lookalike(uploader):
    with pytest.raises(UnreadableFile) as caught:
        courses(uploader, ["A1", "Svets"], head=("kodd", "titel"))
    assert "saknar kolumner som behövs: ”kod”" in caught.value.message
    assert "”kodd” (kolumn A) liknar ”kod”" in caught.value.message
    assert not ImportBatch.objects.exists()


def test_unknown_headings_are_listed_and_repeated_ones_refused(uploader):
    batch = courses(uploader, ["A1", "Svets", "x"], head=("kod", "titel", "väder"))
    assert "”väder” (kolumn C)" in batch.notes[0]
    with pytest.raises(UnreadableFile, match="flera kolumner: A, C"):
        courses(uploader, ["A1", "Svets", "A2"], head=("kod", "titel", "Kod"))


def test_merged_headings_are_refused(uploader):
    with pytest.raises(UnreadableFile, match="A1:B1"):
        preview(uploader, ["A1", "Svets"], merges=["A1:B1"])


def test_a_sheet_is_known_by_its_headings_too_and_others_are_noted(uploader):
    book = xlsx({"Blad1": [["kod", "titel"], ["A1", "x"]], "Diagram": [["q"], [1]]})
    batch = actions.preview(books=[read(book)], by=uploader)
    assert batch.counts == {"courses": {"new": 1}}
    assert "Diagram" in batch.notes[0]


def test_a_file_with_nothing_to_import_says_what_sheets_may_be_called(uploader):
    with pytest.raises(UnreadableFile, match="kurser, antal, noter"):
        preview(uploader, [1], head=["q"], name="Diagram")
    with pytest.raises(UnreadableFile, match="inga rader"):
        courses(uploader)


# --- references ---


def two_sheets(by, course_rows, count_rows):
    book = xlsx({"antal": [["kod", "år", "startade"], *count_rows], "kurser": [HEAD, *course_rows]})
    return actions.preview(books=[read(book)], by=by)


def test_a_row_may_point_at_a_new_row_of_the_same_file(uploader):
    batch = two_sheets(uploader, [["A1", "Svets"]], [["a1", 2024, 12]])
    assert batch.counts == {"courses": {"new": 1}, "counts": {"new": 1}}
    actions.accept(batch=batch, by=uploader)
    assert Draft.objects.get(key="antal:A1:2024").fields["startade"] == 12


def test_a_row_that_points_at_a_wrong_row_is_wrong_until_that_is_mended(uploader):
    batch = two_sheets(uploader, [["A1", None]], [["A1", 2024, 12]])
    course, count = rows(batch)
    assert "rad 2 i kurser" in words(count, "kod") and "har fel" in words(count, "kod")
    batch = actions.correct(batch=batch, cells={course.pk: {"titel": "Svets"}}, by=uploader)
    assert batch.counts == {"courses": {"new": 1}, "counts": {"new": 1}}


def test_a_reference_to_nothing_is_told(uploader):
    (row,) = rows(two_sheets(uploader, [], [["B9", 2024, 12]]))
    assert "”B9” finns inte bland kurser" in words(row, "kod")


def pointing(by, *pairs):
    return rows(preview(by, *([code, "x", *[None] * 6, previous] for code, previous in pairs)))


def test_rows_may_point_at_each_other_within_a_sheet_in_any_order(uploader):
    found = pointing(uploader, ("A3", "A2"), ("A2", "A1"), ("A1", None))
    assert {row.status for row in found} == {RowStatus.NEW}
    actions.accept(batch=ImportBatch.objects.get(), by=uploader)
    assert Draft.objects.get(key="kurs:A3").fields["previous"] == "A2"


def test_a_fault_spreads_along_the_chain_and_a_ring_is_refused(uploader):
    chain = pointing(uploader, ("A3", "A2"), ("A2", "A1"), ("A1", "B9"))
    assert {row.status for row in chain} == {RowStatus.WRONG}
    ring = pointing(uploader, ("A1", "A2"), ("A2", "A1"))
    assert all("ring" in words(row, "föregående") for row in ring)


# --- size ---


def test_the_number_of_reads_does_not_grow_with_the_rows(uploader):
    assert _reads(uploader, 3) == _reads(uploader, 60)


def _reads(by, size):
    course_rows = [[f"C{number}", "x"] for number in range(size)]
    count_rows = [[f"C{number}", 2024, number] for number in range(size)]
    with CaptureQueriesContext(connection) as captured:
        two_sheets(by, course_rows, count_rows)
    return sum(query["sql"].startswith("SELECT") for query in captured)


def test_files_are_fitted_by_their_names_and_several_make_one_batch(uploader):
    books = [
        read(csv([["kod", "år"], ["A1", "2024"]]), "antal 2024.csv"),
        read(csv([["kod", "titel"], ["A1", "Svets"]]), "kurser_2024.csv"),
    ]
    batch = actions.preview(books=books, by=uploader)
    assert batch.file_name == "antal 2024.csv, kurser_2024.csv"
    assert batch.counts == {"courses": {"new": 1}, "counts": {"new": 1}}
    assert [row.source for row in rows(batch)] == ["kurser_2024.csv", "antal 2024.csv"]


def test_a_row_of_a_text_file_with_a_cell_too_many_is_wrong_until_it_is_corrected(uploader):
    book = read(b"kod;titel\nA1;Svets; lektion 2\nA2;Kock", "kurser.csv")
    batch = actions.preview(books=[book], by=uploader)
    assert batch.counts == {"courses": {"wrong": 1, "new": 1}}
    row = rows(batch)[0]
    assert "fler celler" in words(row, "")
    cells = {row.pk: {"titel": "Svets; lektion 2"}}
    batch = actions.correct(batch=batch, cells=cells, by=uploader)
    assert batch.counts == {"courses": {"new": 2}}


def test_a_failed_formula_is_told_beside_its_cell(uploader):
    (row,) = rows(courses(uploader, ["A1", "#SAKNAS!"]))
    assert "#SAKNAS!" in words(row, "titel")
