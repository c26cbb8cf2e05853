"""Help for the rooms' access.py: not visible is 404, visible but not allowed is 403."""

from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404

M = TypeVar("M", bound=Model)


def visible_or_404(queryset: "QuerySet[M]", **lookup: Any) -> M:
    """The one object, from a queryset that visible_to(user) has already narrowed."""
    found = queryset.filter(**lookup).first()
    if found is None:
        raise Http404
    return found


def require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied
