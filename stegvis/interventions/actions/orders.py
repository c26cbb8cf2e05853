"""Step 1: the order."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.core import audit
from stegvis.core.steps import StepRefused, next_status
from stegvis.core.versions import check_version
from stegvis.interventions.actions import plans, steps
from stegvis.interventions.enums import ORDER_STEPS, InterventionStep, OrderStatus
from stegvis.interventions.models import Order


def _locked(order: Order) -> Order:
    return (
        Order.objects.select_for_update(of=("self",))
        .select_related("intervention__unit")
        .get(pk=order.pk)
    )


@transaction.atomic
def change(*, order: Order, by: User | None, version: int | None = None, **values: Any) -> Order:
    intervention = order.intervention  # its name stands in the log; the lock is on the order alone
    order = Order.objects.select_for_update(of=("self",)).get(pk=order.pk)
    order.intervention = intervention
    check_version(order, version)
    changed = audit.assign(order, values)
    if changed:
        order.version += 1
        order.save(update_fields=[*changed, "version"])
        audit.record("order.changed", order, by=by, changed=changed)
    return order


@transaction.atomic
def move(*, order: Order, name: str, by: User, note: str = "") -> Order:
    """Sends, accepts, declines or hands back. Accepting finishes step 1 and starts the planning."""
    order = _locked(order)
    order.status = next_status(ORDER_STEPS, name, order.status)
    if name == "send" and not (order.need and order.target_group and order.asked_by_role):
        raise StepRefused(_("Fyll i behov, målgrupp och vem som ber om insatsen först."))
    if name == "send":
        order.sent_at, order.sent_by = timezone.now(), by
    decided = name in ("accept", "decline")
    order.decided_at, order.decided_by = (timezone.now(), by) if decided else (None, None)
    order.decision_note = note
    order.version += 1
    order.save()
    intervention = order.intervention
    intervention.order = order
    steps.settle_if_complete(intervention=intervention, step=InterventionStep.ORDER, by=by)
    if order.status == OrderStatus.ACCEPTED:
        _start_planning(order)
    audit.record(f"order.{name}", order, by=by, reason=note)
    return order


def _start_planning(order: Order) -> None:
    """The order's words become the plan's first words, where the plan has none."""
    plan = order.intervention.plan
    plan.target_group = plan.target_group or order.target_group
    plan.planned_text = plan.planned_text or order.number_text
    plan.save(update_fields=["target_group", "planned_text"])
    plans.read_planned(plan)
    plan.save(update_fields=["planned_low", "planned_high", "planned_rule"])
