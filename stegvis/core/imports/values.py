"""From a cell to a value. Each parser takes what is clear, and refuses what could mean two things.

A parser is called with a cell's value that is not blank and answers the value, or raises BadValue
with a message that is shown beside the cell. `show` is the way back: the value in words.
"""

import difflib
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any

from django.db.models import Choices
from django.utils import translation
from django.utils.translation import gettext as _

from stegvis.core import formats
from stegvis.core.imports.cells import BadValue, clean, fold, one_line, quoted, shown
from stegvis.core.imports.dates import read_date
from stegvis.core.imports.numbers import MOST, read_number, refuse_range


class Parser:
    """What a column needs to know about its kind of value."""

    kind = "text"  # text, number, money, date, choice: for the template's formats
    blank: Any = None  # the value of an empty cell

    def __call__(self, value: Any) -> Any:
        raise NotImplementedError  # pragma: no cover - each kind says how

    def show(self, value: Any) -> str:
        return formats.MISSING if value in (None, "") else shown(value)

    def choices(self) -> list[str]:
        """The labels to choose between, for the template's drop-down list."""
        return []


@dataclass(frozen=True)
class Text(Parser):
    max_length: int = 0  # 0: no limit
    multiline: bool = False
    takes_dates: bool = False  # a free text such as "when", where a date is as good as words

    blank = ""

    def __call__(self, value: Any) -> str:
        if isinstance(value, date | datetime | time | timedelta) and not self.takes_dates:
            raise BadValue(
                _(
                    "Excel har gjort om texten till datum eller klockslag (%(value)s). Skriv en "
                    "apostrof först, så här: '3-5, eller gör om kolumnen till formatet Text."
                )
                % {"value": shown(value)}
            )
        text = clean(shown(value)) if self.multiline else one_line(shown(value))
        if self.max_length and len(text) > self.max_length:
            raise BadValue(
                _("Texten är %(length)s tecken. Den får vara högst %(limit)s.")
                % {"length": len(text), "limit": self.max_length}
            )
        return text


@dataclass(frozen=True)
class AsWritten(Text):
    """Keeps "ca 15" or "70–90 enligt avrop" as the writer put it."""

    max_length: int = 120


@dataclass(frozen=True)
class WholeNumber(Parser):
    least: int | None = 0
    most: int = 999_999_999

    kind = "number"

    def __call__(self, value: Any) -> int:
        number = read_number(value, places=0)
        if number != number.to_integral_value():
            raise BadValue(
                _("”%(value)s” är inte ett heltal. Skriv utan decimaler.")
                % {"value": quoted(value)}
            )
        refuse_range(number, self.least, self.most)
        return int(number)

    def show(self, value: Any) -> str:
        return formats.number(value)


@dataclass(frozen=True)
class DecimalNumber(Parser):
    places: int = 2
    least: int | None = 0
    most: Decimal = MOST

    kind = "decimal"

    def __call__(self, value: Any) -> Decimal:
        number = read_number(value, places=self.places)
        return self._within(number, is_exact=isinstance(value, str))

    def _within(self, number: Decimal, *, is_exact: bool) -> Decimal:
        rounded = number.quantize(Decimal(1).scaleb(-self.places), ROUND_HALF_UP)
        if is_exact and rounded != number:
            raise BadValue(_("Talet får ha högst %(places)s decimaler.") % {"places": self.places})
        refuse_range(rounded, self.least, self.most)
        return rounded

    def show(self, value: Any) -> str:
        if value is None:
            return formats.MISSING
        decimals = max(0, -Decimal(value).normalize().as_tuple().exponent)
        return formats.number(value, decimals)


# Largest unit first: "miljoner kr" ends with "kr" too.
UNITS = (
    (re.compile(r"\s*(mkr|mnkr|milj(oner|\.)? kr(onor)?)$", re.IGNORECASE), 1_000_000),
    (re.compile(r"\s*(tkr|tusen kr(onor)?)$", re.IGNORECASE), 1_000),
    (re.compile(r"\s*(kr\.?|kronor|sek|:-)$", re.IGNORECASE), 1),
)
UNCLEAR_UNIT = re.compile(r"\d\s*(t|tusen|m|mn|milj\.?|miljon(er)?)$", re.IGNORECASE)


@dataclass(frozen=True)
class Money(DecimalNumber):
    """Kronor with öre. "488 tkr" is 488 000 kr; "488 t" is refused."""

    kind = "money"

    def __call__(self, value: Any) -> Decimal:
        if not isinstance(value, str):
            return super().__call__(value)
        text = one_line(value)
        if UNCLEAR_UNIT.search(text):
            raise BadValue(
                _("”%(value)s” är oklart. Skriv hela beloppet i kronor, till exempel 488 000.")
                % {"value": quoted(text)}
            )
        for unit, times in UNITS:
            if found := unit.search(text):
                number = read_number(text[: found.start()], places=self.places)
                return self._within(number * times, is_exact=True)
        return super().__call__(text)

    def show(self, value: Any) -> str:
        return formats.kronor(value)


@dataclass(frozen=True)
class Day(Parser):
    kind = "date"

    def __call__(self, value: Any) -> date:
        return read_date(value)


def alike(word: str, candidates: Iterable[str], most: int = 1) -> list[str]:
    """The candidates that look most like the word, best first."""
    by_fold = {fold(str(candidate)): str(candidate) for candidate in candidates}
    near = difflib.get_close_matches(fold(word), by_fold, n=most, cutoff=0.6)
    return [by_fold[match] for match in near]


@dataclass(frozen=True)
class Choice(Parser):
    """One of some labels. The labels of an enum are read in Swedish, whatever language is on."""

    labels: Mapping[str, Any] | type[Choices]

    kind = "choice"

    @cached_property
    def _by_label(self) -> dict[str, Any]:
        if isinstance(self.labels, Mapping):
            return dict(self.labels)
        with translation.override("sv"):
            return {str(member.label): member for member in self.labels}

    @cached_property
    def _by_fold(self) -> dict[str, Any]:
        return {fold(label): value for label, value in self._by_label.items()}

    def __call__(self, value: Any) -> Any:
        written = fold(shown(value))
        if written in self._by_fold:
            return self._by_fold[written]
        raise BadValue(self._refusal(shown(value)))

    def _refusal(self, written: str) -> str:
        if near := alike(written, self._by_label):
            return _("”%(value)s” finns inte bland valen. Menar du ”%(near)s”?") % {
                "value": quoted(written),
                "near": near[0],
            }
        return _("”%(value)s” finns inte bland valen. Välj något av: %(choices)s.") % {
            "value": quoted(written),
            "choices": ", ".join(self._by_label),
        }

    def show(self, value: Any) -> str:
        label = next((label for label, member in self._by_label.items() if member == value), "")
        return label or super().show(value)

    def choices(self) -> list[str]:
        return list(self._by_label)


YES = {"ja", "j", "x", "1", "sant", "true", "yes"}
NO = {"nej", "n", "0", "falskt", "false", "no"}


@dataclass(frozen=True)
class YesNo(Parser):
    kind = "choice"

    def __call__(self, value: Any) -> bool:
        written = fold(shown(value))
        if written in YES | NO:
            return written in YES
        raise BadValue(_("”%(value)s” är varken ja eller nej.") % {"value": quoted(value)})

    def choices(self) -> list[str]:
        return ["ja", "nej"]


@dataclass(frozen=True)
class Several(Parser):
    """Values parted by a sign: a tuple, without repetitions."""

    each: Parser
    separator: str = "|"

    blank = ()

    def __call__(self, value: Any) -> tuple[Any, ...]:
        parts = [part for part in shown(value).split(self.separator) if clean(part)]
        return tuple(dict.fromkeys(self.each(part) for part in parts))

    def show(self, value: Any) -> str:
        return ", ".join(self.each.show(part) for part in value or ()) or formats.MISSING


Key = Any  # one value where the key is one column, else a tuple of values
Find = Callable[[Collection[Key]], Mapping[Key, Any]]


@dataclass(frozen=True)
class Pending:
    """A row of the same batch that is not written yet: what stands in its cells, and its values."""

    text: str
    values: Mapping[str, Any]
    line: Any  # the line that will hold the object once it is written

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Reference(Parser):
    """Points at a row of another sheet, or of the same one, by that sheet's key.

    The value is the object, or a `Pending` where the row it points at is new in the same batch.
    `find` looks all keys up in one query. Where the other key has more columns, `within` names
    those of this sheet that come first in it.
    """

    to: str
    find: Find
    value: Parser = Text()
    within: Sequence[str] = ()
    separator: str = ""  # set where the cell may hold several; the value is then a tuple
    label: Callable[[Any], str] = str  # the object in words: what stands in the file

    @property
    def blank(self) -> Any:  # type: ignore[override]
        return () if self.separator else None

    def __call__(self, value: Any) -> Any:
        """What the cell says, before it is looked up: a tuple of keys where several are allowed."""
        if self.separator:
            return Several(self.value, self.separator)(value)
        return self.value(value)

    def show(self, value: Any) -> str:
        if self.separator:
            return ", ".join(sorted(self._show_one(one) for one in value or ())) or formats.MISSING
        return self._show_one(value)

    def _show_one(self, value: Any) -> str:
        if value is None:
            return formats.MISSING
        return str(value) if isinstance(value, Pending) else self.label(value)
