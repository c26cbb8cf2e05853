"""Dates as people write them in Swedish. What could be two dates is refused with a suggestion."""

import calendar
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _

from stegvis.core.formats import MONTHS
from stegvis.core.imports.cells import BadValue, one_line, shown

EARLIEST, LATEST = 1900, 2100
EXCEL_START = date(1899, 12, 30)
SHORT_MONTHS = {month[:3]: index for index, month in enumerate(MONTHS, start=1)}
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00(?:\.0+)?)?)?")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
IN_WORDS = re.compile(r"(?:den )?(\d{1,2})(?:[:.]?[ea])?\.? ([a-zå]+)\.? (\d{4})", re.IGNORECASE)
NO_DAY = re.compile(r"([a-zå]+)\.? (\d{4})|(\d{4})-(\d{2})", re.IGNORECASE)
TWO_DIGIT_YEAR = re.compile(r"(\d{2})-?(\d{2})-?(\d{2})")
DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./ -](\d{4})")
SLASHED = re.compile(r"(\d{4})[./](\d{1,2})[./](\d{1,2})")


def read_date(value: Any) -> date:
    if isinstance(value, datetime):
        return _without_time(value)
    if isinstance(value, date):
        return _in_range(value)
    if isinstance(value, bool | time | timedelta):
        raise BadValue(_("”%(value)s” är inget datum.") % {"value": shown(value)})
    text = one_line(shown(value))
    for pattern, parts in CLEAR:
        if found := pattern.fullmatch(text):
            return _in_range(make_date(*parts(found)))
    raise BadValue(_refusal(text))


def _ints(found: re.Match[str]) -> tuple[int, int, int]:
    return int(found[1]), int(found[2]), int(found[3])


def _words(found: re.Match[str]) -> tuple[int, int, int]:
    return int(found[3]), _month(found[2]), int(found[1])


# A pattern, and how its groups become year, month, day.
CLEAR: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], tuple[int, int, int]]], ...] = (
    (ISO, _ints),
    (COMPACT, _ints),
    (SLASHED, _ints),
    (IN_WORDS, _words),
)


def _month(word: str) -> int:
    """mars, mar, MARS → 3."""
    folded = word.casefold()
    index = SHORT_MONTHS.get(folded[:3], 0)
    if not index or not MONTHS[index - 1].startswith(folded):
        raise BadValue(_("”%(word)s” är ingen månad.") % {"word": word})
    return index


def make_date(year: int, month: int, day: int) -> date:
    """Raises BadValue with the reason, such as "31 februari finns inte"."""
    if not 1 <= month <= 12:
        raise BadValue(_("Månaden %(month)s finns inte. Skriv år-månad-dag.") % {"month": month})
    if not 1 <= year <= 9999:
        raise BadValue(_("Året %(year)s finns inte.") % {"year": year})
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise BadValue(
            _("%(day)s %(month)s finns inte: %(month)s %(year)s har %(last)s dagar.")
            % {"day": day, "month": MONTHS[month - 1], "year": year, "last": last}
        )
    return date(year, month, day)


def _without_time(value: datetime) -> date:
    if value.time() != time(0):
        raise BadValue(
            _("Cellen har ett klockslag (%(value)s). Skriv bara datumet.") % {"value": shown(value)}
        )
    return _in_range(value.date())


def _in_range(day: date) -> date:
    if not EARLIEST <= day.year <= LATEST:
        raise BadValue(
            _("Året %(year)s är orimligt. Skriv ett år mellan %(first)s och %(last)s.")
            % {"year": day.year, "first": EARLIEST, "last": LATEST}
        )
    return day


def _refusal(text: str) -> str:
    if suggestion := _suggestion(text):
        return _("”%(value)s” går inte att läsa säkert som datum. Menar du %(date)s?") % {
            "value": text[:60],
            "date": suggestion,
        }
    if NO_DAY.fullmatch(text):
        return _("”%(value)s” saknar dag. Skriv år-månad-dag, till exempel 2025-03-31.") % {
            "value": text
        }
    return _("”%(value)s” är inget datum. Skriv år-månad-dag, till exempel 2025-03-31.") % {
        "value": text[:60]
    }


def _suggestion(text: str) -> date | None:
    """What an unclear date probably is: six digits, day first, or Excel's own day number."""
    try:
        if found := TWO_DIGIT_YEAR.fullmatch(text):
            return make_date(2000 + int(found[1]), int(found[2]), int(found[3]))
        if found := DAY_FIRST.fullmatch(text):
            return make_date(int(found[3]), int(found[2]), int(found[1]))
    except BadValue:
        return None
    if re.fullmatch(r"[2-7]\d{4}", text):
        return EXCEL_START + timedelta(days=int(text))
    return None
