"""Steps 5 and 6: the provider's report, written, handed in, handed back and accepted."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.core import audit
from stegvis.core.steps import StepRefused, next_status
from stegvis.core.versions import check_version
from stegvis.followup.actions.common import locked, open_again, refuse_if_handed_in, settle
from stegvis.followup.enums import REPORT_STEPS, ReportStatus
from stegvis.followup.models import ProviderReport, ReportComment
from stegvis.interventions import checks
from stegvis.interventions.enums import InterventionStep
from stegvis.interventions.models import Intervention

STEP_5, STEP_6 = InterventionStep.PROVIDER_FOLLOW_UP, InterventionStep.REPORT


@transaction.atomic
def change(
    *, intervention: Intervention, by: User | None, version: int | None = None, **values: Any
) -> ProviderReport:
    """Writes the report's texts; begins it where there is none. Version 0: none was there."""
    intervention = locked(intervention)
    found = ProviderReport.objects.filter(intervention=intervention).first()
    report = found or ProviderReport(intervention=intervention, version=0)
    check_version(report, version)
    refuse_if_handed_in(found)
    changed = audit.assign(report, values)
    if changed:
        report.version += 1
        report.save()
        action = "report.changed" if found else "report.opened"
        audit.record(action, report, by=by, changed=changed)
        settle(intervention, STEP_5, by)
    return report


@transaction.atomic
def move(
    *,
    report: ProviderReport,
    name: str,
    by: User,
    comment: str = "",
    presented_on: date | None = None,
) -> ProviderReport:
    """Hands in, hands back (with a comment) or accepts (with the day it was presented).

    Handing in needs that step 5 lacks nothing, and finishes it. Handing back opens steps 5 and 6
    again. Accepting finishes step 6."""
    intervention = locked(report.intervention)
    report = ProviderReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    report.intervention = intervention
    report.status = next_status(REPORT_STEPS, name, report.status)
    {"submit": _submit, "hand_back": _hand_back, "accept": _accept}[name](
        report, by, comment, presented_on
    )
    report.version += 1
    report.save()
    if name == "hand_back":
        open_again(intervention, STEP_6)
        open_again(intervention, STEP_5)
    else:
        settle(intervention, STEP_5, by)
        settle(intervention, STEP_6, by)
    audit.record(f"report.{name}", report, by=by, reason=comment)
    return report


def _submit(report: ProviderReport, by: User, comment: str, presented_on: date | None) -> None:
    if lacks := checks.missing(report.intervention, STEP_5):
        raise StepRefused(" ".join(lacks))
    report.submitted_at, report.submitted_by = timezone.now(), by


def _hand_back(report: ProviderReport, by: User, comment: str, presented_on: date | None) -> None:
    if not comment.strip():
        raise StepRefused(_("Skriv vad som behöver ändras."))
    ReportComment.objects.create(report=report, text=comment, by=by)
    report.accepted_at, report.accepted_by = None, None


def _accept(report: ProviderReport, by: User, comment: str, presented_on: date | None) -> None:
    if presented_on is None:
        raise StepRefused(_("Skriv när rapporten presenterades."))
    report.accepted_at, report.accepted_by = timezone.now(), by
    report.presented_on = presented_on


@transaction.atomic
def take_over(*, intervention: Intervention, by: User | None) -> ProviderReport:
    """For history: a report that was handed over before Stegvis stands as accepted, unwritten."""
    report, created = ProviderReport.objects.get_or_create(
        intervention=locked(intervention), defaults={"status": ReportStatus.ACCEPTED}
    )
    if created:
        audit.record("report.taken_over", report, by=by)
    return report
