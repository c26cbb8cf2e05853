"""What is to be done about a development area, by whom, and that it was done."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.core import audit
from stegvis.core.steps import StepRefused
from stegvis.followup.actions.common import settle
from stegvis.followup.enums import DecisionKind, FindingKind
from stegvis.followup.models import Decision, Finding
from stegvis.interventions.enums import InterventionStep


@transaction.atomic
def save(*, finding: Finding, by: User | None, unchecked: bool = False, **values: Any) -> Decision:
    """Decides on a development area. Finishes step 7 when it was the last thing missing.

    `unchecked` is for taking over history: no step moves."""
    finding = Finding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
    if finding.kind != FindingKind.DEVELOPMENT:
        raise StepRefused(_("Bara utvecklingsområden får beslut."))
    found = Decision.objects.filter(finding=finding).first()
    decision = found or Decision(finding=finding)
    changed = audit.assign(decision, values)
    if changed:
        decision.save()
        action = "decision.changed" if found else "decision.made"
        audit.record(action, decision, by=by, changed=changed)
    if not unchecked:
        settle(finding.intervention, InterventionStep.JOINT_ANALYSIS, by)
    return decision


@transaction.atomic
def mark_done(
    *, decision: Decision, by: User, done_on: date | None, done_note: str = ""
) -> Decision:
    """Says when and how it was done. Without a day it is open again."""
    decision = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if decision.kind == DecisionKind.LEAVE:
        raise StepRefused(_("Beslutet är att lämna det, så det finns inget att göra klart."))
    changed = audit.assign(decision, {"done_on": done_on, "done_note": done_note})
    if changed:
        decision.save(update_fields=["done_on", "done_note"])
        action = "decision.done" if done_on else "decision.reopened"
        audit.record(action, decision, by=by, changed=changed)
    return decision
