"""The invented cohort of Vamos: its project report shows what the project's final report printed,
each figure computed from rows and opening just those."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client

from stegvis.accounts.models import User
from stegvis.demo.vamos import cohort
from stegvis.organisations.periods import add_months
from stegvis.participants.enums import Sex
from stegvis.participants.models import Enrolment, Participant, Programme
from stegvis.participants.numbers import parse
from stegvis.reports.actions import snapshots
from stegvis.reports.project import producing

pytestmark = pytest.mark.xdist_group("demo")

# What the final report prints (chapters 1–3): figure → value, as whole numbers or whole percent.
PRINTED = {
    "participants": 111,
    "women_share": 31,
    "men_share": 69,
    "addiction_share": 69,
    "goal_share": 34,
    "other_measure_share": 26,
    "direct_share": 69,
    "months_mean": 9,
    "months_lowest": 1,
    "months_highest": 19,
    "goal_over_year": 11,
    "regular_persons": 40,
    "own_persons": 33,
    "both_persons": 9,
    "workplaces": 18,
    "further_employers": 27,
    "hourly_persons": 6,
    "hourly_led_on": 2,
    "survey_sent": 54,
    "survey_answered": 25,
    "survey_improved": 21,
}
# … and of those who began to work or study: women, men, with addiction.
OF_GOAL = {("sex", "woman"): 34, ("sex", "man"): 66, ("addiction", "yes"): 61}


# --- the cohort itself ---


def test_the_cohort_is_the_same_every_time():
    assert cohort.people() == cohort.people()


def test_numbers_are_of_the_test_series_and_used_once():
    numbers = [one.number for one in cohort.people()]
    assert len(set(numbers)) == 111
    for digits in numbers:
        number = parse(digits, today=date(2025, 3, 3))
        assert 1976 <= number.birth_year <= 2006
        assert int(digits[6:8]) >= 14
        assert digits[8:11] in ("238", "239")


def test_stays_lie_in_the_period_and_are_whole_months():
    for one in cohort.people():
        assert cohort.STARTS_ON <= one.starts_on <= one.ends_on <= cohort.ENDS_ON
        assert (add_months(one.starts_on, one.months) - one.ends_on).days == 1


def test_those_up_to_29_stayed_for_a_shorter_time():
    """7.5 months, and 6 for those of them who began to work or study."""
    young = [one for one in cohort.people() if age(one) < cohort.YOUNG]
    assert mean(one.months for one in young) == 7.5
    assert mean(one.months for one in young if one.has_goal) == 6


def age(one: cohort.Person) -> int:
    born = date(int(one.number[:4]), int(one.number[4:6]), int(one.number[6:8]))
    before = (one.starts_on.month, one.starts_on.day) < (born.month, born.day)
    return one.starts_on.year - born.year - before


def mean(values: Any) -> float:
    listed = list(values)
    return sum(listed) / len(listed)


# --- the report ---


@pytest.fixture
def source(demo: None, db: None) -> Iterator[Any]:
    programme = Programme.objects.get(slug="vamos")
    snapshot = snapshots.take(by=None)
    made = producing.recipe(programme, snapshot, dated_on=date(2025, 3, 3), is_protected=False)
    with producing.source(made) as opened:
        yield opened


@pytest.mark.parametrize(("name", "printed"), PRINTED.items())
def test_the_report_shows_what_was_printed(source: Any, name: str, printed: int) -> None:
    value = source.total(name).value
    assert round(value * 100 if name.endswith("_share") else value) == printed


@pytest.mark.parametrize(("group", "printed"), OF_GOAL.items())
def test_of_those_with_work_or_studies(source: Any, group: tuple[str, str], printed: int) -> None:
    dimension, key = group
    counts = {figure.key(): figure.value for figure in source.by("goal_persons", dimension)}
    assert round(100 * counts[key] / sum(counts.values())) == printed


def test_months_are_shorter_with_addiction_and_the_same_with_work(source: Any) -> None:
    by_addiction = {f.key(): f.value for f in source.by("months_mean", "addiction")}
    by_goal = {f.key(): f.value for f in source.by("months_mean", "goal")}
    assert round(by_addiction["yes"], 1) == 8.5
    assert round(by_goal["yes"]) == 9


def test_a_survey_that_few_answered_carries_a_caution(source: Any) -> None:
    """25 of 54: below half."""
    figure = source.total("survey_improved_share")
    assert (figure.numerator, figure.denominator) == (21, 25)
    assert "low_response" in {caution.value for caution in figure.cautions}
    assert figure.interval.low < 0.84 < figure.interval.high


def test_women_and_men_are_as_in_the_rows(demo: None, db: None) -> None:
    rows = Participant.objects.filter(enrolments__programme__slug="vamos")
    assert rows.filter(sex=Sex.WOMAN).count() == 34
    assert rows.filter(sex=Sex.MAN).count() == 77


def test_a_figure_opens_to_its_persons(source: Any, client: Client) -> None:
    """For the manager, who may see who they are."""
    client.force_login(User.objects.get(email="chef@stegvis.example"))
    answer = client.get("/projektrapporter/vamos/siffra/goal_persons/")
    assert answer.status_code == 200
    goal = Enrolment.objects.filter(programme__slug="vamos", exit__destination__in=["work"])
    assert str(goal.first().participant) in answer.content.decode()


def test_the_evaluator_sees_figures_and_nobody(source: Any, client: Client) -> None:
    client.force_login(User.objects.get(email="utvarderare@stegvis.example"))
    page = client.get("/projektrapporter/vamos/").content.decode()
    assert "111" in page
    opened = client.get("/projektrapporter/vamos/siffra/goal_persons/").content.decode()
    names = Participant.objects.filter(enrolments__programme__slug="vamos")
    assert not [one for one in names if str(one) in page + opened]
