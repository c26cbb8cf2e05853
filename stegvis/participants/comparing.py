"""Two persons side by side, field by field, before they are merged. Nothing about health here."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.participants.enums import Sex
from stegvis.participants.lists import masked
from stegvis.participants.models import Enrolment, Participant, Referral

SHOWN = (
    *("identity_number", "first_name", "last_name", "birth_date", "birth_year", "sex"),
    *("phone", "email", "address", "language", "needs_interpreter", "contact_note"),
)
CONTACT = ("phone", "email", "address", "contact_note")
FROM_NUMBER = ("birth_date", "sex")


@dataclass(frozen=True)
class CompareRow:
    name: str
    label: str
    kept: str
    other: str
    differs: bool  # both have one, and not the same

    @property
    def is_same(self) -> bool:
        return bool(self.kept) and self.kept == self.other and not self.differs


@dataclass(frozen=True)
class Side:
    """What hangs on one of the two, as far as the user may see."""

    person: Participant
    enrolments: "QuerySet[Enrolment]"
    referrals: "QuerySet[Referral]"


def rows(kept: Participant, other: Participant) -> list[CompareRow]:
    """The fields that at least one of them has. Contact data of the protected are not shown."""
    hides = kept.is_protected or other.is_protected
    found = [_row(name, kept, other) for name in SHOWN if not (hides and name in CONTACT)]
    dated = kept.birth_date and other.birth_date
    return [
        row for row in found if (row.kept or row.other) and not (dated and row.name == "birth_year")
    ]


def choices(kept: Participant, other: Participant) -> list[CompareRow]:
    """The fields where the user says whose value it shall be."""
    decided = FROM_NUMBER if kept.identity_number or other.identity_number else ()
    left_out = {"birth_year", *decided}
    return [row for row in rows(kept, other) if row.differs and row.name not in left_out]


def side(user: User, person: Participant) -> Side:
    enrolments = Enrolment.objects.visible_to(user).filter(participant=person)
    referrals = Referral.objects.visible_to(user).filter(participant=person)
    return Side(
        person,
        enrolments.select_related("programme", "caseworker"),
        referrals.select_related("programme"),
    )


def _row(name: str, kept: Participant, other: Participant) -> CompareRow:
    label = capfirst(str(Participant._meta.get_field(name).verbose_name))
    texts = [_text(name, person) for person in (kept, other)]
    differs = all(texts) and getattr(kept, name) != getattr(other, name)
    return CompareRow(name, label, *texts, differs=differs)


def _text(name: str, person: Participant) -> str:
    value: Any = getattr(person, name)
    if name == "identity_number":
        return masked(person)
    if name == "sex":
        return "" if value == Sex.UNKNOWN else str(Sex(value).label)
    if name == "needs_interpreter":
        return _("Ja") if value else ""
    return value.isoformat() if isinstance(value, date) else str(value or "")
