from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from stegvis.accounts.models import User
from stegvis.organisations.models import Municipality, Unit
from tests.factories.organisations import MunicipalityFactory, UnitFactory

SECRECY = {"secrecy_basis": "social_services"}


@pytest.fixture
def client(administrator: User, client: Client) -> Client:
    client.force_login(administrator)
    return client


def test_tree(client: Client, kc: Unit) -> None:
    UnitFactory(name="KC Syd", short_name="KCS", parent=kc, archived_at="2024-01-01T12:00Z")
    page = client.get("/forvaltning/enheter/").content.decode()
    assert page.index("Arbetsmarknadsavdelningen") < page.index("Kompetenscenter")
    assert "Används inte längre" in page


def test_tree_makes_the_same_queries_for_more_units(
    client: Client, kc: Unit, count_queries: Callable[..., int]
) -> None:
    few = count_queries(lambda: client.get("/forvaltning/enheter/"))
    UnitFactory.create_batch(6, parent=kc)
    assert count_queries(lambda: client.get("/forvaltning/enheter/")) == few


def test_create(client: Client, kc: Unit) -> None:
    values = {"name": "KC Syd", "short_name": "KCS", "parent": kc.pk, **SECRECY}
    client.post("/forvaltning/enheter/ny/", values)
    assert Unit.objects.get(short_name="KCS").path.startswith(kc.path)


def test_short_name_is_taken(client: Client, kc: Unit) -> None:
    answer = client.post("/forvaltning/enheter/ny/", {"name": "Ny", "short_name": "kc"})
    assert "Kompetenscenter har redan det korta namnet." in answer.content.decode()


def test_move(client: Client, kc: Unit, cfa: Unit) -> None:
    values = {"name": kc.name, "short_name": "KC", "parent": cfa.pk, **SECRECY}
    client.post(reverse("organisations:unit_edit", args=[kc.pk]), values)
    kc.refresh_from_db()
    assert kc.parent == cfa


def test_own_subtree_is_no_choice(client: Client, kc: Unit) -> None:
    below = UnitFactory(parent=kc)
    address = reverse("organisations:unit_edit", args=[kc.pk])
    values = {"name": kc.name, "short_name": "KC", "parent": below.pk}
    answer = client.post(address, values).content.decode()
    assert 'id="id_parent_error"' in answer


def test_archiving_a_unit_in_use_is_refused_beside_the_field(
    client: Client, department: Unit, kc: Unit
) -> None:
    address = reverse("organisations:unit_edit", args=[department.pk])
    values = {"name": "AMA", "short_name": "AMA", "is_archived": "on", **SECRECY}
    answer = client.post(address, values).content.decode()
    assert 'id="id_is_archived_error">Enheter under den används.' in answer


def municipality(**values: str) -> dict[str, str]:
    return {
        "name": "Provköping",
        "reference_number_pattern": r"\d{4}/\d{2}",
        "reference_number_example": "0123/25",
    } | values


def test_municipality_is_filled_in(client: Client) -> None:
    assert client.get("/forvaltning/kommunen/").status_code == 200
    client.post("/forvaltning/kommunen/", municipality(department="Arbete"))
    assert Municipality.objects.get().department == "Arbete"


def test_municipality_shows_on_the_list(client: Client) -> None:
    MunicipalityFactory()
    assert "Provköping" in client.get("/forvaltning/enheter/").content.decode()


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"reference_number_pattern": r"(\d"}, "Mönstret går inte att läsa"),
        ({"reference_number_example": "12/25"}, "Exemplet följer inte mönstret."),
    ],
)
def test_pattern_and_example_are_checked(
    values: dict[str, str], message: str, client: Client
) -> None:
    answer = client.post("/forvaltning/kommunen/", municipality(**values)).content.decode()
    assert message in answer
    assert not Municipality.objects.exists()
