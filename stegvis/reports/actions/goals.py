"""Goals of a programme, and the decisions that change them."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from stegvis.accounts.models import User
from stegvis.core import audit
from stegvis.core.versions import check_version
from stegvis.participants.models import Programme
from stegvis.reports.enums import GoalValueKind
from stegvis.reports.models import Goal, GoalValue


@transaction.atomic
def save(
    *,
    programme: Programme,
    by: User | None,
    goal: Goal | None = None,
    version: int | None = None,
    **values: Any,
) -> Goal:
    """Adds a goal last on the programme's list, or changes one."""
    if goal is None:
        goal = Goal(programme=programme, position=programme.goals.count() + 1, version=0)
    else:
        goal = Goal.objects.select_for_update(of=("self",)).get(pk=goal.pk)
        check_version(goal, version)
    created = goal.pk is None
    changed = audit.assign(goal, values)
    if changed or created:
        goal.version += 1
        goal.full_clean()
        goal.save()
        audit.record("goal.added" if created else "goal.changed", goal, by=by, changed=changed)
    return goal


@transaction.atomic
def set_value(
    *,
    goal: Goal,
    by: User | None,
    value: Decimal,
    valid_from: date,
    kind: str = GoalValueKind.DECIDED,
    reason: str = "",
    decided_by: str = "",
) -> GoalValue:
    """The goal's value from a day on; earlier values stay. The same day again corrects it."""
    Goal.objects.select_for_update(of=("self",)).get(pk=goal.pk)
    found = goal.values.filter(valid_from=valid_from, kind=kind).first()
    row = found or GoalValue(goal=goal, valid_from=valid_from, kind=kind)
    values = {"value": value, "reason": reason, "decided_by": decided_by}
    changed = audit.assign(row, values)
    if changed or found is None:
        row.full_clean()
        row.save()
        action = "goal_value.corrected" if found else "goal_value.set"
        audit.record(action, row, by=by, changed=changed, reason=reason)
    return row
