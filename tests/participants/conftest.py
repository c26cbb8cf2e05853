from typing import Any

import pytest

from stegvis.accounts.models import User
from stegvis.accounts.roles import Role
from stegvis.organisations.models import Unit
from stegvis.participants.models import Programme
from tests.factories.organisations import AssignmentFactory, UnitFactory, UserFactory
from tests.factories.participants import ProgrammeFactory


def works_as(role: Role, unit: Unit, **values: Any) -> User:
    user = UserFactory(**values)
    AssignmentFactory(user=user, role=role, unit=unit, provider=None)
    return user


@pytest.fixture
def vamos(kc: Unit) -> Programme:
    """A programme of the caseworker's unit."""
    return ProgrammeFactory(
        unit=kc, name="Vamos", slug="vamos", capacity=30, capacity_per_caseworker=20
    )


@pytest.fixture
def elsewhere(department: Unit) -> Programme:
    """A programme of another unit in the same department."""
    unit = UnitFactory(name="Verkstan", short_name="Verkstan", parent=department)
    return ProgrammeFactory(unit=unit, name="Verkstan", slug="verkstan")


@pytest.fixture
def referrer(department: Unit) -> User:
    social_services = UnitFactory(name="Socialkontoret", short_name="Soc")
    return works_as(Role.REFERRER, social_services, name="Rut Remittent")


@pytest.fixture
def evaluator(department: Unit) -> User:
    return works_as(Role.EVALUATOR, department)


@pytest.fixture
def colleague(elsewhere: Programme) -> User:
    """A caseworker of the other unit."""
    return works_as(Role.CASEWORKER, elsewhere.unit)
