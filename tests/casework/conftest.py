from collections.abc import Callable
from datetime import date

import pytest

from stegvis.accounts.models import User
from stegvis.accounts.roles import Role
from stegvis.core.models import AuditEvent
from stegvis.organisations.models import Unit
from stegvis.participants.models import Enrolment
from tests.factories.organisations import AssignmentFactory
from tests.factories.participants import EnrolmentFactory


@pytest.fixture
def enrolment(kc: Unit, caseworker: User) -> Enrolment:
    """Active at KC since October, with the caseworker responsible."""
    return EnrolmentFactory(programme__unit=kc, caseworker=caseworker)


@pytest.fixture
def ended(kc: Unit, caseworker: User) -> Enrolment:
    ends_on = date(2025, 2, 1)
    return EnrolmentFactory(programme__unit=kc, caseworker=caseworker, ends_on=ends_on)


@pytest.fixture
def colleague(kc: Unit) -> User:
    """A second caseworker at KC."""
    return AssignmentFactory(role=Role.CASEWORKER, unit=kc).user


@pytest.fixture
def stranger(cfa: Unit) -> User:
    """A caseworker at another unit."""
    return AssignmentFactory(role=Role.CASEWORKER, unit=cfa).user


@pytest.fixture
def events(db: None) -> Callable[[], list[str]]:
    """The actions in the change log since the last time it was asked, oldest first."""
    seen = 0

    def since() -> list[str]:
        nonlocal seen
        rows = list(AuditEvent.objects.order_by("pk").values_list("pk", "action"))
        new = [action for pk, action in rows if pk > seen]
        seen = rows[-1][0] if rows else 0
        return new

    return since
