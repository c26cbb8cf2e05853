"""What the actions of this room share."""

from typing import TypeVar

from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.core.steps import StepRefused
from stegvis.core.versions import Versioned
from stegvis.followup.enums import ReportStatus
from stegvis.followup.models import ProviderReport
from stegvis.interventions.actions import steps
from stegvis.interventions.enums import InterventionStep, StepStatus
from stegvis.interventions.models import Intervention

T = TypeVar("T", bound=Versioned)


def locked(intervention: Intervention) -> Intervention:
    """The intervention as it is now. What hangs on it is numbered, so writers take turns."""
    return Intervention.objects.select_for_update(of=("self",)).get(pk=intervention.pk)


def refuse_if_handed_in(report: ProviderReport | None) -> None:
    if report and report.status not in ReportStatus.writable():
        raise StepRefused(
            _("Rapporten är inlämnad. Be beställaren lämna tillbaka den om något ska ändras.")
        )


def present(row: T) -> T:
    """The row as it is now, locked: since it was read somebody may have changed or removed it."""
    found = type(row)._default_manager.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if found is None:
        raise StepRefused(_("Någon annan har tagit bort det medan du skrev."))
    return found


def refuse_if_changed(row: Versioned, version: int | None) -> None:
    """For taking a row away: what somebody wrote since the page was opened is not thrown unread."""
    if version is not None and version != row.version:
        raise StepRefused(
            _("Någon annan har ändrat det sedan du öppnade sidan. Läs det innan du tar bort det.")
        )


def is_done(intervention: Intervention, step: InterventionStep) -> bool:
    return intervention.steps.filter(step=step, status=StepStatus.DONE).exists()


def open_again(intervention: Intervention, step: InterventionStep) -> None:
    """Opens a finished step again. A skipped one stays skipped, with its reason."""
    if is_done(intervention, step):
        steps.unsettle(intervention=intervention, step=step)


def settle(intervention: Intervention, step: InterventionStep, by: User | None) -> None:
    steps.settle_if_complete(intervention=intervention, step=step, by=by)
