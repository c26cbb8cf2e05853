"""What every indicator of a programme gives for the made-up Stigen, counted by hand."""

from datetime import date

import pytest

from stegvis.analysis import examples
from stegvis.analysis.indicators import (
    PROGRAMME_CATALOGUE,
    Caution,
    Period,
    compute,
    compute_many,
    members,
)
from tests.spec.support import snapshot

# name: value, numerator, denominator, reported, of
BY_HAND = {
    "participants": (5, 5, None, 5, 5),
    "women_share": (0.5, 2, 4, 4, 5),
    "men_share": (0.5, 2, 4, 4, 5),
    "addiction_persons": (2, 2, None, 5, 5),
    "addiction_share": (0.5, 2, 4, 4, 5),
    "mental_share": (1.0, 1, 1, 1, 5),
    "goal_persons": (3, 3, None, 5, 5),
    "goal_share": (0.6, 3, 5, 5, 5),
    "outcome_vamos": (0.6, 3, 5, 5, 5),
    "outcome_kolada": (0.25, 1, 4, 4, 4),
    "outcome_esf": (0.5, 2, 4, 4, 4),
    "outcome_ips": (0.4, 2, 5, 5, 5),
    "other_measure_share": (0.2, 1, 5, 5, 5),
    "back_share": (0.0, 0, 5, 5, 5),
    "waited_mean": (18.75, None, None, 4, 6),
    "waited_median": (15.0, None, None, 4, 6),
    "waited_highest": (40.0, None, None, 4, 6),
    "months_mean": (1158 / 5 / 30.4375, None, None, 5, 5),
    "months_median": (213 / 30.4375, None, None, 5, 5),
    "months_lowest": (91 / 30.4375, None, None, 5, 5),
    "months_highest": (366 / 30.4375, None, None, 5, 5),
    "goal_over_year": (1, 1, None, 5, 5),
    "direct_persons": (3, 3, None, 5, 5),
    "direct_share": (0.6, 3, 5, 5, 5),
    "activity_persons": (2, 2, None, 2, 2),
    "placement_persons": (2, 2, None, 2, 2),
    "regular_persons": (2, 2, None, 5, 5),
    "own_persons": (1, 1, None, 5, 5),
    "both_persons": (1, 1, None, 5, 5),
    "regular_share": (1.0, 2, 2, 5, 5),
    "workplaces": (2, 2, None, 2, 2),
    "own_workplaces": (1, 1, None, 1, 1),
    "further_employers": (1, 1, None, 4, 4),
    "employer_contacts": (2, 2, None, 2, 2),
    "hourly_persons": (1, 1, None, 5, 5),
    "hourly_led_on": (1, 1, None, 5, 5),
    "survey_sent": (5, 5, None, 5, 5),
    "survey_answered": (2, 2, None, 5, 5),
    "survey_improved": (1, 1, None, 5, 5),
    "survey_response_share": (0.4, 2, 5, 5, 5),
    "survey_improved_share": (1.0, 1, 1, 1, 5),
    "follow_ups": (5, 5, None, 5, 5),
    "follow_up_reached_share": (0.4, 2, 5, 5, 5),
    "follow_up_work_share": (0.5, 1, 2, 2, 5),
}


@pytest.fixture(scope="module")
def stigen():
    with examples.opened() as tables:
        yield tables


@pytest.fixture(scope="module")
def computed(stigen):
    return compute_many(list(PROGRAMME_CATALOGUE.values()), stigen, period=examples.PERIOD)


def test_every_indicator_is_counted_by_hand():
    assert BY_HAND.keys() == PROGRAMME_CATALOGUE.keys()


@pytest.mark.parametrize("name", PROGRAMME_CATALOGUE)
def test_indicator(computed, name):
    (figure,) = computed[name]
    parts = (figure.numerator, figure.denominator, figure.reported, figure.of)
    assert (pytest.approx(figure.value), *parts) == BY_HAND[name]


def test_a_share_has_an_interval_and_its_period(computed):
    (figure,) = computed["goal_share"]
    assert figure.interval is not None and figure.interval.contains(0.6)
    assert (figure.period, figure.year) == (examples.PERIOD, 2024)


def test_a_survey_that_few_answered_carries_a_caution(computed):
    assert Caution.LOW_RESPONSE in computed["survey_improved_share"][0].cautions
    assert Caution.SMALL_BASE in computed["months_mean"][0].cautions


def told(tables, name, *by):
    figures = compute(PROGRAMME_CATALOGUE[name], tables, period=examples.PERIOD, by=by)
    return {figure.label(): figure.value for figure in figures}


def test_groups_come_in_their_order(stigen):
    assert list(told(stigen, "participants", "age_group").items()) == [
        ("högst 24 år", 1),
        ("25–29 år", 1),
        ("30–39 år", 1),
        ("50 år eller äldre", 1),
        ("ålder ej känd", 1),
    ]
    assert told(stigen, "participants", "destination") == {
        "arbete": 2,
        "studier": 1,
        "annan arbetsmarknadsinsats": 1,
        "inskriven än": 1,
    }
    assert told(stigen, "participants", "time_without_work") == {
        "kortare än 6 månader": 1,
        "6–12 månader": 1,
        "13–24 månader": 1,
        "mer än 24 månader": 1,
        "tid utan arbete inte känd": 1,
    }


def test_the_latest_enrolment_tells_where_the_person_went(stigen):
    """P4 was back with the referrer in April and on to another measure in October."""
    assert told(stigen, "participants", "exit_reason_group") == {
        "målet är nått": 3,
        "nästa steg finns någon annanstans": 1,
        "ingen orsak registrerad": 1,
    }


def test_months_of_groups(stigen):
    found = told(stigen, "months_mean", "goal")
    assert found["med arbete eller studier"] == pytest.approx((182 + 213 + 366) / 3 / 30.4375)


def test_follow_ups_come_by_month(stigen):
    assert list(told(stigen, "follow_ups", "months")) == ["1", "6"]


def test_activities_count_persons_not_rows(stigen):
    assert told(stigen, "activity_persons", "focus") == {
        "direkt jobbfokuserad": 1,
        "indirekt jobbfokuserad": 1,
    }


@pytest.mark.parametrize(
    ("name", "group", "counted", "all_ids"),
    [
        ("participants", {}, "P1 P2 P3 P4 P5", "P1 P2 P3 P4 P5"),
        ("goal_share", {}, "P1 P2 P5", "P1 P2 P3 P4 P5"),
        ("goal_share", {"sex": "man"}, "P2", "P2 P3"),
        ("addiction_share", {}, "P1 P2", "P1 P2 P3 P5"),
        ("outcome_esf", {}, "P1 P5", "P1 P2 P4 P5"),
        ("months_mean", {"under_30": None}, "P5", "P5"),
        ("waited_mean", {}, "E1 E2 E4 E6", "E1 E2 E4 E6"),
        ("workplaces", {}, "W1 W3", "W1 W3"),
        ("further_employers", {}, "A5", "A5"),
        ("survey_improved_share", {}, "E1", "E1"),
        ("follow_up_work_share", {"months": 1}, "E1", "E1 E2"),
    ],
)
def test_a_figure_opens_to_what_it_counts(stigen, name, group, counted, all_ids):
    indicator = PROGRAMME_CATALOGUE[name]
    found = {"period": examples.PERIOD, "group": group}
    assert members(indicator, stigen, **found, counted_only=True) == tuple(counted.split())
    assert members(indicator, stigen, **found) == tuple(all_ids.split())


def figures(period, **texts):
    everything = list(PROGRAMME_CATALOGUE.values())
    with snapshot(**texts) as tables:
        computed = compute_many(everything, tables, period=period)
    return {name: found[0] for name, found in computed.items()}


PERIOD = Period("vamos", date(2021, 5, 1), date(2022, 11, 30), counted_on=date(2023, 1, 18))


def test_an_empty_programme_has_no_shares():
    found = figures(PERIOD)
    assert found["participants"].value == 0
    assert {each.value for each in found.values()} == {0, None}


def test_days_outside_the_period_are_left_out():
    found = figures(
        PERIOD,
        enrolments="""
            starts_on  | ends_on
            2021-04-01 | 2021-05-10
            2022-11-21 | 2023-03-01
            2021-01-01 | 2021-04-30
            2022-12-01 |
        """,
    )
    assert found["participants"].value == 2
    assert found["months_mean"].value == pytest.approx(10 / 30.4375)


def test_who_is_there_still_is_counted_to_the_day_of_the_count():
    running = Period("vamos", date(2021, 5, 1), date(2022, 11, 30), counted_on=date(2021, 6, 10))
    found = figures(running, enrolments="starts_on | ends_on\n2021-06-01 | 2021-12-31")
    assert found["months_mean"].value == pytest.approx(10 / 30.4375)
    assert (found["outcome_kolada"].of, found["outcome_ips"].of) == (0, 1)


def test_twelve_months_are_not_more_than_a_year():
    found = figures(
        PERIOD,
        enrolments="""
            starts_on  | ends_on
            2021-06-01 | 2022-05-31
            2021-06-01 | 2022-06-01
        """,
        outcomes="starts_on\n2022-06-01\n2022-06-02",
    )
    assert (found["goal_persons"].value, found["goal_over_year"].value) == (2, 1)
