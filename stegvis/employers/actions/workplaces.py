"""Writes an employer's workplaces and the persons to talk to there."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from stegvis.accounts.models import User
from stegvis.core import audit
from stegvis.employers.models import ContactPerson, Employer, Workplace


@transaction.atomic
def add(*, employer: Employer, by: User | None, name: str, **values: Any) -> Workplace:
    workplace = Workplace(employer=employer, name=name, **values)
    workplace.full_clean()
    workplace.save()
    audit.record("workplace.added", workplace, by=by)
    return workplace


@transaction.atomic
def change(
    *, workplace: Workplace, by: User | None, is_archived: bool | None = None, **values: Any
) -> Workplace:
    """Placements keep the market that the workplace had when they began."""
    workplace = Workplace.objects.select_for_update(of=("self",)).get(pk=workplace.pk)
    if changed := audit.assign(workplace, _with_archiving(workplace, is_archived, values)):
        workplace.full_clean()
        workplace.save()
        audit.record("workplace.changed", workplace, by=by, changed=changed)
    return workplace


@transaction.atomic
def add_person(*, employer: Employer, by: User | None, name: str, **values: Any) -> ContactPerson:
    person = ContactPerson(employer=employer, name=name, **values)
    person.full_clean()
    person.save()
    audit.record("contact_person.added", person, by=by)
    return person


@transaction.atomic
def change_person(
    *, person: ContactPerson, by: User | None, is_archived: bool | None = None, **values: Any
) -> ContactPerson:
    person = ContactPerson.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if changed := audit.assign(person, _with_archiving(person, is_archived, values)):
        person.full_clean()
        person.save()
        audit.record("contact_person.changed", person, by=by, changed=changed)
    return person


def _with_archiving(
    row: Workplace | ContactPerson, is_archived: bool | None, values: dict[str, Any]
) -> dict[str, Any]:
    if is_archived is not None and is_archived != bool(row.archived_at):
        return {**values, "archived_at": timezone.now() if is_archived else None}
    return values
