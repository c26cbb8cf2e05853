"""Logging a contact on a phone, correcting it, the reminders."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from stegvis.accounts.models import User
from stegvis.core.models import Draft, ReadEvent
from stegvis.employers.models import Employer, EmployerContact
from stegvis.organisations.models import Unit
from stegvis.participants.models import Enrolment
from tests.conftest import TODAY
from tests.factories.casework import PlacementFactory
from tests.factories.employers import EmployerContactFactory, EmployerFactory, WorkplaceFactory
from tests.factories.participants import CodeFactory, EnrolmentFactory

NEW = "/arbetsgivarkontakter/ny/"
REMINDERS = "/arbetsgivare/paminnelser/"
SAID = {"mode": "visit", "result": "interested", "on": "2025-03-03"}


def proposed(answer: Any) -> list[str]:
    return [str(label) for _value, label in answer.context["form"].choices]


# --- which employer ---


def test_the_latest_met_are_proposed_first(working: Client, caseworker: User) -> None:
    old, new = EmployerFactory(name="Först"), EmployerFactory(name="Sist")
    EmployerFactory(name="Någon annans")
    EmployerContactFactory(employer=old, by=caseworker, on=date(2025, 1, 1))
    EmployerContactFactory(employer=new, by=caseworker, on=date(2025, 2, 1))
    EmployerContactFactory(by=caseworker, employer__archived_at="2024-01-01T12:00Z")
    assert proposed(working.get(NEW)) == ["Sist", "Först"]


def test_htmx_gets_the_employers_that_match(working: Client) -> None:
    WorkplaceFactory(employer__name="Kvarnen", place="Centrum")
    EmployerFactory(name="Nya Kvarnen")
    text = working.get(NEW, {"q": "kvarn"}, headers={"HX-Request": "true"}).content.decode()
    listed = re.findall(r"<span>(.*?)</span>", text)
    assert listed == ["Kvarnen, Centrum", "Nya Kvarnen", "Ny arbetsgivare: kvarn"]
    assert text.strip().startswith('<div id="val">') and "<html" not in text


def test_typing_is_no_look_at_the_participants(working: Client, enrolment: Enrolment) -> None:
    working.get(NEW, {"q": "kvarn"}, headers={"HX-Request": "true"})
    assert not ReadEvent.objects.exists()
    working.get(NEW)
    assert ReadEvent.objects.get().subject_id == enrolment.participant_id


def test_without_script_the_search_button_keeps_what_is_written(working: Client) -> None:
    EmployerFactory(name="Kvarnen")
    page = working.post(NEW, SAID | {"q": "kvarn", "note": "Trevlig", "search": "1"})
    assert proposed(page) == ["Kvarnen", "Ny arbetsgivare: kvarn"]
    text = page.content.decode()
    assert "Trevlig" in text and 'class="error"' not in text
    assert not EmployerContact.objects.exists()


def test_an_employer_chosen_beforehand_is_ticked(working: Client, enrolment: Enrolment) -> None:
    employer = EmployerFactory(name="Kvarnen")
    page = working.get(NEW, {"arbetsgivare": employer.pk, "inskrivning": enrolment.pk})
    form = page.context["form"]
    assert form["employer"].value() == str(employer.pk)
    assert form["enrolment"].value() == str(enrolment.pk)
    assert f'value="{employer.pk}" id="id_employer_0" checked' in page.content.decode()


@pytest.mark.parametrize("nonsense", ["²", "abc", "-1", "99999999999999999999"])
def test_nonsense_in_the_address_is_passed_over(working: Client, nonsense: str) -> None:
    page = working.get(NEW, {"arbetsgivare": nonsense, "inskrivning": nonsense})
    assert page.status_code == 200


# --- save ---


def test_log_at_one_that_is_found(working: Client, caseworker: User, kc: Unit) -> None:
    employer = EmployerFactory(name="Kvarnen")
    Draft.objects.create(by=caseworker, key="arbetsgivarkontakt-ny", fields={"note": "x"})
    answer = working.post(NEW, SAID | {"q": "kvarn", "employer": employer.pk})
    contact = EmployerContact.objects.get()
    assert answer.url == employer.get_absolute_url()
    assert (contact.employer, contact.by, contact.unit) == (employer, caseworker, kc)
    assert (contact.on, contact.mode, contact.result) == (TODAY, "visit", "interested")
    assert not Draft.objects.exists()


def test_log_at_a_new_one(working: Client) -> None:
    working.post(NEW, SAID | {"q": "Kvarnen", "employer": "ny"})
    contact = EmployerContact.objects.get()
    assert contact.employer.name == "Kvarnen"
    assert contact.employer.workplaces.get().name == "Kvarnen"


def test_a_name_written_in_full_needs_no_choice(working: Client) -> None:
    employer = EmployerFactory(name="Kvarnen AB")
    working.post(NEW, SAID | {"q": "kvarnen"})
    assert EmployerContact.objects.get().employer == employer


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        ({"q": "kvarn"}, "employer", "Välj arbetsgivaren"),
        ({"q": ""}, "q", "Välj arbetsgivaren"),
        ({"q": "Kvarnen", "employer": "ny"}, "employer", "finns redan"),
        ({"q": "kvarn", "employer": "999"}, "employer", "Välj något i listan."),
        ({"q": "Ny", "employer": "ny", "mode": ""}, "mode", "Fyll i"),
        ({"q": "Ny", "employer": "ny", "on": "2025-03-04"}, "on", "har inte varit"),
        ({"q": "Ny", "employer": "ny", "next_on": "2025-03-02"}, "next_on", "före den här"),
        ({"q": "Ny", "employer": "ny", "occupation": "Trollkarl"}, "occupation", "i listan"),
    ],
)
def test_what_is_wrong_is_told_at_the_field(
    working: Client, values: dict[str, str], field: str, message: str
) -> None:
    EmployerFactory(name="Kvarnen")
    form = working.post(NEW, SAID | values).context["form"]
    assert message in form.errors[field][0]
    assert len(form.errors) == 1
    assert (EmployerContact.objects.count(), Employer.objects.count()) == (0, 1)


@pytest.mark.parametrize(
    ("values", "next_on"),
    [
        ({}, None),
        ({"next_in": ""}, None),
        ({"next_in": "7"}, TODAY + timedelta(days=7)),
        ({"next_in": "7", "next_on": "2025-04-01"}, date(2025, 4, 1)),
        ({"next_on": "2025-04-01"}, date(2025, 4, 1)),
    ],
)
def test_when_to_be_heard_again(
    working: Client, values: dict[str, str], next_on: date | None
) -> None:
    working.post(NEW, SAID | {"q": "Ny", "employer": "ny"} | values)
    assert EmployerContact.objects.get().next_on == next_on


def test_occupation_is_understood_by_code_and_by_words(working: Client) -> None:
    for code in ("94", "941", "9412"):
        CodeFactory(code=code, label="Köksbiträden")
    for written in ("9412", "9412 Köksbiträden", "köksbiträden"):
        working.post(NEW, SAID | {"q": f"Hos {written}", "employer": "ny", "occupation": written})
    chosen = EmployerContact.objects.values_list("occupation__code", flat=True)
    assert list(chosen) == ["9412"] * 3


def test_broad_groups_are_not_proposed(working: Client) -> None:
    for code in ("94", "941", "9412"):
        CodeFactory(code=code, label=f"Nivå {code}")
    text = working.get(NEW).content.decode()
    assert "94 Nivå" not in text and "941 Nivå" in text and "9412 Nivå" in text


# --- for a participant ---


def test_own_active_participants_are_proposed(
    working: Client, enrolment: Enrolment, kc: Unit, caseworker: User
) -> None:
    EnrolmentFactory(programme__unit=kc)  # a colleague's
    EnrolmentFactory(programme__unit=kc, caseworker=caseworker, ends_on=date(2025, 1, 1))
    listed = working.get(NEW).context["form"].enrolments
    assert listed == [enrolment]


def test_a_contact_for_a_participant_belongs_to_the_participants_unit(
    working: Client, enrolment: Enrolment
) -> None:
    working.post(NEW, SAID | {"q": "Ny", "employer": "ny", "enrolment": enrolment.pk})
    contact = EmployerContact.objects.get()
    assert (contact.enrolment, contact.unit) == (enrolment, enrolment.unit)


def test_a_colleagues_participant_may_be_chosen_from_the_participants_page(
    working: Client, kc: Unit
) -> None:
    other = EnrolmentFactory(programme__unit=kc)
    assert working.get(NEW, {"inskrivning": other.pk}).context["form"].enrolments == [other]
    working.post(NEW, SAID | {"q": "Ny", "employer": "ny", "enrolment": other.pk})
    assert EmployerContact.objects.get().enrolment == other


def test_another_units_participant_may_not(working: Client) -> None:
    hidden = EnrolmentFactory()
    page = working.get(NEW, {"inskrivning": hidden.pk})
    assert str(hidden.participant) not in page.content.decode()
    values = SAID | {"q": "Ny", "employer": "ny", "enrolment": hidden.pk}
    assert "enrolment" in working.post(NEW, values).context["form"].errors
    assert not EmployerContact.objects.exists()


def test_the_form_makes_the_same_queries_for_more_rows(
    working: Client, kc: Unit, caseworker: User, count_queries: Callable[..., int]
) -> None:
    def more() -> None:
        for _number in range(3):
            EnrolmentFactory(programme__unit=kc, caseworker=caseworker)
            EmployerContactFactory(by=caseworker, employer=WorkplaceFactory().employer)
            CodeFactory()

    more()
    few = count_queries(lambda: working.get(NEW))
    more()
    assert count_queries(lambda: working.get(NEW)) == few <= 14


# --- correct ---


def test_who_logged_it_may_correct_it(working: Client, caseworker: User) -> None:
    workplace = WorkplaceFactory()
    contact = EmployerContactFactory(
        by=caseworker, employer=workplace.employer, note="Fel", on=date(2025, 2, 20)
    )
    url = reverse("employers:contact_edit", args=[contact.pk])
    assert "Fel" in working.get(url).content.decode()
    values = {"mode": "phone", "result": "no", "on": "2025-02-21", "workplace": workplace.pk}
    working.post(url, values | {"note": "Rätt"})
    contact.refresh_from_db()
    assert (contact.note, contact.mode, contact.workplace) == ("Rätt", "phone", workplace)
    form = working.post(url, values | {"on": "2025-03-04"}).context["form"]
    assert "on" in form.errors


def test_nobody_else_may(working: Client, elsewhere: User, enrolment: Enrolment) -> None:
    theirs = EmployerContactFactory(by=elsewhere)
    hidden = EmployerContactFactory(by=elsewhere, enrolment=EnrolmentFactory())
    assert working.get(f"/arbetsgivarkontakter/{theirs.pk}/andra/").status_code == 403
    assert working.get(f"/arbetsgivarkontakter/{hidden.pk}/andra/").status_code == 404


# --- reminders ---


def due(client: Client, **query: str) -> list[EmployerContact]:
    return [told.contact for told in client.get(REMINDERS, query).context["due"]]


def test_own_next_contacts_within_a_week(
    working: Client, caseworker: User, elsewhere: User, kc: Unit, cfa: Unit
) -> None:
    def make(by: User, unit: Unit, day: date, **values: object) -> EmployerContact:
        return EmployerContactFactory(by=by, unit=unit, on=date(2025, 1, 1), next_on=day, **values)

    late = make(caseworker, kc, date(2025, 2, 1))
    soon = make(caseworker, kc, date(2025, 3, 10))
    make(caseworker, kc, date(2025, 3, 11))
    make(caseworker, kc, date(2025, 3, 1), next_done_on=date(2025, 3, 1))
    make(caseworker, kc, date(2025, 3, 1), employer__archived_at="2024-01-01T12:00Z")
    colleagues = make(elsewhere, kc, date(2025, 3, 3))
    make(elsewhere, cfa, date(2025, 3, 3))
    assert due(working) == [late, soon]
    assert due(working, who="alla") == [late, colleagues, soon]


def test_tick_off_a_next_contact(working: Client, caseworker: User) -> None:
    contact = EmployerContactFactory(by=caseworker, next_on=date(2025, 3, 1))
    url = reverse("employers:contact_settle", args=[contact.pk])
    working.get(url)
    assert due(working) == [contact]
    assert working.post(url).url == REMINDERS
    assert due(working) == []


def quiet(client: Client, **query: str) -> list[str]:
    return [one.name for one in client.get(REMINDERS, query).context["quiet"]]


@pytest.mark.parametrize(
    ("contact", "last_day", "planned", "listed"),
    [
        (date(2025, 1, 2), date(2024, 12, 1), False, True),  # 60 days ago
        (date(2025, 1, 3), date(2024, 12, 1), False, False),
        (date(2024, 6, 1), date(2025, 1, 3), False, False),  # the place ended lately
        (None, date(2024, 12, 1), False, True),
        (date(2024, 6, 1), None, False, False),  # somebody is there
        (date(2024, 6, 1), date(2025, 3, 3), False, False),  # the last day
        (date(2024, 6, 1), date(2024, 12, 1), True, False),  # nobody came
    ],
)
def test_keep_alive(
    working: Client, contact: date | None, last_day: date | None, planned: bool, listed: bool
) -> None:
    placement = PlacementFactory(
        workplace__employer__name="Kvarnen",
        starts_on=date(2024, 10, 1),
        ends_on=last_day,
        is_planned=planned,
    )
    if contact:
        EmployerContactFactory(employer=placement.workplace.employer, on=contact)
    assert quiet(working) == (["Kvarnen"] if listed else [])


def test_who_never_hosted_is_not_kept_alive(working: Client) -> None:
    EmployerContactFactory(on=date(2024, 1, 1))
    assert quiet(working) == []


def test_the_days_may_be_changed(working: Client) -> None:
    placement = PlacementFactory(starts_on=date(2025, 1, 7), ends_on=date(2025, 2, 20))
    assert quiet(working) == [] == quiet(working, days="x")
    assert quiet(working, days="11") == [placement.workplace.employer.name]


def test_a_reminder_names_and_logs_the_participant(
    working: Client, caseworker: User, enrolment: Enrolment
) -> None:
    EmployerContactFactory(by=caseworker, enrolment=enrolment, next_on=date(2025, 3, 1))
    assert str(enrolment.participant) in working.get(REMINDERS).content.decode()
    assert ReadEvent.objects.get().subject_id == enrolment.participant_id


def test_reminders_answer_htmx_with_their_part(working: Client) -> None:
    part = working.get(REMINDERS, {"days": "30"}, headers={"HX-Request": "true"}).content.decode()
    assert part.strip().startswith('<div id="found">') and "30 dagar" in part


def test_reminders_make_the_same_queries_for_more_rows(
    working: Client, kc: Unit, caseworker: User, count_queries: Callable[..., int]
) -> None:
    def more() -> None:
        for _number in range(3):
            PlacementFactory(starts_on=date(2024, 1, 1), ends_on=date(2024, 6, 1))
            seen = EnrolmentFactory(programme__unit=kc)
            EmployerContactFactory(by=caseworker, enrolment=seen, next_on=date(2025, 3, 1))

    more()
    few = count_queries(lambda: working.get(REMINDERS))
    more()
    assert count_queries(lambda: working.get(REMINDERS)) == few
