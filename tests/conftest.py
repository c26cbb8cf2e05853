"""What every test can use: people, a fixed today, strictness."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from stegvis.accounts.models import User
from stegvis.accounts.roles import Role
from stegvis.organisations.models import Municipality, Provider, Unit
from tests.factories.organisations import (
    AssignmentFactory,
    MunicipalityFactory,
    ProviderFactory,
    UnitFactory,
    UserFactory,
)

TODAY = date(2025, 3, 3)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> date:
    """It is always Monday 3 March 2025."""
    monkeypatch.setattr(timezone, "localdate", lambda *args, **kwargs: TODAY)
    return TODAY


@pytest.fixture(autouse=True)
def no_network(request: pytest.FixtureRequest) -> Iterator[None]:
    """No test reaches the network; the database and browser tests talk to this machine only."""
    from pytest_socket import enable_socket, socket_allow_hosts

    socket_allow_hosts(["127.0.0.1", "localhost", "::1"], allow_unix_socket=True)
    yield
    enable_socket()


@pytest.fixture
def department(db: None) -> Unit:
    return UnitFactory(name="Arbetsmarknadsavdelningen", short_name="AMA")


@pytest.fixture
def kc(department: Unit) -> Unit:
    return UnitFactory(
        name="Kompetenscenter", short_name="KC", parent=department, is_report_group=True
    )


@pytest.fixture
def cfa(department: Unit) -> Unit:
    return UnitFactory(
        name="Centrum för arbetsmarknadsanställningar",
        short_name="CFA",
        parent=department,
        is_report_group=True,
    )


@pytest.fixture
def provider(db: None) -> Provider:
    return ProviderFactory(name="Språkverkstan")


def _person(role: Role, **place: Any) -> User:
    user = UserFactory()
    AssignmentFactory(user=user, role=role, **{"unit": None, "provider": None, **place})
    return user


@pytest.fixture
def planner(department: Unit) -> User:
    """Plans for the whole department."""
    return _person(Role.PLANNER, unit=department)


@pytest.fixture
def manager(department: Unit) -> User:
    return _person(Role.MANAGER, unit=department)


@pytest.fixture
def caseworker(kc: Unit) -> User:
    """Works at KC only."""
    return _person(Role.CASEWORKER, unit=kc)


@pytest.fixture
def provider_user(provider: Provider) -> User:
    return _person(Role.PROVIDER_STAFF, provider=provider)


@pytest.fixture
def administrator(department: Unit) -> User:
    return _person(Role.ADMINISTRATOR, unit=department)


@pytest.fixture
def outsider(db: None) -> User:
    """A planner in another department of the same municipality."""
    return _person(Role.PLANNER, unit=UnitFactory(name="Annan avdelning", short_name="Annan"))


@pytest.fixture
def sign_in(client: Client) -> Callable[[User], Client]:
    def enter(user: User) -> Client:
        client.force_login(user)
        return client

    return enter


@pytest.fixture
def count_queries() -> Callable[[Callable[[], Any]], int]:
    """The number of queries a call makes, sign-in and session included."""

    def count(call: Callable[[], Any]) -> int:
        with CaptureQueriesContext(connection) as captured:
            call()
        return len(captured)

    return count


@pytest.fixture
def municipality(db: None) -> Municipality:
    """With the usual pattern for reference numbers: 0123/25."""
    return MunicipalityFactory()
