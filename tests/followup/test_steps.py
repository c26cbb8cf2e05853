from collections.abc import Callable
from datetime import date

import pytest

from stegvis.accounts.models import User
from stegvis.core.steps import StepRefused
from stegvis.followup.actions import reports
from stegvis.followup.enums import REPORT_STEPS, ReportStatus
from stegvis.interventions.models import Intervention
from tests.factories.followup import ProviderReportFactory

SAYS = {
    "submit": {},
    "hand_back": {"comment": "Mer."},
    "accept": {"presented_on": date(2024, 9, 1)},
}


@pytest.mark.parametrize("step", REPORT_STEPS, ids=lambda step: step.name)
@pytest.mark.parametrize("before", ReportStatus)
def test_a_report_moves_only_as_the_table_says(
    step: object, before: ReportStatus, intervention: Intervention, planner: User
) -> None:
    report = ProviderReportFactory(intervention=intervention, status=before)
    if before in step.sources:
        moved = reports.move(report=report, name=step.name, by=planner, **SAYS[step.name])
        assert moved.status == step.target
    else:
        with pytest.raises(StepRefused):
            reports.move(report=report, name=step.name, by=planner, **SAYS[step.name])
        report.refresh_from_db()
        assert report.status == before


@pytest.mark.parametrize("step", REPORT_STEPS, ids=lambda step: step.name)
def test_each_move_is_one_event(
    step: object,
    intervention: Intervention,
    planner: User,
    events: Callable[[], list[str]],
) -> None:
    report = ProviderReportFactory(intervention=intervention, status=min(step.sources))
    reports.move(report=report, name=step.name, by=planner, **SAYS[step.name])
    assert events() == [f"report.{step.name}"]


def test_every_status_has_a_tone() -> None:
    assert all(status.tone for status in ReportStatus)
