from datetime import date

import pytest
from django.core.exceptions import ValidationError

from stegvis.accounts.models import User
from stegvis.accounts.roles import Role
from stegvis.core.models import AuditEvent
from stegvis.organisations.actions import assignments, providers, units
from stegvis.organisations.models import Assignment, Municipality, Provider, Unit
from tests.factories.organisations import (
    AssignmentFactory,
    ProviderStaffFactory,
    UnitFactory,
    UserFactory,
)

TODAY = date(2025, 3, 3)


def events() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))


# --- municipality and units ---


def test_municipality_is_one_row(administrator: User) -> None:
    units.set_municipality(name="Provköping", by=administrator)
    units.set_municipality(name="Provstad", by=administrator)
    units.set_municipality(name="Provstad", by=administrator)
    assert Municipality.objects.get().name == "Provstad"
    assert events() == ["municipality.changed"] * 2


def test_create_unit_below_another(administrator: User, kc: Unit) -> None:
    unit = units.create(name="KC Syd", short_name="KCS", parent=kc, by=administrator)
    assert unit.path == f"{kc.path}{unit.pk}/"
    assert events() == ["unit.created"]


def test_create_unit_at_the_top(administrator: User) -> None:
    unit = units.create(name="Ny", short_name="Ny", by=administrator)
    assert unit.path == f"{unit.pk}/"


def test_move_takes_the_units_below_along(administrator: User, kc: Unit, cfa: Unit) -> None:
    below = UnitFactory(parent=kc)
    furthest = UnitFactory(parent=below)
    units.change(unit=kc, parent=cfa, by=administrator)
    paths = {unit.pk: unit.path for unit in Unit.objects.all()}
    assert paths[kc.pk] == f"{cfa.path}{kc.pk}/"
    assert paths[furthest.pk] == f"{cfa.path}{kc.pk}/{below.pk}/{furthest.pk}/"
    assert events() == ["unit.changed"]


def test_move_to_the_top(administrator: User, kc: Unit) -> None:
    assert units.change(unit=kc, parent=None, by=administrator).path == f"{kc.pk}/"


@pytest.mark.parametrize("goal", ["itself", "below"])
def test_a_unit_cannot_end_up_below_itself(goal: str, administrator: User, kc: Unit) -> None:
    below = UnitFactory(parent=UnitFactory(parent=kc))
    with pytest.raises(ValidationError, match="sig själv"):
        units.change(unit=kc, parent=kc if goal == "itself" else below, by=administrator)
    assert events() == []


def test_unchanged_unit_is_no_event(administrator: User, kc: Unit) -> None:
    units.change(unit=kc, name=kc.name, is_archived=False, by=administrator)
    assert events() == []


def test_archive_and_restore_unit(administrator: User, kc: Unit) -> None:
    assert units.change(unit=kc, is_archived=True, by=administrator).archived_at
    assert units.change(unit=kc, is_archived=False, by=administrator).archived_at is None
    assert events() == ["unit.changed"] * 2


def test_unit_with_units_in_use_is_not_archived(
    administrator: User, department: Unit, kc: Unit
) -> None:
    with pytest.raises(ValidationError, match="Flytta eller arkivera dem först"):
        units.change(unit=department, is_archived=True, by=administrator)


# --- providers and staff ---


def test_create_provider(planner: User) -> None:
    provider = providers.create(name="Cuben", kind="external", by=planner)
    assert (provider.pk is not None, events()) == (True, ["provider.created"])


def test_change_and_archive_provider(planner: User, provider: Provider) -> None:
    providers.change(provider=provider, name="Nytt namn", is_archived=True, by=planner)
    provider.refresh_from_db()
    assert (provider.name, bool(provider.archived_at)) == ("Nytt namn", True)
    assert events() == ["provider.changed"]


def test_unchanged_provider_is_no_event(planner: User, provider: Provider) -> None:
    providers.change(provider=provider, name=provider.name, is_archived=False, by=planner)
    assert events() == []


def test_staff_come_change_and_leave(planner: User, provider: Provider) -> None:
    person = providers.add_staff(
        provider=provider, name="Lärare A", role="lärare", started_on=date(2024, 1, 1), by=planner
    )
    providers.change_staff(person=person, role="rektor", by=planner)
    providers.change_staff(person=person, role="rektor", by=planner)
    providers.end_staff(person=person, ended_on=date(2025, 1, 31), by=planner)
    providers.end_staff(person=person, ended_on=date(2025, 1, 31), by=planner)
    person.refresh_from_db()
    assert (person.role, person.ended_on) == ("rektor", date(2025, 1, 31))
    assert events() == [
        "provider_staff.added",
        "provider_staff.changed",
        "provider_staff.ended",
    ]


def test_staff_cannot_leave_before_they_came(planner: User) -> None:
    person = ProviderStaffFactory(started_on=date(2024, 1, 1))
    with pytest.raises(ValidationError, match="före startdatum"):
        providers.end_staff(person=person, ended_on=date(2023, 12, 31), by=planner)


# --- assignments ---


def test_create_assignment(administrator: User, kc: Unit) -> None:
    user = UserFactory()
    assignments.create(user=user, role=Role.CASEWORKER, unit=kc, starts_on=TODAY, by=administrator)
    assert (user.may("order_edit"), events()) == (True, ["assignment.created"])


def test_wrong_place_for_the_role_is_refused(administrator: User, kc: Unit) -> None:
    with pytest.raises(ValidationError, match="hör till en leverantör"):
        assignments.create(
            user=UserFactory(),
            role=Role.PROVIDER_STAFF,
            unit=kc,
            starts_on=TODAY,
            by=administrator,
        )


def test_end_lasts_through_the_day(administrator: User) -> None:
    assignment = AssignmentFactory()
    assignments.end(assignment=assignment, ends_on=TODAY, by=administrator)
    assert assignment.user.may("plan_edit")
    assert events() == ["assignment.ended"]


def test_end_on_the_same_day_again_is_no_event(administrator: User) -> None:
    assignment = AssignmentFactory(ends_on=TODAY)
    assignments.end(assignment=assignment, ends_on=TODAY, by=administrator)
    assert events() == []


def test_stop_ends_access_at_once(administrator: User) -> None:
    assignment = AssignmentFactory()
    assignments.stop(assignment=assignment, today=TODAY, by=administrator)
    assert not User.objects.get(pk=assignment.user_id).may("plan_edit")
    assert Assignment.objects.get(pk=assignment.pk).ends_on == date(2025, 3, 2)
    assert events() == ["assignment.stopped"]


def test_stop_takes_away_what_began_today(administrator: User) -> None:
    assignment = AssignmentFactory(starts_on=TODAY)
    assignments.stop(assignment=assignment, today=TODAY, by=administrator)
    assert not assignment.user.assignments.exists()
    assert AuditEvent.objects.get().reason == "2025-03-03 – "


def test_nobody_changes_their_own_assignments(administrator: User, kc: Unit) -> None:
    own = administrator.assignments.get()
    with pytest.raises(ValidationError, match="egna uppdrag"):
        assignments.create(
            user=administrator, role=Role.PLANNER, unit=kc, starts_on=TODAY, by=administrator
        )
    with pytest.raises(ValidationError, match="egna uppdrag"):
        assignments.stop(assignment=own, today=TODAY, by=administrator)
    with pytest.raises(ValidationError, match="egna uppdrag"):
        assignments.end(assignment=own, ends_on=TODAY, by=administrator)
    assert events() == []
