"""The planner's list of themes."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from stegvis.accounts.models import User
from stegvis.core import audit
from stegvis.core.versions import check_version
from stegvis.followup.actions.common import present
from stegvis.followup.models import Theme


@transaction.atomic
def save(
    *, by: User | None, theme: Theme | None = None, version: int | None = None, **values: Any
) -> Theme:
    if theme:
        theme = present(theme)
        check_version(theme, version)
    else:
        theme = Theme(version=0)
    created = theme.pk is None
    changed = audit.assign(theme, values)
    if changed or created:
        theme.version += 1
        theme.save()
        action = "theme.added" if created else "theme.changed"
        audit.record(action, theme, by=by, changed=changed)
    return theme


@transaction.atomic
def archive(*, theme: Theme, by: User) -> Theme:
    """Takes the theme off the list for new findings, or puts it back. Old findings keep it."""
    theme.archived_at = None if theme.archived_at else timezone.now()
    theme.save(update_fields=["archived_at"])
    audit.record("theme.archived" if theme.archived_at else "theme.restored", theme, by=by)
    return theme
