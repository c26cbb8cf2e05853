from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from stegvis.core.imports import actions, forms, queries
from stegvis.core.imports.enums import IMPORT, BatchStatus, RowStatus
from stegvis.core.imports.models import ImportBatch
from stegvis.core.models import Draft
from tests.core.imports.books import csv, read, xlsx

pytestmark = pytest.mark.django_db

HEAD = ["kod", "titel", "från", "slag"]


@pytest.fixture
def page(client, uploader):
    client.force_login(uploader)
    return client


def batch_of(by, *rows):
    return actions.preview(books=[read(xlsx({"kurser": [HEAD, *rows]}))], by=by)


def address(name, batch, **query):
    return reverse(f"core:{name}", args=[batch.pk]) + (f"?{urlencode(query)}" if query else "")


def upload(page, *files, **data):
    named = [SimpleUploadedFile(name, content) for name, content in files]
    return page.post(reverse("core:import_create"), {"books": named, **data})


def text(answer):
    return answer.content.decode()


def field(row, heading):
    places = [c.heading for c in cells(row)]
    return cells(row)[places.index(heading)].name


def cells(row):
    view = queries.row_view(row)
    found = {cell.name: cell for cell in (*view.told, *view.changed, *view.others)}
    return sorted(found.values(), key=lambda cell: int(cell.name.rpartition("-")[2]))


def test_uploading_several_files_leads_to_one_preview(page):
    answer = upload(
        page,
        ("kurser.csv", csv([["kod", "titel"], ["A1", "Svets"]])),
        ("antal.csv", csv([["kod", "år"], ["A1", "2024"]])),
    )
    batch = ImportBatch.objects.get()
    assert answer.url == batch.get_absolute_url()
    assert batch.counts == {"courses": {"new": 1}, "counts": {"new": 1}}
    assert "För in 2 rader" in text(page.get(answer.url))


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("gammal.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "döpts om till .xlsx"),
        ("tom.xlsx", b"", "är tom"),
        ("kurser.csv", b"kodd;titel\nA1;Svets", "saknar kolumner som behövs: ”kod”"),
        ("q.csv", b"q\n1", "känns inte igen"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_beside_the_field(page, name, content, words):
    answer = upload(page, (name, content))
    assert answer.status_code == 200 and words in text(answer)
    assert not ImportBatch.objects.exists()


def test_a_file_over_the_limit_is_refused(page, settings):
    settings.UPLOAD_LIMIT = 100
    assert "för stor" in text(upload(page, ("kurser.csv", b"kod;titel\n" + b"A1;x\n" * 100)))


def test_no_file_at_all_is_told(page):
    assert "Välj minst en fil." in text(upload(page))


def test_too_many_files_are_told(page, monkeypatch):
    monkeypatch.setattr(forms, "FILES_LIMIT", 1)
    assert "Välj högst 1 filer." in text(upload(page, ("a.csv", b"a"), ("b.csv", b"b")))


def test_the_kind_can_be_said_where_the_name_does_not(page):
    upload(page, ("q.csv", b"kod;titel\nA1;Svets"), sheet="courses")
    assert ImportBatch.objects.get().counts == {"courses": {"new": 1}}


def test_wrong_rows_come_first_with_the_reason_beside_an_editable_cell(page, uploader):
    batch = batch_of(uploader, ["A1", "Svets"], ["A2", "Kock", "2024-02-31"])
    answer = text(page.get(batch.get_absolute_url()))
    assert answer.index("A2") < answer.index("A1")
    name = field(batch.rows.get(number=3), "från")
    assert "31 februari finns inte" in answer
    assert f'<input id="{name}" name="{name}" value="2024-02-31"' in answer
    assert f'aria-describedby="{name}_messages" aria-invalid="true"' in answer


def test_changed_rows_show_before_and_after(page, uploader):
    actions.accept(batch=batch_of(uploader, ["A1", "Svets"]), by=uploader)
    batch = batch_of(uploader, ["A1", "Svets 2"])
    answer = text(page.get(batch.get_absolute_url()))
    assert "Svets</del>" in answer and "Svets 2</ins>" in answer


def test_the_filter_lives_in_the_url(page, uploader):
    batch = batch_of(uploader, ["A1", "Svets"], ["A2", None])
    answer = text(page.get(address("import_detail", batch, status="new")))
    assert ">\n    A1" in answer and ">\n    A2" not in answer
    assert "1 rad</p>" in answer


def test_rows_are_paged(page, uploader):
    batch = batch_of(uploader, *([f"A{number}", "x"] for number in range(25)))
    assert "Sida 2 av 2" in text(page.get(address("import_detail", batch, sida=2)))


def test_correcting_keeps_all_that_was_typed_on_the_page(page, uploader):
    batch = batch_of(uploader, ["A1", None, "2024-02-31"], ["A2", "Kock", "x"])
    one, two = batch.rows.order_by("number")
    typed = {field(one, "titel"): "Svets", field(one, "från"): "31/2", field(two, "från"): ""}
    answer = page.post(address("import_row_correct", batch, status="wrong"), typed)
    assert answer.url == address("import_detail", batch, status="wrong")
    one, two = batch.rows.order_by("number")
    assert one.corrected == {"titel": "Svets", "från": "31/2"} and one.status == RowStatus.WRONG
    assert two.corrected == {"från": ""} and two.status == RowStatus.NEW
    shown = text(page.get(answer.url))
    assert 'value="31/2"' in shown and "I filen står: 2024-02-31" in shown


def test_accepting_with_something_typed_saves_that_first(page, uploader):
    batch = batch_of(uploader, ["A1", "Svets"])
    name = field(batch.rows.get(), "titel")
    page.post(address("import_accept", batch), {name: "Kock"})
    assert not Draft.objects.exists()
    page.post(address("import_accept", batch), {name: "Kock"})
    assert Draft.objects.get().fields["title"] == "Kock"


def test_accepting_needs_wrong_rows_to_be_left_out_knowingly(page, uploader):
    batch = batch_of(uploader, ["A1", "Svets"], ["A2", None])
    refused = page.post(address("import_accept", batch), follow=True)
    assert "1 rad är fel" in text(refused) and not Draft.objects.exists()
    done = page.post(address("import_accept", batch), {"leave_out": "on"}, follow=True)
    assert "1 rad är införd. 1 felaktig rad är utelämnad." in text(done)
    assert "Svets" in text(done) and "<input id=" not in text(done)


def test_a_decided_batch_says_so_instead_of_writing_again(page, uploader):
    batch = batch_of(uploader, ["A1", "Svets"])
    page.post(address("import_accept", batch))
    again = page.post(address("import_accept", batch), follow=True)
    assert "Det går inte från läget" in text(again)


def test_discarding_writes_nothing(page, uploader):
    batch = batch_of(uploader, ["A1", "Svets"])
    assert page.post(address("import_discard", batch)).url == reverse("core:import_list")
    batch.refresh_from_db()
    assert batch.status == BatchStatus.DISCARDED and not Draft.objects.exists()


@pytest.mark.parametrize("name", ["import_accept", "import_discard", "import_row_correct"])
def test_opening_the_address_of_a_button_changes_nothing(page, uploader, name):
    batch = batch_of(uploader, ["A1", "Svets"])
    assert page.get(address(name, batch)).status_code == 302
    batch.refresh_from_db()
    assert batch.status == BatchStatus.PREVIEWED


def test_a_file_that_was_written_before_is_recognised(page, uploader):
    content = xlsx({"kurser": [HEAD, ["A1", "Svets"]]})
    for _time in range(2):
        batch = actions.preview(books=[read(content)], by=uploader)
        actions.accept(batch=batch, by=uploader)
    batch = actions.preview(books=[read(content)], by=uploader)
    answer = text(page.get(batch.get_absolute_url()))
    assert "Samma fil har förts in tidigare" in answer and "inget att föra in" in answer


def test_the_list_shows_own_uploads(page, uploader, colleague):
    assert "Inga filer är uppladdade" in text(page.get(reverse("core:import_list")))
    mine, theirs = batch_of(uploader, ["A1", "x"]), batch_of(colleague, ["A1", "x"])
    answer = text(page.get(reverse("core:import_list")))
    assert mine.get_absolute_url() in answer and theirs.get_absolute_url() not in answer
    assert page.get(theirs.get_absolute_url()).status_code == 404


def test_without_the_permission_there_is_no_page(page, uploader, allowed):
    batch = batch_of(uploader, ["A1", "x"])
    allowed.remove(IMPORT)
    for url in (reverse("core:import_list"), batch.get_absolute_url()):
        assert page.get(url).status_code == 403


def test_the_template_is_an_attachment(page):
    answer = page.get(reverse("core:import_template"))
    assert "stegvis-importmall.xlsx" in answer["Content-Disposition"]
    assert answer.content.startswith(b"PK")


def test_a_page_makes_as_many_queries_for_few_rows_as_for_many(page, uploader, count_queries):
    few = batch_of(uploader, *([f"A{number}", None] for number in range(2)))
    many = batch_of(uploader, *([f"B{number}", None] for number in range(15)))
    counts = [count_queries(lambda b=b: page.get(b.get_absolute_url())) for b in (few, many)]
    assert counts[0] == counts[1] <= 10
