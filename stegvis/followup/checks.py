"""What steps 2, 5, 6 and 7 lack before they can be finished, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.followup import queries
from stegvis.followup.enums import FindingKind, ReportStatus
from stegvis.followup.models import JointAnalysis, ProviderReport
from stegvis.interventions.checks import missing_for
from stegvis.interventions.enums import InterventionStep, StepStatus
from stegvis.interventions.models import Intervention


@missing_for(InterventionStep.PLAN)
def plan_lacks(intervention: Intervention) -> list[str]:
    """Decisions from earlier interventions that this plan has not answered. The checklist on the
    plan's page names each."""
    open_ones = [one for one in queries.carried_decisions(intervention) if one.needs_answer]
    if not open_ones:
        return []
    return [
        ngettext(
            "%(n)d beslut från tidigare insatser är inte besvarat.",
            "%(n)d beslut från tidigare insatser är inte besvarade.",
            len(open_ones),
        )
        % {"n": len(open_ones)}
    ]


@missing_for(InterventionStep.PROVIDER_FOLLOW_UP)
def follow_up_lacks(intervention: Intervention) -> list[str]:
    """Unanswered lines, and the participants' view. Without a written report, only the lines."""
    unanswered = intervention.expected_results.filter(reported=None)
    lines = ", ".join(str(position) for position in unanswered.values_list("position", flat=True))
    lacks = [_("Svar saknas på förväntat resultat %(lines)s.") % {"lines": lines}] if lines else []
    report = ProviderReport.objects.filter(intervention=intervention).first()
    if not (report and report.participants_view) and not _is_without_report(intervention):
        lacks.append(_("Deltagarnas utvärdering är inte skriven."))
    return lacks


def _is_without_report(intervention: Intervention) -> bool:
    skipped = intervention.steps.filter(step=InterventionStep.REPORT, status=StepStatus.SKIPPED)
    return skipped.exists()


@missing_for(InterventionStep.REPORT)
def report_lacks(intervention: Intervention) -> list[str]:
    report = ProviderReport.objects.filter(intervention=intervention).first()
    if report is None:
        return [_("Rapporten är inte påbörjad.")]
    if report.status != ReportStatus.ACCEPTED:
        return [
            {
                ReportStatus.DRAFT: _("Rapporten är inte inlämnad."),
                ReportStatus.SUBMITTED: _("Rapporten är inlämnad men inte mottagen."),
                ReportStatus.HANDED_BACK: _("Rapporten är tillbakalämnad och ska lämnas in igen."),
            }[ReportStatus(report.status)]
        ]
    return [] if report.presented_on else [_("Det står inte när rapporten presenterades.")]


@missing_for(InterventionStep.JOINT_ANALYSIS)
def analysis_lacks(intervention: Intervention) -> list[str]:
    """The day of the meeting, something learnt, and a decision on each development area."""
    analysis = JointAnalysis.objects.filter(intervention=intervention).first()
    lacks = []
    if not (analysis and analysis.held_on):
        lacks.append(_("Det står inte när den gemensamma analysen hölls."))
    findings = list(intervention.findings.values_list("kind", "statement", "decision"))
    if not findings:
        lacks.append(_("Ingen framgångsfaktor eller utvecklingsområde är skrivet."))
    return lacks + [
        _("Utvecklingsområdet ”%(statement)s” har inget beslut.") % {"statement": statement}
        for kind, statement, decision in findings
        if kind == FindingKind.DEVELOPMENT and decision is None
    ]
