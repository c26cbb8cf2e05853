"""A participant in an intervention: the steps, the database's rules, and counts without names."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from stegvis.accounts.models import User
from stegvis.accounts.roles import Role
from stegvis.core.models import AuditEvent
from stegvis.core.steps import StepRefused, open_steps
from stegvis.interventions import registered
from stegvis.interventions.actions import registrations as actions
from stegvis.interventions.enums import REGISTRATION_STEPS, RegistrationStatus
from stegvis.interventions.models import Intervention, Registration
from stegvis.organisations.models import Provider, Unit
from stegvis.participants.models import Enrolment
from tests.factories.interventions import (
    GroupFactory,
    InterventionFactory,
    InterventionYearFactory,
    RegistrationFactory,
)
from tests.factories.organisations import AssignmentFactory, UserFactory
from tests.factories.participants import EnrolmentFactory

ON = date(2025, 3, 3)


@pytest.fixture
def by(db: None) -> User:
    return UserFactory()


@pytest.fixture
def enrolment(db: None) -> Enrolment:
    return EnrolmentFactory()


@pytest.fixture
def intervention(kc: Unit, provider: Provider) -> Intervention:
    return InterventionFactory(
        unit=kc, provider=provider, starts_on=date(2025, 1, 13), ends_on=date(2025, 6, 5)
    )


def events() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))


# --- registering ---


def test_a_participant_is_registered_once(
    enrolment: Enrolment, intervention: Intervention, by: User
) -> None:
    values: dict[str, Any] = {"enrolment": enrolment, "intervention": intervention, "by": by}
    made = actions.register(**values, registered_on=ON)
    assert (made.status, made.by, made.group) == (RegistrationStatus.REGISTERED, by, None)
    assert events() == ["registration.registered"]
    with pytest.raises(ValidationError, match="redan anmäld till insatsen"):
        actions.register(**values, registered_on=ON)


def test_once_in_each_group(enrolment: Enrolment, intervention: Intervention, by: User) -> None:
    groups = [GroupFactory(intervention=intervention) for _ in range(2)]
    values: dict[str, Any] = {"enrolment": enrolment, "intervention": intervention, "by": by}
    for group in groups:
        actions.register(**values, group=group, registered_on=ON)
    with pytest.raises(ValidationError, match="redan anmäld till gruppen"):
        actions.register(**values, group=groups[0], registered_on=ON)
    assert str(Registration.objects.first()) == f"{intervention}, {groups[0]}"


def test_a_group_of_another_intervention_is_refused(
    enrolment: Enrolment, intervention: Intervention, by: User
) -> None:
    with pytest.raises(ValidationError, match="annan insats"):
        actions.register(
            enrolment=enrolment,
            intervention=intervention,
            group=GroupFactory(),
            registered_on=ON,
            by=by,
        )


@pytest.mark.parametrize("what", ["intervention", "group"])
def test_nobody_is_registered_in_what_is_cancelled(
    what: str, enrolment: Enrolment, intervention: Intervention, by: User
) -> None:
    if what == "intervention":
        intervention.status = "cancelled"
    reason = "För få" if what == "group" else ""
    group = GroupFactory(intervention=intervention, cancel_reason=reason)
    with pytest.raises(ValidationError, match="inställd"):
        actions.register(
            enrolment=enrolment, intervention=intervention, group=group, registered_on=ON, by=by
        )


def test_nobody_is_registered_after_the_exit(intervention: Intervention, by: User) -> None:
    over = EnrolmentFactory(ends_on=date(2025, 3, 2))
    values: dict[str, Any] = {"enrolment": over, "intervention": intervention, "by": by}
    with pytest.raises(ValidationError, match="avslutad"):
        actions.register(**values, registered_on=ON)
    actions.register(**values, registered_on=date(2025, 3, 2))  # the last day is a day


# --- steps ---

TRAITS = {
    RegistrationStatus.REGISTERED: {},
    RegistrationStatus.STARTED: {"started": True},
    RegistrationStatus.COMPLETED: {"completed": True},
    RegistrationStatus.DROPPED_OUT: {"dropped_out": True},
    RegistrationStatus.NO_SHOW: {"no_show": True},
    RegistrationStatus.WITHDRAWN: {"status": "withdrawn", "ended_on": date(2025, 1, 10)},
}
MOVES: dict[str, Callable[..., Registration]] = {
    "start": lambda **k: actions.start(**k, on=ON),
    "no_show": lambda **k: actions.no_show(**k, on=ON),
    "withdraw": lambda **k: actions.withdraw(**k, on=ON),
    "complete": lambda **k: actions.complete(**k, on=ON),
    "drop_out": lambda **k: actions.drop_out(**k, on=ON, reason="Jobb"),
    "back": actions.back,
    "resume": actions.resume,
}


def test_every_step_has_its_action() -> None:
    assert {step.name for step in REGISTRATION_STEPS} == MOVES.keys()


@pytest.mark.parametrize("status", RegistrationStatus)
@pytest.mark.parametrize("step", REGISTRATION_STEPS, ids=lambda step: step.name)
def test_each_step_from_each_status(step: Any, status: RegistrationStatus, by: User) -> None:
    """As the table says, with one event; refused without a trace from everywhere else."""
    row = RegistrationFactory(**TRAITS[status])
    if status in step.sources:
        moved = MOVES[step.name](registration=row, by=by)
        assert moved.status == step.target
        assert events() == [f"registration.{step.name}"]
    else:
        with pytest.raises(StepRefused):
            MOVES[step.name](registration=row, by=by)
        assert events() == []


def test_nothing_is_a_dead_end() -> None:
    assert [one for one in RegistrationStatus if not open_steps(REGISTRATION_STEPS, one)] == []


def test_days_and_reasons_are_kept_and_taken_back(by: User) -> None:
    row = RegistrationFactory()
    actions.start(registration=row, by=by, on=date(2025, 1, 20))
    left = actions.drop_out(registration=row, by=by, on=date(2025, 2, 3), reason="Sjuk")
    assert (left.started_on, left.ended_on, left.reason) == (
        date(2025, 1, 20),
        date(2025, 2, 3),
        "Sjuk",
    )
    again = actions.resume(registration=row, by=by)
    assert (again.started_on, again.ended_on, again.reason) == (date(2025, 1, 20), None, "")
    undone = actions.back(registration=row, by=by)
    assert (undone.started_on, undone.ended_on) == (None, None)


def test_the_log_hides_the_reason(by: User) -> None:
    actions.drop_out(registration=RegistrationFactory(started=True), by=by, on=ON, reason="Sjuk")
    assert AuditEvent.objects.get().changes["reason"] == ["•••", "•••"]


def test_days_come_in_order(by: User) -> None:
    row = RegistrationFactory()  # registered 7 January
    with pytest.raises(ValidationError, match="i ordning"):
        actions.start(registration=row, by=by, on=date(2025, 1, 6))
    actions.start(registration=row, by=by, on=date(2025, 1, 7))
    with pytest.raises(ValidationError, match="i ordning"):
        actions.complete(registration=row, by=by, on=date(2025, 1, 6))


# --- what the database refuses ---


@pytest.mark.parametrize(
    "values",
    [
        {"status": "registered", "started_on": ON},
        {"status": "started"},
        {"status": "started", "started_on": ON, "ended_on": ON},
        {"status": "no_show"},
        {"status": "withdrawn", "started_on": ON, "ended_on": ON},
        {"status": "completed", "ended_on": ON},
        {"status": "completed", "started_on": ON},
        {"status": "dropped_out", "started_on": ON, "ended_on": ON, "reason": ""},
        {"status": "started", "started_on": date(2025, 1, 6)},
        {"status": "no_show", "ended_on": date(2025, 1, 6)},
        {"status": "completed", "started_on": ON, "ended_on": date(2025, 3, 2)},
    ],
    ids=str,
)
def test_the_database_refuses(values: dict[str, Any], db: None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        RegistrationFactory(**values)


@pytest.mark.parametrize("in_group", [True, False])
def test_the_database_refuses_twice(in_group: bool, enrolment: Enrolment) -> None:
    group = GroupFactory()
    values = {
        "enrolment": enrolment,
        "intervention": group.intervention,
        "group": group if in_group else None,
    }
    RegistrationFactory(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        RegistrationFactory(**values)


# --- who sees what ---


def test_rows_are_seen_by_those_who_see_the_participant(
    kc: Unit, caseworker: User, planner: User, provider_user: User, intervention: Intervention
) -> None:
    own = RegistrationFactory(
        enrolment__programme__unit=kc, enrolment__unit=kc, intervention=intervention
    )
    RegistrationFactory(intervention=intervention)  # a participant of another unit
    assert list(Registration.objects.visible_to(caseworker)) == [own]
    for user in (planner, provider_user):
        assert not Registration.objects.visible_to(user).exists()


def test_others_see_counts_on_the_page_of_the_intervention(
    kc: Unit,
    planner: User,
    provider_user: User,
    intervention: Intervention,
    client: Client,
) -> None:
    row = RegistrationFactory(intervention=intervention, started=True)
    RegistrationFactory(intervention=intervention)
    for user in (planner, provider_user):
        client.force_login(user)
        page = client.get(intervention.get_absolute_url()).content.decode()
        assert "Anmälda i Stegvis" in page
        assert str(row.enrolment.participant) not in page


def test_without_registrations_there_is_no_panel(
    planner: User, intervention: Intervention, client: Client
) -> None:
    client.force_login(planner)
    assert "Anmälda i Stegvis" not in client.get(intervention.get_absolute_url()).content.decode()


# --- counts ---


@pytest.fixture
def counted(intervention: Intervention) -> registered.Registered:
    for traits in TRAITS.values():
        RegistrationFactory(intervention=intervention, **traits)
    RegistrationFactory(intervention=intervention, completed=True)
    return registered.of_intervention(intervention)


def test_rule_2_holds(counted: registered.Registered) -> None:
    """registered = not begun + no-show + withdrawn + started, and what started is accounted for."""
    assert dict(counted.figures) == {
        "Anmälda": 7,
        "Inte börjat än": 1,
        "Uteblev": 1,
        "Återtog före start": 1,
        "Startade": 4,
        "Avbrott": 1,
        "Fullföljda": 2,
        "Pågående": 1,
    }


def test_differences_from_what_was_reported_are_told_in_words(
    counted: registered.Registered, intervention: Intervention
) -> None:
    years = [
        InterventionYearFactory(intervention=intervention, year=2024, started=3, completed=2),
        InterventionYearFactory(intervention=intervention, year=2025, started=2, registered=7),
    ]
    assert registered.differences(counted, years) == [
        "Startade: 5 enligt redovisningen, 4 i Stegvis."
    ]


def test_what_was_not_reported_does_not_differ(
    counted: registered.Registered, intervention: Intervention
) -> None:
    assert registered.differences(counted, []) == []
    year = InterventionYearFactory(intervention=intervention, dropped_out=0)
    assert registered.differences(counted, [year]) == [
        "Avbrott: 0 enligt redovisningen, 1 i Stegvis."
    ]


def test_the_page_says_so(
    counted: registered.Registered, intervention: Intervention, planner: User, client: Client
) -> None:
    InterventionYearFactory(intervention=intervention, year=2025, started=9)
    client.force_login(planner)
    page = client.get(intervention.get_absolute_url()).content.decode()
    assert "Startade: 9 enligt redovisningen, 4 i Stegvis." in page


def test_what_can_be_chosen_costs_the_same_for_any_number(
    kc: Unit, caseworker: User, count_queries: Callable[[Callable[[], Any]], int]
) -> None:
    def choices() -> list[str]:
        found = registered.open_to_registration(caseworker, today=ON)
        return [str(group) for one in found for group in one.groups.all()]

    for _ in range(3):
        GroupFactory(intervention=InterventionFactory(unit=kc, ends_on=ON))
    assert len(choices()) == 3
    three = count_queries(choices)
    for _ in range(3):
        GroupFactory(intervention=InterventionFactory(unit=kc, ends_on=ON))
    assert count_queries(choices) == three


def test_the_page_of_step_forms_is_a_caseworkers(
    kc: Unit, intervention: Intervention, client: Client
) -> None:
    """The interventions' own people move nobody along."""
    row = RegistrationFactory(
        enrolment__programme__unit=kc, enrolment__unit=kc, intervention=intervention
    )
    client.force_login(AssignmentFactory(role=Role.PLANNER, unit=kc).user)
    url = reverse("casework:registration_move", args=[row.pk, "start"])
    assert client.post(url, {"on": "2025-03-03"}).status_code == 403
