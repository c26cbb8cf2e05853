"""The only way from an id to an object: not visible is 404, visible but not allowed is 403."""

from stegvis.accounts.models import User
from stegvis.accounts.roles import Permission
from stegvis.core.access import require, visible_or_404
from stegvis.followup.models import (
    Decision,
    Finding,
    JointAnalysis,
    ProviderReport,
    ReportedResult,
    Theme,
)
from stegvis.interventions.access import allowed, intervention
from stegvis.interventions.models import ExpectedResult, Intervention

__all__ = ["LESSONS", "allowed", "decision", "finding", "intervention", "theme"]

# Themes, findings over all interventions and open decisions are the orderer's: what the annual
# report tells about them may be read by those who may read the annual report.
LESSONS = Permission.ANNUAL_REPORT_VIEW


def report(found: Intervention) -> ProviderReport:
    """The intervention's report, or one that is not begun (and has no key)."""
    reports = ProviderReport.objects.select_related("submitted_by", "accepted_by")
    return reports.filter(intervention=found).first() or ProviderReport(
        intervention=found, version=0
    )


def analysis(found: Intervention) -> JointAnalysis:
    """The intervention's joint analysis, or one that is not begun (and has no key)."""
    held = JointAnalysis.objects.filter(intervention=found).first()
    return held or JointAnalysis(intervention=found, version=0)


def expected_result(found: Intervention, position: int) -> ExpectedResult:
    return visible_or_404(found.expected_results.all(), position=position)


def other_result(found: Intervention, position: int) -> ReportedResult:
    """A result that answers no expected line."""
    return visible_or_404(found.reported_results.filter(expected_result=None), position=position)


def finding(found: Intervention, position: int) -> Finding:
    return visible_or_404(found.findings.select_related("decision"), position=position)


def decision(user: User, pk: int, needs: Permission) -> Decision:
    decisions = Decision.objects.visible_to(user).select_related("finding__intervention__unit")
    decided = visible_or_404(decisions, pk=pk)
    require(allowed(user, needs, decided.finding.intervention))
    return decided


def theme(user: User, pk: int) -> Theme:
    require(user.may(LESSONS))
    return visible_or_404(Theme.objects.all(), pk=pk)
