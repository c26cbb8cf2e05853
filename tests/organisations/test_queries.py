from datetime import date

import pytest

from stegvis.accounts.models import User
from stegvis.organisations import queries
from stegvis.organisations.models import Provider, Unit
from stegvis.organisations.periods import add_months
from tests.factories.organisations import MunicipalityFactory, ProviderStaffFactory, UnitFactory

TODAY = date(2025, 3, 3)


@pytest.mark.parametrize(
    ("day", "months", "answer"),
    [
        (date(2025, 3, 31), -1, date(2025, 2, 28)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
        (date(2025, 1, 15), -8, date(2024, 5, 15)),
        (date(2025, 12, 1), 1, date(2026, 1, 1)),
        (date(2025, 5, 5), 0, date(2025, 5, 5)),
    ],
)
def test_add_months(day: date, months: int, answer: date) -> None:
    assert add_months(day, months) == answer


# --- reference numbers ---


def test_default_pattern_where_nobody_has_set_one(db: None) -> None:
    assert queries.reference_number_problem("0653/19") is None
    problem = queries.reference_number_problem("653-19")
    assert problem == "”653-19” följer inte mönstret för diarienummer. Skriv som 0123/25."


def test_own_pattern(db: None) -> None:
    MunicipalityFactory(
        reference_number_pattern=r"SON \d{4}/\d+", reference_number_example="SON 2025/238"
    )
    assert queries.reference_number_problem("SON 2025/7") is None
    assert "Skriv som SON 2025/238." in str(queries.reference_number_problem("0653/19"))


def test_the_whole_number_must_follow_the_pattern(db: None) -> None:
    assert queries.reference_number_problem("0653/19 x")


# --- units ---


def test_tree_by_name_also_where_the_top_is_missing(planner: User, kc: Unit, cfa: Unit) -> None:
    UnitFactory(name="CFA 2", short_name="CFA 2", parent=cfa)
    UnitFactory(name="CFA 1", short_name="CFA 1", parent=cfa)
    (root,) = queries.unit_tree(planner)
    assert [node.unit for node in root.children] == [cfa, kc]
    assert [str(node.unit) for node in root.children[0].children] == ["CFA 1", "CFA 2"]


def test_provider_staff_see_no_units(provider_user: User, kc: Unit) -> None:
    assert queries.unit_tree(provider_user) == []


# --- continuity ---


def staff(provider: Provider, started_on: date, ended_on: date | None = None) -> None:
    ProviderStaffFactory(provider=provider, started_on=started_on, ended_on=ended_on)


def test_continuity(provider: Provider) -> None:
    """A year ago is 3 March 2024. Both ends of an employment are days of work."""
    staff(provider, date(2023, 1, 1))  # there then and now
    staff(provider, date(2024, 3, 3), TODAY)  # first day a year ago, last day today
    staff(provider, date(2023, 1, 1), date(2025, 3, 2))  # left yesterday
    staff(provider, date(2023, 1, 1), date(2024, 3, 3))  # left on the day
    staff(provider, date(2023, 1, 1), date(2024, 3, 2))  # gone before
    staff(provider, date(2024, 3, 4))  # came the day after
    staff(provider, date(2025, 3, 4))  # comes tomorrow
    found = queries.continuity(provider.staff.all(), today=TODAY)
    assert (found.a_year_ago, found.still_there, found.now) == (4, 2, 3)
    assert (found.came, found.left) == (1, 2)
    assert found.share == 0.5


def test_continuity_without_anybody_a_year_ago_has_no_share(provider: Provider) -> None:
    staff(provider, date(2025, 1, 1))
    assert queries.continuity(provider.staff.all(), today=TODAY).share is None


def test_list_counts_as_the_page_does(planner: User, provider: Provider) -> None:
    staff(provider, date(2023, 1, 1))
    staff(provider, date(2023, 1, 1), TODAY)
    staff(provider, date(2023, 1, 1), date(2024, 3, 3))
    staff(provider, date(2023, 1, 1), date(2024, 3, 2))
    listed = queries.providers(planner, today=TODAY).get(pk=provider.pk)
    page = queries.continuity(provider.staff.all(), today=TODAY)
    assert (listed.staff_now, listed.staff_left) == (page.now, page.left) == (2, 1)


def test_left_lately_names_only_those_who_lost_somebody(provider: Provider) -> None:
    other = ProviderStaffFactory().provider
    staff(provider, date(2023, 1, 1), date(2025, 2, 1))
    assert queries.left_lately([provider.pk, other.pk], today=TODAY) == {provider.pk: 1}
