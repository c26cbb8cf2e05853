"""A row points at rows of other sheets by their keys, in the system or in the same file."""

import dataclasses

import pytest

from stegvis.core.imports import actions, spec
from stegvis.core.imports.enums import RowStatus
from stegvis.core.models import Draft
from tests.core.imports.books import read, xlsx

pytestmark = pytest.mark.django_db

COURSES = [["kod", "titel"], ["A1", "Svets"], ["A2", "Kock"]]
COUNTS = [["kod", "år", "startade"], ["A1", 2024, 12]]
NOTES = ["kod", "rad", "år", "liknar"]


def preview(by, *notes, counts=COUNTS):
    sheets = {"kurser": COURSES, "antal": counts, "noter": [NOTES, *notes]}
    return actions.preview(books=[read(xlsx(sheets))], by=by)


def note(batch):
    return batch.rows.get(sheet="notes", number=2)


def words(row, heading):
    return " ".join(text for text, _is_fatal in row.messages.get(heading, []))


def test_a_key_of_several_columns_takes_the_first_from_the_row(uploader):
    batch = preview(uploader, ["A1", 1, 2024, "A1|a2"])
    assert actions.accept(batch=batch, by=uploader).is_accepted
    fields = Draft.objects.get(key="not:A1:1").fields
    assert (fields["år"], fields["liknar"]) == (2024, ["A1", "A2"])


def test_the_same_again_is_unchanged_whatever_the_order(uploader):
    actions.accept(batch=preview(uploader, ["A1", 1, 2024, "A1|A2"]), by=uploader)
    assert note(preview(uploader, ["A1", 1, 2024, "A2 | A1"])).status == RowStatus.UNCHANGED


def test_a_changed_reference_is_shown_by_its_key(uploader):
    actions.accept(batch=preview(uploader, ["A1", 1, 2024, "A1|A2"]), by=uploader)
    assert note(preview(uploader, ["A1", 1, None, "A2"])).changes == {
        "år": ["2024", "–"],
        "liknar": ["A1, A2", "A2"],
    }


def test_a_changed_reference_may_be_to_a_new_row(uploader):
    actions.accept(batch=preview(uploader, ["A1", 1, 2024, None]), by=uploader)
    batch = preview(uploader, ["A1", 1, 2025, None], counts=[*COUNTS, ["A1", 2025, 3]])
    assert note(batch).changes == {"år": ["2024", "2025"]}
    actions.accept(batch=batch, by=uploader)
    assert Draft.objects.get(key="not:A1:1").fields["år"] == 2025


def test_one_of_several_that_is_missing_is_named(uploader):
    row = note(preview(uploader, ["A1", 1, None, "A1|B9"]))
    assert words(row, "liknar") == "”B9” finns inte bland kurser, varken i systemet eller i filen."


def test_a_reference_waits_for_the_column_it_leans_on(uploader):
    row = note(preview(uploader, [None, 1, 2024, None]))
    assert list(row.messages) == ["kod"]


def test_an_object_that_the_same_file_changes_is_handed_on_as_changed(uploader, monkeypatch):
    actions.accept(batch=preview(uploader, ["A1", 1, 2024, None]), by=uploader)
    changed = [["kod", "titel"], ["A1", "Nytt"]]
    sheets = {"kurser": changed, "noter": [NOTES, ["A1", 2, None, "A1"]]}
    seen = []
    apply = spec.get("notes").apply

    def look(**kwargs):
        seen.append(kwargs["values"]["course"].fields["title"])
        return apply(**kwargs)

    watched = dataclasses.replace(spec.get("notes"), apply=look)
    monkeypatch.setitem(spec._sheets, "notes", watched)
    batch = actions.preview(books=[read(xlsx(sheets))], by=uploader)
    actions.accept(batch=batch, by=uploader)
    assert seen == ["Nytt"]
