"""Step 4: groups, counts and costs. After each change the year's figures are resolved anew."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from stegvis.accounts.models import User
from stegvis.core import audit
from stegvis.interventions import planned, queries
from stegvis.interventions.counting import MEASURES
from stegvis.interventions.models import (
    Cost,
    Group,
    Intervention,
    InterventionYear,
    ReportedCount,
    Ruling,
)

MONEY = ("planned_total", "planned_year", "outcome_total", "outcome_year")


@transaction.atomic
def save_group(
    *, intervention: Intervention, by: User | None, group: Group | None = None, **values: Any
) -> Group:
    group = group or Group(intervention=intervention)
    created = group.pk is None
    changed = audit.assign(group, values)
    if changed or created:
        group.save()
        audit.record("group.added" if created else "group.changed", group, by=by, changed=changed)
    return group


@transaction.atomic
def save_count(
    *,
    intervention: Intervention,
    by: User | None,
    reported_count: ReportedCount | None = None,
    **values: Any,
) -> ReportedCount:
    """Writes a row of counts. The planned number is read from its words."""
    row = reported_count or ReportedCount(intervention=intervention)
    created = row.pk is None
    changed = audit.assign(row, values)
    if not (changed or created):
        return row
    meant = planned.read(row.planned_text)
    row.planned_low, row.planned_high = meant.low, meant.high
    row.save()
    recount([intervention])
    audit.record("count.added" if created else "count.changed", row, by=by, changed=changed)
    return row


@transaction.atomic
def remove_count(*, reported_count: ReportedCount, by: User) -> None:
    """Takes a row away. The change log keeps that it was there."""
    intervention = reported_count.intervention
    audit.record("count.removed", reported_count, by=by)
    reported_count.delete()
    recount([intervention])


@transaction.atomic
def save_cost(
    *, intervention: Intervention, by: User | None, cost: Cost | None = None, **values: Any
) -> Cost:
    cost = cost or Cost(intervention=intervention)
    created = cost.pk is None
    changed = audit.assign(cost, values)
    if changed or created:
        cost.save()
        recount([intervention])
        action = "cost.added" if created else "cost.changed"
        audit.record(action, cost, by=by, changed=changed)
    return cost


@transaction.atomic
def rule(
    *,
    intervention: Intervention,
    year: int,
    code: str,
    by: User,
    note: str,
    measure: str = "",
    value: int | None = None,
) -> Ruling:
    """The planner's word on a contradiction. With a value, the figure counts from now on."""
    ruling, _ = Ruling.objects.update_or_create(
        intervention=intervention,
        year=year,
        code=code,
        defaults={"measure": measure, "value": value, "note": note, "by": by},
    )
    recount([intervention])
    audit.record("discrepancy.ruled", ruling, by=by, reason=note)
    return ruling


def recount(interventions: Iterable[Intervention]) -> None:
    """Resolves the figures of every year of the interventions. Five queries for any number."""
    interventions = list(interventions)
    facts = queries.year_facts(interventions)
    costs = {
        (c.intervention_id, c.year): c for c in Cost.objects.filter(intervention__in=interventions)
    }
    InterventionYear.objects.filter(intervention__in=interventions).delete()
    InterventionYear.objects.bulk_create(
        InterventionYear(
            intervention_id=pk,
            year=year,
            started_basis=of_year.resolved.basis.get("started", ""),
            completed_basis=of_year.resolved.basis.get("completed", ""),
            **{measure: of_year.resolved[measure] for measure in MEASURES},
            **{name: getattr(costs.get((pk, year)), name, None) for name in MONEY},
        )
        for (pk, year), of_year in facts.items()
    )
