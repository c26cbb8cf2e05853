"""Writes employers. They are shared by all units and never deleted."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from stegvis.accounts.models import User
from stegvis.core import audit
from stegvis.core.versions import check_version
from stegvis.employers.models import Employer, Workplace


@transaction.atomic
def create(
    *, by: User | None, workplace: Mapping[str, Any] | None = None, **values: Any
) -> Employer:
    """A new employer; `workplace` holds the values of its first workplace."""
    employer = Employer(**_cleaned(values))
    employer.full_clean()
    employer.save()
    if workplace is not None:
        first = Workplace(employer=employer, **{"name": employer.name, **workplace})
        first.full_clean()
        first.save()
    audit.record("employer.created", employer, by=by)
    return employer


@transaction.atomic
def change(
    *, employer: Employer, by: User | None, version: int | None = None, **values: Any
) -> Employer:
    employer = Employer.objects.select_for_update(of=("self",)).get(pk=employer.pk)
    check_version(employer, version)
    if changed := audit.assign(employer, _cleaned(values)):
        employer.full_clean()
        employer.version += 1
        employer.save()
        audit.record("employer.changed", employer, by=by, changed=changed)
    return employer


@transaction.atomic
def archive(*, employer: Employer, by: User | None) -> Employer:
    """Takes the employer off lists and choices, or puts it back. What is written about it stays."""
    employer = Employer.objects.select_for_update(of=("self",)).get(pk=employer.pk)
    employer.archived_at = None if employer.archived_at else timezone.now()
    employer.version += 1
    employer.save(update_fields=["archived_at", "version"])
    word = "archived" if employer.archived_at else "restored"
    audit.record(f"employer.{word}", employer, by=by)
    return employer


def _cleaned(values: dict[str, Any]) -> dict[str, Any]:
    """A blank number is no number: it never meets another blank one."""
    if "organisation_number" in values:
        values["organisation_number"] = values["organisation_number"] or None
    return values
