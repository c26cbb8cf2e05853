"""Every page, role by role."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from stegvis.accounts.models import User
from stegvis.followup.enums import ReportStatus
from stegvis.followup.models import Decision
from stegvis.interventions.models import Intervention
from tests.factories.followup import (
    DecisionFactory,
    FindingFactory,
    JointAnalysisFactory,
    ProviderReportFactory,
    ReportedResultFactory,
    ResultFigureFactory,
    ThemeFactory,
)
from tests.factories.interventions import (
    ExpectedResultFactory,
    InterventionFactory,
    InterventionYearFactory,
)

ROLES = ("planner", "manager", "caseworker", "provider_user", "administrator", "outsider")
SEEN = (200, 200, 200, 200, 403, 404)
WRITE_REPORT = (200, 403, 403, 200, 403, 404)
REVIEW = (200, 403, 403, 403, 403, 404)
PLANNERS = (200, 403, 403, 403, 403, 404)
APPROVERS = (200, 200, 403, 403, 403, 404)
LESSONS = (200, 200, 403, 403, 403, 200)
THEMES = (200, 403, 403, 403, 403, 200)
# url name → (what follows the intervention's number in the address, answer to each role)
OF_INTERVENTION = {
    "result_list": ([], SEEN),
    "result_edit": ([1], WRITE_REPORT),
    "other_result_create": ([], WRITE_REPORT),
    "other_result_edit": ([2], WRITE_REPORT),
    "report_detail": ([], SEEN),
    "report_edit": ([], WRITE_REPORT),
    "analysis_detail": ([], SEEN),
    "analysis_edit": ([], PLANNERS),
    "finding_create": ([], PLANNERS),
    "finding_edit": ([1], PLANNERS),
    "decision_edit": ([1], PLANNERS),
    "carried_list": ([], APPROVERS),
}
OVER_ALL = {
    "theme_list": LESSONS,
    "theme_create": THEMES,
    "decision_list": LESSONS,
}


@pytest.fixture
def told(intervention: Intervention) -> Intervention:
    """An intervention where every step has something to show."""
    predecessor = InterventionFactory(unit=intervention.unit, provider=intervention.provider)
    Intervention.objects.filter(pk=intervention.pk).update(predecessor=predecessor)
    DecisionFactory(finding__intervention=predecessor, text="Beslutat förra gången")
    answered = ReportedResultFactory(
        intervention=intervention, position=1, expected_result__position=1
    )
    ResultFigureFactory(reported_result=answered)
    ResultFigureFactory(reported_result=answered, of=None)
    ExpectedResultFactory(intervention=intervention, position=3, how="test", by_whom="l", when="v")
    ReportedResultFactory(intervention=intervention, position=2, other=True)
    ProviderReportFactory(intervention=intervention, status=ReportStatus.DRAFT)
    InterventionYearFactory(intervention=intervention)
    JointAnalysisFactory(intervention=intervention)
    DecisionFactory(finding__intervention=intervention, finding__position=1, text="Beslutat nu")
    DecisionFactory(finding__intervention=intervention, finding__position=2, done=True)
    DecisionFactory(finding__intervention=intervention, finding__position=3, left=True)
    FindingFactory(intervention=intervention, position=4)
    FindingFactory(intervention=intervention, position=5, success=True)
    return intervention


@pytest.mark.parametrize("who", range(len(ROLES)), ids=ROLES)
@pytest.mark.parametrize("name", OF_INTERVENTION)
def test_who_opens_what(
    name: str,
    who: int,
    told: Intervention,
    request: pytest.FixtureRequest,
    sign_in: Callable[[User], Client],
) -> None:
    rest, answers = OF_INTERVENTION[name]
    user = request.getfixturevalue(ROLES[who])
    page = sign_in(user).get(reverse(f"followup:{name}", args=[told.pk, *rest]))
    assert page.status_code == answers[who]


@pytest.mark.parametrize("who", range(len(ROLES)), ids=ROLES)
@pytest.mark.parametrize("name", OVER_ALL)
def test_who_opens_what_is_told_over_all(
    name: str,
    who: int,
    told: Intervention,
    request: pytest.FixtureRequest,
    sign_in: Callable[[User], Client],
) -> None:
    page = sign_in(request.getfixturevalue(ROLES[who])).get(reverse(f"followup:{name}"))
    assert page.status_code == OVER_ALL[name][who]


@pytest.mark.parametrize("who", range(len(ROLES)), ids=ROLES)
@pytest.mark.parametrize(
    ("name", "answers"),
    [("theme_detail", LESSONS), ("theme_edit", THEMES), ("theme_archive", THEMES)],
)
def test_who_opens_a_theme(
    name: str,
    answers: tuple[int, ...],
    who: int,
    db: None,
    request: pytest.FixtureRequest,
    sign_in: Callable[[User], Client],
) -> None:
    theme = ThemeFactory()
    client = sign_in(request.getfixturevalue(ROLES[who]))
    page = client.get(reverse(f"followup:{name}", args=[theme.pk]), follow=True)
    assert page.status_code == answers[who]


@pytest.mark.parametrize("who", range(len(ROLES)), ids=ROLES)
def test_who_says_that_a_decision_is_done(
    who: int,
    told: Intervention,
    request: pytest.FixtureRequest,
    sign_in: Callable[[User], Client],
) -> None:
    client = sign_in(request.getfixturevalue(ROLES[who]))
    decision = Decision.objects.get(text="Beslutat nu")
    page = client.get(reverse("followup:decision_done", args=[decision.pk]))
    assert page.status_code == PLANNERS[who]


@pytest.mark.parametrize("who", range(len(ROLES)), ids=ROLES)
def test_who_answers_an_earlier_decision(
    who: int,
    told: Intervention,
    request: pytest.FixtureRequest,
    sign_in: Callable[[User], Client],
) -> None:
    client = sign_in(request.getfixturevalue(ROLES[who]))
    decision = Decision.objects.get(text="Beslutat förra gången")
    page = client.get(reverse("followup:carried_answer", args=[told.pk, decision.pk]))
    assert page.status_code == PLANNERS[who]


@pytest.mark.parametrize(
    ("name", "answers"), [("submit", WRITE_REPORT), ("accept", REVIEW), ("hand_back", REVIEW)]
)
@pytest.mark.parametrize("who", range(len(ROLES)), ids=ROLES)
def test_who_moves_the_report(
    name: str,
    answers: tuple[int, ...],
    who: int,
    told: Intervention,
    request: pytest.FixtureRequest,
    sign_in: Callable[[User], Client],
) -> None:
    client = sign_in(request.getfixturevalue(ROLES[who]))
    page = client.get(reverse("followup:report_move", args=[told.pk, name]))
    assert page.status_code == answers[who]


def test_a_provider_sees_nothing_of_anothers(
    provider_user: User, sign_in: Callable[[User], Client]
) -> None:
    others = InterventionFactory()
    client = sign_in(provider_user)
    for name in ("result_list", "report_detail", "report_edit", "analysis_detail"):
        assert client.get(reverse(f"followup:{name}", args=[others.pk])).status_code == 404


def test_a_provider_reads_the_joint_analysis_without_doors_to_the_orderers_pages(
    told: Intervention, provider_user: User, sign_in: Callable[[User], Client]
) -> None:
    page = sign_in(provider_user).get(reverse("followup:analysis_detail", args=[told.pk]))
    assert "/larande/" not in page.content.decode()


@pytest.mark.parametrize(
    "url", ["rapport/finns-inte/", "tidigare-beslut/0/", "gemensam-analys/lardom/99/"]
)
def test_what_does_not_exist_is_not_found(
    url: str, told: Intervention, planner: User, sign_in: Callable[[User], Client]
) -> None:
    assert sign_in(planner).get(f"/insatser/{told.pk}/{url}").status_code == 404


def test_a_report_that_is_not_begun_has_no_moves(
    intervention: Intervention, planner: User, sign_in: Callable[[User], Client]
) -> None:
    url = reverse("followup:report_move", args=[intervention.pk, "submit"])
    assert sign_in(planner).get(url).status_code == 404


@pytest.mark.parametrize("name", ["result_list", "report_detail", "analysis_detail"])
def test_pages_stand_empty(
    name: str, intervention: Intervention, planner: User, sign_in: Callable[[User], Client]
) -> None:
    page = sign_in(planner).get(reverse(f"followup:{name}", args=[intervention.pk]))
    assert page.status_code == 200


@pytest.mark.parametrize(
    "name", ["result_list", "report_detail", "analysis_detail", "carried_list"]
)
def test_the_number_of_queries_does_not_grow(
    name: str,
    intervention: Intervention,
    planner: User,
    sign_in: Callable[[User], Client],
    count_queries: Callable[[Callable[[], object]], int],
) -> None:
    predecessor = InterventionFactory(unit=intervention.unit)
    Intervention.objects.filter(pk=intervention.pk).update(predecessor=predecessor)
    client, url = sign_in(planner), reverse(f"followup:{name}", args=[intervention.pk])
    counts = []
    for _three_more in range(2):
        for result in ReportedResultFactory.create_batch(3, intervention=intervention):
            ResultFigureFactory(reported_result=result)
        for where in (intervention, predecessor):
            DecisionFactory.create_batch(3, finding__intervention=where)
        counts.append(count_queries(lambda: client.get(url)))
    assert counts[0] == counts[1]
