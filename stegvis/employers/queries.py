"""What pages about employers read. A function says what it costs where it is not one query."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest

from stegvis.accounts.models import User
from stegvis.accounts.roles import Permission
from stegvis.employers import hosting
from stegvis.employers.enums import ContactResult, FunnelStage, OpeningKind
from stegvis.employers.models import Employer, EmployerContact, Opening, Workplace
from stegvis.organisations.models import Unit
from stegvis.participants.access import may_see_sensitive

LONG_AGO = date(1900, 1, 1)


def containing(text: str, *fields: str) -> Q:
    """Rows where each word stands in some of the fields. SQLite does not know that Å and å are the
    same letter, so both are asked for."""
    every = Q()
    for word in text.split():
        some = Q()
        for written in {word, word.lower(), word.capitalize(), word.upper()}:
            for name in fields:
                some |= Q(**{f"{name}__icontains": written})
        every &= some
    return every


def search(text: str) -> Q:
    """Employers by name, organisation number, network, or the place or name of a workplace."""
    every = Q()
    for word in text.split():
        number = word.replace("-", "")
        at = Workplace.objects.filter(containing(word, "place", "name")).values("employer")
        some = containing(word, "name", "network") | Q(pk__in=at)
        if number.isdecimal() and len(number) >= 3:
            dashed = f"{number[:6]}-{number[6:]}" if len(number) > 6 else number
            some |= Q(organisation_number__startswith=dashed)
        every &= some
    return every


def employers(user: User) -> QuerySet[Employer]:
    """Visible employers with how we stand with them, by name.

    stage            FunnelStage, whoever got there
    last_contact_on  the last contact, also one for a participant that the user does not see:
                     only the day is told, so that two do not knock on the same door
    next_on          the next contact that is agreed"""
    contacts = EmployerContact.objects.filter(employer=OuterRef("pk"))
    agreed = contacts.filter(next_on__isnull=False, next_done_on=None)
    return (
        Employer.objects.visible_to(user)
        .annotate(
            stage=_stage(contacts, _placements_of_employer()),
            last_contact_on=Subquery(contacts.order_by("-on").values("on")[:1]),
            next_on=Subquery(agreed.order_by("next_on").values("next_on")[:1]),
        )
        .order_by("name", "pk")
    )


def _placements_of_employer() -> QuerySet:
    return hosting.placements().filter(workplace__employer=OuterRef("pk"))


def _stage(contacts: QuerySet, placements: QuerySet) -> Case:
    interested = contacts.filter(result__in=ContactResult.interested())
    return Case(
        When(Exists(placements.filter(kind__in=OpeningKind.jobs())), then=Value(FunnelStage.HIRED)),
        When(Exists(placements), then=Value(FunnelStage.HOST)),
        When(Exists(interested), then=Value(FunnelStage.INTERESTED)),
        When(Exists(contacts), then=Value(FunnelStage.CONTACTED)),
        default=Value(FunnelStage.KNOWN),
        output_field=CharField(),
    )


def there_now(employers: Iterable[Employer], *, today: date) -> dict[int, int]:
    """Employer → how many are placed there today. Only those with any; persons are not told."""
    rows = hosting.placements().filter(hosting.there(today), workplace__employer__in=employers)
    return dict(rows.values_list("workplace__employer").annotate(Count("pk")).order_by())


def places_of(employers: Iterable[Employer]) -> dict[int, str]:
    """Employer → the places of its workplaces, in words."""
    rows = Workplace.objects.kept().filter(employer__in=employers).exclude(place="")
    found: dict[int, list[str]] = {}
    for employer, place in rows.order_by("place").values_list("employer", "place").distinct():
        found.setdefault(employer, []).append(place)
    return {employer: ", ".join(places) for employer, places in found.items()}


def contacts(user: User) -> QuerySet[EmployerContact]:
    """Visible contacts with what their rows show, newest first."""
    return EmployerContact.objects.visible_to(user).select_related(
        "employer", "workplace", "by", "occupation", "enrolment__participant", "enrolment__unit"
    )


@dataclass(frozen=True)
class Told:
    """A contact as a reader may see it. `note` is None where it is protected."""

    contact: EmployerContact
    note: str | None
    is_own: bool


def told(user: User, contacts: Iterable[EmployerContact]) -> list[Told]:
    """What is written about a contact for a participant may say something sensitive about that
    person: it follows the permission for that. No query."""
    return [
        Told(
            one,
            one.note
            if one.enrolment is None or may_see_sensitive(user, one.enrolment.unit)
            else None,
            one.by_id == user.pk,
        )
        for one in contacts
    ]


def openings(user: User) -> QuerySet[Opening]:
    """Visible openings with workplace, occupation and how many have got a place (`taken`): the open
    ones first, then the filled, the newest of each first."""
    return (
        Opening.objects.visible_to(user)
        .select_related("workplace__employer", "occupation")
        .annotate(taken=Count("placements", filter=~_came_to_nothing("placements__")))
        .order_by("-status", "-pk")
    )


def _came_to_nothing(at: str) -> Q:
    return Q(**{f"{at}is_planned": True, f"{at}ends_on__isnull": False})


def recent(user: User, *, limit: int = 5) -> list[Employer]:
    """The employers that the user has met last. Two queries."""
    rows = EmployerContact.objects.filter(by=user, employer__archived_at=None)
    last = rows.values("employer").annotate(day=Max("on"), key=Max("pk")).order_by("-day", "-key")
    keys = [row["employer"] for row in last[:limit]]
    found = Employer.objects.visible_to(user).in_bulk(keys)
    return [found[key] for key in keys]


# --- reminders ---


def due_contacts(user: User, *, today: date, everybody: bool = False) -> QuerySet[EmployerContact]:
    """Next contacts that are due within a week or late, the oldest first: the user's own, or those
    of everybody in the user's units."""
    found = contacts(user).filter(
        next_on__lte=today + timedelta(days=7), next_done_on=None, employer__archived_at=None
    )
    if everybody:
        found = found.filter(unit__in=Unit.objects.allowing(user, Permission.EMPLOYER_VIEW))
    else:
        found = found.filter(by=user)
    return found.order_by("next_on", "pk")


def to_keep_alive(user: User, *, today: date, days: int) -> QuerySet[Employer]:
    """Employers that have had somebody, have nobody now, and have not been met for so many days,
    the longest first. `heard_on` is the last contact or the last day of the last placement."""
    placements = _placements_of_employer()
    contacts = EmployerContact.objects.filter(employer=OuterRef("pk"))
    last_contact = contacts.order_by("-on").values("on")[:1]
    last_day = placements.filter(ends_on__isnull=False).order_by("-ends_on").values("ends_on")[:1]
    return (
        Employer.objects.visible_to(user)
        .kept()
        .filter(Exists(placements), ~Exists(placements.filter(hosting.there(today))))
        .annotate(
            heard_on=Greatest(
                Coalesce(Subquery(last_contact), LONG_AGO), Coalesce(Subquery(last_day), LONG_AGO)
            )
        )
        .filter(heard_on__lte=today - timedelta(days=days))
        .order_by("heard_on", "name")
    )
