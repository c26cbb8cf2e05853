"""One fixture of twelve outcomes, four definitions, four counts (domain reference 3.2)."""

from datetime import date

import pytest

from stegvis.analysis.indicators import PROGRAMME_CATALOGUE, Period, compute
from stegvis.analysis.indicators.programmes import frames
from stegvis.analysis.outcomes import DEFINITIONS, in_force
from stegvis.analysis.outcomes import definitions as module
from tests.spec.support import snapshot

PERIOD = Period("vamos", date(2021, 5, 1), date(2022, 11, 30), counted_on=date(2022, 12, 31))

# Each of the twelve persons was enrolled from June 2021 to 31 January 2022.
TWELVE = """
starts_on  | ends_on    | kind    | open_to_anyone | normal_pay | subsidy      | is_municipal_measure | contract     | planned_days | gives_student_aid | is_main
2022-02-01 |            | work    | yes            | yes        | none         | no                   | permanent    |              |                   | yes
2022-02-01 |            | work    | no             | yes        | wage_subsidy | no                   | fixed_term   | 180          |                   | yes
2022-02-01 |            | work    | no             | yes        | none         | yes                  | fixed_term   | 365          |                   | yes
2021-10-01 | 2021-10-20 | work    | yes            | yes        | none         | no                   | fixed_term   | 90           |                   | no
2022-01-10 |            | work    | yes            | yes        | none         | no                   | hourly       |              |                   | no
2022-02-14 |            | studies |                |            |              | no                   |              |              | no                | yes
2022-01-31 |            | studies |                |            |              | no                   |              |              | yes               | yes
2022-01-01 |            | work    | no             |            | none         | no                   | own_business |              |                   | yes
2021-08-01 | 2021-12-31 | work    | yes            | yes        | none         | no                   | fixed_term   |              |                   | no
2022-03-15 |            | work    | yes            | yes        | none         | no                   | permanent    |              |                   | no
2022-02-28 |            | work    |                |            |              | no                   |              |              |                   | yes
2022-02-01 | 2022-02-28 | work    | yes            | yes        | new_start    | no                   | fixed_term   |              |                   | yes
"""  # noqa: E501
TITLES = (
    *("regular job", "job with wage subsidy", "municipal job (CFA)", "job of 20 days"),
    *("job by the hour", "sfi", "studies with student aid", "own business"),
    *("job that ended before leaving", "job six weeks after leaving", "job nobody asked about"),
    "the whole of February, with subsidy",
)
# Which of the twelve each definition counts, in the order above.
COUNTED = {
    "ips": "1 0 0 1 1 0 0 0 1 0 0 0",
    "kolada": "1 1 0 0 1 0 1 1 1 0 1 1",
    "esf": "1 1 1 0 1 0 0 1 0 0 1 1",
    "vamos": "1 1 1 1 0 1 1 1 1 0 1 1",
}


def twelve(**more):
    people = "\n".join(["ends_on", *["2022-01-31"] * 12])
    return snapshot(programmes="ends_on\n2022-11-30", enrolments=people, outcomes=TWELVE, **more)


@pytest.mark.parametrize("name", COUNTED)
def test_one_fixture_gives_the_expected_count(name):
    wanted = [mark == "1" for mark in COUNTED[name].split()]
    with twelve() as tables:
        (figure,) = compute(PROGRAMME_CATALOGUE[f"outcome_{name}"], tables, period=PERIOD)
        persons = {row["person_id"]: row[name] for row in tables.rows(persons_of(tables))}
    found = [persons[f"P{at}"] for at in range(1, 13)]
    assert dict(zip(TITLES, found, strict=True)) == dict(zip(TITLES, wanted, strict=True))
    assert (figure.numerator, figure.denominator) == (sum(wanted), 12)


def persons_of(tables):
    return frames.persons_of(tables, PERIOD)


def test_the_four_counts():
    assert {name: marks.count("1") for name, marks in COUNTED.items()} == {
        "ips": 4,
        "kolada": 8,
        "esf": 7,
        "vamos": 10,
    }


def kolada(outcomes, counted_on=date(2022, 12, 31)):
    """Whether Kolada counts the only outcome of the only person."""
    period = Period("vamos", PERIOD.starts_on, PERIOD.ends_on, counted_on)
    with snapshot(
        programmes="ends_on\n2022-11-30", enrolments="ends_on\n2022-01-31", outcomes=outcomes
    ) as tables:
        return compute(PROGRAMME_CATALOGUE["outcome_kolada"], tables, period=period)[0].numerator


@pytest.mark.parametrize(
    ("row", "is_counted"),
    [
        ("2022-02-01 | 2022-02-27 |    |", 0),  # a day short of a month
        ("2022-02-01 | 2022-02-28 |    |", 1),
        ("2022-01-15 | 2022-02-14 |    |", 1),
        ("2022-01-15 | 2022-02-13 |    |", 0),
        ("2022-02-01 |            | 27 |", 0),  # agreed length
        ("2022-02-01 |            | 28 |", 1),
        ("2022-02-01 | 2022-02-10 | 90 | permanent", 0),  # how long it lasted goes before
        ("2022-02-01 |            |    | permanent", 1),
    ],
)
def test_kolada_wants_one_continuous_month(row, is_counted):
    assert kolada(f"starts_on | ends_on | planned_days | contract\n{row}") == is_counted


def test_a_job_without_known_length_counts_once_a_month_has_passed():
    job = "starts_on\n2022-02-01"
    assert kolada(job, counted_on=date(2022, 2, 27)) == 0
    assert kolada(job, counted_on=date(2022, 2, 28)) == 1


def test_kolada_and_esf_ask_only_about_those_who_have_left():
    with snapshot(
        programmes="ends_on\n2022-11-30",
        enrolments="ends_on\n2022-01-31\n2022-12-15",
    ) as tables:
        figures = {
            name: compute(PROGRAMME_CATALOGUE[f"outcome_{name}"], tables, period=PERIOD)[0]
            for name in ("kolada", "esf", "ips", "vamos")
        }
    assert {name: figure.denominator for name, figure in figures.items()} == {
        "kolada": 1,
        "esf": 1,
        "ips": 2,
        "vamos": 2,
    }


def test_each_definition_says_what_it_is_and_since_when():
    assert {each.name for each in DEFINITIONS} == COUNTED.keys()
    for each in DEFINITIONS:
        assert each.title_sv and each.explanation_sv and each.source
        assert in_force(each.name, each.valid_from) == each
        assert in_force(each.name, date(each.valid_from.year - 1, 1, 1)) is None


def test_a_period_is_counted_with_the_rule_that_applied_when_it_ended():
    """ESF+ came in July 2021: a period that ended before it has no such figure."""
    before = Period("vamos", date(2020, 1, 1), date(2021, 6, 30), date(2021, 6, 30))
    with snapshot(
        programmes="ends_on\n2021-06-30",
        enrolments="starts_on | ends_on\n2020-06-01 | 2021-05-31",
        outcomes="starts_on\n2021-06-01",
    ) as tables:
        (esf,) = compute(PROGRAMME_CATALOGUE["outcome_esf"], tables, period=before)
        (ips,) = compute(PROGRAMME_CATALOGUE["outcome_ips"], tables, period=before)
    assert (esf.value, esf.reported, ips.value) == (None, 0, 0.0)


def test_a_later_version_takes_over(monkeypatch):
    old = DEFINITIONS[0]
    new = module.OutcomeDefinition(
        **{field: getattr(old, field) for field in old.__slots__} | {"valid_from": date(2030, 1, 1)}
    )
    monkeypatch.setattr(module, "DEFINITIONS", (*DEFINITIONS, new))
    assert in_force(old.name, date(2029, 12, 31)) == old
    assert in_force(old.name, date(2030, 1, 1)) == new
