"""Writes programmes and what they ask about."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.core import audit
from stegvis.participants.models import Enrolment, Factor, Programme, Referral


@transaction.atomic
def create(*, by: User | None, **values: Any) -> Programme:
    programme = Programme(**values)
    programme.full_clean()
    programme.save()
    audit.record("programme.created", programme, by=by)
    return programme


@transaction.atomic
def change(*, programme: Programme, by: User | None, **values: Any) -> Programme:
    """The unit decides who sees the persons, so it does not change once somebody is there."""
    programme = Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    changed = audit.assign(programme, values)
    if not changed:
        return programme
    if "unit" in changed and _has_anybody(programme):
        raise ValidationError(
            {
                "unit": _(
                    "Verksamheten har deltagare. Byts enheten ser andra dem. Avsluta verksamheten "
                    "och lägg till en ny i den andra enheten."
                )
            }
        )
    programme.full_clean()
    programme.save()
    audit.record("programme.changed", programme, by=by, changed=changed)
    return programme


def _has_anybody(programme: Programme) -> bool:
    return (
        Enrolment.objects.filter(programme=programme).exists()
        or Referral.objects.filter(programme=programme).exists()
    )


@transaction.atomic
def archive(*, programme: Programme, by: User | None) -> Programme:
    """Takes the programme off the lists to choose from, or puts it back. Enrolments stay."""
    programme = Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    programme.archived_at = None if programme.archived_at else timezone.now()
    programme.save(update_fields=["archived_at"])
    word = "archived" if programme.archived_at else "restored"
    audit.record(f"programme.{word}", programme, by=by)
    return programme


@transaction.atomic
def add_factor(
    *, programme: Programme, by: User | None, name: str, is_sensitive: bool = True
) -> Factor:
    """Something more to ask at the start, last in the list."""
    last = programme.factors.aggregate(last=Max("position"))["last"] or 0
    factor = Factor(
        programme=programme, name=name.strip(), is_sensitive=is_sensitive, position=last + 1
    )
    factor.full_clean()
    factor.save()
    audit.record("factor.added", factor, by=by)
    return factor


@transaction.atomic
def archive_factor(*, factor: Factor, by: User | None) -> Factor:
    """Is not asked any more, or is asked again. Answers stay."""
    factor = Factor.objects.select_for_update(of=("self",)).get(pk=factor.pk)
    factor.archived_at = None if factor.archived_at else timezone.now()
    factor.save(update_fields=["archived_at"])
    audit.record("factor.archived" if factor.archived_at else "factor.restored", factor, by=by)
    return factor
