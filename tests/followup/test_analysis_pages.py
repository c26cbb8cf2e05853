"""Step 7, the checklist of step 2, and parts of other rooms' pages."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from stegvis.accounts.models import User
from stegvis.followup.enums import Answer
from stegvis.followup.models import (
    CarriedAnswer,
    Decision,
    Finding,
    JointAnalysis,
)
from stegvis.interventions.models import Intervention
from tests.factories.followup import (
    CarriedAnswerFactory,
    DecisionFactory,
    FindingFactory,
    JointAnalysisFactory,
    ReportedResultFactory,
    ThemeFactory,
)
from tests.factories.interventions import InterventionFactory

HTMX = {"HX-Request": "true"}
SignIn = Callable[[User], Client]


def url(name: str, *args: Any) -> str:
    return reverse(f"followup:{name}", args=args)


# --- the joint analysis ---


def test_the_analysis_is_written_with_a_version_check(
    intervention: Intervention, planner: User, sign_in: SignIn
) -> None:
    client, where = sign_in(planner), url("analysis_edit", intervention.pk)
    client.post(where, {"version": 0, "held_on": "2024-09-12", "right_thing": "Ja."})
    late = client.post(where, {"version": 0, "right_thing": "Nej."}).content.decode()
    assert "Ja." in late and "Nej." in late
    assert JointAnalysis.objects.get().right_thing == "Ja."


@pytest.mark.parametrize(
    ("day", "message"),
    [("2025-03-04", "Dagen har inte varit än."), ("2024-01-31", "före insatsens början")],
)
def test_the_day_it_was_held(
    day: str, message: str, intervention: Intervention, planner: User, sign_in: SignIn
) -> None:
    where = url("analysis_edit", intervention.pk)
    sent = {"version": 0, "held_on": day}
    assert message in sign_in(planner).post(where, sent).content.decode()


def finding(**values: object) -> dict[str, object]:
    return {
        "kind": "development",
        "statement": "För kort tid",
        "source": "joint",
        "year": 2024,
        **values,
    }


def test_a_finding_is_written_and_changed(
    intervention: Intervention, planner: User, sign_in: SignIn
) -> None:
    theme, client = ThemeFactory(), sign_in(planner)
    create = url("finding_create", intervention.pk)
    assert client.get(create, {"slag": "success"}).context["form"].initial["year"] == 2024
    again = client.post(create, finding(themes=[theme.pk], again="1"))
    assert again.url == create
    where = url("finding_edit", intervention.pk, 1)
    assert client.get(where).status_code == 200
    client.post(where, finding(themes=[theme.pk], statement="Mycket kort tid"))
    assert Finding.objects.get().statement == "Mycket kort tid"
    client.post(url("finding_remove", intervention.pk, 1))
    assert Finding.objects.count() == 0


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"statement": ""}, "Fyll i det här fältet."),
        ({"statement": "x" * 121}, "Skriv högst 120 tecken (nu 121)."),
        ({"themes": []}, "Välj minst ett tema."),
        ({"kind": "success"}, "”Bara utveckling” är inte tema för det slaget."),
    ],
)
def test_what_a_finding_must_have(
    values: dict[str, object],
    message: str,
    intervention: Intervention,
    planner: User,
    sign_in: SignIn,
) -> None:
    theme = ThemeFactory(name="Bara utveckling", kind="development")
    sent = finding(themes=[theme.pk]) | values
    page = sign_in(planner).post(url("finding_create", intervention.pk), sent)
    assert message in page.content.decode()
    assert Finding.objects.count() == 0


def test_an_archived_theme_can_stay_on_its_finding(
    intervention: Intervention, planner: User, sign_in: SignIn
) -> None:
    theme = ThemeFactory(archived_at="2025-01-01T00:00Z")
    FindingFactory(intervention=intervention, position=1, themes=[theme])
    client = sign_in(planner)
    assert theme.name in client.get(url("finding_edit", intervention.pk, 1)).content.decode()
    assert theme.name not in client.get(url("finding_create", intervention.pk)).content.decode()


def test_a_decision_is_made(intervention: Intervention, planner: User, sign_in: SignIn) -> None:
    FindingFactory(intervention=intervention, position=1)
    client, where = sign_in(planner), url("decision_edit", intervention.pk, 1)
    sent = {
        "kind": "act_next_plan",
        "text": "Ny mall",
        "owner": "planerare",
        "due_on": "2025-06-30",
    }
    answer = client.post(where, sent)
    assert answer.url == f"{url('analysis_detail', intervention.pk)}#lardom-1"
    assert Decision.objects.get().due_on == date(2025, 6, 30)
    assert client.get(where).context["form"].initial["owner"] == "planerare"


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"owner": ""}, "Skriv vem som ansvarar."),
        ({"text": ""}, "Skriv vad som ska göras."),
        ({"due_on": "2024-09-11"}, "Det är före den gemensamma analysen, 2024-09-12."),
        ({"kind": "strunta i"}, "Välj något i listan."),
    ],
)
def test_what_a_decision_must_have(
    values: dict[str, str],
    message: str,
    intervention: Intervention,
    planner: User,
    sign_in: SignIn,
) -> None:
    JointAnalysisFactory(intervention=intervention)
    FindingFactory(intervention=intervention, position=1)
    sent = {"kind": "act_elsewhere", "text": "Ny mall", "owner": "planerare"} | values
    page = sign_in(planner).post(url("decision_edit", intervention.pk, 1), sent)
    assert message in page.content.decode()


def test_leaving_needs_nothing_more(
    intervention: Intervention, planner: User, sign_in: SignIn
) -> None:
    FindingFactory(intervention=intervention, position=1)
    sign_in(planner).post(url("decision_edit", intervention.pk, 1), {"kind": "leave"})
    assert Decision.objects.get().kind == "leave"


def test_what_is_decided_on_cannot_be_removed(
    intervention: Intervention, planner: User, sign_in: SignIn
) -> None:
    DecisionFactory(finding__intervention=intervention, finding__position=1)
    remove = url("finding_remove", intervention.pk, 1)
    page = sign_in(planner).post(remove, follow=True)
    assert "Lärdomen har ett beslut" in page.content.decode()


# --- what earlier interventions decided ---


@pytest.fixture
def planned(intervention: Intervention) -> Intervention:
    """A plan that continues an intervention with a decision."""
    return InterventionFactory(
        title="Språka 1",
        number=3,
        unit=intervention.unit,
        predecessor=intervention,
        starts_on=date(2025, 4, 1),
        ends_on=None,
    )


def test_the_checklist_stands_on_the_plans_page(
    planned: Intervention, intervention: Intervention, planner: User, sign_in: SignIn
) -> None:
    decision = DecisionFactory(finding__intervention=intervention)
    client, where = sign_in(planner), reverse("interventions:plan_detail", args=[planned.pk])
    page = client.get(where).content.decode()
    assert "0 av 1 beslut besvarade" in page and decision.text in page
    CarriedAnswerFactory(decision=decision, intervention=planned)
    planned.plan.status = "approved"
    planned.plan.save()
    assert "1 av 1 beslut besvarade" in client.get(where).content.decode()


def test_the_checklist_is_not_for_those_who_do_not_approve(
    planned: Intervention, intervention: Intervention, caseworker: User, sign_in: SignIn
) -> None:
    DecisionFactory(finding__intervention=intervention)
    page = sign_in(caseworker).get(reverse("interventions:plan_detail", args=[planned.pk]))
    assert "Från tidigare insatser" not in page.content.decode()


def test_an_approved_plan_without_answers_shows_no_checklist(
    planned: Intervention, intervention: Intervention, planner: User, sign_in: SignIn
) -> None:
    DecisionFactory(finding__intervention=intervention)
    planned.plan.status = "approved"
    planned.plan.save()
    page = sign_in(planner).get(reverse("interventions:plan_detail", args=[planned.pk]))
    assert "Från tidigare insatser" not in page.content.decode()


def test_an_earlier_decision_is_answered(
    planned: Intervention, intervention: Intervention, planner: User, sign_in: SignIn
) -> None:
    decision = DecisionFactory(finding__intervention=intervention)
    client, where = sign_in(planner), url("carried_answer", planned.pk, decision.pk)
    assert "Fyll i det här fältet." in client.post(where, {"answer": "later"}).content.decode()
    answer = client.post(where, {"answer": "later", "text": "Nästa gång."})
    assert answer.url == f"{url('carried_list', planned.pk)}#beslut-{decision.pk}"
    assert CarriedAnswer.objects.get().by == planner


def test_an_earlier_decision_is_answered_with_htmx(
    planned: Intervention, intervention: Intervention, planner: User, sign_in: SignIn
) -> None:
    decision = DecisionFactory(finding__intervention=intervention)
    DecisionFactory(finding__intervention=intervention)
    client, where = sign_in(planner), url("carried_answer", planned.pk, decision.pk)
    box = client.get(where, headers=HTMX).content.decode()
    assert f'id="beslut-{decision.pk}"' in box and "<html" not in box
    sent = {"answer": "taken_up", "text": "Står i upplägget."}
    line = client.post(where, sent, headers=HTMX).content.decode()
    assert "Står i upplägget." in line and "<form" not in line
    assert "1 av 2 beslut besvarade" in line and 'hx-swap-oob="true"' in line
    assert client.get(where).context["form"].initial == sent | {"version": 1}


def test_only_the_plans_own_checklist_is_answered(
    planned: Intervention, planner: User, sign_in: SignIn
) -> None:
    other = DecisionFactory()
    page = sign_in(planner).post(url("carried_answer", planned.pk, other.pk), {"answer": "later"})
    assert page.status_code == 404


# --- parts of other rooms' pages ---


def test_the_interventions_page_sums_up(
    intervention: Intervention, planner: User, sign_in: SignIn
) -> None:
    ReportedResultFactory(intervention=intervention, answer=Answer.REACHED)
    FindingFactory(intervention=intervention, success=True)
    DecisionFactory(finding__intervention=intervention, done=True)
    FindingFactory(intervention=intervention)
    page = sign_in(planner).get(intervention.get_absolute_url()).content.decode()
    for words in ("Resultat och lärdomar", "1 nått", "En fast grupp", "Inte beslutat", "gjort"):
        assert words in page


def test_an_intervention_without_follow_up_has_no_summary(
    intervention: Intervention, planner: User, sign_in: SignIn
) -> None:
    page = sign_in(planner).get(intervention.get_absolute_url()).content.decode()
    assert "Resultat och lärdomar" not in page


def test_the_providers_page_shows_findings_over_time(
    intervention: Intervention, planner: User, sign_in: SignIn
) -> None:
    client = sign_in(planner)
    where = intervention.provider.get_absolute_url()
    assert "Lärdomar över tid" not in client.get(where).content.decode()
    theme = FindingFactory(intervention=intervention).themes.get()
    page = client.get(where).content.decode()
    assert "Lärdomar över tid" in page and theme.name in page
