"""The list of interventions: the same rows as ever, read from its own index."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from stegvis.accounts.models import User
from stegvis.core.paging import KeyPaginator
from stegvis.interventions import queries
from stegvis.interventions.actions import orders
from stegvis.interventions.enums import InterventionStatus
from stegvis.interventions.forms.interventions import InterventionFilter
from stegvis.interventions.models import Intervention
from stegvis.organisations.models import Provider, Unit
from tests.factories.interventions import InterventionFactory, InterventionYearFactory
from tests.factories.organisations import ProviderFactory

SignIn = Callable[[User], Client]
ADDRESS = "/insatser/"


@pytest.fixture
def many(kc: Unit, cfa: Unit, provider: Provider) -> list[Intervention]:
    """Seven, newest first: those that have no dates yet come before all others."""
    made = [
        InterventionFactory(title="Utan dag", unit=kc, starts_on=None, ends_on=None, provider=None),
        *(
            InterventionFactory(
                title=title,
                unit=unit,
                provider=provider,
                starts_on=date(year, 2, 1),
                ends_on=date(year, 6, 1),
            )
            for title, unit, year in (
                ("A", kc, 2025),
                ("B", cfa, 2025),
                ("C", cfa, 2024),
                ("D", kc, 2023),
                ("E", kc, 2022),
                ("F", cfa, 2021),
            )
        ),
    ]
    InterventionFactory(title="Någon annans")
    return made


def titles(client: Client, query: str = "") -> list[str]:
    rows = client.get(ADDRESS + query).context["interventions"]
    return [row.intervention.title for row in rows]


def test_newest_first_and_those_without_dates_before_them(
    many: list[Intervention], planner: User, sign_in: SignIn
) -> None:
    assert titles(sign_in(planner)) == ["Utan dag", "A", "B", "C", "D", "E", "F"]


@pytest.mark.parametrize("first", [1, 2, 4, 500])
def test_pages_are_the_same_however_many_keys_are_read_at_once(
    first: int, many: list[Intervention], planner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(KeyPaginator, "FIRST", first)
    found = queries.interventions(planner)
    pages = [list(page) for page in KeyPaginator(found, 3)]
    assert [one.title for page in pages for one in page] == [one.title for one in many]
    assert [len(page) for page in pages] == [3, 3, 1]
    assert KeyPaginator(found, 3).count == 7


def test_a_page_that_is_not_there_is_the_last_and_nothing_found_is_one_empty_page(
    many: list[Intervention], planner: User
) -> None:
    found = queries.interventions(planner)
    assert [one.title for one in KeyPaginator(found, 3).get_page("99")] == ["F"]
    nothing = KeyPaginator(found.filter(title="Z"), 3)
    assert (nothing.count, list(nothing.get_page(None))) == (0, [])


@pytest.mark.parametrize(
    "who", ["planner", "manager", "caseworker", "provider_user", "administrator", "outsider"]
)
def test_the_list_has_just_what_is_visible(
    who: str, many: list[Intervention], request: pytest.FixtureRequest
) -> None:
    user: User = request.getfixturevalue(who)
    visible = Intervention.objects.visible_to(user)
    assert list(queries.interventions(user)) == list(visible)
    expected = {"caseworker": 4, "provider_user": 6, "administrator": 0, "outsider": 0}
    assert len(visible) == expected.get(who, 7)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("utan", ["Utan dag"]),
        ("0042", ["C"]),
        ("verkstan", ["A", "B", "C", "D", "E", "F"]),
        ("annans", []),
        ("%", []),
    ],
)
def test_a_search_looks_at_title_number_and_provider(
    words: str, expected: list[str], many: list[Intervention], planner: User, sign_in: SignIn
) -> None:
    Intervention.objects.filter(title="C").update(reference_number="0042/24")
    ProviderFactory(name="Verkstan utan insats")
    assert titles(sign_in(planner), f"?q={words.replace('%', '%25')}") == expected


def test_each_row_tells_where_it_stands(
    many: list[Intervention], planner: User, sign_in: SignIn
) -> None:
    Intervention.objects.filter(title="B").update(status=InterventionStatus.CLOSED)
    InterventionYearFactory(intervention=many[1], year=2024, started=3)
    InterventionYearFactory(intervention=many[1], year=2025, started=5)
    page = sign_in(planner).get(ADDRESS)
    rows = {row.intervention.title: row for row in page.context["interventions"]}
    assert (rows["A"].stands_at, rows["A"].is_running) == ("Beställning", True)
    assert (rows["B"].stands_at, rows["B"].is_running) == ("Avslutad", False)
    assert (rows["A"].started, rows["C"].started) == (5, None)
    assert page.content.decode().count("genomförs nu") == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by its statistics")
@pytest.mark.parametrize(
    "query", ["", "q=språka", "year=2024", "q=språka&year=2024", "status=closed"]
)
def test_the_keys_are_read_from_the_index_in_order(
    query: str, planner: User, kc: Unit, rf: Any
) -> None:
    """Else every row of every unit is fetched and sorted for each page."""
    form = InterventionFilter(rf.get(f"{ADDRESS}?{query}").GET, user=planner)
    keys = form.filter(queries.interventions(planner)).values_list("pk")[:50]
    plan = keys.explain()
    assert "USING COVERING INDEX intervention_listed" in plan
    assert "TEMP B-TREE" not in plan


def test_one_change_reads_writes_and_tells_once(
    kc: Unit, planner: User, django_assert_num_queries: Any
) -> None:
    order = InterventionFactory(unit=kc).order
    with django_assert_num_queries(5) as captured:  # with the savepoint around them
        orders.change(order=order, by=planner, version=order.version, need="Nytt behov")
    said = [one["sql"].split(" ", 1)[0] for one in captured]
    assert said == ["SAVEPOINT", "SELECT", "UPDATE", "INSERT", "RELEASE"]
    update = captured[2]["sql"]
    assert '"need"' in update and '"version"' in update and '"target_group"' not in update
