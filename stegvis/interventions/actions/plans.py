"""Step 2: the plan, its price and its expected results."""

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.agreements.enums import PriceModel
from stegvis.core import audit
from stegvis.core.steps import StepRefused, next_status
from stegvis.core.versions import check_version
from stegvis.interventions import checks, planned
from stegvis.interventions.actions import steps
from stegvis.interventions.enums import PLAN_STEPS, InterventionStep, PlanStatus
from stegvis.interventions.models import ExpectedResult, Intervention, Plan


def read_planned(plan: Plan) -> None:
    """Sets the number that the written words mean."""
    meant = planned.read(plan.planned_text)
    plan.planned_low, plan.planned_high, plan.planned_rule = meant.low, meant.high, meant.rule


def price(*, model: str, unit_price: Decimal | None, quantity: Decimal | None) -> Decimal | None:
    """Kronor for the whole intervention, None where the price is set by hand or not known."""
    if model == PriceModel.FIXED or unit_price is None or quantity is None:
        return None
    return unit_price * quantity


def _locked(plan: Plan) -> Plan:
    return (
        Plan.objects.select_for_update(of=("self",))
        .select_related("intervention__unit", "intervention__order")
        .get(pk=plan.pk)
    )


def _refuse_if_approved(plan: Plan) -> None:
    if plan.status == PlanStatus.APPROVED:
        raise StepRefused(_("Underlaget är godkänt. Öppna det igen för att ändra."))


@transaction.atomic
def change(*, plan: Plan, by: User | None, version: int | None = None, **values: Any) -> Plan:
    """Changes the draft. The number is read from its words, the cost from the price model."""
    plan = _locked(plan)
    check_version(plan, version)
    _refuse_if_approved(plan)
    changed = audit.assign(plan, values)
    if not changed:
        return plan
    read_planned(plan)
    computed = price(model=plan.price_model, unit_price=plan.unit_price, quantity=plan.quantity)
    if computed is not None:
        plan.planned_cost = computed
    plan.version += 1
    plan.save()
    steps.settle_if_complete(intervention=plan.intervention, step=InterventionStep.PLAN, by=by)
    audit.record("plan.changed", plan, by=by, changed=changed)
    return plan


@transaction.atomic
def move(*, plan: Plan, name: str, by: User) -> Plan:
    """Approves or reopens. Approval needs that nothing is missing, carried decisions included."""
    plan = _locked(plan)
    plan.status = next_status(PLAN_STEPS, name, plan.status)
    plan.intervention.plan = plan
    if name == "approve":
        if lacks := checks.missing(plan.intervention, InterventionStep.PLAN):
            raise StepRefused(" ".join(lacks))
        plan.approved_at, plan.approved_by = timezone.now(), by
    else:
        plan.approved_at, plan.approved_by = None, None
    plan.version += 1
    plan.save()
    if name == "approve":
        steps.settle_if_complete(intervention=plan.intervention, step=InterventionStep.PLAN, by=by)
    else:
        steps.unsettle(intervention=plan.intervention, step=InterventionStep.PLAN)
    audit.record(f"plan.{name}", plan, by=by)
    return plan


@transaction.atomic
def add_expected_result(
    *, intervention: Intervention, by: User | None, **values: Any
) -> ExpectedResult:
    """Adds a line last, or at the position given."""
    _refuse_if_approved(intervention.plan)
    if "position" not in values:
        last = intervention.expected_results.aggregate(last=Max("position"))["last"] or 0
        values["position"] = last + 1
    line = ExpectedResult.objects.create(intervention=intervention, **values)
    audit.record("expected_result.added", line, by=by)
    return line


@transaction.atomic
def change_expected_result(
    *, expected_result: ExpectedResult, by: User | None, **values: Any
) -> ExpectedResult:
    line = ExpectedResult.objects.select_for_update().get(pk=expected_result.pk)
    _refuse_if_approved(line.intervention.plan)
    changed = audit.assign(line, values)
    if changed:
        line.save()
        audit.record("expected_result.changed", line, by=by, changed=changed)
    return line


@transaction.atomic
def remove_expected_result(*, expected_result: ExpectedResult, by: User) -> None:
    """Takes a line out of a draft plan. The change log keeps its words."""
    _refuse_if_approved(expected_result.intervention.plan)
    audit.record("expected_result.removed", expected_result, by=by)
    expected_result.delete()


@transaction.atomic
def take_over_expected_result(
    *, intervention: Intervention, existing: ExpectedResult | None, by: User | None, **values: Any
) -> ExpectedResult:
    """Writes a line from a file, also where the plan is approved: history is as it was."""
    line = existing or ExpectedResult(intervention=intervention)
    changed = audit.assign(line, values)
    if changed or existing is None:
        line.save()
        audit.record("expected_result.taken_over", line, by=by, changed=changed)
    return line


def note_planned_cost(*, plan: Plan, amount: Decimal) -> None:
    """The cost in a file becomes the plan's, where it has none. The cost's own event tells."""
    Plan.objects.filter(pk=plan.pk).update(planned_cost=amount)
    plan.planned_cost = amount
