"""The chain of the issue: a decision after Språka 1 nr 2 meets the plan of nr 4, after nr 3."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError

from stegvis.accounts.models import User
from stegvis.core.steps import StepRefused
from stegvis.followup import queries
from stegvis.followup.actions import carried
from stegvis.followup.enums import CarryAnswer, DecisionKind
from stegvis.followup.models import CarriedAnswer, Decision
from stegvis.interventions import checks
from stegvis.interventions.actions import plans
from stegvis.interventions.enums import InterventionStep, PlanStatus
from stegvis.interventions.models import Intervention
from stegvis.organisations.models import Unit
from tests.factories.followup import CarriedAnswerFactory, DecisionFactory, FindingFactory
from tests.factories.interventions import (
    CatalogueEntryFactory,
    ExpectedResultFactory,
    InterventionFactory,
    TargetGroupFactory,
)

PLAN = InterventionStep.PLAN


@pytest.fixture
def third(intervention: Intervention, kc: Unit) -> Intervention:
    return InterventionFactory(
        title="Språka 1",
        number=3,
        unit=kc,
        predecessor=intervention,
        starts_on=date(2024, 10, 28),
        ends_on=date(2025, 3, 31),
    )


@pytest.fixture
def fourth(third: Intervention, kc: Unit) -> Intervention:
    """Nr 4, being planned: nothing is missing but the answers."""
    fourth = InterventionFactory(
        title="Språka 1",
        number=4,
        unit=kc,
        predecessor=third,
        starts_on=date(2025, 4, 1),
        ends_on=date(2025, 6, 30),
    )
    ExpectedResultFactory(intervention=fourth, how="matris", by_whom="läraren", when="varje månad")
    plan = fourth.plan
    for name in ("purpose", "set_up", "planned_text", "group_dynamics", "participants_say"):
        setattr(plan, name, "15")
    plan.planned_cost = Decimal(915000)
    plan.save()
    return fourth


@pytest.fixture
def decision(intervention: Intervention) -> Decision:
    """Decided after nr 2."""
    return DecisionFactory(finding__intervention=intervention)


def carried_to(intervention: Intervention) -> list[Decision | None]:
    return [one.decision for one in queries.carried_decisions(intervention)]


def test_a_decision_after_nr_2_meets_nr_4(fourth: Intervention, decision: Decision) -> None:
    assert carried_to(fourth) == [decision]
    assert "1 beslut från tidigare insatser är inte besvarat." in checks.missing(fourth, PLAN)


def test_the_plan_is_approved_only_when_each_decision_is_answered(
    fourth: Intervention, decision: Decision, intervention: Intervention, planner: User
) -> None:
    second = DecisionFactory(finding__intervention=intervention, text="Fler besök på arbetsplatser")
    for left, waiting in ((2, decision), (1, second)):
        with pytest.raises(StepRefused, match=f"{left} beslut från tidigare insatser"):
            plans.move(plan=fourth.plan, name="approve", by=planner)
        carried.answer(
            intervention=fourth,
            decision=waiting,
            by=planner,
            answer=CarryAnswer.TAKEN_UP,
            text="Står i upplägget.",
        )
    plan = plans.move(plan=fourth.plan, name="approve", by=planner)
    assert plan.status == PlanStatus.APPROVED


def test_an_answer_can_be_changed_until_the_plan_is_approved(
    fourth: Intervention, decision: Decision, planner: User, events: Callable[[], list[str]]
) -> None:
    say = {"intervention": fourth, "decision": decision, "by": planner, "text": "Nej."}
    for answer in (CarryAnswer.LATER, CarryAnswer.LATER, CarryAnswer.NOT_RELEVANT):
        given = carried.answer(answer=answer, **say)
    assert (given.answer, CarriedAnswer.objects.count()) == (CarryAnswer.NOT_RELEVANT, 1)
    assert events() == ["carried_answer.given", "carried_answer.changed"]
    fourth.plan.status = PlanStatus.APPROVED
    fourth.plan.save()
    with pytest.raises(StepRefused, match="godkänt"):
        carried.answer(answer=CarryAnswer.LATER, **say)


def test_what_is_done_left_or_done_elsewhere_is_not_carried(
    fourth: Intervention, intervention: Intervention
) -> None:
    DecisionFactory(finding__intervention=intervention, done=True)
    DecisionFactory(finding__intervention=intervention, left=True)
    DecisionFactory(finding__intervention=intervention, kind=DecisionKind.ACT_ELSEWHERE)
    assert carried_to(fourth) == []


def test_an_answer_stands_also_when_the_decision_is_done(
    fourth: Intervention, intervention: Intervention
) -> None:
    done = DecisionFactory(finding__intervention=intervention, done=True)
    answer = CarriedAnswerFactory(decision=done, intervention=fourth)
    [one] = queries.carried_decisions(fourth)
    assert (one.answer, one.needs_answer, one.given) == (answer, False, CarryAnswer.TAKEN_UP)


def test_undecided_areas_of_the_predecessors_are_shown_and_stop_nothing(
    fourth: Intervention, third: Intervention, kc: Unit
) -> None:
    finding = FindingFactory(intervention=third)
    FindingFactory(intervention=third, success=True)
    fourth.target_group = TargetGroupFactory()
    FindingFactory(intervention=InterventionFactory(unit=kc, target_group=fourth.target_group))
    [one] = queries.carried_decisions(fourth)
    assert (one.finding, one.decision, one.needs_answer, one.given) == (finding, None, False, None)


@pytest.mark.parametrize("shared", ["target_group", "catalogue_entry"])
def test_decisions_about_the_same_target_group_or_kind_are_carried(
    shared: str, fourth: Intervention, cfa: Unit
) -> None:
    same = {"target_group": TargetGroupFactory, "catalogue_entry": CatalogueEntryFactory}[shared]()
    setattr(fourth, shared, same)
    elsewhere = DecisionFactory(
        finding__intervention=InterventionFactory(unit=cfa, **{shared: same})
    )
    assert carried_to(fourth) == [elsewhere]


def test_what_began_later_or_in_another_department_is_not_earlier(
    fourth: Intervention, kc: Unit, outsider: User
) -> None:
    fourth.target_group = TargetGroupFactory()
    same = {"target_group": fourth.target_group}
    DecisionFactory(
        finding__intervention=InterventionFactory(
            unit=kc, starts_on=date(2025, 5, 1), ends_on=None, **same
        )
    )
    other = outsider.assignments.get().unit
    DecisionFactory(finding__intervention=InterventionFactory(unit=other, **same))
    assert carried_to(fourth) == []


def test_without_a_start_every_related_intervention_is_earlier(
    fourth: Intervention, decision: Decision
) -> None:
    fourth.starts_on = None
    assert carried_to(fourth) == [decision]


def test_the_nearest_predecessor_comes_first(
    fourth: Intervention, third: Intervention, decision: Decision
) -> None:
    nearer = DecisionFactory(finding__intervention=third)
    assert carried_to(fourth) == [nearer, decision]


def test_other_plans_answers_are_told(
    fourth: Intervention, third: Intervention, decision: Decision
) -> None:
    answer = CarriedAnswerFactory(decision=decision, intervention=third)
    [one] = queries.carried_decisions(fourth)
    assert (one.elsewhere, one.needs_answer) == ([answer], True)


def test_the_source_is_linked_for_those_who_may_see_it(
    fourth: Intervention, decision: Decision, planner: User, outsider: User
) -> None:
    urls = [
        one.url for user in (planner, outsider) for one in queries.carried_decisions(fourth, user)
    ]
    assert urls == [f"/insatser/{decision.finding.intervention_id}/gemensam-analys/", ""]


def test_the_number_of_queries_does_not_grow(
    fourth: Intervention,
    intervention: Intervention,
    planner: User,
    count_queries: Callable[[Callable[[], object]], int],
) -> None:
    def ask() -> object:
        fresh = Intervention.objects.select_related("unit").get(pk=fourth.pk)
        return queries.carried_decisions(fresh, planner)

    planner.may("plan_edit")  # reads the assignments
    counts = []
    for _three_more in range(2):
        for decided in DecisionFactory.create_batch(3, finding__intervention=intervention):
            CarriedAnswerFactory(decision=decided, intervention=fourth)
        counts.append(count_queries(ask))
    assert counts[0] == counts[1]


def test_the_database_keeps_one_answer_for_each_plan(
    fourth: Intervention, decision: Decision
) -> None:
    CarriedAnswerFactory(decision=decision, intervention=fourth)
    with pytest.raises(IntegrityError):
        CarriedAnswerFactory(decision=decision, intervention=fourth)
