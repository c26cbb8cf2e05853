"""Goals of a programme: decided, changed, kept."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from stegvis.accounts.models import User
from stegvis.core.versions import VersionConflict
from stegvis.organisations.models import Unit
from stegvis.participants.models import Programme
from stegvis.reports.actions import goals
from stegvis.reports.enums import GoalValueKind
from stegvis.reports.models import Goal, GoalValue
from stegvis.reports.project.goals import GoalHistory, Target
from tests.factories.reports import GoalFactory, GoalValueFactory
from tests.reports import project_world as worlds

SignIn = Callable[[User], Client]


@pytest.fixture
def stigen(kc: Unit) -> Programme:
    return worlds.programme(kc)


def test_a_goal_is_added_last_and_changed(
    stigen: Programme, manager: User, events: Callable[[], list[str]]
) -> None:
    goals.save(programme=stigen, by=manager, title="Antal", indicator="participants")
    goal = goals.save(programme=stigen, by=manager, title="Andel", indicator="goal_share")
    for _again in range(2):
        goals.save(programme=stigen, goal=goal, by=manager, title="Andel till arbete")
    goal.refresh_from_db()
    assert (goal.position, goal.title, goal.version) == (2, "Andel till arbete", 2)
    assert events() == ["goal.added", "goal.added", "goal.changed"]


def test_somebody_else_came_first(stigen: Programme, manager: User) -> None:
    goal = GoalFactory(programme=stigen)
    with pytest.raises(VersionConflict):
        goals.save(programme=stigen, goal=goal, by=manager, version=0, title="Annan")


def test_a_goal_has_one_name_in_its_programme(stigen: Programme, manager: User) -> None:
    GoalFactory(programme=stigen, title="Antal")
    with pytest.raises(ValidationError, match="Målet finns redan"):
        goals.save(programme=stigen, by=manager, title="Antal")


def test_a_new_decision_keeps_the_earlier_ones(
    stigen: Programme, manager: User, events: Callable[[], list[str]]
) -> None:
    """200 participants in the application, 130 after the change, and no word is lost."""
    goal = GoalFactory(programme=stigen, indicator="participants")
    told = {"goal": goal, "by": manager, "decided_by": "styrgruppen"}
    goals.set_value(value=Decimal(200), valid_from=date(2021, 5, 1), reason="Ansökan", **told)
    goals.set_value(value=Decimal(130), valid_from=date(2022, 3, 1), reason="Kapacitet", **told)
    goals.set_value(value=Decimal(130), valid_from=date(2022, 3, 1), reason="Kapacitet", **told)
    assert list(goal.values.values_list("value", "valid_from")) == [
        (200, date(2021, 5, 1)),
        (130, date(2022, 3, 1)),
    ]
    assert events() == ["goal_value.set", "goal_value.set"]


def test_the_same_day_again_corrects_but_a_reasoning_stands_beside(
    stigen: Programme, manager: User, events: Callable[[], list[str]]
) -> None:
    goal = GoalFactory(programme=stigen, indicator="hourly_persons")
    day = date(2022, 3, 1)
    goals.set_value(goal=goal, by=manager, value=Decimal(20), valid_from=day)
    goals.set_value(goal=goal, by=manager, value=Decimal(21), valid_from=day)
    goals.set_value(
        goal=goal,
        by=manager,
        value=Decimal(11),
        valid_from=day,
        kind=GoalValueKind.REASONED,
        reason="10 % av 111",
    )
    assert list(goal.values.values_list("value", "kind")) == [(21, "decided"), (11, "reasoned")]
    assert events() == ["goal_value.set", "goal_value.corrected", "goal_value.set"]


def test_a_value_is_never_negative(stigen: Programme, manager: User) -> None:
    goal = GoalFactory(programme=stigen)
    with pytest.raises(ValidationError):
        goals.set_value(goal=goal, by=manager, value=Decimal(-1), valid_from=date(2022, 3, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        GoalValueFactory(goal=goal, value=-1)


def test_one_value_a_day_and_kind() -> None:
    constraint = {one.name for one in GoalValue._meta.constraints}
    assert "goal_value_once_a_day" in constraint


@pytest.mark.parametrize(
    ("direction", "wanted", "is_reached"),
    [
        ("at_least", 60, True),
        ("at_least", 61, False),
        ("at_most", 60, True),
        ("at_most", 59, False),
    ],
)
def test_a_goal_is_reached_at_its_value(direction: str, wanted: int, is_reached: bool) -> None:
    from stegvis.analysis import examples
    from stegvis.analysis.indicators import PROGRAMME_CATALOGUE, compute

    with examples.opened() as tables:
        (share,) = compute(PROGRAMME_CATALOGUE["goal_share"], tables, period=examples.PERIOD)
    history = GoalHistory("Andel", direction, "", (), share)
    target = Target(Decimal(wanted), date(2024, 1, 1), None, False, "", "")
    assert history.is_reached(target) is is_reached
    assert GoalHistory("Andel", direction, "", (), None).is_reached(target) is None


# --- pages ---


def test_the_page_shows_the_history_with_reasons(
    stigen: Programme, planner: User, sign_in: SignIn
) -> None:
    worlds.goals(stigen)
    page = sign_in(planner).get(reverse("reports:goal_list", args=["stigen"])).content.decode()
    for words in ("Ansökan", "Lång startsträcka", "styrgruppen", "Resonemang i efterhand"):
        assert words in page
    assert "Inget tal i systemet mäter målet." in page
    assert "Andel till arbete eller studier" in page
    assert reverse("reports:goal_create", args=["stigen"]) not in page


def test_a_programme_without_goals(stigen: Programme, manager: User, sign_in: SignIn) -> None:
    page = sign_in(manager).get(reverse("reports:goal_list", args=["stigen"])).content.decode()
    assert "Verksamheten har inga mål än." in page


def test_a_manager_decides(stigen: Programme, manager: User, sign_in: SignIn) -> None:
    client = sign_in(manager)
    create = reverse("reports:goal_create", args=["stigen"])
    assert client.get(create).status_code == 200
    client.post(create, {"title": "Antal", "indicator": "participants", "direction": "at_least"})
    goal = Goal.objects.get()
    value = reverse("reports:goal_value", args=["stigen", goal.pk])
    assert 'value="2025-03-03"' in client.get(value).content.decode()
    client.post(value, {"value": "130", "valid_from": "2024-06-01", "kind": "decided"})
    assert goal.values.get().value == 130
    answer = client.post(
        goal.get_absolute_url(),
        {"title": "Deltagare", "indicator": "", "direction": "at_least", "version": "1"},
    )
    goal.refresh_from_db()
    assert (answer.status_code, goal.title, goal.indicator) == (302, "Deltagare", "")


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"value": "-1"}, "större än eller lika med 0"),
        ({"value": "många"}, "Skriv ett tal"),
        ({"value": "5", "valid_from": "1 mars"}, "Skriv datumet"),
    ],
)
def test_what_is_wrong_is_said(
    values: dict[str, str], message: str, stigen: Programme, manager: User, sign_in: SignIn
) -> None:
    goal = GoalFactory(programme=stigen)
    url = reverse("reports:goal_value", args=["stigen", goal.pk])
    answer = sign_in(manager).post(url, {"valid_from": "2024-01-01", "kind": "decided"} | values)
    assert message in answer.content.decode()


def test_a_name_that_exists_is_an_error_beside_the_form(
    stigen: Programme, manager: User, sign_in: SignIn
) -> None:
    GoalFactory(programme=stigen, title="Antal")
    values = {"title": "Antal", "indicator": "", "direction": "at_least"}
    answer = sign_in(manager).post(reverse("reports:goal_create", args=["stigen"]), values)
    assert "Målet finns redan." in answer.content.decode()


@pytest.mark.parametrize("name", ["goal_create", "goal_edit", "goal_value"])
def test_others_do_not_decide(
    name: str, stigen: Programme, planner: User, person: Callable[..., User], sign_in: SignIn
) -> None:
    goal = GoalFactory(programme=stigen)
    args = ["stigen"] if name == "goal_create" else ["stigen", goal.pk]
    url = reverse(f"reports:{name}", args=args)
    assert sign_in(planner).post(url, {"title": "X"}).status_code == 403


def test_a_goal_of_another_programme_is_not_found(
    stigen: Programme, manager: User, sign_in: SignIn
) -> None:
    elsewhere = GoalFactory()
    url = reverse("reports:goal_edit", args=["stigen", elsewhere.pk])
    assert sign_in(manager).get(url).status_code == 404
