"""Step 7: the joint analysis is held."""

from typing import Any

from django.db import transaction

from stegvis.accounts.models import User
from stegvis.core import audit
from stegvis.core.versions import check_version
from stegvis.followup.actions.common import locked, settle
from stegvis.followup.models import JointAnalysis
from stegvis.interventions.enums import InterventionStep
from stegvis.interventions.models import Intervention


@transaction.atomic
def save(
    *, intervention: Intervention, by: User | None, version: int | None = None, **values: Any
) -> JointAnalysis:
    """Writes the analysis; begins it where there is none (version 0). Finishes step 7 when it was
    the last thing missing."""
    intervention = locked(intervention)
    found = JointAnalysis.objects.filter(intervention=intervention).first()
    analysis = found or JointAnalysis(intervention=intervention, version=0)
    check_version(analysis, version)
    changed = audit.assign(analysis, values)
    if changed:
        analysis.version += 1
        analysis.save()
        action = "analysis.changed" if found else "analysis.begun"
        audit.record(action, analysis, by=by, changed=changed)
        settle(intervention, InterventionStep.JOINT_ANALYSIS, by)
    return analysis
