"""Writes who has which role where. Access begins and ends with these rows."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.core import audit
from stegvis.organisations.models import Assignment


def _refuse_own(user: User, by: User | None) -> None:
    """Nobody gives rights to themselves, and an administrator cannot lock everybody out."""
    if by == user:
        raise ValidationError(
            _("Du kan inte ändra dina egna uppdrag. Be en annan systemförvaltare.")
        )


@transaction.atomic
def create(*, user: User, by: User | None, **values: Any) -> Assignment:
    _refuse_own(user, by)
    assignment = Assignment(user=user, **values)
    assignment.full_clean()
    assignment.save()
    audit.record("assignment.created", assignment, by=by)
    return assignment


@transaction.atomic
def end(*, assignment: Assignment, ends_on: date, by: User | None) -> Assignment:
    """Access lasts through the day."""
    _refuse_own(assignment.user, by)
    assignment = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    if changed := audit.assign(assignment, {"ends_on": ends_on}):
        assignment.full_clean()
        assignment.save(update_fields=["ends_on"])
        audit.record("assignment.ended", assignment, by=by, changed=changed)
    return assignment


@transaction.atomic
def stop(*, assignment: Assignment, today: date, by: User | None) -> Assignment:
    """Access ends at once: yesterday was the last day. What began today or later is taken away,
    and the change log keeps it."""
    _refuse_own(assignment.user, by)
    assignment = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    period = f"{assignment.starts_on} – {assignment.ends_on or ''}"
    audit.record("assignment.stopped", assignment, by=by, reason=period)
    if assignment.starts_on >= today:
        assignment.delete()
    else:
        assignment.ends_on = today - timedelta(days=1)
        assignment.save(update_fields=["ends_on"])
    return assignment
