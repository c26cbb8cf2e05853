from collections.abc import Callable

import pytest
from django.test import Client

from stegvis.accounts import queries
from stegvis.accounts.models import User
from stegvis.accounts.roles import GRANTS, Permission, Role


def test_rows_follow_the_grants() -> None:
    granted = {
        (role, row.permission)
        for row in queries.permission_rows()
        for role, yes in row.granted
        if yes
    }
    expected = {(role, p) for role, grant in GRANTS.items() for p in grant.permissions}
    assert granted == expected


def test_page_shows_every_role_and_permission(
    administrator: User, sign_in: Callable[[User], Client]
) -> None:
    page = sign_in(administrator).get("/forvaltning/roller/").content.decode()
    for label in [*Role.labels, *Permission.labels]:
        assert str(label) in page


@pytest.mark.parametrize("person", ["planner", "manager", "caseworker", "provider_user"])
def test_only_administrators(
    person: str, request: pytest.FixtureRequest, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(request.getfixturevalue(person))
    assert client.get("/forvaltning/roller/").status_code == 403
