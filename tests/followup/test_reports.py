from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError
from django.utils import timezone

from stegvis.accounts.models import User
from stegvis.core.steps import StepRefused
from stegvis.core.versions import VersionConflict
from stegvis.followup.actions import reports
from stegvis.followup.enums import ReportStatus
from stegvis.interventions.enums import InterventionStep, StepStatus
from stegvis.interventions.models import Intervention
from tests.factories.followup import ProviderReportFactory, ReportedResultFactory
from tests.factories.interventions import ExpectedResultFactory

STEP_5, STEP_6 = InterventionStep.PROVIDER_FOLLOW_UP, InterventionStep.REPORT


def test_the_first_words_begin_the_report(
    intervention: Intervention, provider_user: User, events: Callable[[], list[str]]
) -> None:
    report = reports.change(
        intervention=intervention, by=provider_user, version=0, delivery="Det gick bra."
    )
    assert (report.status, report.version) == (ReportStatus.DRAFT, 1)
    assert events() == ["report.opened"]


def test_a_change_counts_up_the_version(
    intervention: Intervention, provider_user: User, events: Callable[[], list[str]]
) -> None:
    ProviderReportFactory(intervention=intervention)
    report = reports.change(intervention=intervention, by=provider_user, version=1, other="Mer")
    assert report.version == 2
    assert events() == ["report.changed"]


@pytest.mark.parametrize("opened_on", [0, 1])
def test_an_older_form_meets_a_conflict(
    opened_on: int, intervention: Intervention, provider_user: User
) -> None:
    """Also when the form was opened before there was a report."""
    ProviderReportFactory(intervention=intervention, version=2)
    with pytest.raises(VersionConflict):
        reports.change(
            intervention=intervention, by=provider_user, version=opened_on, delivery="Min text"
        )


def test_nothing_new_is_no_event(
    intervention: Intervention, provider_user: User, events: Callable[[], list[str]]
) -> None:
    report = reports.change(intervention=intervention, by=provider_user, version=0, delivery="")
    assert (report.pk, events()) == (None, [])


def test_a_report_that_is_handed_in_stands(intervention: Intervention, provider_user: User) -> None:
    ProviderReportFactory(intervention=intervention, status=ReportStatus.SUBMITTED)
    with pytest.raises(StepRefused, match="inlämnad"):
        reports.change(intervention=intervention, by=provider_user, delivery="Sent")


def test_handing_in_says_what_is_missing(intervention: Intervention, provider_user: User) -> None:
    ExpectedResultFactory(intervention=intervention, position=1)
    ExpectedResultFactory(intervention=intervention, position=2)
    report = ProviderReportFactory(intervention=intervention, participants_view="")
    with pytest.raises(StepRefused, match=r"resultat 1, 2\. Deltagarnas utvärdering"):
        reports.move(report=report, name="submit", by=provider_user)


def test_handing_in_finishes_step_5(
    intervention: Intervention, provider_user: User, status: Callable[..., StepStatus]
) -> None:
    ReportedResultFactory(intervention=intervention)
    report = ProviderReportFactory(intervention=intervention)
    report = reports.move(report=report, name="submit", by=provider_user)
    assert (report.submitted_by, report.submitted_at is None) == (provider_user, False)
    assert status(intervention, STEP_5) == StepStatus.DONE
    assert status(intervention, STEP_6) == StepStatus.ONGOING


def test_accepting_finishes_step_6(
    intervention: Intervention, planner: User, status: Callable[..., StepStatus]
) -> None:
    report = ProviderReportFactory(intervention=intervention, status=ReportStatus.SUBMITTED)
    report = reports.move(report=report, name="accept", by=planner, presented_on=date(2024, 9, 10))
    assert (report.accepted_by, report.presented_on) == (planner, date(2024, 9, 10))
    assert status(intervention, STEP_6) == StepStatus.DONE


def test_accepting_needs_the_day_it_was_presented(
    intervention: Intervention, planner: User
) -> None:
    report = ProviderReportFactory(intervention=intervention, status=ReportStatus.SUBMITTED)
    with pytest.raises(StepRefused, match="presenterades"):
        reports.move(report=report, name="accept", by=planner)


def test_handing_back_needs_a_comment(intervention: Intervention, planner: User) -> None:
    report = ProviderReportFactory(intervention=intervention, status=ReportStatus.SUBMITTED)
    with pytest.raises(StepRefused, match="behöver ändras"):
        reports.move(report=report, name="hand_back", by=planner, comment="  ")


def test_handing_back_opens_steps_5_and_6_again(
    intervention: Intervention, planner: User, status: Callable[..., StepStatus]
) -> None:
    report = ProviderReportFactory(intervention=intervention)
    report = reports.move(report=report, name="submit", by=planner)
    report = reports.move(report=report, name="accept", by=planner, presented_on=date(2024, 9, 1))
    report = reports.move(report=report, name="hand_back", by=planner, comment="Skriv mer.")
    assert [comment.text for comment in report.comments.all()] == ["Skriv mer."]
    assert (report.accepted_at, report.accepted_by) == (None, None)
    assert status(intervention, STEP_5) == StepStatus.ONGOING
    assert status(intervention, STEP_6) == StepStatus.ONGOING


def test_a_skipped_step_stays_skipped_when_a_report_is_handed_back(
    intervention: Intervention, planner: User, status: Callable[..., StepStatus]
) -> None:
    intervention.steps.filter(step=STEP_6).update(status=StepStatus.SKIPPED, reason="Liten.")
    report = ProviderReportFactory(intervention=intervention, status=ReportStatus.SUBMITTED)
    reports.move(report=report, name="hand_back", by=planner, comment="Skriv mer.")
    assert status(intervention, STEP_6) == StepStatus.SKIPPED


def test_a_report_from_before_stands_as_accepted(
    intervention: Intervention, events: Callable[[], list[str]]
) -> None:
    report = reports.take_over(intervention=intervention, by=None)
    again = reports.take_over(intervention=intervention, by=None)
    assert (report, report.status) == (again, ReportStatus.ACCEPTED)
    assert events() == ["report.taken_over"]


def test_the_database_wants_both_who_and_when(db: None) -> None:
    with pytest.raises(IntegrityError, match="report_accepted_at_and_by_together"):
        ProviderReportFactory(accepted_at=timezone.now())
