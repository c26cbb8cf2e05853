"""Every page of the room, role by role."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from stegvis.accounts.models import User
from tests.factories.agreements import (
    AgreementAreaFactory,
    AgreementFactory,
    DirectAwardLimitFactory,
    OptionFactory,
    ServiceKindFactory,
)

VIEWERS = {"planner", "manager"}
EDITORS = {"planner"}
PEOPLE = ("planner", "manager", "caseworker", "provider_user", "administrator")

PAGES = {
    "agreement_list": VIEWERS,
    "agreement_choose": EDITORS,
    "agreement_create": EDITORS,
    "agreement_detail": VIEWERS,
    "agreement_edit": EDITORS,
    "agreement_archive": EDITORS,
    "option_create": EDITORS,
    "option_edit": EDITORS,
    "option_move": EDITORS,
    "area_create": EDITORS,
    "area_edit": EDITORS,
    "reminder_list": VIEWERS,
    "reminder_handle": EDITORS,
    "direct_award_list": VIEWERS,
    "limit_list": EDITORS,
    "limit_create": EDITORS,
    "limit_edit": EDITORS,
    "service_kind_create": EDITORS,
    "service_kind_edit": EDITORS,
}
KEYED = [
    "agreement_detail",
    "agreement_edit",
    "agreement_archive",
    "option_create",
    "option_edit",
    "option_move",
    "area_create",
    "area_edit",
    "reminder_handle",
    "limit_edit",
    "service_kind_edit",
]


@pytest.fixture
def address(db: None) -> Callable[..., str]:
    """The address of a page, with the key of something that it is about."""
    agreement = AgreementFactory()
    option, area = OptionFactory(agreement=agreement), AgreementAreaFactory()
    keys = {
        "option_edit": option,
        "option_move": option,
        "area_edit": area,
        "area_create": area.agreement,
        "limit_edit": DirectAwardLimitFactory(),
        "service_kind_edit": ServiceKindFactory(),
    }
    rest = {"option_move": ["utlos"], "reminder_handle": [agreement.ends_on.isoformat()]}

    def find(name: str, pk: int | None = None) -> str:
        if name == "agreement_create":
            return reverse("agreements:agreement_create", args=["avrop"])
        args = [pk or keys.get(name, agreement).pk] if name in KEYED else []
        return reverse(f"agreements:{name}", args=[*args, *rest.get(name, [])])

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


@pytest.mark.parametrize("name", KEYED)
def test_what_does_not_exist_is_not_found(
    name: str, planner: User, sign_in: Callable[[User], Client], address: Callable[..., str]
) -> None:
    assert sign_in(planner).get(address(name, pk=999_999)).status_code == 404


def test_addresses_that_mean_nothing(
    planner: User, sign_in: Callable[[User], Client], address: Callable[..., str]
) -> None:
    client = sign_in(planner)
    pk = OptionFactory().pk
    for path in (
        "/avtal/nytt/hyra/",
        f"/avtal/optioner/{pk}/glom/",
        f"/avtal/{OptionFactory().agreement.pk}/paminnelser/2024-02-30/",
        f"/avtal/{OptionFactory().agreement.pk}/paminnelser/2024-02-28/",
    ):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("person", ["manager", "outsider"])
def test_agreements_are_seen_by_the_whole_municipality(
    person: str,
    request: pytest.FixtureRequest,
    sign_in: Callable[[User], Client],
) -> None:
    client = sign_in(request.getfixturevalue(person))
    assert client.get(AgreementFactory().get_absolute_url()).status_code == 200
