"""The project report of the invented Vamos gives the figures that the final report publishes."""

from collections.abc import Iterator
from datetime import date

import pytest

from stegvis.analysis.indicators import Caution
from stegvis.demo.vamos import build as vamos
from stegvis.participants.models import Programme
from stegvis.reports.actions import snapshots
from stegvis.reports.project import producing
from stegvis.reports.project.source import ProjectSource
from stegvis.reports.project.words import in_words

pytestmark = pytest.mark.xdist_group("demo")


@pytest.fixture
def project(demo: None, db: None) -> Iterator[ProjectSource]:
    programme = Programme.objects.get(slug=vamos.SLUG)
    made_of = producing.recipe(
        programme, snapshots.take(by=None), dated_on=date(2023, 1, 18), is_protected=False
    )
    with producing.source(made_of) as opened:
        yield opened


GOAL = {"goal": "yes"}
YOUNG = {"under_30": "yes"}
ADDICTION = {"addiction": "yes"}


@pytest.mark.parametrize(
    ("name", "group", "shown", "numerator", "denominator"),
    [
        ("participants", {}, "111", 111, None),
        ("addiction_share", {}, "69 %", 77, 111),
        ("women_share", {}, "31 %", 34, 111),
        ("men_share", {}, "69 %", 77, 111),
        ("goal_share", {}, "34 %", 38, 111),
        ("women_share", GOAL, "34 %", 13, 38),
        ("men_share", GOAL, "66 %", 25, 38),
        ("addiction_share", GOAL, "61 %", 23, 38),
        ("other_measure_share", {}, "26 %", 29, 111),
        ("direct_share", {}, "69 %", 77, 111),
        ("months_mean", {}, "9", None, None),
        ("months_lowest", {}, "1", None, None),
        ("months_highest", {}, "19", None, None),
        ("months_mean", GOAL, "9", None, None),
        ("months_mean", YOUNG, "7,5", None, None),
        ("months_mean", YOUNG | GOAL, "6", None, None),
        ("months_mean", ADDICTION, "8,5", None, None),
        ("months_mean", ADDICTION | GOAL, "8,5", None, None),
        ("goal_over_year", {}, "11", 11, None),
        ("regular_persons", {}, "40", 40, None),
        ("own_persons", {}, "33", 33, None),
        ("both_persons", {}, "9", 9, None),
        ("workplaces", {}, "18", 18, None),
        ("further_employers", {}, "27", 27, None),
        ("hourly_persons", {}, "6", 6, None),
        ("hourly_led_on", {}, "2", 2, None),
        ("survey_sent", {}, "54", 54, None),
        ("survey_answered", {}, "25", 25, None),
        ("survey_improved_share", {}, "84 %", 21, 25),
    ],
)
def test_the_published_figure(
    project: ProjectSource,
    name: str,
    group: dict[str, str],
    shown: str,
    numerator: int | None,
    denominator: int | None,
) -> None:
    figure = project.one(name, **group)
    assert figure is not None
    assert in_words(figure).replace("\u202f", " ") == shown
    assert (figure.numerator, figure.denominator) == (numerator, denominator)


def test_the_survey_carries_a_caution(project: ProjectSource) -> None:
    figure = project.total("survey_improved_share")
    assert (figure.reported, figure.of) == (25, 54)
    assert Caution.LOW_RESPONSE in figure.cautions
