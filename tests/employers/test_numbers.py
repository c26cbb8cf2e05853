import pytest

from stegvis.employers.numbers import WrongNumber, parse


@pytest.mark.parametrize(
    "text",
    ["992345-6785", "9923456785", "16992345-6785", "992345 6785", "992345–6785", " 16 992345-6785"],
)
def test_a_number_is_kept_in_one_form(text: str) -> None:
    assert parse(text) == "992345-6785"


@pytest.mark.parametrize("last", range(10))
def test_only_one_check_digit_is_right(last: int) -> None:
    if last == 5:
        assert parse(f"992345-678{last}")
    else:
        with pytest.raises(WrongNumber, match="Kontrollsiffran"):
            parse(f"992345-678{last}")


@pytest.mark.parametrize("text", ["99234-56785", "992345-678", "abcdef-ghij", "18992345-6785", "-"])
def test_something_else_is_no_number(text: str) -> None:
    with pytest.raises(WrongNumber, match="tio siffror"):
        parse(text)


@pytest.mark.parametrize("text", ["760114-2386", "901231-2389"])
def test_a_personal_number_is_not_kept_here(text: str) -> None:
    """The third digit of an organisation number is at least 2."""
    with pytest.raises(WrongNumber, match="personnummer"):
        parse(text)
