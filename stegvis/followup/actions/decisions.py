"""What is to be done about a development area, by whom, and that it was done."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.core import audit
from stegvis.core.steps import StepRefused
from stegvis.core.versions import check_version
from stegvis.followup.actions.common import present, settle
from stegvis.followup.enums import DecisionKind, FindingKind
from stegvis.followup.models import Decision, Finding
from stegvis.interventions.enums import InterventionStep


@transaction.atomic
def save(
    *,
    finding: Finding,
    by: User | None,
    version: int | None = None,
    unchecked: bool = False,
    **values: Any,
) -> Decision:
    """Decides on a development area. Finishes step 7 when it was the last thing missing.
    Version 0: there was no decision.

    `unchecked` is for taking over history: no step moves."""
    finding = present(finding)
    if finding.kind != FindingKind.DEVELOPMENT:
        raise StepRefused(_("Bara utvecklingsområden får beslut."))
    found = Decision.objects.filter(finding=finding).first()
    decision = found or Decision(finding=finding, version=0)
    check_version(decision, version)
    changed = audit.assign(decision, values)
    if changed:
        decision.version += 1
        decision.save()
        action = "decision.changed" if found else "decision.made"
        audit.record(action, decision, by=by, changed=changed)
    if not unchecked:
        settle(finding.intervention, InterventionStep.JOINT_ANALYSIS, by)
    return decision


@transaction.atomic
def mark_done(
    *,
    decision: Decision,
    by: User,
    done_on: date | None,
    done_note: str = "",
    version: int | None = None,
) -> Decision:
    """Says when and how it was done. Without a day it is open again."""
    decision = present(decision)
    check_version(decision, version)
    if decision.kind == DecisionKind.LEAVE:
        raise StepRefused(_("Beslutet är att lämna det, så det finns inget att göra klart."))
    changed = audit.assign(decision, {"done_on": done_on, "done_note": done_note})
    if changed:
        decision.version += 1
        decision.save(update_fields=["done_on", "done_note", "version"])
        action = "decision.done" if done_on else "decision.reopened"
        audit.record(action, decision, by=by, changed=changed)
    return decision
