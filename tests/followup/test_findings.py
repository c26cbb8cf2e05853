from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError

from stegvis.accounts.models import User
from stegvis.core.steps import StepRefused
from stegvis.core.versions import VersionConflict
from stegvis.followup.actions import analysis, decisions, findings
from stegvis.followup.enums import DecisionKind, FindingKind
from stegvis.followup.models import Finding
from stegvis.interventions.enums import InterventionStep, StepStatus
from stegvis.interventions.models import Intervention
from tests.factories.followup import (
    DecisionFactory,
    FindingFactory,
    JointAnalysisFactory,
    ThemeFactory,
)

STEP = InterventionStep.JOINT_ANALYSIS
WORDS = {"kind": FindingKind.DEVELOPMENT, "statement": "För kort tid", "year": 2024}


@pytest.fixture
def finished(intervention: Intervention) -> Intervention:
    intervention.steps.filter(step=STEP).update(status=StepStatus.DONE)
    return intervention


def test_a_finding_keeps_its_themes(
    intervention: Intervention, planner: User, events: Callable[[], list[str]]
) -> None:
    themes = ThemeFactory.create_batch(2)
    finding = findings.save(intervention=intervention, by=planner, themes=themes, **WORDS)
    assert (finding.position, set(finding.themes.all())) == (1, set(themes))
    assert events() == ["finding.added"]


def test_other_themes_are_a_change(
    intervention: Intervention, planner: User, events: Callable[[], list[str]]
) -> None:
    finding = FindingFactory(intervention=intervention)
    for themes in ([ThemeFactory()], finding.themes.all()):
        findings.save(intervention=intervention, by=planner, themes=themes, finding=finding)
    assert events() == ["finding.changed"]


def test_a_new_development_area_opens_step_7_again(
    finished: Intervention, planner: User, status: Callable[..., StepStatus]
) -> None:
    findings.save(intervention=finished, by=planner, themes=[ThemeFactory()], **WORDS)
    assert status(finished, STEP) == StepStatus.ONGOING


@pytest.mark.parametrize(
    "how", [{"unchecked": True}, {"kind": FindingKind.SUCCESS}], ids=["history", "success"]
)
def test_step_7_stays_finished_otherwise(
    how: dict[str, object],
    finished: Intervention,
    planner: User,
    status: Callable[..., StepStatus],
) -> None:
    findings.save(intervention=finished, by=planner, themes=[ThemeFactory()], **(WORDS | how))
    assert status(finished, STEP) == StepStatus.DONE


def test_a_corrected_word_does_not_open_step_7(
    finished: Intervention, planner: User, status: Callable[..., StepStatus]
) -> None:
    """History has development areas that nobody decided on."""
    finding = FindingFactory(intervention=finished)
    findings.save(
        intervention=finished,
        by=planner,
        finding=finding,
        themes=finding.themes.all(),
        statement="Rättstavat",
    )
    assert status(finished, STEP) == StepStatus.DONE


def test_what_is_decided_on_stays(intervention: Intervention, planner: User) -> None:
    finding = DecisionFactory(finding__intervention=intervention).finding
    with pytest.raises(StepRefused):
        findings.remove(finding=finding, by=planner)
    with pytest.raises(StepRefused):
        findings.save(
            intervention=intervention,
            by=planner,
            finding=finding,
            themes=finding.themes.all(),
            kind=FindingKind.SUCCESS,
        )


def test_a_finding_can_be_removed(
    intervention: Intervention, planner: User, events: Callable[[], list[str]]
) -> None:
    findings.remove(finding=FindingFactory(intervention=intervention), by=planner)
    assert (Finding.objects.count(), events()) == (0, ["finding.removed"])


def test_the_last_decision_finishes_step_7(
    intervention: Intervention,
    planner: User,
    status: Callable[..., StepStatus],
    events: Callable[[], list[str]],
) -> None:
    JointAnalysisFactory(intervention=intervention)
    seen = []
    for finding in FindingFactory.create_batch(2, intervention=intervention):
        decisions.save(finding=finding, by=planner, kind=DecisionKind.LEAVE)
        seen.append(status(intervention, STEP))
    assert seen == [StepStatus.ONGOING, StepStatus.DONE]
    assert events() == ["decision.made"] * 2


def test_a_decision_can_be_changed(
    intervention: Intervention, planner: User, events: Callable[[], list[str]]
) -> None:
    decision = DecisionFactory(finding__intervention=intervention)
    for _again in range(2):
        decisions.save(finding=decision.finding, by=planner, owner="rektor")
    decision.refresh_from_db()
    assert (decision.owner, events()) == ("rektor", ["decision.changed"])


def test_success_factors_need_no_decision(intervention: Intervention, planner: User) -> None:
    with pytest.raises(StepRefused, match="utvecklingsområden"):
        decisions.save(
            finding=FindingFactory(intervention=intervention, success=True),
            by=planner,
            kind=DecisionKind.LEAVE,
        )


def test_history_is_decided_without_moving_a_step(
    intervention: Intervention, status: Callable[..., StepStatus]
) -> None:
    finding = FindingFactory(intervention=intervention)
    decisions.save(finding=finding, by=None, kind=DecisionKind.LEAVE, unchecked=True)
    assert status(intervention, STEP) == StepStatus.WAITING


def test_done_and_open_again(
    intervention: Intervention, planner: User, events: Callable[[], list[str]]
) -> None:
    decision = DecisionFactory(finding__intervention=intervention)
    for day in (date(2025, 3, 1), date(2025, 3, 1), None):
        decision = decisions.mark_done(decision=decision, by=planner, done_on=day)
    assert decision.done_on is None
    assert events() == ["decision.done", "decision.reopened"]


def test_what_is_left_is_never_done(planner: User) -> None:
    with pytest.raises(StepRefused):
        decisions.mark_done(
            decision=DecisionFactory(left=True), by=planner, done_on=date(2025, 3, 1)
        )


def test_holding_the_analysis_finishes_step_7(
    intervention: Intervention,
    planner: User,
    status: Callable[..., StepStatus],
    events: Callable[[], list[str]],
) -> None:
    FindingFactory(intervention=intervention, success=True)
    held = analysis.save(
        intervention=intervention, by=planner, version=0, held_on=date(2024, 9, 12)
    )
    analysis.save(intervention=intervention, by=planner, version=1, right_thing="Ja.")
    analysis.save(intervention=intervention, by=planner, version=2, right_thing="Ja.")
    assert (held.version, status(intervention, STEP)) == (1, StepStatus.DONE)
    assert events() == ["analysis.begun", "analysis.changed"]


def test_two_who_begin_the_same_analysis(intervention: Intervention, planner: User) -> None:
    analysis.save(intervention=intervention, by=planner, version=0, summary="Min")
    with pytest.raises(VersionConflict):
        analysis.save(intervention=intervention, by=planner, version=0, summary="Din")


def test_the_database_wants_an_owner_of_what_is_to_be_done(db: None) -> None:
    with pytest.raises(IntegrityError, match="decision_to_act_has_owner"):
        DecisionFactory(owner="")


def test_the_database_refuses_two_findings_in_one_row(intervention: Intervention) -> None:
    FindingFactory(intervention=intervention, position=1)
    with pytest.raises(IntegrityError):
        FindingFactory(intervention=intervention, position=1)
