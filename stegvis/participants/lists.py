"""The list of participants: a row for each enrolment, and the columns that rooms to the right add.

    @columns.register(ListColumn("next_meeting", _("Nästa möte"), of=next_meetings))

A column is asked once for all rows of a page, so the number of queries does not grow with rows.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import DateField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.participants.enums import IdentityKind
from stegvis.participants.models import Enrolment, Participant, Pause
from stegvis.participants.numbers import Number

Values = Mapping[int, Any]  # by the enrolment's key; a date or a short text
Order = Callable[["QuerySet[Enrolment]", date], "QuerySet[Enrolment]"]
PERSON = (
    *("identity_kind", "identity_number", "first_name", "last_name"),
    *("birth_year", "sex", "protection"),
)
NAMES = ("participant__last_name", "participant__first_name", "participant", "pk")


@dataclass(frozen=True)
class ListColumn:
    """A column of the list and of its Excel file. Nothing sensitive: it is shown to all who see the
    person. `order` sorts the list by it, the most urgent first."""

    key: str
    heading: str | Promise
    of: Callable[[Sequence[Enrolment], date], Values]
    order: Order | None = None
    order_words: str | Promise = ""  # where the heading does not say what comes first


@dataclass
class Columns:
    listed: list[ListColumn] = field(default_factory=list)

    def register(self, column: ListColumn) -> ListColumn:
        if column not in self.listed:
            self.listed.append(column)
        return column


columns = Columns()


class CappedPaginator(Paginator):
    """Pages of a list that may be long: the first MOST keys are read in order, then the rows of one
    page. There is no page beyond: whoever wants more narrows the list, or takes all as Excel."""

    MOST = 1_000
    object_list: "QuerySet[Enrolment]"

    def __init__(self, found: "QuerySet[Enrolment]", per_page: int, *, today: date) -> None:
        super().__init__(found, per_page)
        self.today = today

    @cached_property
    def keys(self) -> list[int]:
        return list(self.object_list.values_list("pk", flat=True)[: self.MOST + 1])

    @property
    def count(self) -> int:  # type: ignore[override]
        return min(len(self.keys), self.MOST)

    @property
    def has_more(self) -> bool:
        return len(self.keys) > self.MOST

    def page(self, number: Any) -> Page:
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        keys = self.keys[start : min(start + self.per_page, self.count)]
        found = shown(Enrolment.objects.filter(pk__in=keys), today=self.today)
        rows = {row.pk: row for row in found}
        return self._get_page([rows[key] for key in keys], number, self)


@dataclass(frozen=True)
class Row:
    """One enrolment in the list."""

    enrolment: Enrolment
    number: str  # masked; empty where there is none
    days: int  # in the programme, the first and the last day counted
    is_paused: bool
    is_active: bool
    more: list[Any]  # what the registered columns say, in their order

    @property
    def added(self) -> list[tuple[ListColumn, Any]]:
        return list(zip(columns.listed, self.more, strict=True))

    @property
    def participant(self) -> Participant:
        return self.enrolment.participant


def enrolments(user: User) -> QuerySet[Enrolment]:
    """Visible enrolments, to be narrowed and ordered. `shown` fetches what a row needs."""
    return Enrolment.objects.visible_to(user).order_by(*NAMES)


def shown(found: QuerySet[Enrolment], *, today: date) -> QuerySet[Enrolment]:
    """With what rows and files show, and no more."""
    told = (
        f.name for f in Enrolment._meta.concrete_fields if f.name not in ("version", "referral")
    )
    pauses = Pause.objects.filter(enrolment=OuterRef("pk"), starts_on__lte=today)
    running = pauses.filter(Q(ends_on=None) | Q(ends_on__gte=today))
    return (
        found.select_related("participant", "programme", "unit", "caseworker")
        .only(
            *told,
            *(f"participant__{name}" for name in PERSON),
            *("programme__name", "unit__short_name", "caseworker__name"),
        )
        .annotate(is_paused=Exists(running))
    )


def sorts() -> list[tuple[str, str]]:
    """What the list can be sorted by: value in the address, and in words."""
    added = [(one.key, str(one.order_words or one.heading)) for one in columns.listed if one.order]
    return [
        ("", _("Namn")),
        ("start", _("Inskriven, senast först")),
        ("days", _("Längst tid")),
        *added,
    ]


def in_order(found: QuerySet[Enrolment], by: str, *, today: date) -> QuerySet[Enrolment]:
    if by == "start":
        return found.order_by("-starts_on", "-pk")
    if by == "days":
        until = Coalesce("ends_on", Value(today), output_field=DateField())
        return found.annotate(length=until - F("starts_on")).order_by("-length", "pk")
    for column in columns.listed:
        if column.key == by and column.order:
            return column.order(found, today)
    return found.order_by(*NAMES)


def rows(listed: Iterable[Enrolment], *, today: date) -> list[Row]:
    """Of what `shown` fetched. One query for each registered column, however many rows."""
    listed = list(listed)
    added = [column.of(listed, today) for column in columns.listed]
    return [_row(one, [values.get(one.pk) for values in added], today) for one in listed]


def _row(one: Enrolment, more: list[Any], today: date) -> Row:
    last = min(one.ends_on or today, today)
    return Row(
        enrolment=one,
        number=masked(one.participant),
        days=max((last - one.starts_on).days + 1, 0),
        is_paused=one.is_paused,  # type: ignore[attr-defined]
        is_active=one.ends_on is None or one.ends_on >= today,
        more=more,
    )


def masked(participant: Participant) -> str:
    return Number(participant.identity_number).masked if participant.identity_number else ""


def is_named(participant: Participant) -> bool:
    return participant.identity_kind == IdentityKind.IDENTIFIED
