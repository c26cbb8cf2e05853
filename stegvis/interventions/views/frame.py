"""What all pages of one intervention share: the path, who may do what, and where one is."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from stegvis.accounts.roles import Permission
from stegvis.interventions import access, queries
from stegvis.interventions.enums import InterventionStatus
from stegvis.interventions.models import Intervention


def frame(request: HttpRequest, intervention: Intervention, step: str) -> dict[str, Any]:
    """Context for `interventions/frame.html`: intervention, path, the step the page is about."""
    path = queries.path(intervention, request.user, today=timezone.localdate(), at=step)
    return {
        "intervention": intervention,
        "path": path,
        "step": next((entry for entry in path if entry.definition.step == step), None),
        "is_cancelled": intervention.status == InterventionStatus.CANCELLED,
        "may_decide": access.allowed(request.user, Permission.STEP_DECIDE, intervention),
    }
