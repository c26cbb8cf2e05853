"""Taking over interventions from files: what happened before Stegvis, or in another system."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from stegvis.accounts.models import User
from stegvis.core import audit
from stegvis.interventions.actions import interventions, plans, steps
from stegvis.interventions.enums import (
    InterventionStatus,
    InterventionStep,
    OrderStatus,
    PlanStatus,
    StepStatus,
)
from stegvis.interventions.models import Intervention, StepRecord

Values = Mapping[str, Any]


@transaction.atomic
def take_over(
    *,
    existing: Intervention | None,
    by: User | None,
    facts: Values,
    plan: Values,
    cancel_reason: str = "",
    is_running: bool = False,
    no_report_reason: str = "",
) -> Intervention:
    """Writes the intervention and its plan as the file says, approved plans too. For one that has
    begun, the steps up to the delivery are taken as done: they happened, whoever wrote."""
    if existing is None:
        intervention = interventions.create(by=by, **facts)
    else:
        intervention = interventions.change(intervention=existing, by=by, **facts)
    changed = audit.assign(intervention.plan, plan)
    plans.read_planned(intervention.plan)
    intervention.plan.save()
    if changed and existing is not None:
        audit.record("plan.taken_over", intervention.plan, by=by, changed=changed)
    if cancel_reason and intervention.status != InterventionStatus.CANCELLED:
        intervention = interventions.cancel(intervention=intervention, by=by, reason=cancel_reason)
    elif existing is None and _has_begun(intervention):
        _settle_history(intervention, by, is_running, no_report_reason)
    return intervention


def _has_begun(intervention: Intervention) -> bool:
    return bool(intervention.starts_on and intervention.starts_on <= timezone.localdate())


def _settle_history(
    intervention: Intervention, by: User | None, is_running: bool, no_report_reason: str
) -> None:
    now = timezone.now()
    order, plan = intervention.order, intervention.plan
    order.status, order.target_group = OrderStatus.ACCEPTED, plan.target_group
    order.number_text = plan.planned_text
    order.save()
    if by is not None:
        plan.status, plan.approved_at, plan.approved_by = PlanStatus.APPROVED, now, by
        plan.save()
    done = [InterventionStep.ORDER, InterventionStep.PLAN, InterventionStep.DIALOGUE]
    ended = intervention.ends_on is not None and intervention.ends_on < timezone.localdate()
    if ended and not is_running:
        done.append(InterventionStep.DELIVERY)
    records = StepRecord.objects.filter(intervention=intervention)
    records.filter(step__in=done).update(status=StepStatus.DONE, settled_at=None)
    if no_report_reason:
        records.filter(step=InterventionStep.REPORT).update(
            status=StepStatus.SKIPPED, reason=no_report_reason[:300]
        )
    steps.place(intervention)
