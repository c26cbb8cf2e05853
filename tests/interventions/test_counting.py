"""The counting rules on small rows, and the hard rows of a real year."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.interventions.counting import MEASURES, CountRow, came, resolve
from stegvis.interventions.enums import Basis, CountingUnit

STARTS, PERSONS, WEEKS = CountingUnit.STARTS, CountingUnit.PERSONS, CountingUnit.PERSON_WEEKS


def starts(**counts: int) -> CountRow:
    return CountRow(unit=STARTS, **counts)


def test_the_whole_is_taken_as_reported() -> None:
    found = resolve([starts(started=157, dropped_out=22, completed=135)])
    assert (found["started"], found["completed"]) == (157, 135)
    assert found.basis["started"] == Basis.REPORTED


def test_parts_are_summed_where_the_whole_is_silent() -> None:
    found = resolve(
        [
            starts(part="Grupp 1", started=6, dropped_out=0, completed=6),
            starts(part="Grupp 2", started=5, dropped_out=1, completed=4),
        ]
    )
    assert (found["started"], found["dropped_out"], found["completed"]) == (11, 1, 10)
    assert found.basis["started"] == Basis.SUMMED


def test_a_week_of_four_is_no_four_starts() -> None:
    """Person-weeks are never starts: each person has started once."""
    weeks = [
        CountRow(unit=WEEKS, part=f"Vecka {week}", started=count)
        for week, count in ((28, 55), (29, 56), (30, 53), (31, 59))
    ]
    found = resolve([*weeks, CountRow(unit=PERSONS, completed=85)])
    assert (found["started"], found["completed"]) == (85, 85)
    assert found.basis["started"] == Basis.PERSONS


def test_starts_and_persons_of_the_same_course() -> None:
    found = resolve(
        [starts(registered=132, no_show=45, started=87), CountRow(unit=PERSONS, completed=43)]
    )
    assert (found["started"], found["completed"]) == (87, 43)
    assert found.basis["completed"] == Basis.PERSONS


def test_missing_starts_are_derived_from_the_completed_before_the_registered() -> None:
    found = resolve([starts(registered=50, no_show=27, completed=36)])
    assert (found["started"], found.basis["started"]) == (36, Basis.DERIVED)
    assert came(found) == 23


def test_missing_starts_are_derived_from_the_registered_when_nothing_else_is_known() -> None:
    assert resolve([starts(registered=50, no_show=27)])["started"] == 23


def test_nobody_started_what_was_cancelled() -> None:
    assert resolve([starts(registered=4)], was_held=False)["started"] is None
    assert resolve([starts(registered=4, started=2)], was_held=False)["started"] == 2


def test_a_ruling_beats_what_was_reported() -> None:
    found = resolve([starts(started=10, completed=8)], {"completed": 9})
    assert (found["completed"], found.basis["completed"]) == (9, Basis.RULED)


def test_not_reported_stays_not_reported() -> None:
    assert resolve([])["started"] is None
    assert resolve([starts(completed=0)])["completed"] == 0


counts = st.none() | st.integers(0, 200)
rows = st.builds(
    CountRow,
    unit=st.sampled_from(CountingUnit.values),
    part=st.none() | st.sampled_from(["Grupp 1", "Grupp 2"]),
    **{measure: counts for measure in MEASURES},
)


@given(st.lists(rows, max_size=5))
def test_what_is_reported_for_the_whole_is_never_changed(given_rows: list[CountRow]) -> None:
    found = resolve(given_rows)
    whole = next((r for r in given_rows if r.part is None and r.unit == STARTS), None)
    for measure in MEASURES:
        if whole and getattr(whole, measure) is not None:
            assert found[measure] == getattr(whole, measure)


@given(st.lists(rows, max_size=5))
def test_every_figure_has_a_basis(given_rows: list[CountRow]) -> None:
    found = resolve(given_rows)
    with_value = {measure for measure in MEASURES if found[measure] is not None}
    assert with_value == set(found.basis)


@pytest.mark.parametrize("measure", MEASURES)
def test_person_weeks_alone_give_no_figure(measure: str) -> None:
    assert resolve([CountRow(unit=WEEKS, part="Vecka 28", started=55)])[measure] is None
