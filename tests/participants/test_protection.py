"""Protected identity: who is protected, who sees them, and who has looked."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from stegvis.accounts.models import User
from stegvis.accounts.roles import Role
from stegvis.core.models import AuditEvent, ReadEvent
from stegvis.organisations.models import Unit
from stegvis.participants import queries
from stegvis.participants.actions import protection
from stegvis.participants.enums import Protection
from stegvis.participants.models import Enrolment, Participant, Programme, ProtectedAccess
from tests.factories.participants import (
    EnrolmentFactory,
    ParticipantFactory,
    ProtectedAccessFactory,
    ReferralFactory,
)
from tests.participants.conftest import works_as

pytestmark = pytest.mark.django_db
TODAY = date(2025, 3, 3)


@pytest.fixture
def hidden(vamos: Programme) -> Participant:
    """Protected, and nobody is responsible."""
    enrolment: Enrolment = EnrolmentFactory(programme=vamos, participant__protected=True)
    return enrolment.participant


@pytest.fixture
def client_(manager: User, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(manager)


def sees(user: User, person: Participant) -> bool:
    return Participant.objects.visible_to(user).filter(pk=person.pk).exists()


def url(person: Participant, name: str = "protection_edit", *more: int) -> str:
    return reverse(f"participants:{name}", args=[person.pk, *more])


def grant(person: Participant, user: User, by: User, **values: Any) -> ProtectedAccess:
    told = {"reason": "Ersätter", "starts_on": TODAY, **values}
    return protection.grant(participant=person, user=user, by=by, **told)


# --- who sees ---


def test_named_access_opens_the_person_and_its_end_closes_it_at_once(
    hidden: Participant, caseworker: User, manager: User
) -> None:
    assert not sees(caseworker, hidden)
    access = grant(hidden, caseworker, manager)
    assert sees(caseworker, hidden)
    protection.end(access=access, by=manager, on=TODAY)
    assert not sees(caseworker, hidden)
    told = list(AuditEvent.objects.order_by("pk").values_list("action", "object_label"))
    label = f"deltagare {hidden.pk}"
    assert told == [("protected_access.granted", label), ("protected_access.ended", label)]


def test_access_that_has_lasted_ends_the_day_before(
    hidden: Participant, caseworker: User, manager: User
) -> None:
    access = grant(hidden, caseworker, manager, starts_on=TODAY - timedelta(days=9))
    protection.end(access=access, by=manager, on=TODAY)
    assert ProtectedAccess.objects.get().ends_on == TODAY - timedelta(days=1)
    again = protection.end(access=access, by=manager, on=TODAY)
    assert again.ends_on == TODAY - timedelta(days=1)
    assert AuditEvent.objects.filter(action="protected_access.ended").count() == 1


def test_access_is_given_once_and_only_to_the_protected(
    hidden: Participant, caseworker: User, manager: User
) -> None:
    grant(hidden, caseworker, manager)
    with pytest.raises(ValidationError, match="har redan åtkomst"):
        grant(hidden, caseworker, manager)
    with pytest.raises(ValidationError, match="inga skyddade uppgifter"):
        grant(ParticipantFactory(), caseworker, manager)


def test_protection_is_set_with_a_reason_and_logged_without_a_name(
    caseworker: User, manager: User, vamos: Programme
) -> None:
    person = EnrolmentFactory(programme=vamos).participant
    told = {"participant": person, "by": manager, "on": TODAY, "reason": "Flagga i folkbokföringen"}
    protection.set_protection(**told, protection=Protection.MARKED)
    assert not sees(caseworker, person)
    event = AuditEvent.objects.get()
    assert event.reason == "Flagga i folkbokföringen"
    assert event.object_label == f"deltagare {person.pk}"
    assert event.changes == {"protection": ["•••", "•••"]}
    protection.set_protection(**told, protection=Protection.MARKED)
    assert AuditEvent.objects.count() == 1


def test_lifting_the_protection_ends_all_named_access(
    hidden: Participant, caseworker: User, manager: User
) -> None:
    ProtectedAccessFactory(participant=hidden, user=caseworker)
    told = {"participant": hidden, "by": manager, "on": TODAY, "reason": "Upphörd"}
    protection.set_protection(**told, protection=Protection.NONE)
    assert sees(caseworker, hidden)
    protection.set_protection(**told, protection=Protection.REGISTERED)
    assert not sees(caseworker, hidden)


# --- the pages ---


def test_the_manager_finds_those_whom_nobody_sees(
    client_: Client, hidden: Participant, manager: User
) -> None:
    assert client_.get(hidden.get_absolute_url()).status_code == 404
    page = client_.get(reverse("participants:protected_list")).content.decode()
    assert url(hidden) in page and "Ingen" in page
    page = client_.get(url(hidden)).content.decode()
    assert "Ingen ser personen nu" in page
    assert hidden.phone not in page and hidden.identity_number not in page
    assert ReadEvent.objects.filter(by=manager, subject_id=hidden.pk).count() == 2


def test_those_who_wait_are_found_too(client_: Client, vamos: Programme) -> None:
    waiting = ParticipantFactory(protected=True)
    ReferralFactory(programme=vamos, participant=waiting)
    assert url(waiting) in client_.get(reverse("participants:protected_list")).content.decode()


def test_protection_is_set_on_the_page(client_: Client, vamos: Programme) -> None:
    person = EnrolmentFactory(programme=vamos).participant
    page = client_.post(url(person), {"protection": "marked", "reason": ""}).content.decode()
    assert "Fyll i det här fältet" in page
    client_.post(url(person), {"protection": "marked", "reason": "Flagga"})
    person.refresh_from_db()
    assert person.protection == Protection.MARKED


def test_access_is_given_and_ended_on_the_page(
    client_: Client, hidden: Participant, caseworker: User
) -> None:
    fields = {"user": caseworker.pk, "reason": "Vikarie", "starts_on": "2025-03-03"}
    posted = {f"atkomst-{name}": value for name, value in fields.items()}
    wrong = {**posted, "atkomst-ends_on": "2025-03-01"}
    page = client_.post(url(hidden, "access_create"), wrong).content.decode()
    assert "Slutdatum kan inte vara före" in page
    client_.post(url(hidden, "access_create"), posted)
    assert sees(caseworker, hidden)
    page = client_.get(url(hidden)).content.decode()
    assert "Vikarie" in page and "Ingen ser personen nu" not in page
    client_.post(url(hidden, "access_end", ProtectedAccess.objects.get().pk))
    assert not sees(caseworker, hidden)


def test_only_colleagues_who_may_see_participants_there_can_be_named(
    hidden: Participant, caseworker: User, manager: User, colleague: User, administrator: User
) -> None:
    found = queries.colleagues(hidden, today=TODAY)
    assert {*found} == {caseworker, manager}


def test_access_of_somebody_else_is_not_ended_here(
    client_: Client, hidden: Participant, vamos: Programme
) -> None:
    other = ProtectedAccessFactory()
    assert client_.post(url(hidden, "access_end", other.pk)).status_code == 404


@pytest.mark.parametrize("who", ["caseworker", "planner", "administrator", "referrer", "evaluator"])
def test_others_do_not_grant(
    request: pytest.FixtureRequest, sign_in: Callable[[User], Client], hidden: Participant, who: str
) -> None:
    client = sign_in(request.getfixturevalue(who))
    for name in ("protection_edit", "access_create"):
        assert client.get(url(hidden, name)).status_code == 403
    assert client.get(reverse("participants:protected_list")).status_code == 403


def test_a_manager_of_another_unit_gets_nothing(
    sign_in: Callable[[User], Client], hidden: Participant, cfa: Unit
) -> None:
    client = sign_in(works_as(Role.MANAGER, cfa))
    assert client.get(url(hidden)).status_code == 404
    page = client.get(reverse("participants:protected_list")).content.decode()
    assert "Ingen har skyddade uppgifter" in page


def test_queries_do_not_grow_with_the_protected(
    client_: Client, vamos: Programme, count_queries: Callable[[Callable[[], Any]], int]
) -> None:
    def add() -> None:
        for enrolment in EnrolmentFactory.create_batch(
            3, programme=vamos, participant__protected=True
        ):
            ProtectedAccessFactory(participant=enrolment.participant)

    add()
    listing = reverse("participants:protected_list")
    client_.get(listing)
    few = count_queries(lambda: client_.get(listing))
    add()
    assert count_queries(lambda: client_.get(listing)) == few


# --- who has looked ---


def look(by: User, person: Participant, path: str) -> None:
    label = Participant._meta.label_lower
    ReadEvent.objects.create(by=by, subject_kind=label, subject_id=person.pk, path=path)


def test_who_has_looked_stands_latest_first_in_words(
    client_: Client, vamos: Programme, caseworker: User
) -> None:
    person = EnrolmentFactory(programme=vamos).participant
    look(caseworker, person, "/deltagare/")
    look(caseworker, person, "/nagot/annat/")
    look(caseworker, ParticipantFactory(), "/deltagare/")
    page = client_.get(reverse("participants:read_list", args=[person.pk]))
    assert [row.page for row in page.context["rows"]] == ["/nagot/annat/", "Listan över deltagare"]
    again = client_.get(reverse("participants:read_list", args=[person.pk]))
    assert again.context["rows"][0].page == "Vem som har tittat"


def test_looks_at_the_one_that_was_merged_are_there_too(
    client_: Client, vamos: Programme, caseworker: User
) -> None:
    person = EnrolmentFactory(programme=vamos).participant
    merged = ParticipantFactory(merged_into=person, unnumbered=True)
    look(caseworker, merged, merged.get_absolute_url())
    page = client_.get(reverse("participants:read_list", args=[person.pk]))
    assert [row.page for row in page.context["rows"]] == ["Personens sida"]


def test_looks_are_paged_with_as_many_queries(
    client_: Client,
    vamos: Programme,
    caseworker: User,
    count_queries: Callable[[Callable[[], Any]], int],
) -> None:
    person = EnrolmentFactory(programme=vamos).participant
    listing = reverse("participants:read_list", args=[person.pk])
    for _each in range(3):
        look(caseworker, person, "/deltagare/")
    client_.get(listing)
    few = count_queries(lambda: client_.get(listing))
    for _each in range(60):
        look(caseworker, person, "/deltagare/")
    assert count_queries(lambda: client_.get(listing)) == few
    assert len(client_.get(listing).context["rows"]) == 50


@pytest.mark.parametrize("who", ["caseworker", "administrator", "planner"])
def test_others_do_not_read_the_log_of_a_person(
    request: pytest.FixtureRequest, sign_in: Callable[[User], Client], vamos: Programme, who: str
) -> None:
    person = EnrolmentFactory(programme=vamos).participant
    client = sign_in(request.getfixturevalue(who))
    assert client.get(reverse("participants:read_list", args=[person.pk])).status_code == 403
