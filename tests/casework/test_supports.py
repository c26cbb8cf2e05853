"""Support run by others, and contacts around the participant."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from stegvis.accounts.models import User
from stegvis.casework.actions import contacts, supports
from stegvis.casework.models import CollaborationContact, ParallelSupport
from stegvis.core.models import AuditEvent
from stegvis.core.steps import StepRefused
from stegvis.core.versions import VersionConflict
from stegvis.participants.models import Enrolment
from tests.factories.casework import CollaborationContactFactory, ParallelSupportFactory

SignIn = Callable[[User], Client]
Events = Callable[[], list[str]]
TODAY = date(2025, 3, 3)
SUPPORT: dict[str, Any] = {
    "kind": "addiction_care",
    "principal": "region",
    "starts_on": date(2025, 1, 7),
}
CONTACT: dict[str, Any] = {"principal": "region", "way": "network", "on": TODAY}


def test_support_is_written_and_changed(
    enrolment: Enrolment, caseworker: User, colleague: User, events: Events
) -> None:
    support = supports.save(enrolment=enrolment, by=caseworker, **SUPPORT)
    for _again in range(2):
        support = supports.save(
            enrolment=enrolment, by=colleague, support=support, ends_on=TODAY, note="Klart"
        )
    assert (support.ends_on, support.by) == (TODAY, caseworker)
    assert events() == ["parallel_support.added", "parallel_support.changed"]


def test_the_change_log_does_not_tell_of_care(enrolment: Enrolment, caseworker: User) -> None:
    supports.save(enrolment=enrolment, by=caseworker, **SUPPORT)
    contacts.save(enrolment=enrolment, by=caseworker, **CONTACT)
    logged = str(list(AuditEvent.objects.values("object_label", "changes", "reason")))
    for word in ("eroende", "addiction", "egion"):
        assert word not in logged


def test_support_does_not_end_before_it_begins(enrolment: Enrolment, caseworker: User) -> None:
    with pytest.raises(ValidationError):
        supports.save(
            enrolment=enrolment, by=caseworker, **(SUPPORT | {"ends_on": date(2025, 1, 6)})
        )
    assert ParallelSupport.objects.count() == 0


def test_contacts_are_written_and_changed(
    enrolment: Enrolment, caseworker: User, events: Events
) -> None:
    contact = contacts.save(enrolment=enrolment, by=caseworker, **CONTACT)
    for _again in range(2):
        contacts.save(enrolment=enrolment, by=caseworker, contact=contact, about="Praktiken")
    contact.refresh_from_db()
    assert (contact.about, contact.by) == ("Praktiken", caseworker)
    assert events() == ["collaboration_contact.added", "collaboration_contact.changed"]


def test_what_has_ended_is_read_only(ended: Enrolment, caseworker: User) -> None:
    for save, values in ((supports.save, SUPPORT), (contacts.save, CONTACT)):
        with pytest.raises(StepRefused):
            save(enrolment=ended, by=caseworker, **values)
        assert save(enrolment=ended, by=None, unchecked=True, **values).pk


def test_rows_without_versions_are_not_written_over_either(
    enrolment: Enrolment, caseworker: User
) -> None:
    support = ParallelSupportFactory(enrolment=enrolment)
    with pytest.raises(VersionConflict):
        supports.save(enrolment=enrolment, by=caseworker, support=support, version=1, note="Nytt")


# --- pages ---


@pytest.mark.parametrize(
    ("create", "values", "model", "anchor"),
    [
        ("support_create", SUPPORT, ParallelSupport, "parallellt"),
        ("contact_create", CONTACT, CollaborationContact, "samverkan"),
    ],
)
def test_they_are_written_in_a_form(
    create: str,
    values: dict[str, Any],
    model: Any,
    anchor: str,
    enrolment: Enrolment,
    caseworker: User,
    sign_in: SignIn,
) -> None:
    client, where = sign_in(caseworker), reverse(f"casework:{create}", args=[enrolment.pk])
    assert client.get(where).status_code == 200
    assert client.post(where, values).url == f"{enrolment.get_absolute_url()}#{anchor}"
    made = model.objects.get()
    assert (made.principal, made.by) == ("region", caseworker)


def test_a_contact_begins_with_who_and_how_last_time(
    enrolment: Enrolment, caseworker: User, sign_in: SignIn
) -> None:
    client = sign_in(caseworker)
    where = reverse("casework:contact_create", args=[enrolment.pk])
    form = client.get(where).context["form"]
    assert (form["principal"].value(), form["way"].value()) == (None, "phone")
    CollaborationContactFactory(enrolment=enrolment, principal="school", way="email")
    CollaborationContactFactory(principal="association")
    form = client.get(where).context["form"]
    assert [form[name].value() for name in ("principal", "way", "on")] == ["school", "email", TODAY]


@pytest.mark.parametrize(
    ("create", "values", "field"),
    [
        ("support_create", SUPPORT | {"ends_on": date(2025, 1, 6)}, "ends_on"),
        ("support_create", SUPPORT | {"kind": ""}, "kind"),
        ("contact_create", CONTACT | {"on": date(2025, 3, 4)}, "on"),
    ],
)
def test_what_is_wrong_stands_beside_the_field(
    create: str,
    values: dict[str, Any],
    field: str,
    enrolment: Enrolment,
    caseworker: User,
    sign_in: SignIn,
) -> None:
    where = reverse(f"casework:{create}", args=[enrolment.pk])
    assert list(sign_in(caseworker).post(where, values).context["form"].errors) == [field]


@pytest.mark.parametrize(
    ("edit", "factory", "text"),
    [
        ("support_edit", ParallelSupportFactory, "note"),
        ("contact_edit", CollaborationContactFactory, "about"),
    ],
)
def test_the_second_writer_sees_what_the_first_wrote(
    edit: str,
    factory: Any,
    text: str,
    enrolment: Enrolment,
    caseworker: User,
    sign_in: SignIn,
) -> None:
    row = factory(enrolment=enrolment)
    client, where = sign_in(caseworker), reverse(f"casework:{edit}", args=[row.pk])
    form = client.get(where).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    client.post(where, sent | {text: "Den förstas ord"})
    page = client.post(where, sent | {text: "Den andras ord"})
    assert page.context["form"].conflict == {text: "Den förstas ord"}
    again = page.context["form"].data["version"]
    client.post(where, sent | {text: "Den andras ord", "version": again})
    row.refresh_from_db()
    assert getattr(row, text) == "Den andras ord"


def test_what_others_do_is_hidden_without_the_right(
    enrolment: Enrolment, caseworker: User, manager: User, sign_in: SignIn
) -> None:
    ParallelSupportFactory(enrolment=enrolment, kind="addiction_care", contact="Mottagningen")
    CollaborationContactFactory(enrolment=enrolment, principal="region", about="Om behandlingen")
    secrets = ("Beroendevård", "Mottagningen", "Regionen", "behandlingen")
    for who, sees in ((caseworker, True), (manager, False)):
        pages = [
            sign_in(who).get(reverse(f"casework:{name}", args=[enrolment.pk])).content.decode()
            for name in ("support_list", "contact_list")
        ]
        assert [secret in "".join(pages) for secret in secrets] == [sees] * 4
        assert all(("Uppgiften är skyddad" in page) != sees for page in pages)
