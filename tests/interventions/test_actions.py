"""What the actions promise: effect, one event in the change log, refusals."""

from datetime import date
from decimal import Decimal

import pytest

from stegvis.accounts.models import User
from stegvis.agreements.enums import PriceModel
from stegvis.core.models import AuditEvent
from stegvis.core.steps import StepRefused
from stegvis.core.versions import VersionConflict
from stegvis.interventions import checks
from stegvis.interventions.actions import (
    catalogue,
    delivery,
    dialogue,
    interventions,
    orders,
    plans,
    steps,
)
from stegvis.interventions.enums import (
    ORDER_STEPS,
    PATH,
    PLAN_STEPS,
    STEP_MOVES,
    ChangeKind,
    CountingUnit,
    InterventionStatus,
    InterventionStep,
    OrderStatus,
    PlannedRule,
    PlanStatus,
    StepStatus,
)
from stegvis.interventions.models import Intervention, InterventionYear, StepRecord
from stegvis.organisations.models import Unit
from tests.factories.interventions import (
    CatalogueEntryFactory,
    CategoryFactory,
    CostFactory,
    DeliveryStaffFactory,
    DialogueDecisionFactory,
    DialogueMeetingFactory,
    ExpectedResultFactory,
    GroupFactory,
    InterventionFactory,
    ReportedCountFactory,
)
from tests.factories.organisations import ProviderStaffFactory

pytestmark = pytest.mark.django_db


def events() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))


def status_of(intervention: Intervention, step: InterventionStep) -> str:
    return StepRecord.objects.get(intervention=intervention, step=step).status


def test_create_makes_the_order_the_plan_and_seven_steps(planner: User, kc: Unit) -> None:
    intervention = interventions.create(
        by=planner,
        title="Språka 1",
        unit=kc,
        category=CategoryFactory(),
        starts_on=date(2025, 6, 1),
        order={"need": "Mer svenska."},
    )
    assert intervention.order.need == "Mer svenska."
    assert intervention.steps.count() == len(PATH) == 7
    due = intervention.steps.get(step=InterventionStep.PLAN).due_on
    assert due == date(2025, 5, 11)
    assert events() == ["intervention.created"]


def test_change_moves_the_days_when_steps_are_due_and_counts_versions(planner: User) -> None:
    intervention = InterventionFactory()
    changed = interventions.change(
        intervention=intervention, by=planner, version=1, ends_on=date(2024, 8, 31)
    )
    assert changed.version == 2
    assert changed.steps.get(step=InterventionStep.DELIVERY).due_on == date(2024, 8, 31)
    with pytest.raises(VersionConflict):
        interventions.change(intervention=intervention, by=planner, version=1, title="Ny")


def test_a_change_of_nothing_writes_nothing(planner: User) -> None:
    intervention = InterventionFactory()
    interventions.change(intervention=intervention, by=planner, title=intervention.title)
    assert events() == []


def test_successor_continues_number_plan_and_expected_results(planner: User) -> None:
    third = InterventionFactory(title="Språka 1", number=3)
    third.plan.purpose = "Tala mer"
    third.plan.planned_text, third.plan.planned_low, third.plan.planned_high = "ca 15", 15, 15
    third.plan.save()
    ExpectedResultFactory(intervention=third, position=1, text="Kan fråga på jobbet")
    fourth = interventions.create_successor(predecessor=third, by=planner)
    assert (fourth.number, fourth.predecessor, str(fourth)) == (4, third, "Språka 1, nr 4")
    assert (fourth.plan.purpose, fourth.plan.planned_high) == ("Tala mer", 15)
    assert [line.text for line in fourth.expected_results.all()] == ["Kan fråga på jobbet"]
    assert fourth.plan.status == PlanStatus.DRAFT
    assert events() == ["intervention.continued"]


def test_cancel_and_resume(planner: User) -> None:
    intervention = InterventionFactory()
    cancelled = interventions.cancel(intervention=intervention, by=planner, reason="För få anmälda")
    assert cancelled.status == InterventionStatus.CANCELLED
    with pytest.raises(StepRefused):
        interventions.cancel(intervention=intervention, by=planner, reason="Igen")
    with pytest.raises(StepRefused):
        steps.move(intervention=intervention, step=InterventionStep.PLAN, name="start", by=planner)
    resumed = interventions.resume(intervention=intervention, by=planner)
    assert (resumed.status, resumed.cancel_reason) == (InterventionStatus.ACTIVE, "")
    with pytest.raises(StepRefused):
        interventions.resume(intervention=intervention, by=planner)
    assert events() == ["intervention.cancelled", "intervention.resumed"]


@pytest.mark.parametrize("move", STEP_MOVES, ids=lambda move: move.name)
@pytest.mark.parametrize("status", StepStatus)
def test_a_step_moves_only_from_its_sources(
    move: object, status: StepStatus, planner: User
) -> None:
    intervention = InterventionFactory()
    record = intervention.steps.get(step=InterventionStep.DIALOGUE)
    record.status = status
    record.reason = "Liten insats" if status == StepStatus.SKIPPED else ""
    record.save()

    def attempt() -> StepRecord:
        return steps.move(
            intervention=intervention,
            step=InterventionStep.DIALOGUE,
            name=move.name,  # type: ignore[attr-defined]
            by=planner,
            reason="Liten insats",
            unchecked=True,
        )

    if status in move.sources:  # type: ignore[attr-defined]
        assert attempt().status == move.target  # type: ignore[attr-defined]
    else:
        with pytest.raises(StepRefused):
            attempt()


def test_a_step_is_skipped_only_with_a_reason_and_only_where_it_may(planner: User) -> None:
    intervention = InterventionFactory()
    with pytest.raises(StepRefused, match="varför"):
        steps.move(intervention=intervention, step=InterventionStep.REPORT, name="skip", by=planner)
    with pytest.raises(StepRefused, match="hoppa över"):
        steps.move(
            intervention=intervention,
            step=InterventionStep.PLAN,
            name="skip",
            by=planner,
            reason="Bråttom",
        )


def test_a_step_is_not_finished_while_something_is_missing(planner: User) -> None:
    intervention = InterventionFactory()
    with pytest.raises(StepRefused, match="Inget möte"):
        steps.move(
            intervention=intervention, step=InterventionStep.DIALOGUE, name="finish", by=planner
        )


def test_the_intervention_stands_at_its_first_open_step_and_closes_after_the_last(
    planner: User,
) -> None:
    intervention = InterventionFactory()
    for definition in PATH:
        intervention.refresh_from_db()
        assert intervention.current_step == definition.step
        steps.move(
            intervention=intervention,
            step=definition.step,
            name="finish",
            by=planner,
            unchecked=True,
        )
    intervention.refresh_from_db()
    assert intervention.status == InterventionStatus.CLOSED


def _filled_order(intervention: Intervention, by: User) -> None:
    orders.change(
        order=intervention.order,
        by=by,
        need="Deltagarna behöver tala mer.",
        target_group="Sfi B och C",
        asked_by_role="enhetschef",
        number_text="ca 15",
    )


def test_an_accepted_order_finishes_step_one_and_starts_the_plan(planner: User) -> None:
    intervention = InterventionFactory()
    _filled_order(intervention, planner)
    orders.move(order=intervention.order, name="send", by=planner)
    order = orders.move(order=intervention.order, name="accept", by=planner, note="Bra.")
    assert (order.status, order.decided_by) == (OrderStatus.ACCEPTED, planner)
    assert status_of(intervention, InterventionStep.ORDER) == StepStatus.DONE
    plan = Intervention.objects.get(pk=intervention.pk).plan
    assert (plan.target_group, plan.planned_high, plan.planned_rule) == (
        "Sfi B och C",
        15,
        PlannedRule.ABOUT,
    )
    assert events() == ["order.changed", "order.send", "order.accept"]


def test_an_empty_order_is_not_sent(planner: User) -> None:
    with pytest.raises(StepRefused, match="Fyll i"):
        orders.move(order=InterventionFactory().order, name="send", by=planner)


@pytest.mark.parametrize("step", ORDER_STEPS, ids=lambda step: step.name)
@pytest.mark.parametrize("status", OrderStatus)
def test_an_order_moves_only_from_its_sources(
    step: object, status: OrderStatus, planner: User
) -> None:
    intervention = InterventionFactory()
    _filled_order(intervention, planner)
    type(intervention.order).objects.update(status=status)
    name, sources = step.name, step.sources  # type: ignore[attr-defined]
    if status in sources:
        moved = orders.move(order=intervention.order, name=name, by=planner)
        assert moved.status == step.target  # type: ignore[attr-defined]
    else:
        with pytest.raises(StepRefused):
            orders.move(order=intervention.order, name=name, by=planner)


def _complete_plan(intervention: Intervention, by: User) -> None:
    plans.change(
        plan=intervention.plan,
        by=by,
        purpose="Tala mer svenska",
        set_up="Två grupper",
        planned_text="30–35",
        group_dynamics="Fasta grupper",
        participants_say="Val av teman",
        price_model=PriceModel.PER_PARTICIPANT,
        unit_price=Decimal(10_000),
        quantity=Decimal(30),
    )
    plans.add_expected_result(
        intervention=intervention,
        by=by,
        text="Kan fråga på jobbet",
        change_kind=ChangeKind.SKILL,
        how="matris",
        by_whom="läraren",
        when="vid slutet",
    )


def test_a_plan_is_priced_read_and_approved(planner: User) -> None:
    intervention = InterventionFactory()
    _complete_plan(intervention, planner)
    plan = plans.move(plan=intervention.plan, name="approve", by=planner)
    assert plan.planned_cost == Decimal(300_000)
    assert (plan.planned_low, plan.planned_high) == (30, 35)
    assert (plan.status, plan.approved_by) == (PlanStatus.APPROVED, planner)
    assert status_of(intervention, InterventionStep.PLAN) == StepStatus.DONE


def test_an_approved_plan_is_changed_only_after_it_is_opened(planner: User) -> None:
    intervention = InterventionFactory()
    _complete_plan(intervention, planner)
    plans.move(plan=intervention.plan, name="approve", by=planner)
    with pytest.raises(StepRefused, match="godkänt"):
        plans.change(plan=intervention.plan, by=planner, purpose="Annat")
    reopened = plans.move(plan=intervention.plan, name="reopen", by=planner)
    assert (reopened.status, reopened.approved_by) == (PlanStatus.DRAFT, None)
    assert status_of(intervention, InterventionStep.PLAN) == StepStatus.ONGOING


def test_a_vague_expected_result_stops_the_approval(planner: User) -> None:
    intervention = InterventionFactory()
    _complete_plan(intervention, planner)
    line = intervention.expected_results.get()
    plans.change_expected_result(expected_result=line, by=planner, when="")
    with pytest.raises(StepRefused, match="Hur, av vem eller när saknas"):
        plans.move(plan=intervention.plan, name="approve", by=planner)
    plans.remove_expected_result(expected_result=line, by=planner)
    assert "Det finns inga förväntade resultat." in checks.missing(
        Intervention.objects.get(pk=intervention.pk), InterventionStep.PLAN
    )


@pytest.mark.parametrize("step", PLAN_STEPS, ids=lambda step: step.name)
@pytest.mark.parametrize("status", PlanStatus)
def test_a_plan_moves_only_from_its_sources(
    step: object, status: PlanStatus, planner: User
) -> None:
    intervention = InterventionFactory()
    _complete_plan(intervention, planner)
    type(intervention.plan).objects.update(status=status)
    if status in step.sources:  # type: ignore[attr-defined]
        moved = plans.move(plan=intervention.plan, name=step.name, by=planner)  # type: ignore[attr-defined]
        assert moved.status == step.target  # type: ignore[attr-defined]
    else:
        with pytest.raises(StepRefused):
            plans.move(plan=intervention.plan, name=step.name, by=planner)  # type: ignore[attr-defined]


def test_a_dialogue_is_done_when_held_and_understood(planner: User) -> None:
    intervention = InterventionFactory()
    dialogue.hold_meeting(
        intervention=intervention,
        by=planner,
        held_on=date(2025, 1, 20),
        purpose="Genomgång",
        participants=[{"side": "provider", "role": "lärare"}],
        decisions=[{"text": "Skicka listan", "owner": "planerare"}],
    )
    person = ProviderStaffFactory(provider=intervention.provider)
    delivering = dialogue.add_delivery_staff(intervention=intervention, staff=person, by=planner)
    dialogue.add_delivery_staff(intervention=intervention, staff=person, by=planner)
    assert status_of(intervention, InterventionStep.DIALOGUE) == StepStatus.WAITING
    dialogue.note_understood(delivery_staff=delivering, on=date(2025, 1, 21), by=planner)
    assert status_of(intervention, InterventionStep.DIALOGUE) == StepStatus.DONE
    assert events() == ["meeting.held", "delivery_staff.added", "delivery_staff.understood"]


def test_a_tick_can_be_taken_back(planner: User) -> None:
    delivering = DeliveryStaffFactory(understood_on=date(2025, 1, 21))
    taken = dialogue.note_understood(delivery_staff=delivering, on=None, by=planner)
    assert (taken.understood_on, taken.noted_by) == (None, None)


def test_a_meeting_is_changed_as_a_whole(planner: User) -> None:
    meeting = DialogueMeetingFactory()
    DialogueDecisionFactory(meeting=meeting)
    changed = dialogue.change_meeting(
        meeting=meeting,
        by=planner,
        version=1,
        purpose="Uppföljning",
        participants=[{"side": "orderer", "role": "chef"}],
        decisions=[],
    )
    assert (changed.purpose, changed.participants.count(), changed.decisions.count()) == (
        "Uppföljning",
        1,
        0,
    )
    with pytest.raises(VersionConflict):
        dialogue.change_meeting(
            meeting=meeting, by=planner, version=1, participants=[], decisions=[]
        )


def test_a_dialogue_decision_is_ticked(planner: User) -> None:
    decision = DialogueDecisionFactory()
    done = dialogue.decide_done(decision=decision, on=date(2025, 2, 1), by=planner)
    assert done.done_on == date(2025, 2, 1)
    assert events() == ["dialogue_decision.done"]


def test_counts_and_costs_are_resolved_when_written(planner: User) -> None:
    intervention = InterventionFactory()
    row = delivery.save_count(
        intervention=intervention,
        by=planner,
        year=2024,
        unit=CountingUnit.STARTS,
        planned_text="70–90",
        started=110,
        dropped_out=5,
        completed=105,
    )
    delivery.save_cost(
        intervention=intervention, by=planner, year=2024, outcome_year=Decimal(750_000)
    )
    resolved = InterventionYear.objects.get(intervention=intervention)
    assert (row.planned_low, row.planned_high) == (70, 90)
    assert (resolved.started, resolved.completed) == (110, 105)
    assert resolved.outcome_year == Decimal(750_000)
    assert events() == ["count.added", "cost.added"]


def test_the_same_counts_again_write_nothing(planner: User) -> None:
    row = ReportedCountFactory(started=5)
    delivery.save_count(intervention=row.intervention, by=planner, reported_count=row, started=5)
    cost = CostFactory(outcome_year=Decimal(5))
    delivery.save_cost(
        intervention=cost.intervention, by=planner, cost=cost, outcome_year=Decimal(5)
    )
    group = GroupFactory(name="Grupp 1")
    delivery.save_group(intervention=group.intervention, by=planner, group=group, name="Grupp 1")
    assert events() == []


def test_a_removed_count_no_longer_counts(planner: User) -> None:
    row = ReportedCountFactory(started=5)
    delivery.recount([row.intervention])
    delivery.remove_count(reported_count=row, by=planner)
    assert not InterventionYear.objects.exists()
    assert events() == ["count.removed"]


def test_a_ruling_counts_from_now_on(planner: User) -> None:
    row = ReportedCountFactory(started=11, completed=10)
    delivery.rule(
        intervention=row.intervention,
        year=2024,
        code="started_unaccounted",
        measure="completed",
        value=11,
        note="Intyget kom senare.",
        by=planner,
    )
    resolved = InterventionYear.objects.get(intervention=row.intervention)
    assert (resolved.completed, resolved.completed_basis) == (11, "ruled")
    assert events() == ["discrepancy.ruled"]


def test_a_catalogue_entry_is_saved_changed_and_archived(planner: User) -> None:
    entry = catalogue.save(by=planner, name="Språkcirkel", category=CategoryFactory())
    catalogue.save(by=planner, entry=entry, description="Tolv veckor")
    catalogue.save(by=planner, entry=entry, description="Tolv veckor")
    archived = catalogue.archive(entry=CatalogueEntryFactory(), by=planner)
    assert archived.archived_at is not None
    assert events() == ["catalogue.added", "catalogue.changed", "catalogue.archived"]
