"""An invented follow-up file with deliberate faults, and its answer key.

Everybody is invented; the numbers are from the test series. The same seed gives the same file."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from io import BytesIO
from random import Random

from openpyxl import Workbook as Book

from stegvis.participants.enums import Sex
from tests.factories.participants import NUMBERS

HEADINGS = (
    *("Namn", "Kön", "Personnummer", "Start", "Slut", "Avslutad till", "Missbruk", "Telefon"),
    "Kommentar",
)
START = date(2022, 1, 3)
ERROR = "#REF!"


@dataclass
class Key:
    """What must come of the file: rows by status, and what is there afterwards."""

    statuses: dict[str, int] = field(default_factory=dict)
    persons: int = 0
    enrolments: int = 0
    exits: int = 0
    wrong: dict[int, str] = field(default_factory=dict)  # row number → words in the message

    def count(self, status: str) -> None:
        self.statuses[status] = self.statuses.get(status, 0) + 1


def make(persons: int, seed: int = 7) -> tuple[bytes, Key]:
    """A file with so many clean persons, and for each twenty of them one row with a fault."""
    chance, key = Random(seed), Key()
    book = Book()
    sheet = book.active
    sheet.append(HEADINGS)
    number = 1
    for place in range(persons):
        number += 1
        row = _person(place, chance)
        sheet.append(_as_written(row, chance))
        key.count("new")
        key.persons += 1
        key.enrolments += 1
        key.exits += bool(row["Slut"])
        if place % 20 == 19:
            fault = FAULTS[(place // 20) % len(FAULTS)]
            number += 1
            sheet.append(list(fault(row, place, chance, key, number).values()))
    for _ in range(5):
        sheet.append([None, "  ", "", None, None, None, None, None, None])  # trailing blanks
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue(), key


def _person(place: int, chance: Random) -> dict[str, object]:
    sex = Sex.MAN if place % 3 else Sex.WOMAN
    series = NUMBERS[sex]
    starts_on = START + timedelta(days=place % 700)
    has_ended = place % 2 == 0
    return {
        "Namn": f"Prov{_letters(place)} Efternamn{_letters(place * 7 + 1)}",
        "Kön": "kvinna" if sex == Sex.WOMAN else "M",
        "Personnummer": series[place],
        "Start": starts_on,
        "Slut": starts_on + timedelta(days=30 + place % 200) if has_ended else None,
        "Avslutad till": chance.choice(("Arbete", "studerar", "Flyttat")) if has_ended else None,
        "Missbruk": chance.choice(("ja", "nej", "x", None)),
        "Telefon": None,
        "Kommentar": "Vill jobba." if place % 5 == 0 else None,
    }


def _letters(number: int) -> str:
    """Different names for different numbers, in letters that no spelling rule makes alike."""
    return "".join("bdfglmnprt"[int(digit)] + "aeiou"[int(digit) % 5] for digit in f"{number:05}")


def _as_written(row: dict[str, object], chance: Random) -> list[object]:
    """The same facts as people write them: numbers with a dash, dates as text."""
    told = dict(row)
    digits = str(told["Personnummer"])
    told["Personnummer"] = chance.choice((digits, f"{digits[:8]}-{digits[8:]}", int(digits)))
    for name in ("Start", "Slut"):
        day = told[name]
        if isinstance(day, date):
            months = ("jan", "feb", "mars", "april", "maj", "juni")
            months += ("juli", "aug", "sept", "okt", "nov", "dec")
            text = f"{day.day} {months[day.month - 1]} {day.year}"
            told[name] = chance.choice(
                (datetime.combine(day, datetime.min.time()), day.isoformat(), text)
            )
    return list(told.values())


# Each fault answers the row that stands after the clean one, and writes down what must come of it.


def _blank_number(row, place, chance, key, number):
    """Somebody else without a number: new, and matches nobody."""
    key.count("new")
    key.persons += 1
    key.enrolments += 1
    return {
        **row,
        "Namn": f"Utan{_letters(place)} Nummer{_letters(place * 3)}",
        **OPEN,
        **NO_NUMBER,
    }


def _two_spellings(row, place, chance, key, number):
    """The same number and start, the name spelt otherwise: one person."""
    key.count("skipped")
    return {**row, "Namn": f"{row['Namn']}h"}


def _same_without_number(row, place, chance, key, number):
    """The same name, and no number: perhaps the same person, somebody has to say."""
    key.count("duplicate")
    return {**row, **NO_NUMBER}


def _shifted(row, place, chance, key, number):
    """All cells one step to the right: the name stands under sex."""
    key.count("wrong")
    key.wrong[number] = "finns inte bland valen"
    values = [None, *row.values()][: len(HEADINGS)]
    return dict(zip(HEADINGS, values, strict=True))


def _no_such_day(row, place, chance, key, number):
    key.count("wrong")
    key.wrong[number] = "31 februari finns inte"
    return {**row, "Personnummer": None, "Namn": f"Dag{_letters(place)} Fel", "Start": "2023-02-31"}


def _formula(row, place, chance, key, number):
    key.count("wrong")
    key.wrong[number] = "Formeln gav ett fel"
    return {**row, **NO_NUMBER, "Namn": f"Formel{_letters(place)} Fel", "Start": ERROR}


def _bad_digit(row, place, chance, key, number):
    key.count("wrong")
    key.wrong[number] = "Kontrollsiffran stämmer inte"
    digits = str(row["Personnummer"])
    return {**row, "Personnummer": digits[:-1] + str((int(digits[-1]) + 1) % 10)}


def _again_later(row, place, chance, key, number):
    """The same person, enrolled once more after the first time had ended, or refused."""
    if row["Slut"] is None:
        key.count("wrong")
        key.wrong[number] = "går i varandra"
        return {**row, "Start": row["Start"] + timedelta(days=10)}  # type: ignore[operator]
    key.count("new")
    key.enrolments += 1
    return {**row, **OPEN, "Start": row["Slut"] + timedelta(days=60)}  # type: ignore[operator]


OPEN = {"Slut": None, "Avslutad till": None}
NO_NUMBER = {"Personnummer": "   "}
FAULTS = (
    *(_blank_number, _two_spellings, _same_without_number, _shifted, _no_such_day, _formula),
    *(_bad_digit, _again_later),
)
