"""Writes who is protected, and who may see a protected person by name."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.core import audit
from stegvis.participants.enums import Protection
from stegvis.participants.models import Participant, ProtectedAccess


@transaction.atomic
def set_protection(
    *, participant: Participant, protection: str, by: User | None, reason: str, on: date
) -> Participant:
    """Raises, changes or lifts the protection. When it is lifted all named access ends: if it comes
    back, somebody decides anew who is to see the person."""
    participant = Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
    changed = audit.assign(participant, {"protection": protection})
    if not changed:
        return participant
    participant.version += 1
    participant.save(update_fields=["protection", "version"])
    if protection == Protection.NONE:
        for access in _open(participant, on):
            _close(access, on)
    audit.record(
        "participant.protection_changed",
        participant,
        by=by,
        changed=changed,
        reason=reason,
        label=_label(participant),
    )
    return participant


@transaction.atomic
def grant(
    *,
    participant: Participant,
    user: User,
    by: User,
    reason: str,
    starts_on: date,
    ends_on: date | None = None,
) -> ProtectedAccess:
    """Lets one more see the person, from a day on."""
    if not participant.is_protected:
        raise ValidationError(_("Personen har inga skyddade uppgifter. Alla på enheten ser den."))
    if _open(participant, starts_on).filter(user=user).exists():
        raise ValidationError({"user": _("%(user)s har redan åtkomst.") % {"user": user}})
    access = ProtectedAccess(
        participant=participant,
        user=user,
        reason=reason.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
        by=by,
    )
    access.full_clean()
    access.save()
    audit.record("protected_access.granted", access, by=by, label=_label(participant))
    return access


@transaction.atomic
def end(*, access: ProtectedAccess, by: User, on: date) -> ProtectedAccess:
    """Ends the access at once: the day itself is not one of its days."""
    access = ProtectedAccess.objects.select_for_update(of=("self",)).get(pk=access.pk)
    if access.ends_on is None or access.ends_on >= on:
        audit.record("protected_access.ended", access, by=by, label=_label(access.participant))
        _close(access, on)
    return access


def _open(participant: Participant, on: date) -> "QuerySet[ProtectedAccess]":
    return participant.accesses.filter(Q(ends_on=None) | Q(ends_on__gte=on))


def _close(access: ProtectedAccess, on: date) -> None:
    """One that began today, or has not begun, leaves no day behind: the log tells of it."""
    if access.starts_on >= on:
        access.delete()
    else:
        access.ends_on = on - timedelta(days=1)
        access.save(update_fields=["ends_on"])


def _label(participant: Participant) -> str:
    """The log tells that somebody is protected, not who."""
    return f"{participant._meta.verbose_name} {participant.pk}"
