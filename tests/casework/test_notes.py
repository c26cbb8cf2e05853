"""What was said and seen: no text is lost, and what is sensitive is seen by few."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from stegvis.accounts.models import User
from stegvis.casework import queries_work as queries
from stegvis.casework.actions import notes
from stegvis.casework.models import Note
from stegvis.core import drafts
from stegvis.core.models import AuditEvent, Draft
from stegvis.core.steps import StepRefused
from stegvis.core.versions import VersionConflict
from stegvis.participants.models import Enrolment
from tests.factories.casework import NoteFactory
from tests.factories.participants import EnrolmentFactory, ParticipantFactory

SignIn = Callable[[User], Client]
Events = Callable[[], list[str]]
TODAY = date(2025, 3, 3)
SENT = {"text": "Vi pratade om köket.", "is_sensitive": "False", "kind": "phone", "on": TODAY}


def new(enrolment: Enrolment) -> str:
    return reverse("casework:note_create", args=[enrolment.pk])


def edit(note: Note) -> str:
    return reverse("casework:note_edit", args=[note.pk])


def test_a_note_is_written_and_changed(
    enrolment: Enrolment, caseworker: User, colleague: User, events: Events
) -> None:
    note = notes.save(enrolment=enrolment, by=caseworker, on=TODAY, text="Hemligt")
    for _again in range(2):
        note = notes.save(enrolment=enrolment, by=colleague, note=note, text="Mycket hemligt")
    assert (note.version, note.by) == (2, caseworker)
    assert events() == ["note.added", "note.changed"]
    assert "emligt" not in str(list(AuditEvent.objects.values("object_label", "changes")))


def test_an_older_form_does_not_write_over(enrolment: Enrolment, caseworker: User) -> None:
    note = NoteFactory(enrolment=enrolment, version=2)
    with pytest.raises(VersionConflict):
        notes.save(enrolment=enrolment, by=caseworker, note=note, version=1, text="Nytt")


def test_no_note_about_what_has_ended(ended: Enrolment, caseworker: User) -> None:
    with pytest.raises(StepRefused):
        notes.save(enrolment=ended, by=caseworker, on=TODAY, text="Nytt")
    notes.save(enrolment=ended, by=caseworker, on=TODAY, text="Historik", unchecked=True)


# --- the form ---


def test_the_form_begins_with_today_and_the_kind_used_last(
    enrolment: Enrolment, caseworker: User, colleague: User, sign_in: SignIn
) -> None:
    NoteFactory(enrolment=enrolment, by=caseworker, kind="visit")
    NoteFactory(enrolment=enrolment, by=colleague, kind="phone")
    form = sign_in(caseworker).get(new(enrolment)).context["form"]
    assert (form["kind"].value(), form["on"].value()) == ("visit", TODAY)
    assert form["is_sensitive"].value() is False


def test_a_note_saves_and_its_draft_goes(
    enrolment: Enrolment, caseworker: User, sign_in: SignIn
) -> None:
    drafts.keep(by=caseworker, key=f"anteckning-ny-{enrolment.pk}", fields={"text": "Vi pra"})
    client = sign_in(caseworker)
    answer = client.post(new(enrolment), SENT | {"is_sensitive": "True"})
    assert answer.url == f"{enrolment.get_absolute_url()}#anteckningar"
    note = Note.objects.get()
    assert (note.text, note.is_sensitive, note.kind) == (SENT["text"], True, "phone")
    assert Draft.objects.count() == 0


@pytest.mark.parametrize(
    ("values", "field"), [({"text": " "}, "text"), ({"on": "2025-03-04"}, "on")]
)
def test_neither_empty_nor_about_tomorrow(
    values: dict[str, str], field: str, enrolment: Enrolment, caseworker: User, sign_in: SignIn
) -> None:
    page = sign_in(caseworker).post(new(enrolment), SENT | values)
    assert list(page.context["form"].errors) == [field]
    assert Note.objects.count() == 0


def test_a_draft_survives_that_one_signs_out(
    enrolment: Enrolment, caseworker: User, colleague: User, sign_in: SignIn
) -> None:
    client = sign_in(caseworker)
    page = client.get(new(enrolment))
    key = page.context["draft"]
    where = reverse("core:draft", args=[key])
    assert f'data-draft="{where}"' in page.content.decode()
    client.post(where, SENT | {"text": "Halvskrivet", "is_sensitive": "True"})
    client.logout()
    assert client.get(where).status_code == 302
    kept = sign_in(caseworker).get(where).json()["fields"]
    assert (kept["text"], kept["is_sensitive"]) == ("Halvskrivet", "True")
    assert sign_in(colleague).get(where).json() == {"saved_at": None}


def test_two_change_the_same_note_and_no_text_is_lost(
    enrolment: Enrolment, caseworker: User, sign_in: SignIn
) -> None:
    note = NoteFactory(enrolment=enrolment)
    client = sign_in(caseworker)
    form = client.get(edit(note)).context["form"]
    sent: dict[str, Any] = {name: form[name].value() for name in form.fields}
    client.post(edit(note), sent | {"text": "Den förstas ord", "is_sensitive": "True"})
    page = client.post(edit(note), sent | {"text": "Den andras ord"})
    told = page.context["form"].conflict
    assert told == {"text": "Den förstas ord", "is_sensitive": "Ja, den är känslig"}
    assert "Den andras ord" in page.content.decode()
    note.refresh_from_db()
    assert (note.text, note.version) == ("Den förstas ord", 2)


# --- who sees what is sensitive ---


def test_a_sensitive_note_is_shown_to_those_who_may_see_it(
    enrolment: Enrolment, caseworker: User, manager: User, sign_in: SignIn
) -> None:
    NoteFactory(enrolment=enrolment, text="Återfall i helgen", is_sensitive=True)
    NoteFactory(enrolment=enrolment, text="Glad över praktiken")
    where = reverse("casework:note_list", args=[enrolment.pk])
    page = sign_in(caseworker).get(where).content.decode()
    assert "Återfall i helgen" in page and "Glad över praktiken" in page
    page = sign_in(manager).get(where).content.decode()
    assert "Återfall" not in page and "Uppgiften är skyddad" in page
    assert "Glad över praktiken" in page and "Ändra" not in page


def test_a_sensitive_note_is_not_opened_without_the_right(
    enrolment: Enrolment, caseworker: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = NoteFactory(enrolment=enrolment, is_sensitive=True)
    client = sign_in(caseworker)
    assert client.get(edit(note)).status_code == 200
    monkeypatch.setattr("stegvis.casework.access_work.may_see_sensitive", lambda *args: False)
    assert client.get(edit(note)).status_code == 403


# --- my unfinished notes ---


def test_my_unfinished_notes_are_found(
    enrolment: Enrolment, ended: Enrolment, caseworker: User, colleague: User
) -> None:
    note = NoteFactory(enrolment=enrolment)
    begun = {"text": "Halvskrivet"}
    for key in (
        f"anteckning-ny-{enrolment.pk}",
        f"anteckning-{note.pk}",
        f"anteckning-ny-{ended.pk}",
        f"anteckning-ny-{EnrolmentFactory().pk}",
        "anteckning-ny-999999",
        "anteckning-annat",
        f"aktivitet-ny-{enrolment.pk}",
    ):
        drafts.keep(by=caseworker, key=key, fields=begun)
    drafts.keep(by=colleague, key=f"anteckning-ny-{enrolment.pk}", fields={"text": "  "})
    found = queries.unfinished_notes(caseworker)
    assert [(one.enrolment, one.note) for one in found] == [(enrolment, note), (enrolment, None)]
    assert [one.url for one in found] == [edit(note), new(enrolment)]
    assert queries.unfinished_notes(colleague) == []


def test_unfinished_notes_take_three_queries(
    enrolment: Enrolment, caseworker: User, django_assert_num_queries: Any
) -> None:
    assert caseworker.current_assignments
    note = NoteFactory(enrolment=enrolment)
    drafts.keep(by=caseworker, key=f"anteckning-{note.pk}", fields={"text": "Halvskrivet"})
    for more in (3, 6):
        for one in EnrolmentFactory.create_batch(3, programme=enrolment.programme):
            key = f"anteckning-ny-{one.pk}"
            drafts.keep(by=caseworker, key=key, fields={"text": "Halvskrivet"})
        with django_assert_num_queries(3):
            found = queries.unfinished_notes(caseworker)
            assert len({str(one.enrolment.participant) for one in found}) == more + 1


def test_the_page_reminds_of_a_note_that_is_not_finished(
    enrolment: Enrolment, caseworker: User
) -> None:
    from stegvis.casework.panels_work import notes as panel

    assert panel(caseworker, enrolment).context["draft"] is None
    drafts.keep(by=caseworker, key=f"anteckning-ny-{enrolment.pk}", fields={"text": "Halvskrivet"})
    assert panel(caseworker, enrolment).context["draft"].fields["text"] == "Halvskrivet"


def test_a_protected_persons_note_is_not_there_for_a_colleague(
    enrolment: Enrolment, caseworker: User, colleague: User, sign_in: SignIn
) -> None:
    note = NoteFactory(
        enrolment=EnrolmentFactory(
            programme=enrolment.programme,
            caseworker=caseworker,
            participant=ParticipantFactory(protected=True),
        )
    )
    assert sign_in(caseworker).get(edit(note)).status_code == 200
    assert sign_in(colleague).get(edit(note)).status_code == 404
