"""Personal and coordination numbers by their documented rules (domain 7.1)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.participants.enums import Sex
from stegvis.participants.numbers import Number, WrongNumber, check_digit, parse
from tests.factories.participants import NUMBERS

TODAY = date(2025, 3, 3)
WOMEN, MEN = NUMBERS[Sex.WOMAN], NUMBERS[Sex.MAN]


def whole(eleven: str) -> str:
    """With its check digit."""
    return eleven + str(check_digit(eleven[2:]))


def coordination(year: int, month: int, day: int) -> str:
    return whole(f"{year:04d}{month:02d}{day + 60:02d}238")


def test_the_whole_test_series_passes():
    for sex, series in ((Sex.WOMAN, WOMEN), (Sex.MAN, MEN)):
        assert len(series) > 5000
        for digits in series:
            number = parse(digits, today=TODAY)
            assert (number.digits, number.sex) == (digits, sex)
            assert number.birth_date == date.fromisoformat(
                f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}"
            )


@given(digits=st.sampled_from(WOMEN + MEN), place=st.integers(2, 11), by=st.integers(1, 9))
def test_one_wrong_digit_is_always_found(digits, place, by):
    flipped = str((int(digits[place]) + by) % 10)
    with pytest.raises(WrongNumber):
        parse(digits[:place] + flipped + digits[place + 1 :], today=TODAY)


@given(digits=st.sampled_from(WOMEN + MEN))
def test_all_ways_of_writing_it_are_one_number(digits):
    century, short, last = digits[:2], digits[2:8], digits[8:]
    written = [
        f"{short}-{last}",
        f"{short}{last}",
        f"{short} {last}",
        f"{century}{short}-{last}",
        f" {century}{short}–{last} ",
    ]
    assert {parse(one, today=TODAY).digits for one in written} == {digits}


@given(
    year=st.integers(1930, 2024),
    month=st.integers(0, 12),
    day=st.integers(0, 28),
)
def test_coordination_numbers_may_lack_month_and_day(year, month, day):
    number = parse(coordination(year, month, day), today=TODAY)
    assert number.is_coordination
    assert number.birth_year == year
    assert number.birth_date == (date(year, month, day) if month and day else None)


@pytest.mark.parametrize("digits", ["19901317", "19900231", "19900017", "19900500"])
def test_a_personal_number_begins_with_a_date(digits):
    with pytest.raises(WrongNumber, match="datum"):
        parse(whole(f"{digits}238"), today=TODAY)


@pytest.mark.parametrize(("month", "day"), [(2, 31), (13, 5), (13, 0)])
def test_a_coordination_number_with_an_impossible_date_is_refused(month, day):
    with pytest.raises(WrongNumber, match="datum"):
        parse(coordination(1990, month, day), today=TODAY)


def test_the_sign_is_a_plus_from_the_year_of_a_hundred():
    short = whole("19200517238")[2:]
    assert parse(f"{short[:6]}+{short[6:]}", today=TODAY).digits.startswith("1920")
    assert parse(f"{short[:6]}-{short[6:]}", today=TODAY).digits.startswith("2020")


def test_ten_digits_are_never_a_day_to_come():
    tomorrow, yesterday = whole("20250304238")[2:], whole("20250302238")[2:]
    assert parse(tomorrow, today=TODAY).birth_year == 1925
    assert parse(yesterday, today=TODAY).birth_year == 2025
    with pytest.raises(WrongNumber, match="datum"):
        parse(whole("20250304238"), today=TODAY)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "19900517",
        "900517-T238",
        "19900517-2389012",
        "5560360793x",
        "900517/2384",
        "åååååå-öööö",
    ],
)
def test_interim_numbers_and_other_text_are_refused(written):
    with pytest.raises(WrongNumber, match="tio eller tolv"):
        parse(written, today=TODAY)


def test_an_organisation_number_is_no_person():
    with pytest.raises(WrongNumber, match="datum"):
        parse("556036-0793", today=TODAY)


def test_it_is_masked_where_the_whole_is_not_needed():
    number = Number(WOMEN[0])
    assert number.written == f"{WOMEN[0][:8]}-{WOMEN[0][8:]}"
    assert number.masked == f"{WOMEN[0][:8]}-••••"
