"""What pages read. Each function says what it costs where that is not one query."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.organisations.models import (
    Assignment,
    Municipality,
    Provider,
    ProviderStaff,
    Unit,
)
from stegvis.organisations.periods import add_months


def municipality() -> Municipality:
    """The one row, or an unsaved one with the default pattern where nobody has filled it in."""
    return Municipality.objects.order_by("pk").first() or Municipality()


@dataclass(frozen=True)
class ReferenceNumberRule:
    """How this municipality writes its reference numbers."""

    pattern: str
    example: str

    def problem(self, text: str) -> str | None:
        """What is wrong with the number, for the user; None when it follows the pattern."""
        if re.fullmatch(self.pattern, text):
            return None
        return _("”%(text)s” följer inte mönstret för diarienummer. Skriv som %(example)s.") % {
            "text": text,
            "example": self.example,
        }


def reference_number_rule() -> ReferenceNumberRule:
    found = municipality()
    return ReferenceNumberRule(found.reference_number_pattern, found.reference_number_example)


def reference_number_problem(text: str) -> str | None:
    """As ReferenceNumberRule.problem, for one number. One query."""
    return reference_number_rule().problem(text)


# --- units ---


@dataclass
class UnitNode:
    unit: Unit
    children: list["UnitNode"] = field(default_factory=list)


def unit_tree(user: User) -> list[UnitNode]:
    """Top units with those below them, by name. One query."""
    nodes = {unit.pk: UnitNode(unit) for unit in Unit.objects.visible_to(user).order_by("name")}
    roots = []
    for node in nodes.values():
        above = nodes.get(node.unit.parent_id)
        (above.children if above else roots).append(node)
    return roots


# --- providers and continuity ---


def lately(today: date) -> date:
    """A year ago: since then is what staff changes are counted for."""
    return add_months(today, -12)


def _employed(day: date, at: str = "") -> Q:
    return Q(**{f"{at}started_on__lte": day}) & (
        Q(**{f"{at}ended_on": None}) | Q(**{f"{at}ended_on__gte": day})
    )


def _left(today: date, at: str = "") -> Q:
    """Whose last day of work lies behind us, within the year."""
    return Q(**{f"{at}ended_on__gte": lately(today), f"{at}ended_on__lt": today})


def providers(user: User, *, today: date) -> QuerySet[Provider]:
    """Visible providers, with staff_now and staff_left (in the last twelve months)."""
    return (
        Provider.objects.visible_to(user)
        .annotate(
            staff_now=Count("staff", filter=_employed(today, at="staff__")),
            staff_left=Count("staff", filter=_left(today, at="staff__")),
        )
        .order_by("name")
    )


def left_lately(providers: Collection[int], *, today: date) -> dict[int, int]:
    """Provider → how many of its staff left in the last twelve months; only those with any."""
    rows = ProviderStaff.objects.filter(_left(today), provider__in=providers)
    return dict(rows.values_list("provider").annotate(Count("pk")).order_by())


@dataclass(frozen=True)
class Continuity:
    """Who stays. All figures are persons."""

    now: int
    a_year_ago: int
    still_there: int
    came: int
    left: int

    @property
    def share(self) -> float | None:
        """Of those there a year ago, the share still there; None where nobody was."""
        return self.still_there / self.a_year_ago if self.a_year_ago else None


def continuity(staff: Iterable[ProviderStaff], *, today: date) -> Continuity:
    """No query. Dates are inclusive: who has the last day today is still there."""
    staff, before = list(staff), lately(today)
    now = {person.pk for person in staff if works(person, today)}
    earlier = {person.pk for person in staff if works(person, before)}
    return Continuity(
        now=len(now),
        a_year_ago=len(earlier),
        still_there=len(now & earlier),
        came=sum(before < person.started_on <= today for person in staff),
        left=sum(before <= person.ended_on < today for person in staff if person.ended_on),
    )


def works(person: ProviderStaff, day: date) -> bool:
    return person.started_on <= day and (person.ended_on is None or person.ended_on >= day)


# --- users ---


def users(user: User, *, today: date) -> QuerySet[User]:
    """Users for the administrator's list, with today's and coming assignments as `listed`."""
    listed = Assignment.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today))
    listed = listed.select_related("unit", "provider").order_by("role", "pk")
    return User.objects.visible_to(user).prefetch_related(
        Prefetch("assignments", queryset=listed, to_attr="listed")
    )


def assignments_of(user: User) -> QuerySet[Assignment]:
    """All assignments of a user, past ones too, newest first."""
    return user.assignments.select_related("unit", "provider").order_by("-starts_on", "-pk")
