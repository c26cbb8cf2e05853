"""The participant's page: who it is, which enrolment, and what is hidden."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stegvis.accounts.models import User
from stegvis.accounts.roles import Role
from stegvis.casework import file
from stegvis.casework.panels import ORDER, file_panels
from stegvis.core.models import AuditEvent, ReadEvent
from stegvis.interventions.models import Registration
from stegvis.organisations.enums import SecrecyBasis
from stegvis.organisations.models import Unit
from stegvis.participants.models import Enrolment, Participant, Pause
from tests.factories import casework as work
from tests.factories import participants as persons
from tests.factories.employers import EmployerContactFactory
from tests.factories.interventions import GroupFactory, InterventionFactory, RegistrationFactory
from tests.factories.organisations import AssignmentFactory, UnitFactory, UserFactory

TODAY = date(2025, 3, 3)
SignIn = Callable[[User], Client]


@pytest.fixture
def enrolment(kc: Unit, caseworker: User) -> Enrolment:
    return persons.EnrolmentFactory(
        programme__unit=kc, programme__name="Vamos", unit=kc, caseworker=caseworker
    )


@pytest.fixture
def participant(enrolment: Enrolment) -> Participant:
    return enrolment.participant


def text(page: object) -> str:
    """What a reader reads, without tags and doubled spaces."""
    content = page.content.decode()  # type: ignore[attr-defined]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", content))


def fill(enrolment: Enrolment, n: int) -> None:
    """n of everything that can stand on the page."""
    for k in range(n):
        day = date(2024, 10, 1) + timedelta(days=14 * k)
        persons.PauseFactory(enrolment=enrolment, starts_on=day, ends_on=day, look_again_on=day)
        persons.ResponsibilityFactory(enrolment=enrolment, starts_on=day, ends_on=day)
        persons.OutcomeFactory(enrolment=enrolment, starts_on=day)
        persons.PostExitFollowUpFactory(enrolment=enrolment, months=k + 1)
        work.ActivityFactory(enrolment=enrolment)
        work.PlacementVisitFactory(placement=work.PlacementFactory(enrolment=enrolment))
        work.ParallelSupportFactory(enrolment=enrolment)
        work.NoteFactory(enrolment=enrolment)
        work.CollaborationContactFactory(enrolment=enrolment)
        work.MeetingFactory(enrolment=enrolment)
        work.DutyTalkFactory(enrolment=enrolment)
        work.ReviewFactory(enrolment=enrolment, on=day)
        work.CasePlanFactory(enrolment=enrolment, number=k + 1, replaced_on=day)
        work.SnoozeFactory(enrolment=enrolment)
        EmployerContactFactory(enrolment=enrolment)
        group = GroupFactory(intervention=InterventionFactory(unit=enrolment.unit))
        RegistrationFactory(
            enrolment=enrolment, intervention=group.intervention, group=group, started=True
        )
        persons.OccupationWishFactory(enrolment=enrolment)
        persons.EnrolmentFactory(
            participant=enrolment.participant,
            programme__unit=enrolment.unit,
            unit=enrolment.unit,
            starts_on=date(2020, 1, 1),
            ends_on=date(2020, 6, 1),
        )


# --- who opens it ---


@pytest.mark.parametrize(
    ("role", "answer"),
    [
        (Role.CASEWORKER, 200),
        (Role.MANAGER, 200),
        (Role.PLANNER, 403),
        (Role.ADMINISTRATOR, 403),
        (Role.REFERRER, 403),
        (Role.EVALUATOR, 403),
    ],
)
def test_who_opens_the_page(
    role: Role, answer: int, kc: Unit, enrolment: Enrolment, sign_in: SignIn
) -> None:
    client = sign_in(AssignmentFactory(role=role, unit=kc).user)
    assert client.get(enrolment.get_absolute_url()).status_code == answer
    url = reverse("casework:participant_contact", args=[enrolment.participant_id])
    assert client.get(url).status_code == (302 if answer == 200 else 403)


def test_provider_staff_get_nothing(
    provider_user: User, enrolment: Enrolment, sign_in: SignIn
) -> None:
    assert sign_in(provider_user).get(enrolment.get_absolute_url()).status_code == 403


def test_another_unit_gets_nothing(cfa: Unit, enrolment: Enrolment, sign_in: SignIn) -> None:
    client = sign_in(AssignmentFactory(role=Role.CASEWORKER, unit=cfa).user)
    assert client.get(enrolment.get_absolute_url()).status_code == 404


def test_the_look_is_in_the_read_log(
    caseworker: User, participant: Participant, sign_in: SignIn
) -> None:
    page = sign_in(caseworker).get(participant.get_absolute_url())
    event = ReadEvent.objects.get()
    assert (event.by, event.subject_id) == (caseworker, participant.pk)
    assert page["Cache-Control"] == "no-store"


# --- who it is ---


def test_the_head_tells_who_it_is(caseworker: User, enrolment: Enrolment, sign_in: SignIn) -> None:
    code = persons.CodeFactory(scheme="language", label="Arabiska")
    Participant.objects.filter(pk=enrolment.participant_id).update(
        first_name="Amina",
        identity_number=persons.NUMBERS["woman"][0],
        birth_date=date(1990, 3, 4),
        email="amina@stegvis.example",
        address="Provgatan 3",
        contact_note="Ring sent",
        language=code,
        needs_interpreter=True,
    )
    Enrolment.objects.filter(pk=enrolment.pk).update(case_number="KC-1")
    words = text(sign_in(caseworker).get(enrolment.get_absolute_url()))
    for expected in (
        *("Amina Provsson", "19760114-2388", "34 år, kvinna", "070-000 00 00"),
        *("amina@stegvis.example", "Provgatan 3", "Ring sent", "Arabiska", "Tolk behövs"),
        *("Vamos, KC", caseworker.name, "1 oktober 2024", "KC-1", "154"),
    ):
        assert expected in words


def test_without_the_right_to_edit_the_number_is_masked(
    manager: User, participant: Participant, sign_in: SignIn
) -> None:
    Participant.objects.update(identity_number=persons.NUMBERS["woman"][0])
    words = text(sign_in(manager).get(participant.get_absolute_url()))
    assert "19760114-••••" in words and "2388" not in words


def test_nobody_responsible_is_told(kc: Unit, caseworker: User, sign_in: SignIn) -> None:
    enrolment = persons.EnrolmentFactory(programme__unit=kc, unit=kc)
    assert "Ansvarig Ingen" in text(sign_in(caseworker).get(enrolment.get_absolute_url()))


@pytest.mark.parametrize(
    ("basis", "words"),
    [
        (SecrecyBasis.SOCIAL_SERVICES, "26 kap."),
        (SecrecyBasis.LABOUR_MARKET, "28 kap."),
        (SecrecyBasis.OTHER, "enhetens egen grund"),
    ],
)
def test_the_unit_says_which_secrecy(
    basis: str, words: str, kc: Unit, caseworker: User, enrolment: Enrolment, sign_in: SignIn
) -> None:
    Unit.objects.filter(pk=kc.pk).update(secrecy_basis=basis)
    assert words in text(sign_in(caseworker).get(enrolment.get_absolute_url()))


def test_an_unidentified_person_has_no_name_anywhere(
    kc: Unit, caseworker: User, sign_in: SignIn
) -> None:
    person = persons.ParticipantFactory(unidentified=True, birth_year=1990)
    persons.EnrolmentFactory(participant=person, programme__unit=kc, unit=kc)
    words = text(sign_in(caseworker).get(person.get_absolute_url()))
    assert f"Oidentifierad {person.pk}" in words and "född 1990" in words
    assert "Oidentifierad: räknas" in words and "Telefon" not in words


@pytest.mark.parametrize(
    ("born", "year", "expected"),
    [
        (date(1990, 3, 3), 1990, "35 år"),
        (date(1990, 3, 4), 1990, "34 år"),
        (None, 1990, "född 1990"),
        (None, None, ""),
    ],
)
def test_age(born: date | None, year: int | None, expected: str) -> None:
    assert file.age(Participant(birth_date=born, birth_year=year), today=TODAY) == expected


def test_no_number_is_nothing() -> None:
    assert file.number_shown(Participant(), whole=True) == ""


# --- flags ---


def test_pause_rest_and_end_are_told_at_once(
    caseworker: User, enrolment: Enrolment, sign_in: SignIn
) -> None:
    persons.PauseFactory(enrolment=enrolment)
    work.SnoozeFactory(enrolment=enrolment)
    work.SnoozeFactory(enrolment=enrolment, until=date(2025, 3, 2), rule__days=77)
    words = text(sign_in(caseworker).get(enrolment.get_absolute_url()))
    assert "Pausad sedan 2025-02-01, ses över 2025-03-15" in words
    assert "Riktmärket ”Inget har hänt, 30 dagar” vilar till 2025-03-31" in words
    assert "77 dagar” vilar" not in words


def test_a_pause_that_is_over_or_ahead_is_no_flag(enrolment: Enrolment) -> None:
    persons.PauseFactory(enrolment=enrolment, ends_on=date(2025, 3, 2))
    persons.PauseFactory(
        enrolment=enrolment, starts_on=date(2025, 3, 4), look_again_on=date(2025, 4, 1)
    )
    assert file.flags(enrolment, today=TODAY) == []
    Enrolment.objects.filter(pk=enrolment.pk).update(ends_on=date(2025, 3, 2))
    enrolment.refresh_from_db()
    assert [one.text for one in file.flags(enrolment, today=TODAY)] == ["Avslutad 2025-03-02"]


# --- which enrolment ---


@pytest.fixture
def others(enrolment: Enrolment, kc: Unit, cfa: Unit) -> dict[str, Enrolment]:
    """Of the same person: one that is newer and over, and one of another unit."""
    person = enrolment.participant
    return {
        "over": persons.EnrolmentFactory(
            participant=person,
            programme__unit=kc,
            programme__name="Jobbspåret",
            unit=kc,
            starts_on=date(2025, 1, 7),
            ends_on=date(2025, 2, 7),
        ),
        "elsewhere": persons.EnrolmentFactory(
            participant=person, programme__unit=cfa, programme__name="Snickeriet", unit=cfa
        ),
    }


def test_the_newest_active_is_shown_and_the_others_are_links(
    caseworker: User, enrolment: Enrolment, others: dict[str, Enrolment], sign_in: SignIn
) -> None:
    page = sign_in(caseworker).get(enrolment.participant.get_absolute_url())
    assert page.context["enrolment"] == enrolment
    assert page.context["others"] == [others["over"]]
    assert "Jobbspåret" in text(page) and "Snickeriet" not in text(page)


def test_another_may_be_chosen(
    caseworker: User, enrolment: Enrolment, others: dict[str, Enrolment], sign_in: SignIn
) -> None:
    page = sign_in(caseworker).get(others["over"].get_absolute_url())
    assert page.context["enrolment"] == others["over"]
    assert "Avslutad 2025-02-07" in text(page)
    assert "2024-10-01 – pågår" in text(page)


@pytest.mark.parametrize("key", ["elsewhere", "nobody", "letters"])
def test_what_cannot_be_seen_cannot_be_chosen(
    key: str,
    caseworker: User,
    enrolment: Enrolment,
    others: dict[str, Enrolment],
    sign_in: SignIn,
) -> None:
    pk = {"elsewhere": others["elsewhere"].pk, "nobody": 987654, "letters": "x"}[key]
    url = f"{enrolment.participant.get_absolute_url()}?inskrivning={pk}"
    assert sign_in(caseworker).get(url).status_code == 404


def test_when_all_are_over_the_newest_is_shown(
    caseworker: User, enrolment: Enrolment, others: dict[str, Enrolment], sign_in: SignIn
) -> None:
    Enrolment.objects.filter(pk=enrolment.pk).update(ends_on=date(2024, 12, 1))
    page = sign_in(caseworker).get(enrolment.participant.get_absolute_url())
    assert page.context["enrolment"] == others["over"]
    assert "Skriv anteckning" not in text(page)


def test_somebody_who_waits_has_a_page(kc: Unit, caseworker: User, sign_in: SignIn) -> None:
    person = persons.ParticipantFactory()
    persons.ReferralFactory(programme__unit=kc, programme__name="Vamos", participant=person)
    page = sign_in(caseworker).get(person.get_absolute_url())
    assert "Inte inskriven än Vamos , inkom 2025-02-03 Inkommen" in text(page)
    assert str(person.identity_number)[8:] in text(page)


# --- days ---


def a_pause(starts_on: date, ends_on: date | None) -> Pause:
    return Pause(starts_on=starts_on, ends_on=ends_on)


def test_days_count_both_ends_and_pauses_once() -> None:
    enrolment = Enrolment(starts_on=date(2025, 2, 1))
    pauses = [
        a_pause(date(2025, 1, 1), date(2025, 2, 2)),
        a_pause(date(2025, 2, 2), date(2025, 2, 4)),
        a_pause(date(2025, 3, 3), None),
    ]
    assert file.stay(enrolment, pauses, today=TODAY) == file.Stay(days=31, paused=5)
    assert file.stay(enrolment, pauses, today=TODAY).active == 26


def test_nobody_has_days_before_the_start() -> None:
    later = Enrolment(starts_on=date(2025, 4, 1))
    assert file.stay(later, [a_pause(date(2025, 4, 1), None)], today=TODAY) == file.Stay(0, 0)


days = st.dates(date(2023, 1, 1), date(2026, 1, 1))


@settings(derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    starts_on=days,
    length=st.none() | st.integers(0, 900),
    pauses=st.lists(st.tuples(days, st.none() | st.integers(0, 200)), max_size=5),
)
def test_pauses_are_never_longer_than_the_stay(
    starts_on: date, length: int | None, pauses: list[tuple[date, int | None]]
) -> None:
    ends_on = None if length is None else starts_on + timedelta(days=length)
    rows = [a_pause(on, None if n is None else on + timedelta(days=n)) for on, n in pauses]
    found = file.stay(Enrolment(starts_on=starts_on, ends_on=ends_on), rows, today=TODAY)
    assert 0 <= found.paused <= found.days


# --- protected ---


@pytest.fixture
def protected(enrolment: Enrolment) -> Participant:
    Participant.objects.filter(pk=enrolment.participant_id).update(
        protection="marked", email="hemlig@stegvis.example", address="Hemliga gatan 1"
    )
    return Participant.objects.get(pk=enrolment.participant_id)


def test_contact_data_of_a_protected_person_are_hidden(
    caseworker: User, protected: Participant, sign_in: SignIn
) -> None:
    page = sign_in(caseworker).get(protected.get_absolute_url()).content.decode()
    words = re.sub(r"<[^>]+>", "", page)
    assert "Skyddade personuppgifter: Sekretessmarkering" in words
    for hidden in ("070-000", "hemlig@", "Hemliga gatan"):
        assert hidden not in page


def test_they_are_shown_once_for_a_reason_that_is_kept(
    caseworker: User, protected: Participant, sign_in: SignIn
) -> None:
    client = sign_in(caseworker)
    url = reverse("casework:participant_contact", args=[protected.pk])
    page = client.post(url, {"reason": "Ska ringa om praktiken"})
    assert "Hemliga gatan 1" in text(page) and page["Cache-Control"] == "no-store"
    event = AuditEvent.objects.get(action="participant.contact_shown")
    assert (event.by, event.object_id, event.reason) == (
        caseworker,
        protected.pk,
        "Ska ringa om praktiken",
    )
    assert "Hemliga gatan" not in text(client.get(protected.get_absolute_url()))
    assert "Hemliga gatan" not in text(client.get(url))


def test_without_a_reason_nothing_is_shown(
    caseworker: User, protected: Participant, sign_in: SignIn
) -> None:
    url = reverse("casework:participant_contact", args=[protected.pk])
    page = sign_in(caseworker).post(url, {"reason": " "})
    assert "Fyll i det här fältet." in text(page) and "Hemliga gatan" not in text(page)
    assert not AuditEvent.objects.exists()


def test_a_colleague_who_is_not_named_gets_nothing(
    kc: Unit, protected: Participant, sign_in: SignIn
) -> None:
    client = sign_in(AssignmentFactory(role=Role.CASEWORKER, unit=kc).user)
    url = reverse("casework:participant_contact", args=[protected.pk])
    assert client.get(protected.get_absolute_url()).status_code == 404
    assert client.post(url, {"reason": "försök"}).status_code == 404
    assert not AuditEvent.objects.exists()


def test_others_have_nothing_to_ask_for(
    caseworker: User, participant: Participant, sign_in: SignIn
) -> None:
    url = reverse("casework:participant_contact", args=[participant.pk])
    page = sign_in(caseworker).post(url, {"reason": "försök"})
    assert page.status_code == 302 and not AuditEvent.objects.exists()


# --- background ---


def test_the_background_is_shown_with_its_day(
    caseworker: User, manager: User, enrolment: Enrolment, sign_in: SignIn
) -> None:
    persons.BackgroundFactory(enrolment=enrolment, months_without_work=14, addiction="yes")
    url = enrolment.get_absolute_url()
    words = text(sign_in(caseworker).get(url))
    assert "2024-10-01" in words and "14 månader" in words and "beroende Ja" in words
    words = text(sign_in(manager).get(url))
    assert "14 månader" in words and "beroende" not in words


def test_a_background_that_nobody_asked_for_can_be_written(
    caseworker: User, manager: User, enrolment: Enrolment, sign_in: SignIn
) -> None:
    url = enrolment.get_absolute_url()
    assert "Ingen har frågat än." in text(sign_in(caseworker).get(url))
    assert reverse("participants:background_edit", args=[enrolment.pk]) not in (
        sign_in(manager).get(url).content.decode()
    )


# --- timeline ---


def test_the_drawing_and_the_table_tell_the_same(
    caseworker: User, enrolment: Enrolment, sign_in: SignIn
) -> None:
    work.ActivityFactory(enrolment=enrolment, title="Promenadgrupp", by=caseworker)
    persons.PauseFactory(enrolment=enrolment)
    work.ReviewFactory(enrolment=enrolment)
    page = sign_in(caseworker).get(enrolment.get_absolute_url())
    content = page.content.decode()
    assert content.count("<svg") == 2 and content.count('role="img"') == 2
    drawings = re.findall(r"<svg.*?</svg>", content, re.DOTALL)
    for drawing in drawings:
        for entry in page.context["timeline"].entries:
            assert f"<title>{entry.sentence}</title>" in drawing
    table = content[content.index("<table") : content.index("</table>")]
    assert all(entry.what in table for entry in page.context["timeline"].entries)
    assert "Samma sak som tabell (4 rader)" in text(page)


def test_nothing_in_the_drawing_is_styled_in_place(
    caseworker: User, enrolment: Enrolment, sign_in: SignIn
) -> None:
    """The content security policy would throw it away."""
    fill(enrolment, 1)
    content = sign_in(caseworker).get(enrolment.get_absolute_url()).content.decode()
    assert not re.search(r"\sstyle\s*=|<style", content)
    references = set(re.findall(r"url\(#([\w-]+)\)", content))
    assert references <= set(re.findall(r'<pattern id="([\w-]+)"', content))
    ids = re.findall(r'\bid="([^"]+)"', content)
    assert len(ids) == len(set(ids))


def test_sensitive_details_follow_the_unit_of_each_enrolment(
    kc: Unit, department: Unit, enrolment: Enrolment, sign_in: SignIn
) -> None:
    """A manager of the whole who is a caseworker at one unit sees that unit's details only."""
    user = AssignmentFactory(role=Role.MANAGER, unit=department).user
    AssignmentFactory(user=user, role=Role.CASEWORKER, unit=kc)
    elsewhere = UnitFactory(parent=department)
    other = persons.EnrolmentFactory(
        participant=enrolment.participant, programme__unit=elsewhere, unit=elsewhere
    )
    work.NoteFactory(enrolment=enrolment, text="hos oss", is_sensitive=True)
    work.NoteFactory(enrolment=other, text="hos dem", is_sensitive=True)
    words = text(sign_in(user).get(enrolment.get_absolute_url()))
    timeline = words[words.index("Det nyaste först") :]
    assert "hos oss" in timeline and "hos dem" not in timeline


def test_the_number_of_queries_does_not_grow(
    caseworker: User,
    enrolment: Enrolment,
    sign_in: SignIn,
    count_queries: Callable[[Callable[[], object]], int],
) -> None:
    client = sign_in(caseworker)
    fill(enrolment, 3)
    url = enrolment.get_absolute_url()
    client.get(url)
    three = count_queries(lambda: client.get(url))
    Enrolment.objects.exclude(pk=enrolment.pk).delete()
    fill_more(enrolment)
    assert count_queries(lambda: client.get(url)) == three


def fill_more(enrolment: Enrolment) -> None:
    for relation in ("plans", "follow_ups"):
        getattr(enrolment, relation).all().delete()
    fill(enrolment, 6)


# --- parts ---


def test_parts_stand_in_one_order(caseworker: User, enrolment: Enrolment) -> None:
    """Whoever registers first; and no part is left without a place."""
    fill(enrolment, 1)
    shown = [panel.template for panel in file_panels.of(caseworker, enrolment)]
    assert [part.template for part in ORDER if part.template in shown] == shown


def test_the_table_of_contents_calls_the_parts_what_they_are_called(
    caseworker: User, enrolment: Enrolment, sign_in: SignIn
) -> None:
    fill(enrolment, 1)
    content = sign_in(caseworker).get(enrolment.get_absolute_url()).content.decode()
    toc = content[content.index("toc--row") :]
    links = re.findall(r'href="#([\w-]+)">([^<]+)<', toc[: toc.index("</nav>")])
    headings = re.findall(r'<h2 id="([\w-]+)-rubrik">([^<]+)</h2>', content)
    assert links == headings
    assert {"tidslinje", "insatser", "bakgrund"} <= {anchor for anchor, _ in links}
    assert [anchor for anchor, _ in links if f'id="{anchor}"' not in content] == []


# --- registering ---


@pytest.fixture
def registration(enrolment: Enrolment, kc: Unit) -> Registration:
    return RegistrationFactory(enrolment=enrolment, intervention__unit=kc)


def test_the_form_offers_what_goes_on_in_own_units(
    kc: Unit, cfa: Unit, caseworker: User, enrolment: Enrolment, sign_in: SignIn
) -> None:
    running = {"starts_on": date(2025, 1, 1), "ends_on": date(2025, 6, 1)}
    own = InterventionFactory(title="Språka", number=1, unit=kc, **running)
    open_ended = InterventionFactory(title="Öppet", unit=kc, starts_on=None, ends_on=None)
    group = GroupFactory(intervention=own, name="Grupp A")
    GroupFactory(intervention=own, name="Grupp B", cancel_reason="För få")
    GroupFactory(intervention=own, name="Grupp C", ends_on=date(2025, 3, 2))
    InterventionFactory(title="Slut", unit=kc)
    InterventionFactory(title="Stängd", unit=kc, status="closed", **running)
    InterventionFactory(title="Deras", unit=cfa, **running)
    page = sign_in(caseworker).get(reverse("casework:registration_create", args=[enrolment.pk]))
    assert page.context["form"].fields["place"].choices == [
        ("", "Välj"),
        (str(own.pk), "Språka, nr 1 (KC)"),
        (f"{own.pk}-{group.pk}", "Språka, nr 1, Grupp A"),
        (str(open_ended.pk), "Öppet (KC)"),
    ]


def test_a_participant_is_registered(
    kc: Unit, caseworker: User, enrolment: Enrolment, sign_in: SignIn
) -> None:
    group = GroupFactory(intervention=InterventionFactory(unit=kc, ends_on=date(2025, 6, 1)))
    url = reverse("casework:registration_create", args=[enrolment.pk])
    form = {"place": f"{group.intervention_id}-{group.pk}", "registered_on": "2025-03-03"}
    page = sign_in(caseworker).post(url, form)
    assert page["Location"] == f"{enrolment.get_absolute_url()}#insatser"
    found = Registration.objects.get()
    assert (found.group, found.by, found.registered_on) == (group, caseworker, TODAY)


def test_twice_is_told_in_the_form(
    caseworker: User, registration: Registration, sign_in: SignIn
) -> None:
    url = reverse("casework:registration_create", args=[registration.enrolment_id])
    form = {"place": str(registration.intervention_id), "registered_on": "2025-03-03"}
    page = sign_in(caseworker).post(url, form)
    assert "Deltagaren är redan anmäld till insatsen." in text(page)


def test_the_panel_shows_the_steps_that_are_open(
    caseworker: User, manager: User, registration: Registration, sign_in: SignIn
) -> None:
    url = registration.enrolment.get_absolute_url()
    words = text(sign_in(caseworker).get(url))
    panel = words[words.index("Anmäl till insats") :]
    assert "Har börjat" in panel and "Uteblev" in panel and "Har fullföljt" not in panel
    assert "Har börjat" not in text(sign_in(manager).get(url))


@pytest.mark.parametrize(
    ("trait", "name", "form", "status"),
    [
        ("", "start", {"on": "2025-01-20"}, "started"),
        ("", "no_show", {"on": "2025-01-20", "reason": ""}, "no_show"),
        ("", "withdraw", {"on": "2025-01-20", "reason": "Ångrade sig"}, "withdrawn"),
        ("started", "complete", {"on": "2025-02-28"}, "completed"),
        ("started", "drop_out", {"on": "2025-02-28", "reason": "Jobb"}, "dropped_out"),
        ("started", "back", {}, "registered"),
        ("completed", "resume", {}, "started"),
    ],
)
def test_each_step_has_its_page(
    trait: str,
    name: str,
    form: dict[str, str],
    status: str,
    caseworker: User,
    enrolment: Enrolment,
    sign_in: SignIn,
) -> None:
    row = RegistrationFactory(enrolment=enrolment, **({trait: True} if trait else {}))
    client = sign_in(caseworker)
    url = reverse("casework:registration_move", args=[row.pk, name])
    assert client.get(url).status_code == 200
    row.refresh_from_db()
    assert row.status != status  # looking changes nothing
    assert client.post(url, form).status_code == 302
    row.refresh_from_db()
    assert row.status == status


def test_dropping_out_asks_why(caseworker: User, enrolment: Enrolment, sign_in: SignIn) -> None:
    row = RegistrationFactory(enrolment=enrolment, started=True)
    url = reverse("casework:registration_move", args=[row.pk, "drop_out"])
    page = sign_in(caseworker).post(url, {"on": "2025-02-28", "reason": ""})
    assert "Fyll i det här fältet." in text(page)


@pytest.mark.parametrize("name", ["start", "complete"])
def test_days_in_the_wrong_order_and_steps_that_are_closed_are_told(
    name: str, caseworker: User, registration: Registration, sign_in: SignIn
) -> None:
    url = reverse("casework:registration_move", args=[registration.pk, name])
    words = text(sign_in(caseworker).post(url, {"on": "2025-01-06"}))
    assert {"start": "Dagarna ska komma i ordning", "complete": "Det går inte från läget"}[
        name
    ] in words


def test_a_step_that_does_not_exist(
    caseworker: User, registration: Registration, sign_in: SignIn
) -> None:
    url = reverse("casework:registration_move", args=[registration.pk, "hoppsan"])
    assert sign_in(caseworker).get(url).status_code == 404


@pytest.mark.parametrize(("who", "answer"), [("manager", 403), ("planner", 403), ("stranger", 404)])
def test_only_those_who_work_with_the_participant_register(
    who: str,
    answer: int,
    registration: Registration,
    cfa: Unit,
    sign_in: SignIn,
    request: pytest.FixtureRequest,
) -> None:
    if who == "stranger":
        user = AssignmentFactory(role=Role.CASEWORKER, unit=cfa).user
    else:
        user = request.getfixturevalue(who)
    client = sign_in(user)
    for url in (
        reverse("casework:registration_create", args=[registration.enrolment_id]),
        reverse("casework:registration_move", args=[registration.pk, "start"]),
    ):
        assert client.get(url).status_code == answer
        assert client.post(url).status_code == answer


def test_seeing_is_not_registering(
    kc: Unit, department: Unit, cfa: Unit, registration: Registration, sign_in: SignIn
) -> None:
    """A caseworker elsewhere who is a manager here sees the page and changes nothing."""
    user = UserFactory()
    AssignmentFactory(user=user, role=Role.MANAGER, unit=department)
    AssignmentFactory(user=user, role=Role.CASEWORKER, unit=cfa)
    url = reverse("casework:registration_create", args=[registration.enrolment_id])
    assert sign_in(user).get(url).status_code == 403
