"""The only way from an id to an object: not visible is 404, visible but not allowed is 403."""

from typing import TypeVar

from stegvis.accounts.models import User
from stegvis.accounts.roles import Permission, permissions_of
from stegvis.core.access import require, visible_or_404
from stegvis.interventions.models import (
    CatalogueEntry,
    DialogueMeeting,
    ExpectedResult,
    Group,
    Intervention,
    ReportedCount,
)

RELATED = (
    "unit",
    "category",
    "provider",
    "agreement__parent",
    "area",
    "predecessor",
    "catalogue_entry",
    "target_group",
    "order",
    "plan",
)


def allowed(user: User, permission: Permission, intervention: Intervention) -> bool:
    """Does one of the user's assignments give the permission for this very intervention?"""
    for assignment in user.current_assignments:
        if permission not in permissions_of(assignment.role):
            continue
        if assignment.unit_id and intervention.unit.path.startswith(assignment.unit.path):
            return True
        if assignment.provider_id and assignment.provider_id == intervention.provider_id:
            return True
    return False


def intervention(user: User, pk: int, needs: Permission | None = None) -> Intervention:
    visible = Intervention.objects.visible_to(user).select_related(*RELATED)
    found = visible_or_404(visible, pk=pk)
    require(needs is None or allowed(user, needs, found))
    return found


T = TypeVar("T", ExpectedResult, DialogueMeeting, Group, ReportedCount)


def _part(user: User, model: type[T], pk: int, needs: Permission) -> T:
    """Something that hangs on an intervention, reached through the intervention's visibility."""
    rows = model.objects.filter(intervention__in=Intervention.objects.visible_to(user))
    found = visible_or_404(rows.select_related("intervention__unit", "intervention__plan"), pk=pk)
    require(allowed(user, needs, found.intervention))
    return found


def expected_result(user: User, pk: int, needs: Permission) -> ExpectedResult:
    return _part(user, ExpectedResult, pk, needs)


def meeting(user: User, pk: int, needs: Permission) -> DialogueMeeting:
    return _part(user, DialogueMeeting, pk, needs)


def group(user: User, pk: int, needs: Permission) -> Group:
    return _part(user, Group, pk, needs)


def reported_count(user: User, pk: int, needs: Permission) -> ReportedCount:
    return _part(user, ReportedCount, pk, needs)


def catalogue_entry(user: User, pk: int) -> CatalogueEntry:
    require(user.may(Permission.CATALOGUE_VIEW))
    return visible_or_404(
        CatalogueEntry.objects.select_related("category", "target_group", "service_kind"), pk=pk
    )
