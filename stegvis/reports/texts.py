"""What a report tells in words about each intervention, kept in the snapshot beside the tables."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from stegvis.followup.enums import ReportStatus
from stegvis.followup.models import (
    Decision,
    Finding,
    JointAnalysis,
    ProviderReport,
    ReportedResult,
)
from stegvis.interventions.enums import InterventionStep, StepStatus
from stegvis.interventions.models import (
    ExpectedResult,
    Group,
    Intervention,
    ReportedCount,
    Ruling,
    StepRecord,
)
from stegvis.reports.models import PublishedFigure

Texts = dict[str, dict[str, Any]]


def of(listed: Iterable[Intervention]) -> Texts:
    """Intervention id → what its sheet says. A fixed number of queries for any number of rows."""
    texts: Texts = {str(one.pk): _facts(one) for one in listed}
    for add in (_expected, _reported, _findings, _reports, _analyses, _counts, _skipped, _rulings):
        add(texts)
    return texts


def explanations() -> list[dict[str, Any]]:
    """The planner's own explanation of printed figures that differ."""
    figures = PublishedFigure.objects.exclude(explanation="").select_related("unit")
    return [
        {
            "year": figure.year,
            "unit_group": figure.unit.short_name if figure.unit else None,
            "measure": figure.measure,
            "source": figure.source,
            "text": figure.explanation,
        }
        for figure in figures.order_by("pk")
    ]


def _facts(one: Intervention) -> dict[str, Any]:
    return {
        "title": str(one),
        "area": one.area.name if one.area else "",
        "agreement": str(one.agreement) if one.agreement else "",
        "responsible": one.responsible_role,
        "target_group": one.plan.target_group,
        "entry_requirements": one.plan.entry_requirements,
        "purpose": one.plan.purpose,
        "set_up": one.plan.set_up,
        "planned": one.plan.planned_text,
        "comment": one.comment,
        "cancel_reason": one.cancel_reason,
        "expected": [],
        "reported": [],
        "findings": [],
        "counts": [],
        "cancelled_parts": [],
        "no_report_reason": "",
        "participants_view": "",
        "delivery": "",
        "analysis": {},
        "rulings": [],
    }


def _expected(texts: Texts) -> None:
    for line in ExpectedResult.objects.filter(intervention__in=texts):
        texts[str(line.intervention_id)]["expected"].append(
            {"position": line.position, "text": line.text, "kind": line.get_change_kind_display()}
        )


def _reported(texts: Texts) -> None:
    rows = ReportedResult.objects.filter(intervention__in=texts)
    for row in rows.select_related("expected_result").prefetch_related("figures"):
        line = row.expected_result
        texts[str(row.intervention_id)]["reported"].append(
            {
                "position": line.position if line else None,
                "answer": row.get_answer_display(),
                "text": row.text,
                "figures": [str(figure) for figure in row.figures.all()],
            }
        )


def _findings(texts: Texts) -> None:
    rows = Finding.objects.filter(intervention__in=texts)
    for row in rows.select_related("decision").prefetch_related("themes"):
        decision = getattr(row, "decision", None)
        texts[str(row.intervention_id)]["findings"].append(
            {
                "id": str(row.pk),
                "year": row.year,
                "kind": row.kind,
                "statement": row.statement,
                "text": row.text,
                "source": row.get_source_display(),
                "themes": [theme.name for theme in row.themes.all()],
                "decision": _decided(decision) if decision else "",
            }
        )


def _decided(decision: Decision) -> str:
    """What was left has mostly no words of its own."""
    return ": ".join(filter(None, [decision.get_kind_display(), decision.text]))


def _reports(texts: Texts) -> None:
    """What the provider has handed in. Until then the text is the provider's own."""
    handed_in = (ReportStatus.SUBMITTED, ReportStatus.ACCEPTED)
    for report in ProviderReport.objects.filter(intervention__in=texts, status__in=handed_in):
        sheet = texts[str(report.intervention_id)]
        sheet["participants_view"], sheet["delivery"] = report.participants_view, report.delivery
        sheet["comment"] = "\n".join(filter(None, [sheet["comment"], report.other]))


def _analyses(texts: Texts) -> None:
    for analysis in JointAnalysis.objects.filter(intervention__in=texts):
        texts[str(analysis.intervention_id)]["analysis"] = {
            "summary": analysis.summary,
            "right_thing": analysis.right_thing,
            "right_way": analysis.right_way,
        }


def _counts(texts: Texts) -> None:
    rows = ReportedCount.objects.filter(intervention__in=texts).select_related("group")
    for row in rows:
        texts[str(row.intervention_id)]["counts"].append(
            {"part": row.group.name if row.group else "", "year": row.year, "note": row.note}
        )
    cancelled = defaultdict(list)
    for group in Group.objects.filter(intervention__in=texts).exclude(cancel_reason=""):
        cancelled[str(group.intervention_id)].append(f"{group.name}: {group.cancel_reason}")
    for pk, parts in cancelled.items():
        texts[pk]["cancelled_parts"] = parts


def _skipped(texts: Texts) -> None:
    skipped = StepRecord.objects.filter(
        intervention__in=texts, step=InterventionStep.REPORT, status=StepStatus.SKIPPED
    )
    for record in skipped:
        texts[str(record.intervention_id)]["no_report_reason"] = record.reason


def _rulings(texts: Texts) -> None:
    for ruling in Ruling.objects.filter(intervention__in=texts):
        texts[str(ruling.intervention_id)]["rulings"].append(
            {
                "year": ruling.year,
                "code": ruling.code,
                "measure": ruling.measure,
                "value": ruling.value,
                "note": ruling.note,
            }
        )
