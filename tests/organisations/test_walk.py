"""Every page of the room, role by role."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from stegvis.accounts.models import User
from stegvis.accounts.roles import Role
from stegvis.organisations.models import Provider, Unit
from tests.factories.organisations import AssignmentFactory, ProviderStaffFactory, UserFactory

VIEWERS = {"planner", "manager"}
EDITORS = {"planner"}
ADMINISTRATORS = {"administrator"}
PEOPLE = ("planner", "manager", "caseworker", "provider_user", "administrator")

PAGES = {
    "provider_list": VIEWERS,
    "provider_detail": VIEWERS,
    "provider_create": EDITORS,
    "provider_edit": EDITORS,
    "staff_create": EDITORS,
    "staff_edit": EDITORS,
    "staff_end": EDITORS,
    "municipality_edit": ADMINISTRATORS,
    "unit_list": ADMINISTRATORS,
    "unit_create": ADMINISTRATORS,
    "unit_edit": ADMINISTRATORS,
    "user_list": ADMINISTRATORS,
    "user_create": ADMINISTRATORS,
    "user_edit": ADMINISTRATORS,
    "user_password": ADMINISTRATORS,
    "assignment_create": ADMINISTRATORS,
    "assignment_end": ADMINISTRATORS,
}


@pytest.fixture
def address(provider: Provider, kc: Unit) -> Callable[..., str]:
    """The address of a page, with the key of something that it is about."""
    user = UserFactory()
    assignment = AssignmentFactory(user=user, role=Role.MANAGER, unit=kc)
    person = ProviderStaffFactory(provider=provider)
    keys = {
        "provider_detail": provider,
        "provider_edit": provider,
        "staff_create": provider,
        "staff_edit": person,
        "staff_end": person,
        "unit_edit": kc,
        "user_edit": user,
        "user_password": user,
        "assignment_create": user,
        "assignment_end": assignment,
    }

    def find(name: str, pk: int | None = None) -> str:
        args = [pk or keys[name].pk] if name in keys else []
        return reverse(f"organisations:{name}", args=args)

    return find


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("name", PAGES)
def test_who_may_open(
    name: str,
    person: str,
    request: pytest.FixtureRequest,
    sign_in: Callable[[User], Client],
    address: Callable[..., str],
) -> None:
    client = sign_in(request.getfixturevalue(person))
    expected = 200 if person in PAGES[name] else 403
    assert client.get(address(name)).status_code == expected


@pytest.mark.parametrize("name", PAGES)
def test_nobody_without_sign_in(name: str, client: Client, address: Callable[..., str]) -> None:
    assert client.get(address(name)).status_code == 302


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("provider_detail", "manager"),
        ("provider_edit", "planner"),
        ("staff_create", "planner"),
        ("staff_edit", "planner"),
        ("staff_end", "planner"),
        ("unit_edit", "administrator"),
        ("user_edit", "administrator"),
        ("user_password", "administrator"),
        ("assignment_create", "administrator"),
        ("assignment_end", "administrator"),
    ],
)
def test_what_does_not_exist_is_not_found(
    name: str,
    person: str,
    request: pytest.FixtureRequest,
    sign_in: Callable[[User], Client],
    address: Callable[..., str],
) -> None:
    client = sign_in(request.getfixturevalue(person))
    assert client.get(address(name, pk=999_999)).status_code == 404
