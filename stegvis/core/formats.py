"""How numbers, money and dates look in Swedish: thin spaces, decimal comma, ISO dates in tables."""

from datetime import date
from decimal import Decimal

THIN = "\u202f"
MISSING = "–"
MONTHS = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)


def number(value: int | float | Decimal | None, decimals: int = 0) -> str:
    """1450000 → 1 450 000 (thin spaces), with decimal comma; None → –."""
    if value is None:
        return MISSING
    return f"{value:,.{decimals}f}".replace(",", THIN).replace(".", ",").replace("-", "−")


def kronor(value: int | float | Decimal | None) -> str:
    """Whole kronor; öre only where there are any."""
    if value is None:
        return MISSING
    decimals = 0 if Decimal(str(value)) == Decimal(str(value)).to_integral_value() else 2
    return f"{number(value, decimals)}{THIN}kr"


def percent(share: float | Decimal | None, decimals: int = 0) -> str:
    """0.881 → 88 %; None → –."""
    return MISSING if share is None else f"{number(float(share) * 100, decimals)}{THIN}%"


def interval(low: int | None, high: int | None) -> str:
    """(30, 35) → 30–35; (15, 15) → 15."""
    if low is None and high is None:
        return MISSING
    if low == high or high is None or low is None:
        return number(low if low is not None else high)
    return f"{number(low)}–{number(high)}"


def date_in_prose(day: date | None) -> str:
    """2025-03-04 → 4 mars 2025."""
    return MISSING if day is None else f"{day.day} {MONTHS[day.month - 1]} {day.year}"
