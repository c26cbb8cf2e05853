"""When an end date or a last option day should be thought of. No database, no clock."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.agreements.enums import ReminderLevel
from stegvis.agreements.models import Agreement, Option, ReminderNote
from stegvis.organisations.periods import add_months

MONTHS_AHEAD = 8
MONTHS = (
    (3, ReminderLevel.THREE_MONTHS),
    (6, ReminderLevel.SIX_MONTHS),
    (MONTHS_AHEAD, ReminderLevel.EIGHT_MONTHS),
)
LAST_DAYS = 14


def level(falls_on: date, today: date) -> ReminderLevel | None:
    """The nearest threshold that is reached, the day itself included; None when it is far off."""
    if today > falls_on:
        return ReminderLevel.PASSED
    if today >= falls_on - timedelta(days=LAST_DAYS):
        return ReminderLevel.FOURTEEN_DAYS
    reached = [found for months, found in MONTHS if today >= add_months(falls_on, -months)]
    return reached[0] if reached else None


@dataclass(frozen=True)
class Reminder:
    """An end date (option is None) or an option's last day."""

    agreement: Agreement
    option: Option | None
    falls_on: date
    level: ReminderLevel
    today: date
    note: ReminderNote | None

    @property
    def days_left(self) -> int:
        return (self.falls_on - self.today).days

    @property
    def words(self) -> str:
        what = _("Avtalet tar slut") if self.option is None else _("Sista dag att utlösa optionen")
        return f"{what} {self.falls_on.isoformat()}, {self._when()}."

    def _when(self) -> str:
        days = self.days_left
        if days == 0:
            return _("i dag")
        if days < 0:
            return ngettext("för %(n)d dag sedan", "för %(n)d dagar sedan", -days) % {"n": -days}
        months = whole_months(self.today, self.falls_on)
        if months >= 2:
            return ngettext("om %(n)d månad", "om %(n)d månader", months) % {"n": months}
        return ngettext("om %(n)d dag", "om %(n)d dagar", days) % {"n": days}


@dataclass(frozen=True)
class Risk:
    """An agreement ends soon while its provider loses staff."""

    ends_on: date
    lost: str

    @property
    def in_short(self) -> str:
        return _("%(lost)s har slutat det senaste året") % {"lost": self.lost}

    def __str__(self) -> str:
        return _(
            "Avtalet slutar %(end)s och %(lost)s har slutat det senaste året. Kunskap kan gå "
            "förlorad: planera för överlämning."
        ) % {"end": self.ends_on.isoformat(), "lost": self.lost}


def whole_months(first: date, last: date) -> int:
    """Full months from the first day to the last."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return months - 1 if add_months(first, months) > last else months
