"""The change log. Actions call `record` once each; nothing else writes it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import models

from stegvis.core.privacy import classification

HIDDEN = "•••"


def snapshot(instance: models.Model, fields: Iterable[str]) -> dict[str, Any]:
    """The present values of the fields, to compare with after a change."""
    return {name: _present(instance, name) for name in fields}


def _present(instance: models.Model, name: str) -> Any:
    """A new row has no object yet behind a key that must be filled."""
    try:
        return getattr(instance, name)
    except ObjectDoesNotExist:
        return None


def changes(
    instance: models.Model, before: Mapping[str, Any], after: Mapping[str, Any] | None = None
) -> dict[str, list[str]]:
    """What differs, as field → [before, after] in text; protected values are hidden."""
    classes = classification(type(instance))
    after = after if after is not None else {name: getattr(instance, name) for name in before}
    changed = {}
    for name, old in before.items():
        new = after[name]
        if old != new:
            hide = classes.get(name) != "plain"
            changed[name] = [HIDDEN, HIDDEN] if hide else [_text(old), _text(new)]
    return changed


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def record(
    action: str,
    target: models.Model,
    *,
    by: Any,
    changed: Mapping[str, list[str]] | None = None,
    reason: str = "",
    label: str | None = None,
) -> None:
    """Appends one event: who did what to which object, when, and why.

    `label` stands for what must not be read in the log: the object's own words otherwise."""
    from stegvis.core.models import AuditEvent

    AuditEvent.objects.create(
        action=action,
        by=by if by and by.pk else None,
        object_kind=target._meta.label_lower,
        object_id=target.pk,
        object_label=(str(target) if label is None else label)[:200],
        changes=dict(changed or {}),
        reason=reason,
    )


def assign(instance: models.Model, values: Mapping[str, Any]) -> dict[str, list[str]]:
    """Sets the values on the instance and answers what changed (empty when nothing did)."""
    before = snapshot(instance, values)
    for name, value in values.items():
        setattr(instance, name, value)
    return changes(instance, before)
