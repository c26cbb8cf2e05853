"""Nothing is written until it is accepted; then all of it or none; twice is the same as once."""

import dataclasses

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stegvis.core.imports import actions, spec
from stegvis.core.imports.enums import BatchStatus, RowStatus
from stegvis.core.imports.models import ImportBatch, ImportRow
from stegvis.core.models import AuditEvent, Draft
from stegvis.core.steps import StepRefused
from tests.core.imports import toy
from tests.core.imports.books import read, xlsx

pytestmark = pytest.mark.django_db

HEAD = ["kod", "titel", "från", "pris", "planerat antal", "teman", "föregående"]
FULL = ["A1", "Svets", "2024-03-04", "1 450,50", "ca 15", "ro|mod", None]


def preview(by, *rows, head=HEAD):
    return actions.preview(books=[read(xlsx({"kurser": [head, *rows]}))], by=by)


def accepted(by, *rows, head=HEAD):
    batch = preview(by, *rows, head=head)
    assert actions.accept(batch=batch, by=by).is_accepted
    return batch


def row_of(batch, number=2):
    return batch.rows.get(number=number)


def test_accepting_writes_the_rows_through_the_room_and_is_logged_once(uploader):
    batch = preview(uploader, FULL, ["A2", "Kock"])
    outcome = actions.accept(batch=batch, by=uploader)
    assert (outcome.is_accepted, outcome.written, outcome.left_out) == (True, 2, ())
    assert Draft.objects.count() == 2
    assert AuditEvent.objects.filter(action="import.accepted").count() == 1
    batch.refresh_from_db()
    assert batch.status == BatchStatus.ACCEPTED and batch.decided_at


def test_the_same_file_again_changes_nothing(uploader):
    rows = [FULL, ["A2", "Kock", None, None, None, None, "A1"]]
    accepted(uploader, *rows)
    before = AuditEvent.objects.count(), list(Draft.objects.values())
    batch = preview(uploader, *rows)
    assert batch.counts == {"courses": {"unchanged": 2}}
    with CaptureQueriesContext(connection) as captured:
        outcome = actions.accept(batch=batch, by=uploader)
    assert outcome.written == 0 and "fanns redan" in outcome.message
    assert (AuditEvent.objects.count(), list(Draft.objects.values())) == before
    writes = [q["sql"] for q in captured if not q["sql"].startswith(("SELECT", "SAVEPOINT", "REL"))]
    assert len(writes) == 1 and "core_importbatch" in writes[0]


def test_a_change_shows_before_and_after_and_leaves_other_columns(uploader):
    """The key is matched without letter case, and is itself no change."""
    accepted(uploader, FULL)
    batch = preview(uploader, ["a1", "Svets 2", "1 500"], head=["kod", "titel", "pris"])
    row = row_of(batch)
    assert row.status == RowStatus.CHANGED
    assert row.changes == {
        "titel": ["Svets", "Svets 2"],
        "pris": ["1\u202f450,50\u202fkr", "1\u202f500\u202fkr"],
    }
    actions.accept(batch=batch, by=uploader)
    course = Draft.objects.get(key="kurs:A1").fields
    assert course["title"] == "Svets 2"
    assert (course["planned"], course["themes"]) == ("ca 15", ["ro", "mod"])


def test_a_blank_cell_empties_and_order_of_several_is_no_change(uploader):
    accepted(uploader, FULL)
    row = row_of(preview(uploader, ["A1", "Svets", None, 1450.5, "ca 15", "mod | ro", None]))
    assert row.changes == {"från": ["2024-03-04", "–"]}


def test_wrong_rows_stop_everything_unless_they_are_left_out(uploader):
    batch = preview(uploader, FULL, ["A2", None], ["A3", "Kock"])
    refused = actions.accept(batch=batch, by=uploader)
    assert not refused.is_accepted and "1 rad är fel" in refused.message
    assert not Draft.objects.exists()
    outcome = actions.accept(batch=batch, by=uploader, leave_out=True)
    assert (outcome.written, outcome.left_out) == (2, ("rad 3 i kurser.xlsx",))
    assert Draft.objects.count() == 2


def test_accept_looks_at_the_database_as_it_is_now(uploader):
    batch = preview(uploader, FULL)
    accepted(uploader, ["A1", "En annans titel"])
    outcome = actions.accept(batch=batch, by=uploader)
    assert not outcome.is_accepted and "har ändrats sedan" in outcome.message
    assert row_of(batch).status == RowStatus.CHANGED
    assert Draft.objects.get().fields["title"] == "En annans titel"
    assert actions.accept(batch=batch, by=uploader).is_accepted


def test_what_somebody_else_already_wrote_is_no_obstacle(uploader):
    batch = preview(uploader, FULL, ["A2", "Kock"])
    accepted(uploader, FULL)
    assert actions.accept(batch=batch, by=uploader).written == 1


def test_a_row_the_room_refuses_takes_all_back_and_says_why(uploader):
    batch = preview(uploader, FULL, ["A2", "Vägrad"], ["A3", "x", *[None] * 4, "A2"])
    outcome = actions.accept(batch=batch, by=uploader)
    assert not outcome.is_accepted and "2 rader gick inte" in outcome.message
    assert not Draft.objects.exists() and not AuditEvent.objects.exists()
    assert row_of(batch, 3).messages == {"titel": [["Titeln är upptagen.", True]]}
    assert "pekar på" in row_of(batch, 4).messages[""][0][0]


def test_a_refused_row_can_be_mended_tried_again_or_left_out(uploader):
    batch = preview(uploader, FULL, ["A2", "Vägrad"])
    actions.accept(batch=batch, by=uploader)
    again = actions.accept(batch=batch, by=uploader)
    assert "1 rad gick inte" in again.message
    row = row_of(batch, 3)
    actions.correct(batch=batch, cells={row.pk: {"titel": "Kock"}}, by=uploader)
    assert row_of(batch, 3).status == RowStatus.NEW
    actions.correct(batch=batch, cells={row.pk: {"titel": "Vägrad"}}, by=uploader)
    actions.accept(batch=batch, by=uploader)
    outcome = actions.accept(batch=batch, by=uploader, leave_out=True)
    assert (outcome.written, len(outcome.left_out)) == (1, 1)


@pytest.mark.parametrize("fault", ["integrity", "validation"])
def test_what_the_database_refuses_is_told_beside_the_row(uploader, monkeypatch, fault):
    from django.core.exceptions import ValidationError
    from django.db import IntegrityError

    errors = {
        "integrity": IntegrityError("unique"),
        "validation": ValidationError({"title": ["Titeln är upptagen."]}),
    }

    def apply(**kwargs):
        raise errors[fault]

    monkeypatch.setitem(spec._sheets, "courses", dataclasses.replace(toy.COURSES, apply=apply))
    batch = preview(uploader, FULL)
    assert not actions.accept(batch=batch, by=uploader).is_accepted
    heading, text = {
        "integrity": ("", "Raden strider mot något som redan finns i systemet."),
        "validation": ("titel", "Titeln är upptagen."),
    }[fault]
    assert row_of(batch).messages == {heading: [[text, True]]}


def test_a_decided_batch_stays_decided(uploader):
    batch = accepted(uploader, FULL)
    for again in (actions.accept, actions.discard):
        with pytest.raises(StepRefused):
            again(batch=batch, by=uploader)
    with pytest.raises(StepRefused):
        actions.correct(batch=batch, cells={}, by=uploader)


def test_discarding_writes_nothing(uploader):
    batch = actions.discard(batch=preview(uploader, FULL), by=uploader)
    assert batch.status == BatchStatus.DISCARDED and not Draft.objects.exists()
    assert AuditEvent.objects.get().action == "import.discarded"


# --- corrections ---


def test_a_correction_is_laid_over_the_file_and_can_be_taken_back(uploader):
    batch = preview(uploader, ["A1", "Svets", "2024-02-31"])
    pk = row_of(batch).pk
    actions.correct(batch=batch, cells={pk: {"från": "2024-02-29"}}, by=uploader)
    row = row_of(batch)
    assert (row.status, row.raw["från"]) == (RowStatus.NEW, "2024-02-31")
    actions.correct(batch=batch, cells={pk: {"från": " 2024-02-31 "}}, by=uploader)
    assert row_of(batch).corrected == {} and row_of(batch).status == RowStatus.WRONG


def test_a_correction_that_is_still_wrong_is_kept(uploader):
    batch = preview(uploader, ["A1", "Svets", "2024-02-31"])
    actions.correct(batch=batch, cells={row_of(batch).pk: {"från": "2024-02-30"}}, by=uploader)
    row = row_of(batch)
    assert row.corrected == {"från": "2024-02-30"} and row.status == RowStatus.WRONG
    assert "30 februari" in row.messages["från"][0][0]


def test_correcting_one_of_two_with_the_same_key_mends_both(uploader):
    batch = preview(uploader, ["A1", "Svets"], ["A1", "Kock"])
    batch = actions.correct(batch=batch, cells={row_of(batch, 3).pk: {"kod": "A2"}}, by=uploader)
    assert batch.counts == {"courses": {"new": 2}}


def test_unknown_headings_and_rows_of_others_are_not_touched(uploader):
    other = preview(uploader, ["A1", None])
    batch = preview(uploader, ["A2", None])
    cells = {row_of(other).pk: {"titel": "x"}, row_of(batch).pk: {"hittepå": "x"}}
    actions.correct(batch=batch, cells=cells, by=uploader)
    assert list(ImportRow.objects.values_list("corrected", flat=True)) == [{}, {}]


# --- rights ---


def test_a_sheet_may_need_a_permission_of_its_own(uploader, allowed, monkeypatch):
    guarded = dataclasses.replace(toy.COURSES, needs="course_edit")
    monkeypatch.setitem(spec._sheets, "courses", guarded)
    with pytest.raises(actions.UnreadableFile, match="inte rätt att importera kurser"):
        preview(uploader, FULL)
    allowed.add("course_edit")
    batch = preview(uploader, FULL)
    allowed.remove("course_edit")
    with pytest.raises(PermissionDenied):
        actions.accept(batch=batch, by=uploader)


def test_a_batch_is_seen_by_its_uploader_and_by_those_who_may_see_all(uploader, colleague, allowed):
    preview(uploader, FULL)
    assert ImportBatch.objects.visible_to(uploader).count() == 1
    assert ImportRow.objects.visible_to(uploader).count() == 1
    assert not ImportBatch.objects.visible_to(colleague).exists()
    assert not ImportRow.objects.visible_to(colleague).exists()
    allowed.add("import_see_all")
    assert ImportBatch.objects.visible_to(colleague).exists()
    assert ImportRow.objects.visible_to(colleague).exists()


def test_decided_at_goes_with_the_status(uploader):
    from django.db import IntegrityError, transaction

    batch = preview(uploader, FULL)
    with pytest.raises(IntegrityError), transaction.atomic():
        ImportBatch.objects.filter(pk=batch.pk).update(status=BatchStatus.ACCEPTED)
