"""What pages read. Each function says what it costs where that is not one query."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.urls import Resolver404, resolve
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.accounts.models import User
from stegvis.accounts.roles import Permission, Role, permissions_of
from stegvis.core.models import ReadEvent
from stegvis.organisations.models import Assignment, Unit
from stegvis.participants import access
from stegvis.participants.enums import CodeScheme, DrivingLicence, Protection, YesNo
from stegvis.participants.models import (
    Background,
    Code,
    Enrolment,
    OccupationWish,
    Participant,
    Programme,
    ProtectedAccess,
    Referral,
)

# --- programmes ---


def programmes(user: User, *, today: date) -> QuerySet[Programme]:
    """For the administrator's list: with how many are enrolled today, numbers only."""
    active = Q(enrolments__starts_on__lte=today) & (
        Q(enrolments__ends_on=None) | Q(enrolments__ends_on__gte=today)
    )
    return (
        Programme.objects.filter(unit__in=Unit.objects.allowing(user, Permission.PROGRAMME_EDIT))
        .select_related("unit")
        .annotate(active=Count("enrolments", filter=active))
        .order_by(F("archived_at").asc(nulls_first=True), "name")
    )


def caseworkers(units: QuerySet[Unit], *, today: date) -> QuerySet[User]:
    """Who may have participants of these units."""
    return holding(Permission.CASE_EDIT, units, today=today)


def holding(permission: Permission, units: QuerySet[Unit], *, today: date) -> QuerySet[User]:
    """Users who have the permission at one of the units, or at a unit above it."""
    roles = [role for role in Role if permission in permissions_of(role)]
    reaches = Exists(units.filter(path__startswith=OuterRef("unit__path")))
    held = Assignment.objects.current(today).filter(reaches, role__in=roles)
    return User.objects.active().filter(pk__in=held.values("user"))


# --- code lists ---


@dataclass(frozen=True)
class SchemeRow:
    """A code list on the administrator's page."""

    scheme: CodeScheme
    editions: list[str]
    used: int
    own: int
    archived: int


def schemes() -> list[SchemeRow]:
    """All lists, also those that nobody has loaded."""
    rows = (
        Code.objects.values("scheme", "edition")
        .annotate(
            used=Count("pk", filter=Q(archived_at=None)),
            own=Count("pk", filter=Q(archived_at=None, is_local=True)),
            archived=Count("pk", filter=~Q(archived_at=None)),
        )
        .order_by("scheme", "edition")
    )
    by_scheme: dict[str, list[dict[str, int | str]]] = {}
    for row in rows:
        by_scheme.setdefault(row["scheme"], []).append(row)
    return [_scheme_row(scheme, by_scheme.get(scheme, [])) for scheme in CodeScheme]


def _scheme_row(scheme: CodeScheme, rows: list[dict[str, int | str]]) -> SchemeRow:
    sums = [sum(int(row[name]) for row in rows) for name in ("used", "own", "archived")]
    return SchemeRow(scheme, [str(row["edition"]) for row in rows], *sums)


def editions(scheme: CodeScheme) -> list[str]:
    """The newest first."""
    rows = Code.objects.filter(scheme=scheme).order_by("-edition")
    return list(rows.values_list("edition", flat=True).distinct())


# --- background ---


@dataclass(frozen=True)
class BackgroundRow:
    label: str
    text: str
    is_sensitive: bool = False


@dataclass(frozen=True)
class BackgroundView:
    """The background as the person's page shows it. Only what is known has a row; what the user may
    not see has none, and `is_partly_hidden` says that there may be more."""

    background: Background
    rows: list[BackgroundRow]
    is_partly_hidden: bool


def background_of(enrolment: Enrolment, user: User) -> BackgroundView | None:
    """None where nobody has asked yet. Four queries."""
    found = access.background(enrolment)
    if found is None:
        return None
    found.enrolment = enrolment  # so that nobody fetches it again
    sensitive = access.may_see_sensitive(user, enrolment.unit)
    rows = [*_plain_rows(found), *_answer_rows(found)]
    if sensitive:
        rows += _sensitive_rows(found)
    shown = [row for row in rows if row.text and (sensitive or not row.is_sensitive)]
    return BackgroundView(found, shown, is_partly_hidden=not sensitive)


def _plain_rows(found: Background) -> list[BackgroundRow]:
    months = _("%(number)s månader")
    wishes = found.enrolment.wishes.select_related("occupation")
    licence = "" if found.driving_licence == DrivingLicence.UNKNOWN else str(_licence(found))
    told = {
        "education": str(found.education or ""),
        "sfi": str(found.sfi or ""),
        "languages": ", ".join(code.label for code in found.languages.all()),
        "months_without_work": _number(found.months_without_work, months),
        "livelihood": str(found.livelihood or ""),
        "livelihood_months": _number(found.livelihood_months, months),
        "dependants": _number(found.dependants, "%(number)s"),
        "youngest_child_born": _number(found.youngest_child_born, "%(number)s"),
        "driving_licence": licence,
    }
    rows = [BackgroundRow(_label(name), text) for name, text in told.items()]
    return [*rows, BackgroundRow(_("Önskar arbeta med"), "; ".join(map(_wish, wishes)))]


def _sensitive_rows(found: Background) -> list[BackgroundRow]:
    told = {
        "addiction": _yes_no(found.addiction),
        "mental_ill_health": _yes_no(found.mental_ill_health),
        "obstacles_own": found.obstacles_own,
        "obstacles_staff": found.obstacles_staff,
    }
    return [BackgroundRow(_label(name), text, is_sensitive=True) for name, text in told.items()]


def _answer_rows(found: Background) -> list[BackgroundRow]:
    return [
        BackgroundRow(one.factor.name, _yes_no(one.answer), one.factor.is_sensitive)
        for one in found.answers.select_related("factor")
    ]


def _label(name: str) -> str:
    return capfirst(str(Background._meta.get_field(name).verbose_name))


def _number(value: int | None, words: str) -> str:
    return "" if value is None else words % {"number": value}


def _yes_no(value: str) -> str:
    return "" if value == YesNo.UNKNOWN else str(YesNo(value).label)


def _licence(found: Background) -> str:
    return str(DrivingLicence(found.driving_licence).label)


def _wish(wish: OccupationWish) -> str:
    """Kock, hellst bageri (Majorna)."""
    words = ", ".join(str(part) for part in (wish.occupation, wish.text) if part)
    return f"{words} ({wish.place})" if wish.place else words


# --- protected identity ---


@dataclass(frozen=True)
class ProtectedRow:
    participant: Participant
    programmes: list[str]
    seen_by: list[str]  # who can open the person's page today, by name


def protected(user: User, *, today: date) -> list[ProtectedRow]:
    """Protected persons of the units where the user grants access. Four queries."""
    persons = (
        access.guardable(user)
        .exclude(protection=Protection.NONE)
        .prefetch_related(
            Prefetch("enrolments", Enrolment.objects.select_related("programme", "caseworker")),
            Prefetch("accesses", _open_accesses(today), to_attr="open_accesses"),
        )
    )
    return [_protected_row(person) for person in persons]


def _protected_row(person: Participant) -> ProtectedRow:
    enrolments = person.enrolments.all()
    names = [one.caseworker.name for one in enrolments if one.caseworker]
    names += [one.user.name for one in person.open_accesses]  # type: ignore[attr-defined]
    programmes = dict.fromkeys(str(one.programme) for one in enrolments)
    return ProtectedRow(person, list(programmes), sorted(set(names)))


def _open_accesses(today: date) -> QuerySet[ProtectedAccess]:
    running = Q(ends_on=None) | Q(ends_on__gte=today)
    return ProtectedAccess.objects.filter(running).select_related("user")


def accesses(participant: Participant, *, today: date) -> QuerySet[ProtectedAccess]:
    """Named access that holds or will hold."""
    return _open_accesses(today).filter(participant=participant).select_related("by")


def responsible(participant: Participant) -> QuerySet[User]:
    """The caseworkers who see the person because they are or were responsible."""
    return User.objects.filter(enrolments__participant=participant).distinct()


def colleagues(participant: Participant, *, today: date) -> QuerySet[User]:
    """Who may be given access: those who may see participants at a unit where the person is."""
    enrolled = Enrolment.objects.filter(participant=participant).values("unit")
    waiting = Referral.objects.filter(participant=participant).values("programme__unit")
    units = Unit.objects.filter(Q(pk__in=enrolled) | Q(pk__in=waiting))
    return holding(Permission.PARTICIPANT_VIEW, units, today=today)


# --- who has looked ---

PAGES = {
    "casework:participant_detail": gettext_lazy("Personens sida"),
    "participants:participant_list": gettext_lazy("Listan över deltagare"),
    "participants:participant_export": gettext_lazy("Excelfil med deltagare"),
    "participants:participant_search": gettext_lazy("Sökning"),
    "participants:person_edit": gettext_lazy("Ändra uppgifter"),
    "participants:participant_merge": gettext_lazy("Slå ihop"),
    "participants:protection_edit": gettext_lazy("Skydd och åtkomst"),
    "participants:read_list": gettext_lazy("Vem som har tittat"),
    "participants:background_edit": gettext_lazy("Bakgrund"),
}


@dataclass(frozen=True)
class ReadRow:
    event: ReadEvent
    page: str  # in words where there are any, otherwise the address


def reads_of(participant: Participant) -> QuerySet[ReadEvent]:
    """Looks at the person and at those that were merged into it, the latest first."""
    merged = Participant.objects.filter(merged_into=participant).values_list("pk", flat=True)
    return ReadEvent.objects.filter(
        subject_kind=Participant._meta.label_lower, subject_id__in=[participant.pk, *merged]
    ).select_related("by")


def read_row(event: ReadEvent) -> ReadRow:
    try:
        name = resolve(event.path).view_name
    except Resolver404:
        name = ""
    return ReadRow(event, str(PAGES.get(name, event.path)))
