"""What the actions of the daily work share."""

import zlib
from collections.abc import Mapping
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.core import audit
from stegvis.core.steps import StepRefused
from stegvis.core.versions import Versioned, check_version
from stegvis.participants.models import Enrolment

M = TypeVar("M", bound=Model)


def words_if_ended(enrolment: Enrolment) -> str:
    """Why nothing can be written; blank while the enrolment goes on."""
    if enrolment.ends_on is None:
        return ""
    return _(
        "Inskrivningen avslutades %(day)s. Det som hör till den kan läsas men inte ändras. Öppna "
        "inskrivningen igen om något ska skrivas."
    ) % {"day": enrolment.ends_on}


def writable(enrolment: Enrolment, *, unchecked: bool = False) -> Enrolment:
    """The enrolment as it is now, locked: writers take turns. Refuses what has ended; `unchecked`
    is for taking over history."""
    found = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    if not unchecked and (words := words_if_ended(found)):
        raise StepRefused(words)
    return found


def stamp(row: Model) -> int:
    """Stands for all values of a row that counts no versions of its own."""
    values = [(field.attname, str(getattr(row, field.attname))) for field in row._meta.fields]
    return zlib.crc32(repr(values).encode())


def present(row: M, version: int | None = None) -> M:
    """The row as it is now, locked. Refuses when it is not as it was when the form was opened."""
    found: M = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    if not isinstance(found, Versioned):
        found.version = stamp(found)  # type: ignore[attr-defined]
    check_version(found, version)
    return found


def save(
    model: type[M],
    *,
    enrolment: Enrolment,
    by: User | None,
    row: M | None,
    version: int | None,
    values: Mapping[str, Any],
    event: str,
    unchecked: bool = False,
) -> M:
    """Adds a row to the enrolment, or changes one."""
    enrolment = writable(enrolment, unchecked=unchecked)
    if row is None:
        row = model(enrolment=enrolment, by=by)
        if isinstance(row, Versioned):
            row.version = 0
    else:
        row = present(row, version)
    return put(row, values, by=by, event=event)


def put(
    row: M, values: Mapping[str, Any], *, by: User | None, event: str, changed_event: str = ""
) -> M:
    """Writes what differs, with one event; neither when nothing differs."""
    created = row.pk is None
    changed = audit.assign(row, values)
    if not (created or changed):
        return row
    row.clean_fields(exclude={field.name for field in row._meta.fields if field.is_relation})
    _refuse_backwards(row)
    if isinstance(row, Versioned):
        row.version += 1
    row.save()
    record(
        f"{event}.added" if created else changed_event or f"{event}.changed",
        row,
        by=by,
        changed=changed,
    )
    return row


def _refuse_backwards(row: Model) -> None:
    starts_on, ends_on = (getattr(row, name, None) for name in ("starts_on", "ends_on"))
    if starts_on and ends_on and ends_on < starts_on:
        raise ValidationError({"ends_on": _("Slutdatum kan inte vara före startdatum.")})


def record(
    action: str, row: Model, *, by: User | None, changed: Mapping[str, list[str]] | None = None
) -> None:
    """What the row says about a person is not told in the change log, only which row it was."""
    label = f"{row._meta.verbose_name} {row.pk}"
    audit.record(action, row, by=by, changed=changed, label=label)
