"""The snapshot's tables from the database: one query a table, no names, no free text about persons.

What the report tells in words (purposes, results, findings) goes beside them in `texts`."""

from collections.abc import Callable, Iterable
from typing import Any

import pyarrow as pa

from stegvis.agreements.models import Agreement, Option
from stegvis.analysis.schema import SCHEMA
from stegvis.followup.models import Decision, Finding, ReportedResult
from stegvis.interventions.enums import InterventionStatus, Measure
from stegvis.interventions.models import (
    ExpectedResult,
    Intervention,
    InterventionYear,
    ReportedCount,
)
from stegvis.interventions.queries import discrepancies_of
from stegvis.organisations.enums import ProviderKind
from stegvis.organisations.models import Unit
from stegvis.reports import snapshot_programmes
from stegvis.reports.models import PublishedFigure

Rows = Iterable[dict[str, Any]]
NO_PROVIDER = "ingen leverantör"


def report_groups() -> dict[int, str]:
    """Unit id → the short name of the unit whose column it counts in: itself or the nearest above
    that is marked so, else the root. One query."""
    units = {unit.pk: unit for unit in Unit.objects.all()}
    groups = {}
    for unit in units.values():
        above = unit
        while not above.is_report_group and above.parent_id:
            above = units[above.parent_id]
        groups[unit.pk] = above.short_name
    return groups


def countable() -> list[Intervention]:
    """Interventions with a period: without one they belong to no year."""
    return list(
        Intervention.objects.exclude(starts_on=None)
        .exclude(ends_on=None)
        .select_related("unit", "category", "provider", "agreement__parent", "area", "plan")
        .order_by("pk")
    )


def interventions(listed: list[Intervention]) -> Rows:
    groups = report_groups()
    for one in listed:
        agreement = one.agreement
        yield {
            "intervention_id": str(one.pk),
            "reference_number": one.reference_number or "",
            "title": one.title,
            "number": str(one.number) if one.number else None,
            "unit_code": one.unit.short_name,
            "unit_group": groups[one.unit_id],
            "category": one.category.name,
            "category_order": one.category.position,
            "provider": one.provider.name if one.provider else NO_PROVIDER,
            "provider_kind": one.provider.kind if one.provider else ProviderKind.INTERNAL,
            "agreement_reference": agreement.reference_number if agreement else None,
            "agreement_kind": agreement.kind if agreement else None,
            "contract_form": agreement.contract_form if agreement else None,
            "starts_on": one.starts_on,
            "ends_on": one.ends_on,
            "is_cancelled": one.status == InterventionStatus.CANCELLED,
            "follow_up_on": one.follow_up_on,
            "predecessor_id": str(one.predecessor_id) if one.predecessor_id else None,
        }


def intervention_years(listed: list[Intervention]) -> Rows:
    for row in InterventionYear.objects.filter(intervention__in=listed).values():
        row["intervention_id"] = str(row["intervention_id"])
        row["started_basis"] = row["started_basis"] or None
        row["completed_basis"] = row["completed_basis"] or None
        yield row


def reported_counts(listed: list[Intervention]) -> Rows:
    for row in ReportedCount.objects.filter(intervention__in=listed).select_related("group"):
        yield {
            "intervention_id": str(row.intervention_id),
            "year": row.year,
            "part": row.group.name if row.group else None,
            "part_kind": row.group.kind if row.group else None,
            "unit": row.unit,
            "planned_text": row.planned_text,
            "planned_low": row.planned_low,
            "planned_high": row.planned_high,
            **{measure: getattr(row, measure) for measure in Measure.values},
        }


def discrepancies(listed: list[Intervention]) -> Rows:
    for one in discrepancies_of(listed):
        ruled = one.ruling is not None and one.ruling.value is not None
        yield {
            "intervention_id": str(one.intervention.pk),
            "year": one.year,
            "code": one.found.code,
            "measure": one.found.measure or None,
            "sentence": one.found.sentence,
            "figure": one.found.figure,
            "alternative": one.found.alternative,
            "is_ruled": ruled,
        }


def expected_results(listed: list[Intervention]) -> Rows:
    answers = dict(
        ReportedResult.objects.filter(expected_result__intervention__in=listed).values_list(
            "expected_result", "answer"
        )
    )
    for line in ExpectedResult.objects.filter(intervention__in=listed):
        yield {
            "intervention_id": str(line.intervention_id),
            "position": line.position,
            "change_kind": line.change_kind,
            "answer": answers.get(line.pk),
        }


def findings(listed: list[Intervention]) -> Rows:
    for finding in Finding.objects.filter(intervention__in=listed):
        yield {
            "finding_id": str(finding.pk),
            "intervention_id": str(finding.intervention_id),
            "year": finding.year,
            "kind": finding.kind,
            "source": finding.source,
            "statement": finding.statement,
        }


def finding_themes(listed: list[Intervention]) -> Rows:
    links = Finding.themes.through.objects.filter(finding__intervention__in=listed)
    for finding, theme in links.order_by("finding_id", "theme__name").values_list(
        "finding_id", "theme__name"
    ):
        yield {"finding_id": str(finding), "theme": theme}


def decisions(listed: list[Intervention]) -> Rows:
    for decision in Decision.objects.filter(finding__intervention__in=listed).select_related(
        "finding"
    ):
        yield {
            "decision_id": str(decision.pk),
            "finding_id": str(decision.finding_id),
            "intervention_id": str(decision.finding.intervention_id),
            "kind": decision.kind,
            "due_on": decision.due_on,
            "done_on": decision.done_on,
        }


def agreements(listed: list[Intervention]) -> Rows:
    for one in Agreement.objects.select_related("parent", "provider").order_by("pk"):
        yield {
            "agreement_id": str(one.pk),
            "reference_number": one.reference_number,
            "title": one.title,
            "kind": one.kind,
            "contract_form": one.contract_form,
            "provider": one.provider.name if one.provider else None,
            "starts_on": one.starts_on,
            "ends_on": one.ends_on,
            "ceiling": one.ceiling,
            "value": one.value,
            "parent_id": str(one.parent_id) if one.parent_id else None,
        }


def options(listed: list[Intervention]) -> Rows:
    for option in Option.objects.order_by("pk"):
        yield {
            "agreement_id": str(option.agreement_id),
            "extends_to": option.extends_to,
            "last_day": option.last_day,
            "status": option.status,
        }


def published_figures(listed: list[Intervention]) -> Rows:
    for figure in PublishedFigure.objects.select_related("unit").order_by("pk"):
        yield {
            "year": figure.year,
            "unit_group": figure.unit.short_name if figure.unit else None,
            "measure": figure.measure,
            "as_written": figure.as_written,
            "value": figure.value,
            "precision": figure.precision,
            "source": figure.source,
        }


BUILDERS: dict[str, Callable[[list[Intervention]], Rows]] = {
    "interventions": interventions,
    "intervention_years": intervention_years,
    "reported_counts": reported_counts,
    "discrepancies": discrepancies,
    "expected_results": expected_results,
    "findings": findings,
    "finding_themes": finding_themes,
    "decisions": decisions,
    "agreements": agreements,
    "options": options,
    "published_figures": published_figures,
}


def tables(salt: str = "") -> dict[str, pa.Table]:
    """All tables of the schema as they are now. The number of queries does not grow with rows.

    The salt makes the keys of persons, and those of other snapshots different ones."""
    listed, keys = countable(), snapshot_programmes.Keys(salt)
    return {
        name: _arrow(
            name,
            BUILDERS[name](listed) if name in BUILDERS else snapshot_programmes.rows(name, keys),
        )
        for name in SCHEMA
    }


def _arrow(name: str, rows: Rows) -> pa.Table:
    schema = SCHEMA[name].arrow()
    columns: dict[str, list[Any]] = {column: [] for column in schema.names}
    for row in rows:
        for column, values in columns.items():
            values.append(row[column])
    arrays = [pa.array(columns[field.name], type=field.type) for field in schema]
    return pa.Table.from_arrays(arrays, schema=schema)
