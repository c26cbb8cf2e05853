"""Follow-up that was done before Stegvis, or in another system, and comes in as a file."""

from django.db import transaction

from stegvis.accounts.models import User
from stegvis.followup.actions import reports
from stegvis.followup.enums import Answer, ReportStatus
from stegvis.interventions.actions import steps
from stegvis.interventions.enums import InterventionStatus, InterventionStep, StepStatus
from stegvis.interventions.models import Intervention

FOLLOW_UP = (
    InterventionStep.PROVIDER_FOLLOW_UP,
    InterventionStep.REPORT,
    InterventionStep.JOINT_ANALYSIS,
)


@transaction.atomic
def settle(*, intervention: Intervention, by: User | None) -> None:
    """Takes steps 5–7 as done where the delivery was taken over as done and every expected result
    has a final answer: then the report was handed over, and with findings the analysis was held.

    An intervention that is still running, or that was delivered in Stegvis, is left as it is."""
    statuses = dict(intervention.steps.values_list("step", "status"))
    waiting = [step for step in FOLLOW_UP if statuses[step] not in StepStatus.settled()]
    if not waiting or not _is_history(intervention) or not _is_answered(intervention):
        return
    if InterventionStep.REPORT in waiting:
        report = reports.take_over(intervention=intervention, by=by)
        if report.status != ReportStatus.ACCEPTED:
            return
    for step in waiting:
        if step != InterventionStep.JOINT_ANALYSIS or intervention.findings.exists():
            steps.move(intervention=intervention, step=step, name="finish", by=by, unchecked=True)


def _is_history(intervention: Intervention) -> bool:
    """Taken over steps are done, but nobody in Stegvis did them then."""
    taken_over = intervention.steps.filter(
        step=InterventionStep.DELIVERY, status=StepStatus.DONE, settled_at=None
    )
    return intervention.status != InterventionStatus.CANCELLED and taken_over.exists()


def _is_answered(intervention: Intervention) -> bool:
    results = intervention.reported_results.all()
    return (
        results.exists()
        and not results.filter(answer=Answer.TOO_EARLY).exists()
        and not intervention.expected_results.filter(reported=None).exists()
    )
