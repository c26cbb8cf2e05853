"""Writes providers and the people who deliver for them."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from stegvis.accounts.models import User
from stegvis.core import audit
from stegvis.organisations.models import Provider, ProviderStaff


@transaction.atomic
def create(*, by: User | None, **values: Any) -> Provider:
    provider = Provider(**values)
    provider.full_clean()
    provider.save()
    audit.record("provider.created", provider, by=by)
    return provider


@transaction.atomic
def change(
    *, provider: Provider, by: User | None, is_archived: bool | None = None, **values: Any
) -> Provider:
    """An archived provider stays where it was used, and cannot be chosen anew."""
    provider = Provider.objects.select_for_update().get(pk=provider.pk)
    if is_archived is not None and is_archived != bool(provider.archived_at):
        values["archived_at"] = timezone.now() if is_archived else None
    if changed := audit.assign(provider, values):
        provider.full_clean()
        provider.save()
        audit.record("provider.changed", provider, by=by, changed=changed)
    return provider


@transaction.atomic
def add_staff(*, provider: Provider, by: User | None, **values: Any) -> ProviderStaff:
    person = ProviderStaff(provider=provider, **values)
    person.full_clean()
    person.save()
    audit.record("provider_staff.added", person, by=by)
    return person


@transaction.atomic
def change_staff(*, person: ProviderStaff, by: User | None, **values: Any) -> ProviderStaff:
    person = ProviderStaff.objects.select_for_update().get(pk=person.pk)
    if changed := audit.assign(person, values):
        person.full_clean()
        person.save()
        audit.record("provider_staff.changed", person, by=by, changed=changed)
    return person


@transaction.atomic
def end_staff(*, person: ProviderStaff, ended_on: date, by: User | None) -> ProviderStaff:
    """The last day of work. The person stays in the list: continuity is followed up."""
    person = ProviderStaff.objects.select_for_update().get(pk=person.pk)
    if changed := audit.assign(person, {"ended_on": ended_on}):
        person.full_clean()
        person.save(update_fields=["ended_on"])
        audit.record("provider_staff.ended", person, by=by, changed=changed)
    return person
