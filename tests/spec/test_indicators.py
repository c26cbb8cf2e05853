"""What every indicator gives for the made-up municipality, counted by hand."""

from decimal import Decimal

import pytest

from stegvis.analysis import examples
from stegvis.analysis.indicators import CATALOGUE, Caution, compute, compute_many, members
from tests.spec.support import snapshot

# name: value, numerator, denominator, reported, of
BY_HAND = {
    "interventions": (3, 3, None, 3, 3),
    "registered": (64, 64, None, 2, 3),
    "no_show": (9, 9, None, 2, 3),
    "withdrawn": (2, 2, None, 1, 3),
    "started": (80, 80, None, 3, 3),
    "dropped_out": (9, 9, None, 3, 3),
    "completed": (60, 60, None, 3, 3),
    "ongoing": (11, 11, None, 3, 3),
    "completion_share": (0.75, 60, 80, 3, 3),
    "dropout_share": (0.1125, 9, 80, 3, 3),
    "no_show_share": (0.140625, 9, 64, 2, 3),
    "interventions_share": (1.0, 3, 3, 3, 3),
    "planned_cost": (620_000, 620_000, None, 3, 3),
    "planned_cost_year": (580_000, 580_000, None, 3, 3),
    "outcome_cost": (600_000, 600_000, None, 3, 3),
    "outcome_cost_share": (1.0, 600_000, 600_000, 3, 3),
    "cost_per_start": (Decimal("7500.00"), 600_000, 80, 3, 3),
    "cost_per_completed": (Decimal("10000.00"), 600_000, 60, 3, 3),
    "expected_results": (7, 7, None, 7, 7),
    "expected_answered_share": (4 / 7, 4, 7, 7, 7),
    "expected_reached_share": (0.5, 2, 4, 4, 7),
    "findings": (3, 3, None, 3, 3),
    "finding_interventions": (2, 2, None, 2, 2),
    "theme_years": (2, 2, None, 2, 2),
    "to_follow_up": (1, 1, None, 3, 3),
    "running_over_year_end": (1, 1, None, 3, 3),
    "agreements_ending": (2, 2, None, 2, 2),
    "options_to_decide": (2, 2, None, 2, 2),
}


@pytest.fixture(scope="module")
def municipality():
    with examples.opened() as tables:
        yield tables


@pytest.fixture(scope="module")
def computed(municipality):
    return compute_many(list(CATALOGUE.values()), municipality, year=2024)


def test_every_indicator_is_counted_by_hand():
    assert BY_HAND.keys() == CATALOGUE.keys()


@pytest.mark.parametrize("name", CATALOGUE)
def test_indicator(computed, name):
    (figure,) = computed[name]
    assert (
        figure.value,
        figure.numerator,
        figure.denominator,
        figure.reported,
        figure.of,
    ) == BY_HAND[name]


def told(tables, name, *by):
    figures = compute(CATALOGUE[name], tables, year=2024, by=by)
    return {figure.label(): figure.value for figure in figures}


def test_expected_results_by_answer_come_in_the_order_of_the_answers(municipality):
    assert list(told(municipality, "expected_results", "answer").items()) == [
        ("nått", 2),
        ("delvis nått", 1),
        ("inte nått", 1),
        ("ej redovisat", 1),
        ("för tidigt", 1),
        ("inte besvarat", 1),
    ]


def test_expected_results_by_change(municipality):
    assert told(municipality, "expected_reached_share", "change_kind") == {
        "medvetenhet": None,
        "insikt": None,
        "kunskap": 0.0,
        "färdighet": 1.0,
        "intyg": 1.0,
        "arbete eller studier": 0.0,
    }


def test_a_finding_with_two_themes_is_one_finding(municipality):
    assert told(municipality, "findings", "theme") == {
        "Förberedelse": 1,
        "Kontinuitet": 2,
        "utan tema": 1,
    }
    assert told(municipality, "findings", "kind") == {
        "framgångsfaktor": 1,
        "utvecklingsområde": 2,
    }
    assert told(municipality, "finding_interventions", "theme") == {
        "Förberedelse": 1,
        "Kontinuitet": 1,
        "utan tema": 1,
    }


def test_findings_without_theme_open_to_their_interventions(municipality):
    found = members(CATALOGUE["findings"], municipality, year=2024, group={"theme": None})
    assert found == ("B",)


def test_a_theme_returns_over_years(municipality):
    assert told(municipality, "theme_years", "theme") == {
        "Förberedelse": 2,
        "Kontinuitet": 1,
        "utan tema": 1,
    }


def test_theme_and_intervention(municipality):
    assert told(municipality, "findings", "theme", "kind", "intervention") == {
        "Förberedelse, utvecklingsområde, A": 1,
        "Kontinuitet, framgångsfaktor, A": 1,
        "Kontinuitet, utvecklingsområde, A": 1,
        "utan tema, utvecklingsområde, B": 1,
    }


def test_what_remains_to_follow_up(municipality):
    assert members(CATALOGUE["to_follow_up"], municipality, year=2024) == ("C",)


def test_agreements_end_with_their_exercised_options(municipality):
    assert members(CATALOGUE["agreements_ending"], municipality, year=2024) == ("R", "V")
    assert members(CATALOGUE["agreements_ending"], municipality, year=2023) == ("S",)


def test_options_are_decided_by_their_own_day_or_the_agreements(municipality):
    assert members(CATALOGUE["options_to_decide"], municipality, year=2024) == ("R", "V")


def test_both_ends_of_the_dates_belong():
    with snapshot(
        interventions="""
        intervention_id | starts_on  | ends_on    | is_cancelled
        ended before    | 2023-06-01 | 2023-12-31 | no
        ends that day   | 2023-06-01 | 2024-01-01 | no
        starts that day | 2024-12-31 | 2025-03-01 | no
        starts after    | 2025-01-01 | 2025-03-01 | no
        cancelled       | 2024-02-01 | 2024-03-01 | yes
        stopped midway  | 2024-02-01 | 2024-03-01 | yes
        """,
        intervention_years="""
        intervention_id | started
        cancelled       | 0
        stopped midway  | 4
        """,
    ) as tables:
        found = members(CATALOGUE["interventions"], tables, year=2024)
    assert found == ("ends that day", "starts that day", "stopped midway")


def test_more_completed_than_started_is_said_and_has_no_interval():
    with snapshot(
        interventions="""
        intervention_id
        A
        """,
        intervention_years="""
        intervention_id | started | completed
        A               | 20      | 21
        """,
    ) as tables:
        (figure,) = compute(CATALOGUE["completion_share"], tables, year=2024)
    assert figure.value == 1.05
    assert figure.interval is None
    assert figure.cautions == (Caution.IMPOSSIBLE,)


def test_parts_are_added_only_where_both_are_reported():
    with snapshot(
        interventions="""
        intervention_id
        A
        B
        C
        """,
        intervention_years="""
        intervention_id | started | completed
        A               | 40      | 30
        B               | 10      |
        C               |         | 7
        """,
    ) as tables:
        (share,) = compute(CATALOGUE["completion_share"], tables, year=2024)
        (completed,) = compute(CATALOGUE["completed"], tables, year=2024)
    assert (share.numerator, share.denominator, share.reported, share.of) == (30, 40, 1, 3)
    assert share.cautions == (Caution.LOW_COVERAGE,)
    assert not share.is_complete
    assert completed.value == 37


def test_a_year_without_interventions_counts_none_and_sums_nothing():
    with snapshot() as tables:
        (interventions,) = compute(CATALOGUE["interventions"], tables, year=2024)
        (started,) = compute(CATALOGUE["started"], tables, year=2024)
        (share,) = compute(CATALOGUE["completion_share"], tables, year=2024)
        by_unit = compute(CATALOGUE["started"], tables, year=2024, by=["unit_group"])
    assert interventions.value == 0
    assert started.value is None
    assert share.value is None
    assert by_unit == ()
