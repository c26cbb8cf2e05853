from collections.abc import Callable

import pytest
from django.db import IntegrityError

from stegvis.accounts.models import User
from stegvis.core.steps import StepRefused
from stegvis.followup.actions import results
from stegvis.followup.enums import Answer, ReportStatus
from stegvis.followup.models import ReportedResult
from stegvis.interventions.enums import InterventionStep, StepStatus
from stegvis.interventions.models import Intervention
from tests.factories.followup import (
    ProviderReportFactory,
    ReportedResultFactory,
    ResultFigureFactory,
)
from tests.factories.interventions import ExpectedResultFactory

FIGURE = {"count": 3, "of": 5, "what": "fick godkänt"}


def test_an_answer_keeps_its_figures(
    intervention: Intervention, provider_user: User, events: Callable[[], list[str]]
) -> None:
    line = ExpectedResultFactory(intervention=intervention)
    result = results.answer(
        intervention=intervention,
        by=provider_user,
        expected_result=line,
        answer=Answer.PARTLY,
        text="Tre klarade det.",
        figures=[FIGURE],
    )
    assert line.reported == result
    assert [str(figure) for figure in result.figures.all()] == ["3 av 5 fick godkänt"]
    assert events() == ["result.answered"]


def test_answering_again_changes_the_same_answer(
    intervention: Intervention, provider_user: User, events: Callable[[], list[str]]
) -> None:
    result = ReportedResultFactory(intervention=intervention)
    ResultFigureFactory(reported_result=result)
    changed = results.answer(
        intervention=intervention,
        by=provider_user,
        expected_result=result.expected_result,
        answer=Answer.REACHED,
        text=result.text,
    )
    assert (changed.pk, changed.answer, changed.figures.count()) == (result.pk, Answer.REACHED, 0)
    assert events() == ["result.changed"]


def test_the_same_answer_again_is_no_event(
    intervention: Intervention, provider_user: User, events: Callable[[], list[str]]
) -> None:
    result = ReportedResultFactory(intervention=intervention)
    results.answer(
        intervention=intervention,
        by=provider_user,
        expected_result=result.expected_result,
        answer=result.answer,
        text=result.text,
    )
    assert events() == []


def test_a_result_that_nobody_expected_gets_the_next_row(
    intervention: Intervention, provider_user: User
) -> None:
    ReportedResultFactory(intervention=intervention, position=4)
    result = results.answer(
        intervention=intervention, by=provider_user, answer=Answer.REACHED, text="Yogan gick hem."
    )
    assert (result.position, result.expected_result) == (5, None)


def test_the_last_answer_finishes_step_5(
    intervention: Intervention, provider_user: User, status: Callable[..., StepStatus]
) -> None:
    """The participants' view is the other thing that step 5 asks for."""
    ProviderReportFactory(intervention=intervention)
    step = InterventionStep.PROVIDER_FOLLOW_UP
    seen = []
    for line in ExpectedResultFactory.create_batch(2, intervention=intervention):
        results.answer(
            intervention=intervention, by=provider_user, expected_result=line, answer=Answer.REACHED
        )
        seen.append(status(intervention, step))
    assert seen == [StepStatus.ONGOING, StepStatus.DONE]


@pytest.mark.parametrize("handed_in", [ReportStatus.SUBMITTED, ReportStatus.ACCEPTED])
def test_a_report_that_is_handed_in_stands(
    handed_in: ReportStatus, intervention: Intervention, provider_user: User
) -> None:
    ProviderReportFactory(intervention=intervention, status=handed_in)
    other = ReportedResultFactory(intervention=intervention, other=True)
    with pytest.raises(StepRefused, match="inlämnad"):
        results.answer(intervention=intervention, by=provider_user, answer=Answer.REACHED)
    with pytest.raises(StepRefused, match="inlämnad"):
        results.remove(reported_result=other, by=provider_user)


def test_history_is_written_without_moving_a_step(
    intervention: Intervention, status: Callable[..., StepStatus]
) -> None:
    ProviderReportFactory(intervention=intervention, status=ReportStatus.ACCEPTED)
    results.answer(intervention=intervention, by=None, answer=Answer.REACHED, unchecked=True)
    assert status(intervention, InterventionStep.PROVIDER_FOLLOW_UP) == StepStatus.WAITING


def test_only_results_that_nobody_expected_can_be_removed(
    intervention: Intervention, provider_user: User, events: Callable[[], list[str]]
) -> None:
    answered = ReportedResultFactory(intervention=intervention)
    other = ReportedResultFactory(intervention=intervention, other=True)
    with pytest.raises(StepRefused):
        results.remove(reported_result=answered, by=provider_user)
    results.remove(reported_result=other, by=provider_user)
    assert list(ReportedResult.objects.all()) == [answered]
    assert events() == ["result.removed"]


def test_the_database_refuses_more_than_the_whole(db: None) -> None:
    with pytest.raises(IntegrityError, match="result_figure_count_at_most_of"):
        ResultFigureFactory(count=6, of=5)


def test_the_database_refuses_two_results_in_one_row(intervention: Intervention) -> None:
    ReportedResultFactory(intervention=intervention, position=1)
    with pytest.raises(IntegrityError):
        ReportedResultFactory(intervention=intervention, position=1)
