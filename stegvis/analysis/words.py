"""Numbers and small sentences in Swedish, as they are printed."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

THIN_SPACE = "\u202f"
MINUS = "\u2212"
MISSING = "–"
_AFTER_Z = str.maketrans({"å": "{", "ä": "|", "ö": "}"})


def number(value: Decimal | float | int | None, decimals: int = 0) -> str:
    """Return ``1 450 000`` or ``91,0``: thin space, decimal comma, en dash when missing."""
    if value is None:
        return MISSING
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{abs(exact):,f}".replace(",", THIN_SPACE).replace(".", ",")
    return f"{MINUS}{text}" if exact < 0 else text


def plain(value: Decimal | int) -> str:
    """Return a number with the decimals it needs and no more."""
    exact = Decimal(value).normalize()
    exponent = exact.as_tuple().exponent
    return number(exact, max(0, -int(exponent)))


def money(value: Decimal | float | int | None) -> str:
    """Return whole kronor: ``1 450 000 kr``."""
    return MISSING if value is None else f"{number(value)}{THIN_SPACE}kr"


def percent(value: float | None, decimals: int = 0) -> str:
    """Return a share of one as ``91 %``."""
    return MISSING if value is None else f"{number(value * 100, decimals)}{THIN_SPACE}%"


def listed(parts: Iterable[str], last: str = "och") -> str:
    """Return ``a, b och c``."""
    items = list(parts)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def swedish_order(text: str) -> str:
    """Return a sort key that puts å, ä and ö after z, in that order, and ignores case."""
    return text.casefold().translate(_AFTER_Z)
