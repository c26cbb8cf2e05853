"""The sheet of providers, through the import that users have."""

import pytest

from stegvis.accounts.models import User
from stegvis.core.imports import actions
from stegvis.core.imports.models import ImportBatch, ImportRow
from stegvis.organisations.enums import ProviderKind
from stegvis.organisations.models import Provider
from tests.core.imports.books import read, xlsx
from tests.factories.organisations import ProviderFactory

HEAD = ["leverantör", "slag", "organisationsnummer"]


def preview(by: User, *rows: list[object]) -> ImportBatch:
    return actions.preview(books=[read(xlsx({"leverantörer": [HEAD, *rows]}))], by=by)


def take_in(by: User, *rows: list[object]) -> None:
    assert actions.accept(batch=preview(by, *rows), by=by).is_accepted


def said(row: ImportRow) -> dict[str, str]:
    return {heading: messages[0][0] for heading, messages in row.messages.items()}


def test_new_providers(planner: User) -> None:
    take_in(planner, ["Cuben", None, "556677-8899"], ["Skolan", "intern", 5566778800])
    found = Provider.objects.values_list("name", "kind", "organisation_number")
    assert list(found) == [
        ("Cuben", ProviderKind.EXTERNAL, "556677-8899"),
        ("Skolan", ProviderKind.INTERNAL, "556677-8800"),
    ]


def test_twice_is_once(planner: User) -> None:
    rows = [["Cuben", None, None], ["Skolan", "intern", "5566778800"]]
    take_in(planner, *rows)
    assert preview(planner, *rows).counts == {"leverantorer": {"unchanged": 2}}


def test_change(planner: User) -> None:
    ProviderFactory(name="Cuben", full_name="Cuben Utbildning AB")
    take_in(planner, ["cuben", "intern", None])
    provider = Provider.objects.get()
    assert (provider.kind, provider.full_name) == (ProviderKind.INTERNAL, "Cuben Utbildning AB")


@pytest.mark.parametrize(
    ("row", "heading", "message"),
    [
        (["Cuben", "extern", "12345"], "organisationsnummer", "556677-8899"),
        (["Cuben", "utländsk", None], "slag", "finns inte bland valen"),
        ([None, "extern", None], "leverantör", "Saknas."),
    ],
)
def test_wrong_cells(row: list[object], heading: str, message: str, planner: User) -> None:
    wrong = preview(planner, row).rows.get()
    assert message in said(wrong)[heading]
