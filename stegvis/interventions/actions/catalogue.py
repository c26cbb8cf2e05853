"""The catalogue of interventions that can be ordered again."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from stegvis.accounts.models import User
from stegvis.core import audit
from stegvis.interventions.models import CatalogueEntry


@transaction.atomic
def save(*, by: User | None, entry: CatalogueEntry | None = None, **values: Any) -> CatalogueEntry:
    entry = entry or CatalogueEntry()
    created = entry.pk is None
    changed = audit.assign(entry, values)
    if changed or created:
        entry.save()
        action = "catalogue.added" if created else "catalogue.changed"
        audit.record(action, entry, by=by, changed=changed)
    return entry


@transaction.atomic
def archive(*, entry: CatalogueEntry, by: User) -> CatalogueEntry:
    entry.archived_at = timezone.now()
    entry.save(update_fields=["archived_at"])
    audit.record("catalogue.archived", entry, by=by)
    return entry
