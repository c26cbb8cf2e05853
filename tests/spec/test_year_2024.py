"""The interventions of 2024 give the figures of the annual report."""

from decimal import Decimal

import pytest

from stegvis.analysis.indicators import CATALOGUE, Caution, compute, compute_many, members
from stegvis.analysis.statistics import wilson


def told(tables, name, **how):
    """The indicator's values by the groups' labels."""
    return {f.label(): f.value for f in compute(CATALOGUE[name], tables, year=2024, **how)}


@pytest.mark.parametrize(
    ("unit", "interventions", "started", "completed", "cost"),
    [("KC", 10, 344, 303, 3_531_000), ("CFA", 15, 559, 464, 4_131_000)],
)
def test_each_unit(year_2024, unit, interventions, started, completed, cost):
    chosen = [CATALOGUE[n] for n in ("interventions", "started", "completed", "outcome_cost")]
    figures = compute_many(chosen, year_2024, year=2024, units=[unit])
    assert [figure.value for (figure,) in figures.values()] == [
        interventions,
        started,
        completed,
        Decimal(cost),
    ]


def test_both_units_together(year_2024):
    assert told(year_2024, "interventions") == {"": 25}
    assert told(year_2024, "started") == {"": 903}
    assert told(year_2024, "completed") == {"": 767}
    assert told(year_2024, "outcome_cost") == {"": Decimal(7_662_000)}


def test_categories_come_in_their_order(year_2024):
    assert list(told(year_2024, "interventions", by=["category"]).items()) == [
        ("Språk", 7),
        ("Yrkesinriktad", 5),
        ("Kompetenshöjande", 5),
        ("Hälsa", 4),
        ("Att hantera", 3),
        ("Peer support", 1),
    ]


def test_contract_forms_are_not_a_third_each(year_2024):
    assert told(year_2024, "interventions_share", by=["contract_form"]) == {
        "ramavtal": 13 / 25,
        "intern överenskommelse": 7 / 25,
        "direktupphandling": 3 / 25,
        "annat avtal": 2 / 25,
    }


def test_the_cost_is_a_third_on_framework_agreements(year_2024):
    shares = told(year_2024, "outcome_cost_share", by=["contract_form"])
    assert round(shares["ramavtal"], 2) == 0.33
    assert round(shares["intern överenskommelse"], 2) == 0.39
    assert round(shares["direktupphandling"] + shares["annat avtal"], 2) == 0.28


def test_completion_share_has_interval_and_cautions(year_2024):
    figures = compute(
        CATALOGUE["completion_share"], year_2024, year=2024, by=["intervention"], units=["CFA 1"]
    )
    (figure,) = (each for each in figures if each.key() == "CFA-04")
    assert (figure.numerator, figure.denominator) == (21, 34)
    assert figure.interval == wilson(21, 34)
    assert figure.cautions == ()


def test_completed_persons_against_started_starts_is_a_caution(year_2024):
    figures = compute(CATALOGUE["completion_share"], year_2024, year=2024, by=["intervention"])
    cautions = {figure.key(): figure.cautions for figure in figures}
    assert cautions["CFA-08"] == (Caution.PERSONS_BASIS,)
    assert cautions["CFA-14"] == (Caution.STILL_RUNNING,)
    assert cautions["KC-04"] == (Caution.SMALL_BASE, Caution.STILL_RUNNING)
    assert cautions["KC-01"] == ()


def test_registered_says_how_many_interventions_report_it(year_2024):
    (figure,) = compute(CATALOGUE["registered"], year_2024, year=2024)
    assert (figure.value, figure.reported, figure.of) == (225, 4, 25)
    assert figure.cautions == (Caution.LOW_COVERAGE,)
    assert members(CATALOGUE["registered"], year_2024, year=2024) == (
        "CFA-03",
        "CFA-08",
        "CFA-09",
        "KC-05",
    )


def test_no_show_share_is_over_those_that_report_both(year_2024):
    (figure,) = compute(CATALOGUE["no_show_share"], year_2024, year=2024)
    assert (figure.numerator, figure.denominator) == (72, 182)


def test_cost_per_head(year_2024):
    assert told(year_2024, "cost_per_start") == {"": Decimal("8485.05")}
    assert told(year_2024, "cost_per_completed") == {"": Decimal("9989.57")}


def test_running_over_the_year_end(year_2024):
    assert told(year_2024, "running_over_year_end", by=["unit_group"]) == {"CFA": 3, "KC": 3}
    group = (("unit_group", "KC"),)
    found = members(CATALOGUE["running_over_year_end"], year_2024, year=2024, group=group)
    assert found == ("KC-02", "KC-04", "KC-10")


def test_a_figure_opens_to_the_interventions_behind_it(year_2024):
    for figure in compute(CATALOGUE["interventions"], year_2024, year=2024, by=["category"]):
        behind = members(figure.indicator, year_2024, year=2024, group=figure.group)
        assert len(behind) == figure.value


def test_another_year_has_other_interventions(year_2024):
    (figure,) = compute(CATALOGUE["interventions"], year_2024, year=2023)
    assert figure.value == 10
    (figure,) = compute(CATALOGUE["started"], year_2024, year=2023)
    assert (figure.value, figure.reported) == (None, 0)
