from datetime import date, datetime, time
from decimal import Decimal

import pytest
from django.db.models import TextChoices
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from hypothesis import given
from hypothesis import strategies as st

from stegvis.core import formats
from stegvis.core.imports import values
from stegvis.core.imports.cells import BadValue, Cell, decode, encode, fold, letter, shown
from stegvis.core.imports.values import (
    Choice,
    Day,
    DecimalNumber,
    Money,
    Several,
    Text,
    WholeNumber,
)

THIN, NARROW, HARD = "\u2009", "\u202f", "\u00a0"


def refusal(parser, value):
    with pytest.raises(BadValue) as caught:
        parser(value)
    return caught.value


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("15", 15),
        (" 15 ", 15),
        (15, 15),
        (15.0, 15),
        (14.9999999999, 15),
        ("1 450", 1450),
        (f"1{HARD}450", 1450),
        (f"1{THIN}450{NARROW}000", 1_450_000),
        ("1 450,0", 1450),
        ("15.0", 15),
        ("1 450,000", 1450),
        ("0", 0),
    ],
)
def test_whole_numbers(value, number):
    assert WholeNumber()(value) == number


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("ca 15", "inte ett exakt tal"),
        ("30–35", "inte ett exakt tal"),
        ("15?", "inte ett exakt tal"),
        ("15 st", "utan ”st”"),
        ("10/grupp", "utan ”/grupp”"),
        ("flexibelt", "inte ett tal"),
        ("14 50", "mellanslag på fel ställe"),
        ("1.450", "1 450 eller 1,45"),
        ("1,450", "1 450 eller 1,45"),
        ("1.450.000", "1 450 000,50"),
        ("15,5", "inte ett heltal"),
        (15.5, "”15,5” är inte ett heltal"),
        ("-3", "mindre än 0"),
        ("−3", "mindre än 0"),
        (1e12, "orimligt stort"),
        (float("inf"), "orimligt stort"),
        (float("nan"), "orimligt stort"),
        (True, "ja eller nej"),
        (date(2024, 10, 15), "är ett datum"),
        (time(10, 15), "klockslag"),
    ],
)
def test_what_is_no_whole_number(value, words):
    assert words in str(refusal(WholeNumber(), value))


def test_a_rough_number_says_so_and_a_misspaced_one_does_not():
    assert refusal(WholeNumber(), "ca 15").is_rough
    assert refusal(WholeNumber(), "flexibelt").is_rough
    assert not refusal(WholeNumber(), "14 50").is_rough


@pytest.mark.parametrize(
    ("value", "kronor"),
    [
        ("1 450 000,50", "1450000.50"),
        ("1450000.5", "1450000.50"),
        (f"488{HARD}000 kr", "488000"),
        ("488 000:-", "488000"),
        ("488 tkr", "488000"),
        ("3,5 mnkr", "3500000"),
        ("2 miljoner kronor", "2000000"),
        (1250.333333333, "1250.33"),
        ("0", "0"),
    ],
)
def test_money(value, kronor):
    assert Money()(value) == Decimal(kronor)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("488 t", "hela beloppet"),
        ("3,5 milj", "hela beloppet"),
        ("ca 488 000 kr", "inte ett exakt tal"),
        ("1,450", "på två sätt"),
        ("1 450,505", "högst 2 decimaler"),
        ("-5", "mindre än 0"),
        ("gratis", "inte ett tal"),
        ("10000000000000", "orimligt stort"),
    ],
)
def test_what_is_no_sum_of_money(value, words):
    assert words in str(refusal(Money(), value))


@pytest.mark.parametrize(("value", "number"), [("12,5", "12.5"), ("12.5", "12.5"), (12.5, "12.5")])
def test_decimals(value, number):
    assert DecimalNumber()(value) == Decimal(number)


def test_three_decimals_are_clear_where_three_are_expected():
    assert DecimalNumber(places=3)("1,125") == Decimal("1.125")


@pytest.mark.parametrize(
    "value",
    [
        date(2024, 3, 4),
        datetime(2024, 3, 4),
        "2024-03-04",
        "2024-3-4",
        "2024-03-04 00:00",
        "2024-03-04T00:00:00",
        "20240304",
        20240304.0,
        "2024/03/04",
        "4 mars 2024",
        "den 4 mars 2024",
        "4:e mars 2024",
        "4 MAR. 2024",
    ],
)
def test_dates(value):
    assert Day()(value) == date(2024, 3, 4)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2024-02-31", "31 februari finns inte: februari 2024 har 29 dagar"),
        ("31 februari 2024", "31 februari finns inte"),
        ("2024-13-01", "Månaden 13 finns inte"),
        ("240304", "Menar du 2024-03-04?"),
        ("24-03-04", "Menar du 2024-03-04?"),
        ("4/3 2024", "Menar du 2024-03-04?"),
        ("04/03/2024", "Menar du 2024-03-04?"),
        (45355.0, "Menar du 2024-03-04?"),
        ("mars 2024", "saknar dag"),
        ("2024-03", "saknar dag"),
        ("4 mats 2024", "ingen månad"),
        ("till sommaren", "inget datum"),
        ("0024-03-04", "orimligt"),
        (datetime(2024, 3, 4, 13, 5), "klockslag"),
        (True, "inget datum"),
    ],
)
def test_what_is_no_date(value, words):
    assert words in str(refusal(Day(), value))


class Colour(TextChoices):
    RED = "red", _("Röd")
    LIGHT_BLUE = "light_blue", _("Ljust blå")


@pytest.mark.parametrize("written", ["röd", "RÖD ", "Ro\u0308d"])
def test_a_choice_does_not_mind_case_or_how_letters_are_composed(written):
    assert Choice(Colour)(written) is Colour.RED


def test_a_choice_is_read_in_swedish_whatever_the_reader_speaks():
    with translation.override("en"):
        assert Choice(Colour)("ljust  blå") is Colour.LIGHT_BLUE
        assert Choice(Colour).show(Colour.RED) == "Röd"


def test_a_near_miss_gets_a_suggestion_and_a_far_one_the_list():
    assert "Menar du ”Ljust blå”?" in str(refusal(Choice(Colour), "ljusblå"))
    assert "Röd, Ljust blå" in str(refusal(Choice({"Röd": 1, "Ljust blå": 2}), "gul"))


@pytest.mark.parametrize(
    ("value", "answer"), [("Ja", True), ("x", True), (0.0, False), ("nej", False)]
)
def test_yes_and_no(value, answer):
    assert values.YesNo()(value) is answer


def test_text_is_tidied_and_measured():
    assert Text()("  Språka\u00a01,\n nr\u200b 3 ") == "Språka 1, nr 3"
    assert Text(multiline=True)("ett\r\ntvå \r\n") == "ett\ntvå"
    assert Text()(2024.0) == "2024"
    assert "13 tecken. Den får vara högst 10" in str(refusal(Text(max_length=10), "x" * 13))


def test_excel_made_a_date_of_a_text():
    assert "apostrof" in str(refusal(values.AsWritten(), date(2024, 10, 15)))
    assert Text(takes_dates=True)(datetime(2024, 10, 15)) == "2024-10-15"


def test_as_written_keeps_what_is_written():
    assert values.AsWritten()("ca 15") == "ca 15"
    assert values.AsWritten()(15.0) == "15"


def test_several_are_parted_and_not_repeated():
    assert Several(Text())("a | b|a|") == ("a", "b")


@pytest.mark.parametrize(
    ("parser", "value", "words"),
    [
        (WholeNumber(), 1450, "1\u202f450"),
        (Money(), Decimal("1450000.00"), "1\u202f450\u202f000\u202fkr"),
        (DecimalNumber(), Decimal("12.50"), "12,5"),
        (DecimalNumber(), Decimal("100.00"), "100"),
        (Day(), date(2024, 3, 4), "2024-03-04"),
        (values.YesNo(), True, "ja"),
        (Text(), "", "–"),
        (Money(), None, "–"),
        (Several(Text()), (), "–"),
    ],
)
def test_values_are_shown_in_swedish(parser, value, words):
    assert parser.show(value) == words


@pytest.mark.parametrize(
    "cell",
    [
        Cell("text"),
        Cell(1.5),
        Cell(None),
        Cell(True),
        Cell(date(2024, 3, 4)),
        Cell(datetime(2024, 3, 4, 13, 5)),
        Cell("#REFERENS!", problem="Formeln gav ett fel."),
    ],
)
def test_a_cell_survives_being_kept(cell):
    assert decode(encode(cell)) == cell


@given(
    st.integers(min_value=0, max_value=999_999_999), st.dates(date(1900, 1, 1), date(2100, 1, 1))
)
def test_what_is_shown_can_be_read_again(number, day):
    kronor = Decimal(number) / 100
    assert WholeNumber()(WholeNumber().show(number)) == number
    assert Money()(Money().show(kronor)) == kronor
    assert Day()(Day().show(day)) == day
    assert Day()(formats.date_in_prose(day)) == day


def test_letters_folding_and_showing():
    assert [letter(0), letter(25), letter(26), letter(701)] == ["A", "Z", "AA", "ZZ"]
    assert fold(("KC 1 ", 2024, None)) == ("kc 1", 2024, "")
    assert shown(1.5) == "1,5" and shown(False) == "nej"
