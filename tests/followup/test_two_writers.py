"""Two people write about the same thing: the second sees what changed, and no text is lost."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from stegvis.accounts.models import User
from stegvis.core.steps import StepRefused
from stegvis.core.versions import VersionConflict
from stegvis.followup.actions import carried, decisions, findings, results, themes
from stegvis.followup.models import (
    CarriedAnswer,
    Decision,
    Finding,
    ReportedResult,
    Theme,
)
from stegvis.interventions.models import Intervention
from tests.factories.followup import (
    CarriedAnswerFactory,
    DecisionFactory,
    FindingFactory,
    ReportedResultFactory,
    ResultFigureFactory,
    ThemeFactory,
)
from tests.factories.interventions import ExpectedResultFactory, InterventionFactory

HTMX = {"HX-Request": "true"}
FIRST, SECOND = "Det som den första skrev", "Det som den andra skrev"
HEADING = "Någon annan hann före"
SignIn = Callable[[User], Client]


def url(name: str, *args: Any) -> str:
    return reverse(f"followup:{name}", args=args)


def opened(client: Client, where: str) -> dict[str, Any]:
    """The form as it stands in the browser, with its hidden fields."""
    form = client.get(where).context["form"]
    return {name: "" if form[name].value() is None else form[name].value() for name in form.fields}


def figures(*rows: tuple[int, int, str]) -> dict[str, object]:
    sent: dict[str, object] = {"tal-TOTAL_FORMS": len(rows), "tal-INITIAL_FORMS": 0}
    for place, (count, of, what) in enumerate(rows):
        sent |= {f"tal-{place}-count": count, f"tal-{place}-of": of, f"tal-{place}-what": what}
    return sent


# --- findings ---


@pytest.fixture
def finding(intervention: Intervention) -> Finding:
    return FindingFactory(intervention=intervention, position=1)


def test_the_second_to_change_a_finding_sees_the_first_ones_words(
    finding: Finding, planner: User, sign_in: SignIn
) -> None:
    client, where = sign_in(planner), url("finding_edit", finding.intervention_id, 1)
    form = opened(client, where) | {"themes": [finding.themes.get().pk]}
    client.post(where, form | {"text": FIRST})
    page = client.post(where, form | {"text": SECOND}).content.decode()
    assert HEADING in page and f"Sparat av någon annan:</b> {FIRST}" in page and SECOND in page
    finding.refresh_from_db()
    assert (finding.text, finding.version) == (FIRST, 2)
    client.post(where, form | {"text": SECOND, "version": 2})
    finding.refresh_from_db()
    assert (finding.text, finding.version) == (SECOND, 3)


def test_other_themes_are_told_by_name(finding: Finding, planner: User, sign_in: SignIn) -> None:
    client, where = sign_in(planner), url("finding_edit", finding.intervention_id, 1)
    form, mine = opened(client, where), finding.themes.get()
    theirs = [mine, ThemeFactory(name="Ömsesidighet")]
    findings.save(
        intervention=finding.intervention, by=planner, finding=finding, themes=theirs, version=1
    )
    page = client.post(where, form | {"themes": [mine.pk], "text": SECOND})
    told = page.context["form"].conflict
    assert told["themes"] == f"{mine}, Ömsesidighet"
    assert set(told) == {"themes", "text"}


def test_the_same_words_again_are_no_new_version(finding: Finding, planner: User) -> None:
    for _again in range(2):
        findings.save(
            intervention=finding.intervention,
            by=planner,
            finding=finding,
            themes=finding.themes.all(),
            version=2 if _again else 1,
            text=FIRST,
        )
    finding.refresh_from_db()
    assert finding.version == 2


def test_words_about_a_removed_finding_are_saved_as_a_new_one(
    finding: Finding, planner: User, sign_in: SignIn
) -> None:
    intervention, theme = finding.intervention, finding.themes.get()
    client, where = sign_in(planner), url("finding_edit", intervention.pk, 1)
    form = opened(client, where) | {"themes": [theme.pk], "text": SECOND}
    findings.remove(finding=finding, by=planner)
    page = client.post(where, form)
    assert SECOND in page.content.decode() and HEADING in page.content.decode()
    create = url("finding_create", intervention.pk)
    assert f'action="{create}"' in page.content.decode()
    client.post(create, form | {"version": page.context["form"].data["version"]})
    assert Finding.objects.get().text == SECOND


def test_a_new_finding_in_the_removed_ones_place_is_not_overwritten(
    finding: Finding, planner: User, sign_in: SignIn
) -> None:
    """It has the same number and the same version, but it is another."""
    intervention, theme = finding.intervention, finding.themes.get()
    client, where = sign_in(planner), url("finding_edit", intervention.pk, 1)
    form = opened(client, where) | {"themes": [theme.pk], "text": SECOND}
    findings.remove(finding=finding, by=planner)
    FindingFactory(intervention=intervention, position=1, text=FIRST)
    assert SECOND in client.post(where, form).content.decode()
    assert Finding.objects.get().text == FIRST


def test_what_somebody_changed_is_not_thrown_unread(
    finding: Finding, planner: User, sign_in: SignIn
) -> None:
    client = sign_in(planner)
    page = client.get(url("finding_edit", finding.intervention_id, 1)).content.decode()
    assert f'name="row" value="{finding.pk}"' in page
    Finding.objects.update(version=2)
    remove = url("finding_remove", finding.intervention_id, 1)
    for sent in ({"row": finding.pk, "version": 1}, {"row": finding.pk + 1, "version": 2}):
        page = client.post(remove, sent, follow=True)
        assert "Någon annan har ändrat det" in page.content.decode()
    client.post(remove, {"row": finding.pk, "version": 2})
    assert Finding.objects.count() == 0


def test_what_is_removed_between_reading_and_writing_is_told(
    finding: Finding, planner: User
) -> None:
    Finding.objects.all().delete()
    with pytest.raises(StepRefused, match="tagit bort"):
        findings.save(
            intervention=finding.intervention, by=planner, finding=finding, themes=[], text=SECOND
        )


# --- decisions ---


def test_the_second_to_decide_sees_what_was_decided(
    finding: Finding, planner: User, sign_in: SignIn
) -> None:
    """Both opened an empty form."""
    client, where = sign_in(planner), url("decision_edit", finding.intervention_id, 1)
    form = opened(client, where) | {"kind": "act_next_plan", "owner": "planerare"}
    client.post(where, form | {"text": FIRST})
    page = client.post(where, form | {"text": SECOND}).content.decode()
    assert HEADING in page and FIRST in page and SECOND in page
    assert Decision.objects.get().text == FIRST


def test_the_second_to_change_a_decision_learns_that_it_is_done(
    intervention: Intervention, planner: User, sign_in: SignIn
) -> None:
    decision = DecisionFactory(finding__intervention=intervention, finding__position=1)
    client, where = sign_in(planner), url("decision_edit", intervention.pk, 1)
    form = opened(client, where)
    decisions.mark_done(decision=decision, by=planner, done_on=date(2025, 3, 1), version=1)
    page = client.post(where, form | {"text": SECOND}).content.decode()
    assert "Beslutet är markerat som gjort 2025-03-01." in page and SECOND in page
    decision.refresh_from_db()
    assert (decision.text, decision.version) == ("Bestäm mall för återkoppling", 2)


def test_the_second_to_say_that_it_is_done_sees_the_first_ones_words(
    planner: User, intervention: Intervention, sign_in: SignIn
) -> None:
    decision = DecisionFactory(finding__intervention=intervention)
    client, where = sign_in(planner), url("decision_done", decision.pk)
    form = opened(client, where)
    client.post(where, form | {"done_note": FIRST})
    page = client.post(where, form | {"done_note": SECOND}).content.decode()
    assert HEADING in page and FIRST in page and SECOND in page
    assert Decision.objects.get().done_note == FIRST


@pytest.mark.parametrize("has_another", [False, True], ids=["gone", "another in its place"])
def test_a_decision_about_a_removed_finding_keeps_its_words(
    has_another: bool, finding: Finding, planner: User, sign_in: SignIn
) -> None:
    client, where = sign_in(planner), url("decision_edit", finding.intervention_id, 1)
    form = opened(client, where) | {"kind": "act_next_plan", "owner": "p", "text": SECOND}
    findings.remove(finding=finding, by=planner)
    if has_another:
        FindingFactory(intervention=finding.intervention, position=1)
    for _again in range(2):
        page = client.post(where, form)
        assert SECOND in page.content.decode()
        assert "Någon annan har tagit bort utvecklingsområdet." in page.content.decode()
        form = {name: page.context["form"].data[name] for name in form}
    assert Decision.objects.count() == 0


# --- the provider's answers ---


def test_the_second_to_answer_sees_the_first_ones_text_and_figures(
    intervention: Intervention, provider_user: User, sign_in: SignIn
) -> None:
    """Both opened a line that nobody had answered."""
    ExpectedResultFactory(intervention=intervention, position=1)
    client, where = sign_in(provider_user), url("result_edit", intervention.pk, 1)
    form = opened(client, where) | {"answer": "reached"}
    first = form | {"text": FIRST} | figures((3, 5, "godkända"))
    client.post(where, first, headers=HTMX)
    second = form | {"text": SECOND} | figures((4, 5, "godkända"))
    box = client.post(where, second, headers=HTMX).content.decode()
    assert HEADING in box and FIRST in box and SECOND in box
    assert "Sparat av någon annan:</b> 3 av 5 godkända" in box
    result = ReportedResult.objects.get()
    assert (result.text, str(result.figures.get()), result.version) == (FIRST, "3 av 5 godkända", 1)
    client.post(where, second | {"version": 1})
    result.refresh_from_db()
    assert (result.text, str(result.figures.get())) == (SECOND, "4 av 5 godkända")


def test_figures_that_are_alike_are_not_told(
    intervention: Intervention, provider_user: User, sign_in: SignIn
) -> None:
    result = ReportedResultFactory(intervention=intervention, expected_result__position=1)
    ResultFigureFactory(reported_result=result, count=3, of=5, what="godkända")
    client, where = sign_in(provider_user), url("result_edit", intervention.pk, 1)
    form = opened(client, where) | figures((3, 5, "godkända"))
    ReportedResult.objects.update(version=2, text=FIRST)
    page = client.post(where, form | {"text": SECOND})
    assert (page.context["theirs"], page.context["form"].conflict) == ([], {"text": FIRST})
    client.post(where, form | {"text": SECOND, "version": 2})
    assert str(result.figures.get()) == "3 av 5 godkända"


def test_other_figures_alone_are_a_new_version(
    intervention: Intervention, provider_user: User
) -> None:
    result = ReportedResultFactory(intervention=intervention)
    answer = {"expected_result": result.expected_result, "answer": result.answer}
    figure = {"count": 1, "of": None, "what": "provade"}
    for version in (1, 2):
        results.answer(
            intervention=intervention, by=provider_user, figures=[figure], version=version, **answer
        )
    result.refresh_from_db()
    assert result.version == 2
    with pytest.raises(VersionConflict):
        results.answer(intervention=intervention, by=provider_user, version=1, **answer)


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
@pytest.mark.parametrize("name", ["other_result_edit", "result_edit"])
def test_an_answer_to_a_removed_line_is_saved_as_another_result(
    name: str,
    headers: dict[str, str],
    intervention: Intervention,
    provider_user: User,
    sign_in: SignIn,
) -> None:
    """Another line has got its number: the answer is not put there."""
    is_other = name == "other_result_edit"
    result = ReportedResultFactory(intervention=intervention, position=1, other=is_other)
    if not is_other:
        ExpectedResultFactory._meta.model.objects.update(position=1)
    client, where = sign_in(provider_user), url(name, intervention.pk, 1)
    form = opened(client, where) | {"text": SECOND} | figures((4, 5, "godkända"))
    result.delete()
    ExpectedResultFactory._meta.model.objects.all().delete()
    ExpectedResultFactory(intervention=intervention, position=1)
    page = client.post(where, form, headers=headers)
    box, create = page.content.decode(), url("other_result_create", intervention.pk)
    assert SECOND in box and f'action="{create}"' in box and HEADING in box
    assert ReportedResult.objects.count() == 0
    sent = form | {"version": page.context["form"].data["version"]}
    client.post(create, sent)
    other = ReportedResult.objects.get()
    assert (other.expected_result, other.text) == (None, SECOND)
    assert str(other.figures.get()) == "4 av 5 godkända"


def test_a_result_that_somebody_changed_is_not_thrown_unread(
    intervention: Intervention, provider_user: User, sign_in: SignIn
) -> None:
    result = ReportedResultFactory(intervention=intervention, position=1, other=True)
    client, remove = sign_in(provider_user), url("other_result_remove", intervention.pk, 1)
    page = client.get(url("other_result_edit", intervention.pk, 1)).content.decode()
    assert f'name="row" value="{result.pk}"' in page
    ReportedResult.objects.update(version=2)
    for sent in ({"row": result.pk, "version": 1}, {"row": result.pk + 1, "version": 2}):
        page = client.post(remove, sent, follow=True)
        assert "Någon annan har ändrat det" in page.content.decode()
    client.post(remove, {"row": result.pk, "version": 2})
    assert ReportedResult.objects.count() == 0


# --- answers in the next plan, and themes ---


def test_the_second_to_answer_an_earlier_decision_sees_the_first_answer(
    intervention: Intervention, planner: User, sign_in: SignIn
) -> None:
    planned = InterventionFactory(unit=intervention.unit, predecessor=intervention)
    decision = DecisionFactory(finding__intervention=intervention)
    client, where = sign_in(planner), url("carried_answer", planned.pk, decision.pk)
    form = opened(client, where) | {"answer": "taken_up"}
    client.post(where, form | {"text": FIRST}, headers=HTMX)
    box = client.post(where, form | {"text": SECOND}, headers=HTMX).content.decode()
    assert HEADING in box and FIRST in box and SECOND in box
    client.post(where, form | {"text": SECOND, "version": 1})
    given = CarriedAnswer.objects.get()
    assert (given.text, given.version) == (SECOND, 2)


def test_an_older_form_does_not_change_an_answer(planner: User) -> None:
    given = CarriedAnswerFactory(version=2)
    with pytest.raises(VersionConflict):
        carried.answer(
            intervention=given.intervention,
            decision=given.decision,
            by=planner,
            answer=given.answer,
            text=SECOND,
            version=1,
        )


def test_the_second_to_describe_a_theme_sees_the_first_description(
    planner: User, sign_in: SignIn
) -> None:
    theme = ThemeFactory()
    client, where = sign_in(planner), url("theme_edit", theme.pk)
    form = opened(client, where)
    client.post(where, form | {"description": FIRST})
    page = client.post(where, form | {"description": SECOND}).content.decode()
    assert HEADING in page and FIRST in page and SECOND in page
    assert Theme.objects.get().description == FIRST


# --- files: no form was open ---


def test_history_is_written_over_whatever_version(
    intervention: Intervention, finding: Finding
) -> None:
    Finding.objects.update(version=7)
    kept = findings.save(
        intervention=intervention,
        by=None,
        finding=finding,
        themes=finding.themes.all(),
        unchecked=True,
        text=FIRST,
    )
    decision = decisions.save(finding=finding, by=None, unchecked=True, kind="leave")
    theme = themes.save(by=None, theme=finding.themes.get(), name="Annat")
    assert (kept.version, decision.version, theme.version) == (8, 1, 2)
