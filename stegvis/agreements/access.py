"""The only way from an id to an object: not visible is 404, visible but not allowed is 403.

Agreements belong to the whole municipality: who may see one may see all.
"""

from datetime import date

from stegvis.accounts.models import User
from stegvis.accounts.roles import Permission
from stegvis.agreements.models import (
    Agreement,
    AgreementArea,
    DirectAwardLimit,
    Option,
    ReminderNote,
    ServiceKind,
)
from stegvis.core.access import require, visible_or_404


def agreement(user: User, pk: int, needs: Permission | None = None) -> Agreement:
    visible = Agreement.objects.visible_to(user).select_related(
        "provider", "parent", "area", "service_kind"
    )
    found = visible_or_404(visible.prefetch_related("panel", "options", "parent__options"), pk=pk)
    require(needs is None or user.may(needs))
    return found


def option(user: User, pk: int, needs: Permission) -> Option:
    rows = Option.objects.filter(agreement__in=Agreement.objects.visible_to(user))
    found = visible_or_404(rows.select_related("agreement"), pk=pk)
    require(user.may(needs))
    return found


def area(user: User, pk: int, needs: Permission) -> AgreementArea:
    rows = AgreementArea.objects.filter(agreement__in=Agreement.objects.visible_to(user))
    found = visible_or_404(rows.select_related("agreement"), pk=pk)
    require(user.may(needs))
    return found


def reminder_note(user: User, agreement: Agreement, falls_on: date) -> ReminderNote | None:
    """The note on a day, if somebody has written one. The agreement is already let through."""
    return ReminderNote.objects.filter(agreement=agreement, falls_on=falls_on).first()


def limit(user: User, pk: int, needs: Permission) -> DirectAwardLimit:
    require(user.may(needs))
    return visible_or_404(DirectAwardLimit.objects.all(), pk=pk)


def service_kind(user: User, pk: int, needs: Permission) -> ServiceKind:
    require(user.may(needs))
    return visible_or_404(ServiceKind.objects.all(), pk=pk)
