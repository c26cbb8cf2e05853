from decimal import Decimal

import pytest

from stegvis.analysis.words import listed, money, number, percent, plain, swedish_order


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1450000, 0, "1\u202f450\u202f000"),
        (0.125, 2, "0,13"),
        (-7, 0, "\u22127"),
        (None, 0, "–"),
        (Decimal("12.5"), 1, "12,5"),
    ],
)
def test_number(value, decimals, text):
    assert number(value, decimals) == text


def test_money_and_percent():
    assert money(Decimal("1450000.00")) == "1\u202f450\u202f000\u202fkr"
    assert money(None) == "–"
    assert percent(0.8493) == "85\u202f%"
    assert percent(0.8493, 1) == "84,9\u202f%"
    assert percent(None) == "–"


@pytest.mark.parametrize(
    ("value", "text"), [(Decimal("12.50"), "12,5"), (Decimal("1E+3"), "1\u202f000"), (7, "7")]
)
def test_plain_has_the_decimals_it_needs(value, text):
    assert plain(value) == text


def test_listed():
    assert listed([]) == ""
    assert listed(["a"]) == "a"
    assert listed(["a", "b"]) == "a och b"
    assert listed(["a", "b", "c"], "eller") == "a, b eller c"


def test_swedish_order():
    assert sorted(["Öl", "zink", "Ärta", "år", "Ask"], key=swedish_order) == [
        "Ask",
        "zink",
        "år",
        "Ärta",
        "Öl",
    ]
