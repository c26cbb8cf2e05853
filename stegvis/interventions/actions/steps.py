"""Moves along the path of seven steps."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.core import audit
from stegvis.core.steps import StepRefused, next_status
from stegvis.interventions import checks
from stegvis.interventions.enums import (
    PATH,
    PATH_BY_STEP,
    STEP_MOVES,
    InterventionStatus,
    InterventionStep,
    StepStatus,
)
from stegvis.interventions.models import Intervention, StepRecord


def _locked(intervention: Intervention) -> Intervention:
    found = Intervention.objects.select_for_update(of=("self",)).get(pk=intervention.pk)
    if found.status == InterventionStatus.CANCELLED:
        raise StepRefused(_("Insatsen är inställd. Återuppta den först."))
    return found


@transaction.atomic
def move(
    *,
    intervention: Intervention,
    step: InterventionStep,
    name: str,
    by: User | None,
    reason: str = "",
    unchecked: bool = False,
) -> StepRecord:
    """Moves one step: start, finish, skip or reopen. Finishing needs that nothing is missing.

    `unchecked` is for taking over history, where what happened happened."""
    intervention = _locked(intervention)
    record = StepRecord.objects.select_for_update().get(intervention=intervention, step=step)
    target = next_status(STEP_MOVES, name, record.status)
    _require(intervention, step, name, reason, unchecked)
    record.status = target
    settled = target in StepStatus.settled()
    record.settled_at, record.settled_by = (timezone.now(), by) if settled else (None, None)
    record.reason = reason if target == StepStatus.SKIPPED else ""
    record.save(update_fields=["status", "settled_at", "settled_by", "reason"])
    place(intervention)
    audit.record(f"intervention.step.{name}", record, by=by, reason=reason)
    return record


def _require(
    intervention: Intervention, step: InterventionStep, name: str, reason: str, unchecked: bool
) -> None:
    if name == "skip":
        if not PATH_BY_STEP[step].may_skip:
            raise StepRefused(_("Det här steget går inte att hoppa över."))
        if not reason:
            raise StepRefused(_("Skriv varför steget hoppas över."))
    if name == "finish" and not unchecked and (lacks := checks.missing(intervention, step)):
        raise StepRefused(" ".join(lacks))


def settle_if_complete(
    *, intervention: Intervention, step: InterventionStep, by: User | None
) -> None:
    """Finishes the step when nothing is missing; starts it when it was waiting. For the actions
    that do the step's work, inside their transaction."""
    record = StepRecord.objects.get(intervention=intervention, step=step)
    if record.status in StepStatus.settled():
        return
    complete = not checks.missing(intervention, step)
    record.status = StepStatus.DONE if complete else StepStatus.ONGOING
    if complete:
        record.settled_at, record.settled_by = timezone.now(), by
    record.save(update_fields=["status", "settled_at", "settled_by"])
    place(intervention)


def unsettle(*, intervention: Intervention, step: InterventionStep) -> None:
    """Opens the step again because its work was reopened."""
    StepRecord.objects.filter(intervention=intervention, step=step).update(
        status=StepStatus.ONGOING, settled_at=None, settled_by=None, reason=""
    )
    place(intervention)


def place(intervention: Intervention) -> None:
    """Sets where on the path the intervention stands: its first unsettled step, or closed."""
    statuses = dict(
        StepRecord.objects.filter(intervention=intervention).values_list("step", "status")
    )
    waiting = [d.step for d in PATH if statuses.get(d.step) not in StepStatus.settled()]
    values: dict[str, Any] = {"current_step": waiting[0] if waiting else PATH[-1].step}
    if intervention.status != InterventionStatus.CANCELLED:
        values["status"] = InterventionStatus.ACTIVE if waiting else InterventionStatus.CLOSED
    Intervention.objects.filter(pk=intervention.pk).update(**values)
    for name, value in values.items():
        setattr(intervention, name, value)


def set_due_dates(intervention: Intervention) -> None:
    """The day each unsettled step should be done, from the intervention's period."""
    records = list(
        StepRecord.objects.filter(intervention=intervention).exclude(
            status__in=StepStatus.settled()
        )
    )
    for record in records:
        record.due_on = PATH_BY_STEP[record.step].due(intervention)
    StepRecord.objects.bulk_update(records, ["due_on"])
