from collections.abc import Callable

import pytest
from django.test import Client

from stegvis.accounts.models import User
from stegvis.accounts.roles import Role
from stegvis.core.models import AuditEvent
from stegvis.organisations.models import Unit
from stegvis.participants.models import Enrolment
from tests.factories.organisations import AssignmentFactory, UserFactory
from tests.factories.participants import EnrolmentFactory


@pytest.fixture
def working(caseworker: User, sign_in: Callable[[User], Client]) -> Client:
    """The caseworker at KC, signed in."""
    return sign_in(caseworker)


@pytest.fixture
def elsewhere(cfa: Unit) -> User:
    """A caseworker of another unit: sees employers, but not KC's participants."""
    user = UserFactory(name="Handläggare CFA")
    AssignmentFactory(user=user, role=Role.CASEWORKER, unit=cfa, provider=None)
    return user


@pytest.fixture
def enrolment(kc: Unit, caseworker: User) -> Enrolment:
    return EnrolmentFactory(programme__unit=kc, caseworker=caseworker)


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
