"""The contact log: a knock on a door, a call or a mail, and what came of it."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.core import audit
from stegvis.employers.enums import ContactMode, ContactResult
from stegvis.employers.models import Employer, EmployerContact
from stegvis.organisations.models import Unit


@transaction.atomic
def log(
    *,
    employer: Employer,
    by: User,
    unit: Unit,
    on: date,
    mode: ContactMode | str,
    result: ContactResult | str,
    **values: Any,
) -> EmployerContact:
    """One contact. It settles the writer's own next contacts at the employer that were due by then,
    and with a new day for the next one also those that lay ahead."""
    contact = EmployerContact(
        employer=employer, by=by, unit=unit, on=on, mode=mode, result=result, **values
    )
    _refuse_others_workplace(contact)
    contact.full_clean()
    contact.save()
    agreed = EmployerContact.objects.filter(
        employer=employer, by=by, next_on__isnull=False, next_done_on=None, on__lte=on
    ).exclude(pk=contact.pk)
    due = Q() if contact.next_on else Q(next_on__lte=on)
    agreed.filter(due).update(next_done_on=on)
    audit.record("employer_contact.logged", contact, by=by)
    return contact


@transaction.atomic
def change(*, contact: EmployerContact, by: User, **values: Any) -> EmployerContact:
    """Corrects a contact. Another day for the next one makes it due again."""
    contact = EmployerContact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    changed = audit.assign(contact, values)
    if "next_on" in changed:
        contact.next_done_on = None
    if changed:
        _refuse_others_workplace(contact)
        contact.full_clean()
        contact.save()
        audit.record("employer_contact.changed", contact, by=by, changed=changed)
    return contact


@transaction.atomic
def settle_next(*, contact: EmployerContact, by: User, on: date) -> EmployerContact:
    """The next contact is made, or not needed any more."""
    contact = EmployerContact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    if contact.next_on and not contact.next_done_on:
        contact.next_done_on = on
        contact.save(update_fields=["next_done_on"])
        audit.record("employer_contact.next_settled", contact, by=by)
    return contact


def _refuse_others_workplace(contact: EmployerContact) -> None:
    if contact.workplace and contact.workplace.employer_id != contact.employer_id:
        raise ValidationError({"workplace": _("Arbetsplatsen hör till en annan arbetsgivare.")})
