"""Writes the municipality's settings and its tree of units."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.core import audit
from stegvis.organisations import queries
from stegvis.organisations.models import Municipality, Unit


@transaction.atomic
def set_municipality(*, by: User | None, **values: Any) -> Municipality:
    """Fills in or changes the one row that says whose Stegvis this is."""
    municipality = queries.municipality()
    is_new = municipality.pk is None
    changed = audit.assign(municipality, values)
    if is_new or changed:
        municipality.full_clean()
        municipality.save()
        audit.record("municipality.changed", municipality, by=by, changed=changed)
    return municipality


@transaction.atomic
def create(*, by: User | None, parent: Unit | None = None, **values: Any) -> Unit:
    if parent is not None:
        parent = Unit.objects.select_for_update().get(pk=parent.pk)
    unit = Unit(parent=parent, **values)
    unit.full_clean(exclude=["path"])
    unit.save()
    unit.path = _path_below(parent, unit)
    unit.save(update_fields=["path"])
    audit.record("unit.created", unit, by=by)
    return unit


@transaction.atomic
def change(*, unit: Unit, by: User | None, is_archived: bool | None = None, **values: Any) -> Unit:
    """Changes and moves. Units below come along; a unit cannot end up below itself."""
    # The whole tree is locked: two moves at once could make a ring that neither sees.
    units = {one.pk: one for one in Unit.objects.select_for_update().order_by("pk")}
    unit = units[unit.pk]
    parent = values.get("parent", unit.parent)
    if parent is not None and units[parent.pk].path.startswith(unit.path):
        raise ValidationError(
            {"parent": _("Enheten kan inte höra till sig själv eller en enhet under sig.")}
        )
    if is_archived is not None and is_archived != bool(unit.archived_at):
        values["archived_at"] = timezone.now() if is_archived else None
        _refuse_if_used(unit, units.values(), is_archived)
    if changed := audit.assign(unit, values):
        unit.full_clean()
        old = unit.path
        unit.path = _path_below(units[parent.pk] if parent else None, unit)
        unit.save()
        if unit.path != old:
            below = Unit.objects.filter(path__startswith=old).exclude(pk=unit.pk)
            rest = Substr(F("path"), len(old) + 1)
            below.update(path=Concat(Value(unit.path), rest))
        audit.record("unit.changed", unit, by=by, changed=changed)
    return unit


def _path_below(parent: Unit | None, unit: Unit) -> str:
    return f"{parent.path if parent else ''}{unit.pk}/"


def _refuse_if_used(unit: Unit, units: Any, is_archived: bool) -> None:
    if is_archived and any(one.parent_id == unit.pk and not one.archived_at for one in units):
        raise ValidationError(
            {"is_archived": _("Enheter under den används. Flytta eller arkivera dem först.")}
        )
