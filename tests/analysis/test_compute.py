from types import SimpleNamespace

import ibis
import pytest

from stegvis.analysis import examples
from stegvis.analysis.indicators import (
    CATALOGUE,
    CAUTION_SV,
    CHAPTER_SV,
    DIMENSIONS,
    PROGRAMME_CATALOGUE,
    UNIT_SV,
    Caution,
    Chapter,
    Unit,
    compute,
    compute_many,
    members,
)
from stegvis.analysis.tables import SCHEMA, UNBOUND

EVERY = {**CATALOGUE, **PROGRAMME_CATALOGUE}


@pytest.fixture(scope="module")
def tables():
    with examples.opened() as opened:
        yield opened


def test_all_that_is_shown_has_words():
    assert CAUTION_SV.keys() == set(Caution)
    assert CHAPTER_SV.keys() == set(Chapter)
    assert UNIT_SV.keys() == set(Unit)


def test_indicators_name_tables_and_dimensions_that_exist():
    for name, indicator in EVERY.items():
        assert indicator.name == name
        assert set(indicator.tables) <= SCHEMA.keys()
        assert set(indicator.group_by) <= DIMENSIONS.keys()


def test_a_ratio_says_what_it_divides_by():
    for indicator in EVERY.values():
        is_ratio = indicator.denominator is not None or indicator.of_whole
        assert is_ratio == (indicator.denominator_sv is not None)


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_every_dimension_can_be_used(tables, dimension):
    chosen = [each for each in EVERY.values() if dimension in each.group_by]
    computed = {}
    for each in chosen:
        scope = {"period": examples.PERIOD} if each.name in PROGRAMME_CATALOGUE else {"year": 2024}
        computed |= compute_many([each], tables, **scope, by=[dimension])
    assert chosen
    for figures in computed.values():
        assert len({figure.key(dimension) for figure in figures}) == len(figures)


@pytest.mark.parametrize(
    "frame", dict.fromkeys(each.frame for each in CATALOGUE.values()), ids=lambda each: each.name
)
def test_frames_are_expressions_that_spark_understands_too(frame):
    expression = frame.build(SimpleNamespace(**UNBOUND), 2024)
    assert "SELECT" in ibis.to_sql(expression, dialect="pyspark")


@pytest.mark.parametrize(
    "frame",
    dict.fromkeys(each.frame for each in PROGRAMME_CATALOGUE.values()),
    ids=lambda each: each.name,
)
def test_frames_of_programmes_are_understood_by_spark_too(frame):
    expression = frame.build(SimpleNamespace(**UNBOUND), examples.PERIOD)
    assert "SELECT" in ibis.to_sql(expression, dialect="pyspark")


@pytest.mark.parametrize("scope", [{}, {"year": 2024, "period": examples.PERIOD}])
def test_figures_are_of_a_year_or_of_a_period(tables, scope):
    with pytest.raises(ValueError, match="either a year or a period"):
        compute(CATALOGUE["started"], tables, **scope)


def test_units_are_codes_or_groups(tables):
    (figure,) = compute(CATALOGUE["started"], tables, year=2024, units=["Norr"])
    assert figure.value == 52
    (figure,) = compute(CATALOGUE["started"], tables, year=2024, units=[])
    assert figure.value is None
    found = members(CATALOGUE["started"], tables, year=2024, units=["Söder"])
    assert found == ("C",)


def test_units_are_taken_as_text_not_as_sql(tables):
    (figure,) = compute(CATALOGUE["interventions"], tables, year=2024, units=["x' OR 1=1 --"])
    assert figure.value == 0


def test_a_group_that_cannot_be_is_refused(tables):
    with pytest.raises(ValueError, match="started cannot be grouped by 'theme', only by unit"):
        compute(CATALOGUE["started"], tables, year=2024, by=["theme"])


def test_units_of_agreements_are_refused(tables):
    with pytest.raises(ValueError, match="cannot be computed for some units"):
        compute(CATALOGUE["agreements_ending"], tables, year=2024, units=["Norr"])


def test_figures_of_many_indicators_come_in_the_order_asked(tables):
    chosen = [CATALOGUE[name] for name in ("findings", "started", "expected_results")]
    assert list(compute_many(chosen, tables, year=2024)) == [each.name for each in chosen]


def test_one_query_for_each_frame_however_many_rows(tables, monkeypatch):
    asked = []
    run = tables.sql
    monkeypatch.setattr(type(tables), "sql", lambda self, query: asked.append(query) or run(query))
    compute_many(list(CATALOGUE.values()), tables, year=2024)
    assert len(asked) == len({indicator.frame for indicator in CATALOGUE.values()})


def test_labels_of_groups(tables):
    figures = compute(CATALOGUE["expected_results"], tables, year=2024, by=["answer"])
    assert figures[0].label() == "nått"
    assert figures[-1].label() == "inte besvarat"
    by_intervention = compute(CATALOGUE["started"], tables, year=2024, by=["intervention"])
    assert by_intervention[0].label({"A": "Språkstart"}) == "Språkstart"
    assert by_intervention[1].label({"A": "Språkstart"}) == "B"


def test_the_base_is_the_denominator_or_what_was_reported(tables):
    (share,) = compute(CATALOGUE["completion_share"], tables, year=2024)
    (registered,) = compute(CATALOGUE["registered"], tables, year=2024)
    assert (share.base, registered.base) == (80, 2)


def test_a_key_needs_its_dimension_when_there_are_two(tables):
    figures = compute(CATALOGUE["started"], tables, year=2024, by=["unit_group", "category"])
    assert figures[0].key("category") == "Språk"
    with pytest.raises(ValueError, match="too many values"):
        figures[0].key()
