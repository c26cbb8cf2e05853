"""Suppression in one table, attacked by trying every table that agrees with what is printed."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stegvis.analysis.disclosure import (
    TOTAL,
    CountTable,
    ProtectedTable,
    find_leaks,
    grid,
    protect_table,
)
from stegvis.analysis.disclosure.network import Arc


def totalled(cells):
    values = dict(cells)
    for (row, column), value in cells.items():
        for total in ((row, TOTAL), (TOTAL, column), (TOTAL, TOTAL)):
            values[total] = values.get(total, 0) + value
    return values


def worlds(protected, cells, most):
    """Every table, up to ``most`` in a cell, that agrees with all that is printed."""
    hidden = [cell for cell in cells if cell in protected.hidden]
    printed = {
        cell: value for cell, value in totalled(cells).items() if cell not in protected.hidden
    }
    for guess in product(range(most + 1), repeat=len(hidden)):
        values = totalled(cells | dict(zip(hidden, guess, strict=True)))
        if all(values[cell] == value for cell, value in printed.items()):
            yield values


def tables(rows, columns, most):
    keys = [(f"r{row}", f"c{column}") for row in range(rows) for column in range(columns)]
    return st.lists(st.integers(0, most), min_size=len(keys), max_size=len(keys)).map(
        lambda values: dict(zip(keys, values, strict=True))
    )


def attacked(cells, threshold, **how):
    """Protect, then check that nobody comes closer to a small count than the threshold."""
    most = max(cells.values()) + threshold + 1
    protected = protect_table(grid(cells), threshold=threshold, **how)
    found = list(worlds(protected, cells, most))
    small = [cell for cell, value in totalled(cells).items() if value < threshold]
    for cell in set(small) - protected.table.free:
        possible = {world[cell] for world in found}
        assert protected.shown(*cell) is None
        assert max(possible) - min(possible) >= threshold
    for cell in cells:
        low, high = protected.range(*cell)
        possible = {world[cell] for world in found}
        assert low <= min(possible)
        assert high is None or high >= max(possible)


@given(tables(2, 2, 5))
@settings(max_examples=10, derandomize=True, deadline=None)
def test_no_small_count_of_a_square_can_be_worked_out(cells):
    attacked(cells, 2)


@given(tables(2, 3, 2))
@settings(max_examples=8, derandomize=True, deadline=None)
def test_no_small_count_of_a_wider_table_can_be_worked_out(cells):
    attacked(cells, 1)


@given(tables(2, 3, 2), st.sets(st.integers(0, 5)))
@settings(max_examples=10, derandomize=True, deadline=None)
def test_the_range_of_a_hidden_count_is_exact_when_the_totals_are_printed(cells, places):
    hidden = frozenset(list(cells)[place] for place in places)
    printed = ProtectedTable(grid(cells), hidden)
    found = list(worlds(printed, cells, 4))
    for cell in cells:
        possible = {world[cell] for world in found}
        assert printed.range(*cell) == (min(possible), max(possible))


@given(tables(4, 1, 5))
@settings(max_examples=25, derandomize=True, deadline=None)
def test_no_small_count_of_one_column_can_be_worked_out(cells):
    attacked(cells, 2)


def test_large_counts_are_all_shown():
    cells = {("KC", "Språk"): 314, ("KC", "Yrke"): 25, ("CFA", "Språk"): 34, ("CFA", "Yrke"): 20}
    protected = protect_table(grid(cells))
    assert protected.suppressed == frozenset()
    assert (protected.shown("KC", "Språk"), protected.shown("KC"), protected.shown()) == (
        314,
        339,
        393,
    )
    assert protected.range("KC", "Yrke") == (25, 25)


def test_a_small_count_takes_a_circle_with_it_and_the_totals_stay():
    cells = {
        ("KC", "Språk"): 300,
        ("KC", "Yrke"): 3,
        ("KC", "Hälsa"): 40,
        ("CFA", "Språk"): 200,
        ("CFA", "Yrke"): 60,
        ("CFA", "Hälsa"): 50,
    }
    protected = protect_table(grid(cells))
    assert protected.suppressed == {
        ("KC", "Yrke"),
        ("KC", "Hälsa"),
        ("CFA", "Yrke"),
        ("CFA", "Hälsa"),
    }
    assert protected.range("KC", "Yrke") == (0, 43)


def test_a_part_that_leaves_few_of_its_whole_is_small():
    cells = {("KC", "ja"): 97, ("KC", "nej"): 6, ("CFA", "ja"): 50, ("CFA", "nej"): 50}
    assert protect_table(grid(cells)).suppressed == frozenset()
    cells["KC", "nej"] = 2
    assert ("KC", "ja") in protect_table(grid(cells)).suppressed


def test_a_column_that_is_not_printed_is_protected_too():
    cells = {("KC", "ja"): 60, ("KC", "nej"): 40, ("CFA", "ja"): 50, ("CFA", "nej"): 2}
    protected = protect_table(grid(cells, unprinted=["nej"]))
    assert protected.shown("CFA", "nej") is None
    assert protected.shown("CFA", "ja") is None
    low, high = protected.range("CFA", "nej")
    assert high - low >= 5


def test_a_zero_is_small_unless_it_may_be_shown_or_is_structural():
    cells = {("KC", "a"): 0, ("KC", "b"): 30, ("CFA", "a"): 30, ("CFA", "b"): 30}
    assert ("KC", "a") in protect_table(grid(cells)).suppressed
    assert protect_table(grid(cells), show_zeros=True).suppressed == frozenset()
    del cells["KC", "a"]
    assert protect_table(grid({**cells, ("KC", "c"): 8, ("CFA", "c"): 9})).shown("KC", "a") == 0


def test_what_is_no_cell_is_known_to_be_zero():
    protected = protect_table(grid({("KC", "a"): 30, ("CFA", "b"): 30}))
    assert protected.range("KC", "b") == (0, 0)


def test_a_lonely_small_count_takes_the_totals():
    protected = protect_table(grid({("KC", "a"): 3, ("KC", "b"): 80}))
    assert protected.shown("KC", "a") is None
    assert protected.range("KC", "a")[1] is None


def test_forced_cells_are_held_back_and_protected():
    cells = {("KC", "a"): 30, ("KC", "b"): 30, ("CFA", "a"): 30, ("CFA", "b"): 30}
    protected = protect_table(grid(cells), forced=[("KC", "a"), ("Norr", "a")])
    assert protected.suppressed == cells.keys()


def test_counts_below_zero_are_refused():
    with pytest.raises(ValueError, match="below zero"):
        CountTable({("KC", "a"): Arc("in", "out", -1)})


BEFORE = {("KC", "a"): 30, ("KC", "b"): 40, ("CFA", "a"): 50, ("CFA", "b"): 60}


def test_the_same_version_twice_leaks_nothing():
    before = protect_table(grid(BEFORE))
    assert find_leaks(before, protect_table(grid(BEFORE), previous=before)) == []


def test_one_person_more_in_the_next_version_is_held_back():
    before = protect_table(grid(BEFORE))
    careless = protect_table(grid(BEFORE | {("KC", "a"): 31}))
    assert {leak.difference for leak in find_leaks(before, careless)} == {1}
    careful = protect_table(grid(BEFORE | {("KC", "a"): 31}), previous=before)
    assert careful.shown("KC", "a") is None
    assert find_leaks(before, careful) == []


def test_many_more_are_shown():
    before = protect_table(grid(BEFORE))
    after = protect_table(grid(BEFORE | {("KC", "a"): 39}), previous=before)
    assert after.shown("KC", "a") == 39


def test_what_was_held_back_stays_so():
    before = protect_table(grid(BEFORE), forced=[("KC", "a")])
    after = protect_table(grid(BEFORE), previous=before)
    assert after.suppressed == before.suppressed


def test_the_sum_of_hidden_counts_is_held_back_when_it_changes_by_one():
    """The row's total and its third cell are printed, and both versions hide the same two."""
    cells = {
        ("KC", "a"): 3,
        ("KC", "b"): 9,
        ("KC", "c"): 40,
        ("CFA", "a"): 8,
        ("CFA", "b"): 9,
        ("CFA", "c"): 50,
    }
    before = protect_table(grid(cells))
    grown = cells | {("KC", "a"): 4, ("KC", "c"): 49}
    careless = protect_table(grid(grown), forced=before.suppressed)
    leaks = find_leaks(before, careless)
    assert frozenset({("KC", "a"), ("KC", "b")}) in {leak.cells for leak in leaks}
    assert find_leaks(before, protect_table(grid(grown), previous=before)) == []
