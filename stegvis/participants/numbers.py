"""Personnummer and samordningsnummer, kept as twelve digits.

The check digit and the day + 60 of coordination numbers follow the population registration act
(1991:481 18 §) and the act on coordination numbers (2022:1697). Some official coordination numbers
have an unknown month or day (00, day 60), so their date is not held to the calendar.
"""

import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from stegvis.participants.enums import Sex

WRITTEN = re.compile(r"(?P<century>\d{2})?(?P<short>\d{6})(?P<sign>[-+]?)(?P<last>\d{4})")
COORDINATION = 60  # added to the day of a coordination number


class WrongNumber(ValueError):
    """Not a Swedish personal number. The message is for the user."""


@dataclass(frozen=True)
class Number:
    """A valid number. `digits` has twelve; `birth_date` is None where month or day is unknown."""

    digits: str

    @property
    def is_coordination(self) -> bool:
        return int(self.digits[6:8]) >= COORDINATION

    @property
    def birth_year(self) -> int:
        return int(self.digits[:4])

    @property
    def birth_date(self) -> date | None:
        day = int(self.digits[6:8]) % COORDINATION
        try:
            return date(self.birth_year, int(self.digits[4:6]), day)
        except ValueError:
            return None

    @property
    def sex(self) -> Sex:
        return Sex.MAN if int(self.digits[10]) % 2 else Sex.WOMAN

    @property
    def written(self) -> str:
        return f"{self.digits[:8]}-{self.digits[8:]}"

    @property
    def masked(self) -> str:
        """For places where the whole number is not needed."""
        return f"{self.digits[:8]}-••••"


def parse(text: str, *, today: date) -> Number:
    """The number that is written, in ten or twelve digits, with or without a sign.

    Ten digits mean somebody under 100, or with a plus sign somebody of 100 or more.
    Raises WrongNumber with words for the user."""
    found = WRITTEN.fullmatch(re.sub(r"[\s\u2010-\u2015]", _dash, text.strip()))
    if not found:
        raise WrongNumber(_("Skriv numret med tio eller tolv siffror, till exempel ååååmmdd-nnnn."))
    short, last = found["short"], found["last"]
    if check_digit(short + last[:3]) != int(last[3]):
        raise WrongNumber(_("Kontrollsiffran stämmer inte. Kontrollera att alla siffror är rätt."))
    century = found["century"] or _century(short, found["sign"], today)
    digits = century + short + last
    if not _is_possible(digits, today):
        raise WrongNumber(_("Numret börjar inte med ett datum som finns."))
    return Number(digits)


def _dash(found: "re.Match[str]") -> str:
    return "" if found[0].isspace() else "-"


def _century(short: str, sign: str, today: date) -> str:
    """The latest century in which the person is born; with a plus, the one before."""
    born = (int(short[2:4]), int(short[4:6]) % COORDINATION)
    year = today.year - (today.year - int(short[:2])) % 100
    if year == today.year and born > (today.month, today.day):
        year -= 100
    return str((year - 100 if sign == "+" else year) // 100)


def _is_possible(digits: str, today: date) -> bool:
    number = Number(digits)
    born = number.birth_date
    if born is not None:
        return born <= today
    month, day = int(digits[4:6]), int(digits[6:8]) % COORDINATION
    is_unknown = month == 0 or day == 0
    return number.is_coordination and is_unknown and month <= 12 and day <= 31


def check_digit(nine: str) -> int:
    """The Luhn digit of the nine digits YYMMDDNNN."""
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(nine))
    return -sum(value // 10 + value % 10 for value in doubled) % 10
