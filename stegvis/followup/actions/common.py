"""What the actions of this room share."""

from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.core.steps import StepRefused
from stegvis.followup.enums import ReportStatus
from stegvis.followup.models import ProviderReport
from stegvis.interventions.actions import steps
from stegvis.interventions.enums import InterventionStep, StepStatus
from stegvis.interventions.models import Intervention


def locked(intervention: Intervention) -> Intervention:
    """The intervention as it is now. What hangs on it is numbered, so writers take turns."""
    return Intervention.objects.select_for_update(of=("self",)).get(pk=intervention.pk)


def refuse_if_handed_in(report: ProviderReport | None) -> None:
    if report and report.status not in ReportStatus.writable():
        raise StepRefused(
            _("Rapporten är inlämnad. Be beställaren lämna tillbaka den om något ska ändras.")
        )


def is_done(intervention: Intervention, step: InterventionStep) -> bool:
    return intervention.steps.filter(step=step, status=StepStatus.DONE).exists()


def open_again(intervention: Intervention, step: InterventionStep) -> None:
    """Opens a finished step again. A skipped one stays skipped, with its reason."""
    if is_done(intervention, step):
        steps.unsettle(intervention=intervention, step=step)


def settle(intervention: Intervention, step: InterventionStep, by: User | None) -> None:
    steps.settle_if_complete(intervention=intervention, step=step, by=by)
