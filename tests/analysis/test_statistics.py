from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stegvis.analysis.statistics import Interval, difference_interval, round_to, wilson


@pytest.mark.parametrize(
    ("numerator", "denominator", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_against_newcombe_1998_table_1(numerator, denominator, low, high):
    found = wilson(numerator, denominator)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@pytest.mark.parametrize(
    ("after", "before", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
    ],
)
def test_difference_against_newcombe_1998_table_2(after, before, low, high):
    found = difference_interval(before, after)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
@settings(max_examples=60, derandomize=True)
def test_wilson_holds_the_share_and_stays_within_limits(case):
    found = wilson(*case)
    assert 0 <= found.low <= case[0] / case[1] <= found.high <= 1


def test_wilson_of_nothing_is_nothing():
    assert wilson(0, 0) is None
    assert difference_interval((0, 0), (1, 2)) is None
    assert difference_interval((1, 2), (0, 0)) is None


@pytest.mark.parametrize(("numerator", "denominator"), [(3, 2), (-1, 2)])
def test_wilson_refuses_what_is_no_share(numerator, denominator):
    with pytest.raises(ValueError, match="is not a share"):
        wilson(numerator, denominator)


def test_interval_contains_its_ends():
    assert Interval(0.1, 0.2).contains(0.1)
    assert not Interval(0.1, 0.2).contains(0.3)


@pytest.mark.parametrize(
    ("value", "precision", "rounded"),
    [
        ("4131000", "100000", "4100000"),
        ("4150000", "100000", "4200000"),
        ("2.5", "1", "3"),
        ("-2.5", "1", "-3"),
        ("0.52", "0.1", "0.5"),
    ],
)
def test_round_to(value, precision, rounded):
    assert round_to(Decimal(value), Decimal(precision)) == Decimal(rounded)


def test_round_to_nothing_is_refused():
    with pytest.raises(ValueError, match="more than zero"):
        round_to(1, 0)
