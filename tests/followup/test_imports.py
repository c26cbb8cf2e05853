"""This room's sheets, through the import that users have."""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace

import pytest

from stegvis.accounts.models import User
from stegvis.core.imports import actions
from stegvis.core.imports.models import ImportBatch
from stegvis.followup.actions import history
from stegvis.followup.enums import Answer, ReportStatus
from stegvis.followup.models import Decision, Finding, ProviderReport, ReportedResult, Theme
from stegvis.interventions.enums import InterventionStatus, InterventionStep, StepStatus
from stegvis.interventions.models import Intervention
from tests.core.imports import books
from tests.factories.followup import (
    DecisionFactory,
    FindingFactory,
    ProviderReportFactory,
    ReportedResultFactory,
    ResultFigureFactory,
    ThemeFactory,
)
from tests.factories.interventions import ExpectedResultFactory, InterventionYearFactory

RESULTS = ["diarienummer", "nr", "rad", "bedömning", "text", "antal", "av", "vad"]
FINDINGS = ["diarienummer", "rad", "slag", "kort", "text", "källa", "teman"]
DECISIONS = ["diarienummer", "rad", "beslut", "text", "ansvarig", "senast", "gjort"]
FOLLOW_UP = (
    InterventionStep.PROVIDER_FOLLOW_UP,
    InterventionStep.REPORT,
    InterventionStep.JOINT_ANALYSIS,
)


@pytest.fixture
def ended(intervention: Intervention) -> Intervention:
    """History: the delivery was taken over as done, and the plan had two lines."""
    Intervention.objects.filter(pk=intervention.pk).update(reference_number="0643/24")
    intervention.steps.filter(step=InterventionStep.DELIVERY).update(status=StepStatus.DONE)
    InterventionYearFactory(intervention=intervention)
    for position in (1, 2):
        ExpectedResultFactory(intervention=intervention, position=position)
    return intervention


def take_in(by: User, **sheets: list[list[str]]) -> SimpleNamespace:
    """Reads the sheets in and accepts them. Answers what was said beside which heading."""
    book = books.read(books.xlsx({name.replace("_", " "): rows for name, rows in sheets.items()}))
    batch = actions.preview(books=[book], by=by)
    outcome = actions.accept(batch=batch, by=by)
    return SimpleNamespace(outcome=outcome, said=said(batch), batch=batch)


def said(batch: ImportBatch) -> dict[str, str]:
    rows = batch.rows.order_by("position")
    return {
        heading: text
        for row in rows
        for heading, messages in row.messages.items()
        for text, _is_fatal in messages
    }


def steps(intervention: Intervention) -> list[str]:
    return [intervention.steps.get(step=step).status for step in FOLLOW_UP]


def results(*rows: list[str]) -> list[list[str]]:
    return [RESULTS, *(["0643/24", *row] for row in rows)]


def findings(*rows: list[str]) -> list[list[str]]:
    return [FINDINGS, *(["0643/24", *row] for row in rows)]


def decisions(*rows: list[str]) -> list[list[str]]:
    return [DECISIONS, *(["0643/24", *row] for row in rows)]


DONE, WAITING, SKIPPED = "done", "waiting", "skipped"
ANSWERED = results(
    ["1", "1", "delvis", "Tre klarade det.", "3", "5", "godkända"],
    ["2", "2", "ej redovisat", "", "", "", ""],
    ["", "3", "nått", "Alla kom i tid.", "", "", ""],
)
LEARNT = findings(
    ["1", "framgångsfaktor", "Två lärare", "", "leverantör", "Personalen|Metod"],
    ["2", "utvecklingsområde", "För kort återkoppling", "Mer.", "beställare", "Metod"],
)
THEMES = [["tema", "slag", "beskrivning"], ["Personalen", "", "Vilka."], ["Metod", "båda", ""]]
DECIDED = decisions(["2", "ta med i nästa planering", "Ny mall", "planerare", "2025-06-30", ""])


def test_everything_about_a_finished_intervention(ended: Intervention, planner: User) -> None:
    """Answers, findings and decisions come in, and the path shows steps 5–7 as done."""
    done = take_in(
        planner, teman=THEMES, redovisade_resultat=ANSWERED, lärdomar=LEARNT, beslut=DECIDED
    )
    assert done.outcome.is_accepted, done.said
    first, _second, other = ReportedResult.objects.order_by("position")
    assert (first.expected_result.position, str(first.figures.get())) == (1, "3 av 5 godkända")
    assert (first.answer, other.expected_result) == (Answer.PARTLY, None)
    assert Finding.objects.get(position=1).themes.count() == 2
    assert set(Finding.objects.values_list("year", flat=True)) == {2024}
    assert Decision.objects.get().due_on == date(2025, 6, 30)
    assert steps(ended) == [DONE, DONE, DONE]
    assert ProviderReport.objects.get().status == ReportStatus.ACCEPTED


def test_the_same_files_again_change_nothing(
    ended: Intervention, planner: User, events: Callable[[], list[str]]
) -> None:
    sheets = {
        "teman": THEMES,
        "redovisade_resultat": ANSWERED,
        "lärdomar": LEARNT,
        "beslut": DECIDED,
    }
    take_in(planner, **sheets)
    events()
    assert take_in(planner, **sheets).outcome.written == 0
    assert events() == []


def test_findings_are_what_step_7_waits_for(ended: Intervention, planner: User) -> None:
    take_in(planner, redovisade_resultat=ANSWERED)
    assert steps(ended) == [DONE, DONE, WAITING]


@pytest.mark.parametrize(
    "row",
    [["2", "2", "för tidigt", "", "", "", ""], ["", "2", "nått", "Annat.", "", "", ""]],
    ids=["too early", "a line without an answer"],
)
def test_answers_that_are_not_final_leave_the_steps(
    row: list[str], ended: Intervention, planner: User
) -> None:
    take_in(planner, redovisade_resultat=results(["1", "1", "nått", "", "", "", ""], row))
    assert steps(ended) == [WAITING] * 3


def test_a_running_intervention_is_left_as_it_is(ended: Intervention, planner: User) -> None:
    ended.steps.filter(step=InterventionStep.DELIVERY).update(status=StepStatus.WAITING)
    take_in(planner, teman=THEMES, redovisade_resultat=ANSWERED, lärdomar=LEARNT)
    assert steps(ended) == [WAITING] * 3


def test_without_a_written_report_there_is_none(ended: Intervention, planner: User) -> None:
    ended.steps.filter(step=InterventionStep.REPORT).update(
        status=StepStatus.SKIPPED, reason="Liten."
    )
    take_in(planner, redovisade_resultat=ANSWERED)
    assert (steps(ended), ProviderReport.objects.count()) == ([DONE, SKIPPED, WAITING], 0)


def test_a_report_that_is_being_written_is_nobodys_history(
    ended: Intervention, planner: User
) -> None:
    ProviderReportFactory(intervention=ended)
    take_in(planner, redovisade_resultat=ANSWERED)
    assert steps(ended) == [WAITING] * 3


def test_a_cancelled_intervention_is_left_as_it_is(ended: Intervention) -> None:
    ReportedResultFactory(intervention=ended)
    ended.status = InterventionStatus.CANCELLED
    history.settle(intervention=ended, by=None)
    assert steps(ended) == [WAITING] * 3


def test_a_corrected_file_changes_rows_and_keeps_more_figures(
    ended: Intervention, planner: User
) -> None:
    take_in(planner, teman=THEMES, redovisade_resultat=ANSWERED, lärdomar=LEARNT)
    ResultFigureFactory(reported_result=ReportedResult.objects.get(position=1), count=1)
    done = take_in(
        planner,
        redovisade_resultat=results(["1", "1", "nått", "Alla.", "5", "5", "godkända"]),
        lärdomar=findings(["2", "utvecklingsområde", "Kortare", "", "gemensam", "Metod"]),
    )
    assert done.outcome.written == 2
    changed = ReportedResult.objects.get(position=1)
    assert [figure.count for figure in changed.figures.all()] == [5, 1]
    assert Finding.objects.get(position=2).statement == "Kortare"


@pytest.mark.parametrize(
    ("row", "heading", "words"),
    [
        (["1", "1", "delvis", "", "6", "5", "godkända"], "antal", "större än det hela"),
        (["1", "1", "delvis", "", "3", "", ""], "vad", "Behövs när ett antal"),
        (["1", "1", "delvis", "", "", "5", ""], "antal", "Behövs när"),
        (["9", "1", "delvis", "", "", "", ""], "nr", "finns inte"),
        (["1", "1", "nästan", "", "", "", ""], "bedömning", "finns inte bland valen"),
    ],
)
def test_a_wrong_result_is_told_beside_the_cell(
    row: list[str], heading: str, words: str, ended: Intervention, planner: User
) -> None:
    done = take_in(planner, redovisade_resultat=results(row))
    assert words in done.said[heading]
    assert ReportedResult.objects.count() == 0


def test_two_answers_to_one_line(ended: Intervention, planner: User) -> None:
    done = take_in(
        planner,
        redovisade_resultat=results(
            ["1", "1", "nått", "", "", "", ""], ["1", "2", "delvis", "", "", "", ""]
        ),
    )
    assert not done.outcome.is_accepted
    assert said(done.batch)["nr"] == "Förväntat resultat 1 har redan ett svar, på rad 1."


def test_an_unknown_theme_and_a_long_statement(ended: Intervention, planner: User) -> None:
    row = ["1", "framgångsfaktor", "x" * 121, "", "gemensam", "Okänt"]
    done = take_in(planner, lärdomar=findings(row))
    assert "högst 120" in done.said["kort"]
    assert "finns inte" in done.said["teman"]


def test_a_decided_finding_stays_a_development_area(ended: Intervention, planner: User) -> None:
    DecisionFactory(finding=FindingFactory(intervention=ended, position=1))
    FindingFactory(intervention=ended, position=2)
    ThemeFactory(name="Metod")
    rows = [[number, "framgångsfaktor", "Bra", "", "gemensam", "Metod"] for number in ("1", "2")]
    done = take_in(planner, lärdomar=findings(*rows))
    assert "Bara utvecklingsområden" in done.said["slag"]
    assert not done.outcome.is_accepted


@pytest.mark.parametrize(
    ("row", "heading", "words"),
    [
        (["1", "lämna", "", "", "", ""], "rad", "framgångsfaktor"),
        (["2", "ta med i nästa planering", "Ny mall", "", "", ""], "ansvarig", "Behövs när"),
        (["2", "göra något på annat håll", "", "planerare", "", ""], "text", "Behövs när"),
        (["2", "lämna", "", "", "", "2025-01-01"], "gjort", "blir inte gjort"),
        (["2", "ta med i nästa planering", "M", "p", "", "2025-03-04"], "gjort", "inte varit än"),
        (["9", "lämna", "", "", "", ""], "rad", "finns inte"),
    ],
)
@pytest.mark.parametrize("is_written", [True, False], ids=["in the system", "in the same file"])
def test_a_wrong_decision_is_told_beside_the_cell(
    row: list[str],
    heading: str,
    words: str,
    is_written: bool,
    ended: Intervention,
    planner: User,
) -> None:
    sheets = {"teman": THEMES, "lärdomar": LEARNT}
    if is_written:
        take_in(planner, **sheets)
        sheets = {}
    done = take_in(planner, **sheets, beslut=decisions(row))
    assert words in done.said[heading]
    assert Decision.objects.count() == 0


def test_a_theme_is_changed_by_its_name(planner: User) -> None:
    theme = ThemeFactory(name="Metod")
    take_in(planner, teman=[["tema", "slag"], ["metod", "utvecklingsområde"]])
    assert [(one.pk, one.kind) for one in Theme.objects.all()] == [(theme.pk, "development")]
