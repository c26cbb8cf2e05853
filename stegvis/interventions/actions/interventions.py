"""Creating, changing, cancelling and continuing an intervention."""

from typing import Any

from django.db import transaction
from django.forms.models import model_to_dict
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.core import audit
from stegvis.core.steps import StepRefused
from stegvis.core.versions import check_version
from stegvis.interventions.actions import delivery, steps
from stegvis.interventions.enums import InterventionStatus, InterventionStep
from stegvis.interventions.models import (
    ExpectedResult,
    Intervention,
    Order,
    Plan,
    StepRecord,
)

CONTINUED = ("title", "category", "catalogue_entry", "target_group", "unit", "provider")
PLAN_CONTINUED = (
    "purpose",
    "target_group",
    "entry_requirements",
    "set_up",
    "weeks",
    "hours_per_week",
    "group_count",
    "minimum_to_start",
    "planned_text",
    "planned_low",
    "planned_high",
    "planned_rule",
    "group_dynamics",
    "participants_say",
    "price_model",
    "unit_price",
    "quantity",
    "planned_cost",
)


@transaction.atomic
def create(*, by: User | None, order: dict[str, Any] | None = None, **values: Any) -> Intervention:
    """An intervention with its order, an empty plan and seven waiting steps."""
    intervention = Intervention.objects.create(**values)
    Order.objects.create(intervention=intervention, **(order or {}))
    Plan.objects.create(intervention=intervention)
    StepRecord.objects.bulk_create(
        StepRecord(intervention=intervention, step=step) for step in InterventionStep
    )
    steps.set_due_dates(intervention)
    audit.record("intervention.created", intervention, by=by)
    return intervention


@transaction.atomic
def change(
    *, intervention: Intervention, by: User | None, version: int | None = None, **values: Any
) -> Intervention:
    """Changes the facts. Dates move the days when the steps should be done."""
    intervention = Intervention.objects.select_for_update(of=("self",)).get(pk=intervention.pk)
    check_version(intervention, version)
    changed = audit.assign(intervention, values)
    if changed:
        intervention.version += 1
        intervention.save(update_fields=[*changed, "version"])
        steps.set_due_dates(intervention)
        audit.record("intervention.changed", intervention, by=by, changed=changed)
    return intervention


@transaction.atomic
def create_successor(*, predecessor: Intervention, by: User) -> Intervention:
    """The next number of the same intervention, with the plan's text as a start."""
    values = {name: getattr(predecessor, name) for name in CONTINUED}
    successor = Intervention.objects.create(
        **values,
        number=(predecessor.number or 1) + 1,
        responsible_role=predecessor.responsible_role,
        predecessor=predecessor,
    )
    earlier = predecessor.order
    Order.objects.create(
        intervention=successor,
        need=earlier.need,
        target_group=earlier.target_group or predecessor.plan.target_group,
        asked_by_role=earlier.asked_by_role,
        number_text=earlier.number_text or predecessor.plan.planned_text,
    )
    plan = model_to_dict(predecessor.plan, fields=PLAN_CONTINUED)
    # model_to_dict leaves out what is not editable: the number as read
    plan |= {name: getattr(predecessor.plan, name) for name in ("planned_low", "planned_high")}
    Plan.objects.create(intervention=successor, **plan)
    ExpectedResult.objects.bulk_create(
        ExpectedResult(
            intervention=successor,
            **model_to_dict(
                line, fields=("position", "text", "change_kind", "how", "by_whom", "when")
            ),
        )
        for line in predecessor.expected_results.all()
    )
    StepRecord.objects.bulk_create(
        StepRecord(intervention=successor, step=step) for step in InterventionStep
    )
    audit.record("intervention.continued", successor, by=by, reason=str(predecessor))
    return successor


@transaction.atomic
def cancel(*, intervention: Intervention, by: User | None, reason: str) -> Intervention:
    """Cancels, with the reason. What was planned and reported stays."""
    intervention = Intervention.objects.select_for_update(of=("self",)).get(pk=intervention.pk)
    if intervention.status == InterventionStatus.CANCELLED:
        raise StepRefused(_("Insatsen är redan inställd."))
    intervention.status = InterventionStatus.CANCELLED
    intervention.cancelled_at, intervention.cancelled_by = timezone.now(), by
    intervention.cancel_reason = reason
    intervention.version += 1
    intervention.save()
    delivery.recount([intervention])
    audit.record("intervention.cancelled", intervention, by=by, reason=reason)
    return intervention


@transaction.atomic
def resume(*, intervention: Intervention, by: User) -> Intervention:
    """Takes a cancelled intervention up again."""
    intervention = Intervention.objects.select_for_update(of=("self",)).get(pk=intervention.pk)
    if intervention.status != InterventionStatus.CANCELLED:
        raise StepRefused(_("Insatsen är inte inställd."))
    intervention.status = InterventionStatus.ACTIVE
    intervention.cancelled_at, intervention.cancelled_by = None, None
    intervention.cancel_reason = ""
    intervention.version += 1
    intervention.save()
    steps.place(intervention)
    delivery.recount([intervention])
    audit.record("intervention.resumed", intervention, by=by)
    return intervention
