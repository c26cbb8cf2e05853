"""The person's own plan: goals and steps on one page."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.casework.actions import common
from stegvis.casework.models import CasePlan, PlanGoal, PlanStep
from stegvis.core import audit
from stegvis.core.steps import StepRefused
from stegvis.core.versions import check_version
from stegvis.participants.models import Enrolment

Goals = Iterable[Mapping[str, Any]]


@transaction.atomic
def save(
    *,
    enrolment: Enrolment,
    by: User | None,
    version: int | None = None,
    aim: str = "",
    strengths: str = "",
    goals: Goals = (),
    made_on: date | None = None,
    unchecked: bool = False,
) -> CasePlan:
    """Writes the current plan, or the first one (version 0: there was none).

    A goal is {"text", "reached_on", "steps": [{"text", "who", "due_on", "done_on"}]}, in order.
    With the "pk" of a goal or a step that one is kept, with the days that are not told here; what
    is not among them is taken away."""
    enrolment = common.writable(enrolment, unchecked=unchecked)
    plan = _current(enrolment) or CasePlan(
        enrolment=enrolment,
        number=_next_number(enrolment),
        made_on=made_on or timezone.localdate(),
        by=by,
        version=0,
    )
    check_version(plan, version)
    created = plan.pk is None
    before = _rows(plan)
    wanted = _wanted(plan, goals)
    changed = audit.assign(plan, {"aim": aim, "strengths": strengths})
    if _contents(wanted) != _contents(before):
        changed["goals"] = [audit.HIDDEN, audit.HIDDEN]
    if created or changed:
        plan.version += 1
        plan.save()
        if "goals" in changed:
            _write(before, wanted)
        common.record("plan.made" if created else "plan.changed", plan, by=by, changed=changed)
    return plan


@transaction.atomic
def renew(
    *, enrolment: Enrolment, by: User | None, today: date, unchecked: bool = False
) -> CasePlan:
    """A new plan that begins with what is left of the present one, which stays as it was."""
    enrolment = common.writable(enrolment, unchecked=unchecked)
    old = _current(enrolment)
    if old is None:
        raise StepRefused(_("Det finns ingen plan än. Skriv den första."))
    if old.made_on >= today:
        raise StepRefused(_("Planen är gjord i dag. Ändra i den i stället."))
    left = [
        (PlanGoal(text=goal.text), [_copy(step) for step in steps if step.done_on is None])
        for goal, steps in _rows(old)
        if goal.reached_on is None
    ]
    old.replaced_on = today
    old.save(update_fields=["replaced_on"])
    # the count goes on: a form that was opened on the old plan is older than the new one
    plan = CasePlan(enrolment=enrolment, number=_next_number(enrolment), version=old.version + 1)
    plan.made_on, plan.by, plan.aim, plan.strengths = today, by, old.aim, old.strengths
    plan.save()
    for goal, _steps in left:
        goal.plan = plan
    _write([], left)
    common.record("plan.renewed", plan, by=by)
    return plan


def _copy(step: PlanStep) -> PlanStep:
    return PlanStep(text=step.text, who=step.who, due_on=step.due_on)


@transaction.atomic
def tick(*, step: PlanStep, by: User | None, done_on: date | None) -> PlanStep:
    """Says that a step is done. Without a day it is open again."""
    plan = _open_plan(step.goal.plan)
    step = common.present(step)
    if step.done_on != done_on and (step.done_on is None or done_on is None):
        step.done_on = done_on
        step.save(update_fields=["done_on"])
        _count(plan, "plan.step_done" if done_on else "plan.step_opened", by)
    return step


@transaction.atomic
def reach(*, goal: PlanGoal, by: User | None, reached_on: date | None) -> PlanGoal:
    """Says that a goal is reached. Without a day it is open again."""
    plan = _open_plan(goal.plan)
    goal = common.present(goal)
    if goal.reached_on != reached_on and (goal.reached_on is None or reached_on is None):
        goal.reached_on = reached_on
        goal.save(update_fields=["reached_on"])
        _count(plan, "plan.goal_reached" if reached_on else "plan.goal_opened", by)
    return goal


def _open_plan(plan: CasePlan) -> CasePlan:
    common.writable(plan.enrolment)
    plan = common.present(plan)
    if plan.replaced_on is not None:
        raise StepRefused(_("Planen är ersatt av en nyare. Ladda om sidan."))
    return plan


def _count(plan: CasePlan, event: str, by: User | None) -> None:
    """Somebody who has the plan open in a form is told."""
    plan.version += 1
    plan.save(update_fields=["version"])
    common.record(event, plan, by=by)


def _current(enrolment: Enrolment) -> CasePlan | None:
    return CasePlan.objects.filter(enrolment=enrolment, replaced_on=None).first()


def _next_number(enrolment: Enrolment) -> int:
    last = CasePlan.objects.filter(enrolment=enrolment).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


Rows = list[tuple[PlanGoal, list[PlanStep]]]


def _rows(plan: CasePlan) -> Rows:
    if plan.pk is None:
        return []
    goals = plan.goals.prefetch_related("steps")
    return [(goal, list(goal.steps.all())) for goal in goals]


def _wanted(plan: CasePlan, goals: Goals) -> Rows:
    """The rows as they shall be, on the goals and steps that are kept."""
    present = _rows(plan)  # fresh instances: those that are compared with stay as they were
    goals_kept = {goal.pk: goal for goal, _steps in present}
    steps_kept = {step.pk: step for _goal, steps in present for step in steps}
    wanted: Rows = []
    for told in goals:
        goal = goals_kept.pop(told.get("pk"), None) or PlanGoal(plan=plan)
        goal.text, goal.reached_on = told["text"], told.get("reached_on", goal.reached_on)
        steps = []
        for told_step in told.get("steps", ()):
            step = steps_kept.pop(told_step.get("pk"), None) or PlanStep()
            for name in ("text", "who", "due_on", "done_on"):
                setattr(step, name, told_step.get(name, getattr(step, name)))
            steps.append(step)
        wanted.append((goal, steps))
    return wanted


def _contents(rows: Rows) -> list[Any]:
    return [
        (goal.text, goal.reached_on, [(s.text, s.who, s.due_on, s.done_on) for s in steps])
        for goal, steps in rows
    ]


def _write(before: Rows, wanted: Rows) -> None:
    for position, (goal, steps) in enumerate(wanted):
        goal.position = position
        goal.save()
        for place, step in enumerate(steps):
            step.goal, step.position = goal, place
            step.save()
    kept_goals = {goal.pk for goal, _steps in wanted}
    kept_steps = {step.pk for _goal, steps in wanted for step in steps}
    gone = [step.pk for _goal, steps in before for step in steps if step.pk not in kept_steps]
    PlanStep.objects.filter(pk__in=gone).delete()
    gone = [goal.pk for goal, _steps in before if goal.pk not in kept_goals]
    PlanGoal.objects.filter(pk__in=gone).delete()
