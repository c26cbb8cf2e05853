from calendar import monthrange
from datetime import date


def add_months(day: date, months: int) -> date:
    """The same day so many months on (back if negative), or that month's last."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
