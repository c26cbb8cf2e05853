from decimal import Decimal

import pytest

from stegvis.analysis.compare import DOUBT_SV, Doubt, compare, compared, mix_distance, sentences
from stegvis.analysis.disclosure import suppressed
from stegvis.analysis.indicators import CATALOGUE
from stegvis.analysis.words import THIN_SPACE
from tests.spec.support import snapshot

INTERVENTIONS = """
intervention_id | unit_code | unit_group | category | starts_on  | ends_on
A-23            | KC        | KC         | Språk    | 2023-01-01 | 2023-12-31
B-23            | KC        | KC         | Hälsa    | 2023-01-01 | 2023-12-31
D-23            | Norr      | Norr       | Språk    | 2023-01-01 | 2023-12-31
A-24            | KC        | KC         | Språk    | 2024-01-01 | 2024-12-31
B-24            | KC        | KC         | Hälsa    | 2024-01-01 | 2024-12-31
C-24            | CFA       | CFA        | Språk    | 2024-01-01 | 2024-12-31
D-24            | Norr      | Norr       | Språk    | 2024-01-01 | 2024-12-31
"""
YEARS = """
intervention_id | year | started | completed | registered | outcome_year
A-23            | 2023 | 100     | 80        | 120        | 100 000
B-23            | 2023 | 100     | 60        | 110        | 100 000
D-23            | 2023 | 10      | 7         |            |
A-24            | 2024 | 190     | 152       | 200        | 150 000
B-24            | 2024 | 10      | 6         |            | 50 000
C-24            | 2024 | 15      | 12        |            | 10 000
D-24            | 2024 | 12      |           |            |
"""


@pytest.fixture(scope="module")
def tables():
    with snapshot(interventions=INTERVENTIONS, intervention_years=YEARS) as opened:
        yield opened


def by_unit(tables, name):
    found = compare(CATALOGUE[name], before=(tables, 2023), after=(tables, 2024), by=["unit_group"])
    return {each.label(): each for each in found}


def said(comparison):
    return [text.replace(THIN_SPACE, " ") for text in sentences(comparison)]


def test_every_doubt_has_words():
    assert DOUBT_SV.keys() == set(Doubt)


def test_a_higher_share_can_be_another_mix(tables):
    found = by_unit(tables, "completion_share")["KC"]
    assert found.difference == pytest.approx(158 / 200 - 140 / 200)
    assert found.interval.low > 0
    assert found.doubts == (Doubt.DIFFERENT_MIX,)
    assert said(found)[0] == "KC: 2023 70 %, 2024 79 %. Skillnaden är +9,0 procentenheter."


def test_a_group_of_one_year_is_not_compared(tables):
    found = by_unit(tables, "completion_share")["CFA"]
    assert (found.difference, found.doubts) == (None, (Doubt.ONLY_ONE_YEAR,))
    assert said(found) == ["CFA: 2024 80 %.", DOUBT_SV[Doubt.ONLY_ONE_YEAR]]


def test_what_is_not_reported_is_not_compared(tables):
    found = by_unit(tables, "completion_share")["Norr"]
    assert found.doubts == (Doubt.NOT_REPORTED,)
    assert said(found)[0] == "Norr: 2023 70 %, 2024 ej redovisat."


def test_small_base_and_chance(tables):
    found = compare(
        CATALOGUE["completion_share"],
        before=(tables, 2023),
        after=(tables, 2024),
        units=["KC"],
        by=["category"],
    )
    health = next(each for each in found if each.label() == "Hälsa")
    assert health.difference == 0
    assert health.doubts == (Doubt.SMALL_BASE, Doubt.CHANCE)
    assert said(health)[0] == "Hälsa: 2023 60 %, 2024 60 %. Skillnaden är 0,0 procentenheter."


def test_coverage_that_differs_is_told(tables):
    found = by_unit(tables, "registered")["KC"]
    assert (found.difference, found.doubts) == (-30, (Doubt.DIFFERENT_COVERAGE,))
    assert said(found)[0] == "KC: 2023 230, 2024 200. Skillnaden är −30."


def test_kronor_are_compared_in_kronor(tables):
    (found,) = compare(
        CATALOGUE["outcome_cost"], before=(tables, 2023), after=(tables, 2024), units=["KC"]
    )
    assert found.difference == Decimal(0)
    assert said(found) == ["2023 200 000 kr, 2024 200 000 kr. Skillnaden är 0 kr."]


def test_a_figure_held_back_is_not_compared(tables):
    found = by_unit(tables, "completion_share")["KC"]
    held = compared(found.group, suppressed(found.before), found.after)
    assert (held.difference, held.doubts) == (None, (Doubt.SUPPRESSED,))
    assert said(held)[0] == "KC: 2023 visas inte, 2024 79 %."


def test_mix_distance():
    assert mix_distance({"a": 1}, {"b": 5}) == 1
    assert mix_distance({"a": 1, "b": 1}, {"a": 3, "b": 1}) == 0.25
    assert mix_distance({}, {"a": 1}) == 0
