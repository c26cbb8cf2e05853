"""Places that employers offer: open, filled or closed."""

from typing import Any

from django.db import transaction

from stegvis.accounts.models import User
from stegvis.core import audit
from stegvis.core.steps import next_status
from stegvis.core.versions import check_version
from stegvis.employers.enums import OPENING_STEPS, OpeningKind, OpeningStatus
from stegvis.employers.models import Opening, Workplace


@transaction.atomic
def add(
    *, workplace: Workplace, by: User, kind: OpeningKind | str, title: str, **values: Any
) -> Opening:
    opening = Opening(workplace=workplace, kind=kind, title=title, by=by, **values)
    opening.full_clean()
    opening.save()
    audit.record("opening.added", opening, by=by)
    return opening


@transaction.atomic
def change(
    *, opening: Opening, by: User | None, version: int | None = None, **values: Any
) -> Opening:
    opening = Opening.objects.select_for_update(of=("self",)).get(pk=opening.pk)
    check_version(opening, version)
    if changed := audit.assign(opening, values):
        opening.full_clean()
        opening.version += 1
        opening.save()
        audit.record("opening.changed", opening, by=by, changed=changed)
    return opening


@transaction.atomic
def move(*, opening: Opening, by: User | None, name: str) -> Opening:
    """Fill, close or open again. Raises StepRefused where the status does not allow it."""
    opening = Opening.objects.select_for_update(of=("self",)).get(pk=opening.pk)
    opening.status = next_status(OPENING_STEPS, name, OpeningStatus(opening.status))
    opening.version += 1
    opening.save(update_fields=["status", "version"])
    audit.record(f"opening.{name}", opening, by=by)
    return opening
