"""Enrolling without a referral, and correcting who somebody is."""

from datetime import date

import pytest
from django.urls import reverse

from stegvis.core.models import ReadEvent
from stegvis.participants.actions import persons
from stegvis.participants.enums import IdentityKind, Protection, Sex
from stegvis.participants.models import Enrolment, Participant
from tests.factories.participants import (
    NUMBERS,
    CodeFactory,
    EnrolmentFactory,
    ParticipantFactory,
    ProgrammeFactory,
)

NUMBER, OTHER = NUMBERS[Sex.WOMAN][:2]
CREATE = "participants:participant_create"


def text(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def edit(participant: Participant) -> str:
    return reverse("participants:person_edit", args=[participant.pk])


# --- enrolling ---


@pytest.fixture
def told(vamos, caseworker) -> dict[str, object]:
    return {
        "identity_kind": "identified",
        "sex": "unknown",
        "starts_on": "2025-03-03",
        "caseworker": caseworker.pk,
    }


def test_with_one_programme_the_form_is_there_at_once(vamos, told, caseworker, sign_in):
    client = sign_in(caseworker)
    assert "Skriv in i Vamos" in text(client.get(reverse(CREATE)))
    about = {"identity_number": "760114-2388", "first_name": "Ada", "case_number": "17/25"}
    answer = client.post(reverse(CREATE), {**told, **about})
    enrolment = Enrolment.objects.get()
    assert answer.url == enrolment.get_absolute_url()
    assert enrolment.participant.identity_number == NUMBER
    assert (enrolment.caseworker, enrolment.case_number) == (caseworker, "17/25")


def test_with_several_which_one_comes_first(vamos, kc, caseworker, sign_in):
    ProgrammeFactory(unit=kc, name="Startsträckan", slug="start")
    client = sign_in(caseworker)
    assert "?verksamhet=start" in text(client.get(reverse(CREATE)))
    chosen = text(client.get(reverse(CREATE), {"verksamhet": "start"}))
    assert "Skriv in i Startsträckan" in chosen
    assert "Välj en annan verksamhet" in chosen


def test_another_units_programme_cannot_be_chosen(vamos, kc, elsewhere, caseworker, sign_in):
    ProgrammeFactory(unit=kc)
    page = text(sign_in(caseworker).get(reverse(CREATE), {"verksamhet": elsewhere.slug}))
    assert "I vilken verksamhet?" in page


def test_without_any_the_page_says_so(caseworker, sign_in):
    assert "ingen öppen verksamhet" in text(sign_in(caseworker).get(reverse(CREATE)))


def test_who_may_be_the_same_is_asked_before_anything_is_written(
    vamos, kc, told, caseworker, sign_in
):
    known = persons.create(
        by=None, first_name="Ada", last_name="Prov", birth_date=date(1990, 5, 17)
    )
    EnrolmentFactory(programme__unit=kc, participant=known)
    client, page = sign_in(caseworker), f"{reverse(CREATE)}?verksamhet=vamos"
    about = {**told, "first_name": "Ada", "last_name": "Prov", "phone": "0701234567"}
    asked = client.post(page, about)
    assert list(asked.context["form"].errors) == ["participant"]
    assert "Samma person: Ada Prov" in text(asked)
    assert ReadEvent.objects.filter(subject_id=known.pk).exists()
    client.post(page, {**about, "participant": known.pk})
    assert Enrolment.objects.get(programme=vamos).participant == known
    known.refresh_from_db()
    assert known.phone == "070-123 45 67"


def test_or_somebody_new_of_the_same_name(vamos, kc, told, caseworker, sign_in):
    known = persons.create(by=None, first_name="Ada", last_name="Prov")
    EnrolmentFactory(programme__unit=kc, participant=known)
    about = {**told, "first_name": "Ada", "last_name": "Prov", "participant": "new"}
    sign_in(caseworker).post(f"{reverse(CREATE)}?verksamhet=vamos", about)
    assert Enrolment.objects.get(programme=vamos).participant != known


def test_the_number_of_another_units_participant_names_nobody(
    vamos, elsewhere, told, caseworker, sign_in
):
    theirs = ParticipantFactory(identity_number=NUMBER, first_name="Hemlig")
    EnrolmentFactory(programme=elsewhere, participant=theirs)
    client, about = sign_in(caseworker), {**told, "identity_number": NUMBER}
    asked = text(client.post(reverse(CREATE), about))
    assert "finns hos en annan enhet" in asked
    assert "Hemlig" not in asked
    client.post(reverse(CREATE), {**about, "participant": theirs.pk})
    assert Enrolment.objects.get(programme=vamos).participant == theirs


def test_somebody_unidentified_is_counted_and_never_named(vamos, told, caseworker, sign_in):
    client = sign_in(caseworker)
    about = {**told, "identity_kind": "unidentified", "sex": "woman", "birth_year": "1990"}
    refused = client.post(reverse(CREATE), {**about, "first_name": "Ada", "phone": "1"})
    assert set(refused.context["form"].errors) == {"first_name", "phone"}
    assert client.post(reverse(CREATE), about).status_code == 302
    one = Participant.objects.get()
    assert (one.identity_kind, one.birth_year) == (IdentityKind.UNIDENTIFIED, 1990)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"identity_number": "760114-2389"}, "identity_number"),
        ({"birth_year": "2026"}, "birth_year"),
        ({"starts_on": "31/2"}, "starts_on"),
        ({"caseworker": "99999"}, "caseworker"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(wrong, field, told, caseworker, sign_in):
    form = sign_in(caseworker).post(reverse(CREATE), {**told, **wrong}).context["form"]
    assert list(form.errors) == [field]
    assert not Participant.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("caseworker", 200),
        ("manager", 403),
        ("referrer", 403),
        ("administrator", 403),
        ("evaluator", 403),
    ],
)
def test_who_may_enrol(who, status, vamos, request, sign_in):
    client = sign_in(request.getfixturevalue(who))
    assert client.get(reverse(CREATE)).status_code == status


# --- correcting ---


@pytest.fixture
def ada(vamos) -> Participant:
    one = ParticipantFactory(identity_number=NUMBER, first_name="Ada", phone="070-123 45 67")
    return EnrolmentFactory(programme=vamos, participant=one).participant


def about(participant: Participant, **told) -> dict[str, object]:
    names = ("identity_kind", "first_name", "last_name", "sex", "phone", "version")
    kept = {name: getattr(participant, name) for name in names}
    return {**kept, "identity_number": participant.identity_number or "", **told}


def test_corrected_and_back_to_the_page(ada, caseworker, sign_in):
    client = sign_in(caseworker)
    language = CodeFactory(scheme="language", label="Somaliska")
    assert "19760114-2388" in text(client.get(edit(ada)))
    told = about(ada, first_name="Adda", language=language.pk, needs_interpreter="on")
    assert client.post(edit(ada), told).url == ada.get_absolute_url()
    ada.refresh_from_db()
    assert (ada.first_name, ada.language, ada.needs_interpreter) == ("Adda", language, True)


def test_two_writers_and_no_text_is_lost(ada, caseworker, sign_in):
    client = sign_in(caseworker)
    client.post(edit(ada), about(ada, first_name="Först"))
    late = client.post(edit(ada), about(ada, first_name="Sedan"))
    page = text(late)
    assert "Någon annan hann före" in page
    assert 'value="Sedan"' in page
    assert "Först" in page
    told = about(ada, first_name="Sedan", version=late.context["form"]["version"].value())
    assert client.post(edit(ada), told).status_code == 302


def test_a_number_that_somebody_has_is_said_beside_it(ada, vamos, caseworker, sign_in):
    other = EnrolmentFactory(programme=vamos, participant__identity_number=OTHER).participant
    answer = sign_in(caseworker).post(edit(ada), about(ada, identity_number=OTHER))
    assert answer.context["form"].errors == {"identity_number": [f"{other} har redan det numret."]}


def test_made_unidentified_everything_personal_must_go(ada, caseworker, sign_in):
    client = sign_in(caseworker)
    form = client.post(edit(ada), about(ada, identity_kind="unidentified")).context["form"]
    assert {"identity_number", "first_name", "last_name", "phone"} <= set(form.errors)
    blank = dict.fromkeys(("identity_number", "first_name", "last_name", "phone"), "")
    told = about(ada, identity_kind="unidentified", birth_year="1976", **blank)
    assert client.post(edit(ada), told).status_code == 302
    ada.refresh_from_db()
    assert str(ada) == f"Oidentifierad {ada.pk}"


def test_the_contact_of_somebody_protected_is_changed_unseen(ada, caseworker, sign_in):
    ada.protection, ada.email = Protection.MARKED, "ada@example.se"
    ada.save()
    Enrolment.objects.update(caseworker=caseworker)
    client = sign_in(caseworker)
    page = text(client.get(edit(ada)))
    assert "070-123" not in page
    assert "ada@example.se" not in page
    assert "Visas inte här" in page
    assert client.post(edit(ada), about(ada, phone="0709999999")).status_code == 302
    ada.refresh_from_db()
    assert (ada.phone, ada.email) == ("070-999 99 99", "ada@example.se")
    late = text(client.post(edit(ada), about(ada, phone="", first_name="Ida", version=1)))
    assert "Någon annan hann före" in late
    assert "070-999" not in late


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("caseworker", 200),
        ("manager", 403),
        ("colleague", 404),
        ("referrer", 403),
        ("planner", 403),
        ("administrator", 403),
        ("evaluator", 403),
        ("provider_user", 403),
    ],
)
def test_who_may_correct(who, status, ada, request, sign_in):
    assert sign_in(request.getfixturevalue(who)).get(edit(ada)).status_code == status
