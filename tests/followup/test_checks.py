from datetime import date

import pytest

from stegvis.followup.enums import ReportStatus
from stegvis.interventions import checks
from stegvis.interventions.enums import InterventionStep, StepStatus
from stegvis.interventions.models import Intervention
from tests.factories.followup import (
    DecisionFactory,
    FindingFactory,
    JointAnalysisFactory,
    ProviderReportFactory,
    ReportedResultFactory,
)
from tests.factories.interventions import ExpectedResultFactory

STEP_5, STEP_6 = InterventionStep.PROVIDER_FOLLOW_UP, InterventionStep.REPORT
STEP_7 = InterventionStep.JOINT_ANALYSIS


def test_step_5_names_the_lines_without_an_answer(intervention: Intervention) -> None:
    ReportedResultFactory(intervention=intervention, expected_result__position=1)
    for position in (2, 3):
        ExpectedResultFactory(intervention=intervention, position=position)
    assert checks.missing(intervention, STEP_5) == [
        "Svar saknas på förväntat resultat 2, 3.",
        "Deltagarnas utvärdering är inte skriven.",
    ]


def test_without_a_written_report_only_the_answers_count(intervention: Intervention) -> None:
    intervention.steps.filter(step=STEP_6).update(status=StepStatus.SKIPPED, reason="Liten.")
    ReportedResultFactory(intervention=intervention)
    assert checks.missing(intervention, STEP_5) == []


def test_step_6_without_a_report(intervention: Intervention) -> None:
    assert checks.missing(intervention, STEP_6) == ["Rapporten är inte påbörjad."]


@pytest.mark.parametrize(
    ("status", "word"),
    [
        (ReportStatus.DRAFT, "inte inlämnad"),
        (ReportStatus.SUBMITTED, "inte mottagen"),
        (ReportStatus.HANDED_BACK, "tillbakalämnad"),
        (ReportStatus.ACCEPTED, "presenterades"),
    ],
)
def test_step_6_says_where_the_report_is(
    status: ReportStatus, word: str, intervention: Intervention
) -> None:
    ProviderReportFactory(intervention=intervention, status=status)
    [sentence] = checks.missing(intervention, STEP_6)
    assert word in sentence


def test_step_6_is_complete_when_presented(intervention: Intervention) -> None:
    ProviderReportFactory(
        intervention=intervention, status=ReportStatus.ACCEPTED, presented_on=date(2024, 9, 1)
    )
    assert checks.missing(intervention, STEP_6) == []


def test_step_7_asks_for_a_meeting_and_something_learnt(intervention: Intervention) -> None:
    JointAnalysisFactory(intervention=intervention, held_on=None)
    assert checks.missing(intervention, STEP_7) == [
        "Det står inte när den gemensamma analysen hölls.",
        "Ingen framgångsfaktor eller utvecklingsområde är skrivet.",
    ]


def test_step_7_names_what_is_not_decided(intervention: Intervention) -> None:
    JointAnalysisFactory(intervention=intervention)
    FindingFactory(intervention=intervention, success=True)
    DecisionFactory(finding__intervention=intervention, left=True)
    assert checks.missing(intervention, STEP_7) == []
    FindingFactory(intervention=intervention, statement="För kort tid")
    assert checks.missing(intervention, STEP_7) == [
        "Utvecklingsområdet ”För kort tid” har inget beslut."
    ]
