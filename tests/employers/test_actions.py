"""What is written, what is refused, and one event in the change log for each."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from stegvis.accounts.models import User
from stegvis.core.models import AuditEvent
from stegvis.core.steps import StepRefused
from stegvis.core.versions import VersionConflict
from stegvis.employers.actions import contacts, employers, openings, workplaces
from stegvis.employers.enums import (
    OPENING_STEPS,
    ContactMode,
    ContactResult,
    Market,
    OpeningKind,
    OpeningStatus,
)
from stegvis.employers.models import Employer, EmployerContact
from stegvis.organisations.models import Unit
from stegvis.participants.models import Enrolment
from tests.factories.employers import (
    ContactPersonFactory,
    EmployerContactFactory,
    EmployerFactory,
    OpeningFactory,
    WorkplaceFactory,
)

NUMBER = "992345-6785"
Events = Callable[[], list[str]]


# --- employers ---


def test_create_with_its_first_workplace(caseworker: User, events: Events) -> None:
    made = employers.create(
        by=caseworker, name="Kvarnen", organisation_number=NUMBER, workplace={"place": "Centrum"}
    )
    workplace = made.workplaces.get()
    assert (workplace.name, workplace.place, workplace.market) == (
        "Kvarnen",
        "Centrum",
        Market.REGULAR,
    )
    assert events() == ["employer.created"]


def test_create_without_a_workplace(caseworker: User) -> None:
    assert not employers.create(by=caseworker, name="Kvarnen").workplaces.exists()


def test_two_without_a_number_are_two(caseworker: User) -> None:
    """A blank number never meets another blank one."""
    for name in ("Kvarnen", "Bageriet"):
        made = employers.create(by=caseworker, name=name, organisation_number="")
        assert made.organisation_number is None


def test_a_number_stands_once(caseworker: User) -> None:
    EmployerFactory(organisation_number=NUMBER)
    with pytest.raises(ValidationError) as refused:
        employers.create(by=caseworker, name="Kvarnen", organisation_number=NUMBER)
    assert "organisation_number" in refused.value.message_dict


def test_nothing_is_kept_of_an_employer_whose_workplace_is_wrong(caseworker: User) -> None:
    with pytest.raises(ValidationError):
        employers.create(by=caseworker, name="Kvarnen", workplace={"market": "svart"})
    assert not Employer.objects.exists()


def test_the_database_refuses_a_blank_number(db: None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        EmployerFactory(organisation_number="")


def test_change(caseworker: User, events: Events) -> None:
    employer = EmployerFactory(name="Kvarnen")
    changed = employers.change(employer=employer, by=caseworker, version=1, network="företagsvän")
    assert (changed.network, changed.version) == ("företagsvän", 2)
    assert AuditEvent.objects.get().changes == {"network": ["", "företagsvän"]}
    employers.change(employer=employer, by=caseworker, version=2, network="företagsvän")
    assert events() == ["employer.changed"]


def test_change_on_an_old_version_is_refused(caseworker: User) -> None:
    employer = EmployerFactory()
    employers.change(employer=employer, by=caseworker, version=1, name="Nytt namn")
    with pytest.raises(VersionConflict):
        employers.change(employer=employer, by=caseworker, version=1, name="Annat namn")


def test_archive_and_back(caseworker: User, events: Events) -> None:
    employer = EmployerFactory()
    assert employers.archive(employer=employer, by=caseworker).archived_at
    assert employers.archive(employer=employer, by=caseworker).archived_at is None
    assert events() == ["employer.archived", "employer.restored"]


# --- workplaces and persons ---


def test_workplace_is_added_changed_and_archived(caseworker: User, events: Events) -> None:
    workplace = workplaces.add(employer=EmployerFactory(), by=caseworker, name="Köket")
    workplaces.change(workplace=workplace, by=caseworker, is_archived=False, place="Centrum")
    workplaces.change(workplace=workplace, by=caseworker, is_archived=False, place="Centrum")
    archived = workplaces.change(workplace=workplace, by=caseworker, is_archived=True)
    assert (archived.place, bool(archived.archived_at)) == ("Centrum", True)
    assert not workplaces.change(workplace=workplace, by=caseworker, is_archived=False).archived_at
    assert events() == ["workplace.added", *["workplace.changed"] * 3]


def test_a_workplace_has_its_name_once(caseworker: User) -> None:
    workplace = WorkplaceFactory(name="Köket")
    with pytest.raises(ValidationError, match="finns redan"):
        workplaces.add(employer=workplace.employer, by=caseworker, name="Köket")


def test_contact_person_is_added_changed_and_archived(caseworker: User, events: Events) -> None:
    person = workplaces.add_person(employer=EmployerFactory(), by=caseworker, name="Kim Kock")
    workplaces.change_person(person=person, by=caseworker, phone="070-000 00 00")
    workplaces.change_person(person=person, by=caseworker, phone="070-000 00 00")
    gone = workplaces.change_person(person=person, by=caseworker, is_archived=True)
    assert gone.archived_at
    assert events() == ["contact_person.added", *["contact_person.changed"] * 2]


def test_the_change_log_does_not_tell_a_persons_phone(caseworker: User) -> None:
    person = ContactPersonFactory(phone="070-111 11 11")
    workplaces.change_person(person=person, by=caseworker, phone="070-222 22 22")
    assert AuditEvent.objects.get().changes == {"phone": ["•••", "•••"]}


# --- contacts ---


def log(employer: Employer, by: User, unit: Unit, day: date, **values: object) -> EmployerContact:
    return contacts.log(
        employer=employer,
        by=by,
        unit=unit,
        on=day,
        mode=ContactMode.VISIT,
        result=ContactResult.INTERESTED,
        **values,
    )


def test_log(caseworker: User, kc: Unit, enrolment: Enrolment, events: Events) -> None:
    made = log(EmployerFactory(), caseworker, kc, date(2025, 3, 3), enrolment=enrolment, note="Hej")
    assert (made.by, made.unit, made.enrolment, made.note) == (caseworker, kc, enrolment, "Hej")
    assert events() == ["employer_contact.logged"]


def test_a_new_contact_settles_what_was_due(caseworker: User, kc: Unit) -> None:
    employer = EmployerFactory()
    due = log(employer, caseworker, kc, date(2025, 2, 1), next_on=date(2025, 3, 1))
    log(employer, caseworker, kc, date(2025, 3, 3))
    due.refresh_from_db()
    assert due.next_done_on == date(2025, 3, 3)


def test_a_later_agreement_stands_until_another_day_is_set(caseworker: User, kc: Unit) -> None:
    employer = EmployerFactory()
    later = log(employer, caseworker, kc, date(2025, 2, 1), next_on=date(2025, 4, 1))
    log(employer, caseworker, kc, date(2025, 3, 1))
    later.refresh_from_db()
    assert later.next_done_on is None
    log(employer, caseworker, kc, date(2025, 3, 3), next_on=date(2025, 3, 10))
    later.refresh_from_db()
    assert later.next_done_on == date(2025, 3, 3)


@pytest.mark.parametrize("other", ["by", "employer", "on"])
def test_what_is_not_the_writers_own_at_the_employer_stands(
    other: str, caseworker: User, elsewhere: User, kc: Unit
) -> None:
    """Neither a colleague's, nor another employer's, nor what was agreed afterwards."""
    employer = EmployerFactory()
    values = {"by": caseworker, "employer": employer, "on": date(2025, 2, 1)}
    values |= {"by": elsewhere} if other == "by" else {}
    values |= {"employer": EmployerFactory()} if other == "employer" else {}
    values |= {"on": date(2025, 3, 3)} if other == "on" else {}
    waiting = EmployerContactFactory(unit=kc, next_on=date(2025, 3, 3), **values)
    log(employer, caseworker, kc, date(2025, 3, 1), next_on=date(2025, 3, 5))
    waiting.refresh_from_db()
    assert waiting.next_done_on is None


def test_next_contact_is_not_before_the_contact(caseworker: User, kc: Unit) -> None:
    with pytest.raises(ValidationError, match="före den här"):
        log(EmployerFactory(), caseworker, kc, date(2025, 3, 3), next_on=date(2025, 3, 2))


def test_a_contact_is_at_the_employers_own_workplace(caseworker: User, kc: Unit) -> None:
    with pytest.raises(ValidationError, match="annan arbetsgivare"):
        log(EmployerFactory(), caseworker, kc, date(2025, 3, 3), workplace=WorkplaceFactory())


def test_change_a_contact(caseworker: User, events: Events) -> None:
    contact = EmployerContactFactory(by=caseworker, note="Felstavt", next_on=date(2025, 3, 1))
    contacts.change(contact=contact, by=caseworker, note="Rättstavat")
    contacts.change(contact=contact, by=caseworker, note="Rättstavat")
    assert AuditEvent.objects.get().changes == {"note": ["•••", "•••"]}
    assert events() == ["employer_contact.changed"]


def test_another_day_makes_it_due_again(caseworker: User) -> None:
    contact = EmployerContactFactory(next_on=date(2025, 3, 1), next_done_on=date(2025, 3, 1))
    changed = contacts.change(contact=contact, by=caseworker, next_on=date(2025, 3, 20))
    assert changed.next_done_on is None


def test_settle_next_once(caseworker: User, events: Events) -> None:
    contact = EmployerContactFactory(next_on=date(2025, 3, 1))
    for day in (date(2025, 3, 3), date(2025, 3, 4)):
        contacts.settle_next(contact=contact, by=caseworker, on=day)
    contact.refresh_from_db()
    assert contact.next_done_on == date(2025, 3, 3)
    assert events() == ["employer_contact.next_settled"]


# --- openings ---


def test_opening_is_added_and_changed(caseworker: User, events: Events) -> None:
    opening = openings.add(
        workplace=WorkplaceFactory(), by=caseworker, kind=OpeningKind.HOURLY, title="Diskare"
    )
    openings.change(opening=opening, by=caseworker, version=1, places=2)
    changed = openings.change(opening=opening, by=caseworker, version=2, places=2)
    assert (changed.places, changed.version) == (2, 2)
    assert events() == ["opening.added", "opening.changed"]


def test_opening_on_an_old_version_is_refused(caseworker: User) -> None:
    opening = OpeningFactory(version=3)
    with pytest.raises(VersionConflict):
        openings.change(opening=opening, by=caseworker, version=2, places=2)


@pytest.mark.parametrize("status", OpeningStatus)
@pytest.mark.parametrize("step", OPENING_STEPS, ids=lambda step: step.name)
def test_steps_of_an_opening(step, status: OpeningStatus, caseworker: User, events: Events) -> None:
    opening = OpeningFactory(status=status)
    if status in step.sources:
        moved = openings.move(opening=opening, by=caseworker, name=step.name)
        assert moved.status == step.target
        assert events() == [f"opening.{step.name}"]
    else:
        with pytest.raises(StepRefused):
            openings.move(opening=opening, by=caseworker, name=step.name)
        assert events() == []
