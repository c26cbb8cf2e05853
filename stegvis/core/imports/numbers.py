"""Numbers as people write them in Swedish. What could be two numbers is refused with both."""

import re
from datetime import date, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from stegvis.core.imports.cells import BadValue, one_line, quoted, shown

NUMBER = re.compile(r"(?P<whole>[-+]?(?:\d{1,3}(?: \d{3})+|\d+))(?:(?P<point>[.,])(?P<part>\d+))?")
APPROXIMATE = re.compile(
    r"\b(ca|cirka|circa|c:a|omkring|ungefär|drygt|knappt|minst|högst|max|min|upp till|över|under)\b"
    r"|[~≈<>≤≥±?]|\d\s*[-–—/]\s*\d",
    re.IGNORECASE,
)
MOST = Decimal(10) ** 12


def read_number(value: Any, *, places: int) -> Decimal:
    """The number, exactly. Commas and points are decimal signs; blanks part thousands."""
    if isinstance(value, bool):
        raise BadValue(_("Här ska stå ett tal, inte ja eller nej."))
    if isinstance(value, int | float):
        if not abs(value) <= float(MOST):  # also what is not a number at all
            raise BadValue(_("Talet är orimligt stort."))
        # What a formula computed has more decimals than anyone meant.
        return Decimal(str(value)).quantize(Decimal(1).scaleb(-max(places, 6)), ROUND_HALF_UP)
    if isinstance(value, date | time | timedelta):
        raise BadValue(
            _("Cellen är ett datum eller klockslag (%(value)s), inte ett tal.")
            % {"value": shown(value)}
        )
    text = one_line(str(value)).replace("−", "-")
    found = NUMBER.fullmatch(text)
    if not found:
        raise _no_number(text)
    _refuse_double_meaning(found, places)
    return Decimal(found["whole"].replace(" ", "") + "." + (found["part"] or "0"))


def _refuse_double_meaning(found: re.Match[str], places: int) -> None:
    """1,450 and 1.450 may be thousands or decimals."""
    whole, part = found["whole"], found["part"] or ""
    digits = whole.lstrip("+-")
    unclear = len(part) == 3 and len(digits) <= 3 and digits != "0" and " " not in whole
    if unclear and (places < 3 or found["point"] == "."):
        raise BadValue(
            _("”%(value)s” kan läsas på två sätt. Skriv %(thousands)s eller %(decimals)s.")
            % {
                "value": found[0],
                "thousands": f"{whole} {part}",
                "decimals": f"{whole},{part.rstrip('0') or '0'}",
            }
        )


def _no_number(text: str) -> BadValue:
    if APPROXIMATE.search(text):
        return BadValue(
            _("”%(value)s” är inte ett exakt tal. Skriv ett tal med siffror.")
            % {"value": quoted(text)},
            is_rough=True,
        )
    if re.fullmatch(r"[-+]?\d[\d ]*(,\d+)?", text):
        return BadValue(
            _("”%(value)s” har mellanslag på fel ställe. Skriv tusental så här: 1 450 000.")
            % {"value": quoted(text)}
        )
    if re.fullmatch(r"[-+]?\d{1,3}([.,]\d{3})+([.,]\d+)?", text):
        return BadValue(
            _("”%(value)s” går inte att läsa säkert. Skriv så här: 1 450 000,50.")
            % {"value": quoted(text)}
        )
    if number_and_unit := re.fullmatch(r"([-+]?\d[\d ,.]*?) ?([^\d\s.,][^\d]*)", text):
        return BadValue(
            _("Skriv bara talet, %(number)s, utan ”%(unit)s”.")
            % {"number": number_and_unit[1].strip(), "unit": number_and_unit[2].strip()},
            is_rough=True,
        )
    return BadValue(_("”%(value)s” är inte ett tal.") % {"value": quoted(text)}, is_rough=True)


def refuse_range(value: Decimal | int, least: int | None, most: Decimal | int) -> None:
    if least is not None and value < least:
        message = (
            _("Talet kan inte vara mindre än 0.")
            if least == 0
            else _("Talet ska vara minst %(least)s.")
        )
        raise BadValue(message % {"least": least})
    if value > most:
        raise BadValue(_("Talet är orimligt stort. Det får vara högst %(most)s.") % {"most": most})
