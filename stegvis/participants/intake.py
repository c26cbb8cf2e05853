"""What the pages of the way in read: inbox and queue, capacity, who may be the same person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.accounts.roles import Permission, Role, permissions_of
from stegvis.organisations.models import Assignment, Unit
from stegvis.participants import access, duplicates
from stegvis.participants.duplicates import Candidate
from stegvis.participants.enums import Protection, ReferralStatus
from stegvis.participants.models import Enrolment, Exit, Participant, Programme, Referral


def received(user: User) -> QuerySet[Referral]:
    """Those that the user's units decide on: what nobody has looked at first, then by waiting."""
    units = Unit.objects.allowing(user, Permission.REFERRAL_DECIDE)
    is_new = Case(
        When(status=ReferralStatus.RECEIVED, then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    rows = Referral.objects.visible_to(user).filter(programme__unit__in=units)
    return _related(rows).order_by(is_new, "received_on", "pk")


def written(user: User) -> QuerySet[Referral]:
    """The user's own, the newest first."""
    own = _related(Referral.objects.visible_to(user).filter(by=user))
    told = own.annotate(feedback_at_end=F("enrolment__exit__feedback"))
    return told.order_by("-received_on", "-pk")


def end_told_to(user: User, referral: Referral) -> Exit | None:
    """The end of what came of it, with its feedback: to whoever wrote the referral, and to those
    who may read it on the participant's page."""
    ended = Exit.objects.filter(enrolment__referral=referral).exclude(feedback="").first()
    may = referral.by_id == user.pk or access.may_see_sensitive(user, referral.programme.unit)
    return ended if may else None


def _related(rows: QuerySet[Referral]) -> QuerySet[Referral]:
    return rows.select_related("programme", "by", "handler", "participant")


@dataclass(frozen=True)
class Row:
    """A referral in a list. `waited` is None when it does not wait any more."""

    referral: Referral
    status: ReferralStatus
    since: date  # the day of the present status
    waited: int | None
    candidates: Sequence[Candidate] = ()  # those that the reader may see
    is_known_elsewhere: bool = False  # the number is that of somebody else's participant

    @property
    def is_protected(self) -> bool:
        return self.referral.protection != Protection.NONE


def row(referral: Referral, *, today: date) -> Row:
    status = ReferralStatus(referral.status)
    is_waiting = status in ReferralStatus.waiting()
    waited = (today - referral.received_on).days if is_waiting else None
    since = referral.started_on or referral.decided_on or referral.received_on
    return Row(referral, status, since, waited)


def rows(user: User, referrals: Iterable[Referral], *, today: date) -> list[Row]:
    """With possible duplicates of those that wait, for those who decide. Whom it names is noted.
    Four queries, however many there are."""
    plain = [row(one, today=today) for one in referrals]
    found = duplicates.of_referrals(one.referral for one in plain if one.waited is not None)
    everybody = [candidate for of_one in found.values() for candidate in of_one]
    seen = {one.participant.pk for one in duplicates.shown(user, everybody)}
    access.note_all(one.participant for one in everybody if one.participant.pk in seen)
    return [_with_candidates(one, found.get(one.referral.pk, []), seen) for one in plain]


def _with_candidates(plain: Row, found: Iterable[Candidate], seen: set[int]) -> Row:
    mine = [one for one in found if one.participant.pk in seen]
    elsewhere = any(one.is_certain and one.participant.pk not in seen for one in found)
    return Row(plain.referral, plain.status, plain.since, plain.waited, mine, elsewhere)


@dataclass(frozen=True)
class Match:
    """Somebody to choose as the same person. Without a candidate that may be shown it says only
    that the number is known."""

    key: int
    label: str
    candidate: Candidate | None


def matches(user: User, found: Sequence[Candidate], unit: Unit) -> list[Match]:
    """Whom the user may say is the same person, to enrol at the unit. Somebody else's participant
    may be chosen where the number is the same; if protected, by whoever may grant access."""
    seen = duplicates.shown(user, found)
    access.note_all(one.participant for one in seen)
    keys = {one.participant.pk for one in seen}
    grants = access.allowed(user, Permission.PROTECTED_GRANT, unit)
    hidden = [
        Match(one.participant.pk, _("finns hos en annan enhet"), None)
        for one in found
        if one.is_certain
        and one.participant.pk not in keys
        and (grants or not one.participant.is_protected)
    ]
    return [
        *(Match(one.participant.pk, str(one.participant), one) for one in seen),
        *hidden,
    ]


# --- places ---


@dataclass(frozen=True)
class Load:
    """How many participants a caseworker has in a programme."""

    user: User
    taken: int
    places: int | None

    @property
    def label(self) -> str:
        values = {"name": self.user.name, "taken": self.taken, "places": self.places}
        if self.places is None:
            return _("%(name)s (%(taken)s deltagare)") % values
        return _("%(name)s (%(taken)s av %(places)s)") % values


@dataclass(frozen=True)
class Capacity:
    """A programme's places today, and its queue."""

    programme: Programme
    taken: int
    waiting: int
    queue_days: float | None  # median from received to enrolled, of those enrolled this year
    loads: Sequence[Load]


def capacities(user: User, *, today: date) -> list[Capacity]:
    """The open programmes whose referrals the user decides on. Counts, also of those that the user
    may not see. Five queries."""
    units = Unit.objects.allowing(user, Permission.REFERRAL_DECIDE)
    programmes = list(
        Programme.objects.filter(unit__in=units).open_on(today).select_related("unit")
    )
    taken = _taken(programmes, today)
    waiting = _waiting(programmes)
    days = _queue_days(programmes, today)
    staff = _staff(programmes, today) if programmes else {}
    found = []
    for one in programmes:
        held = {key: n for (programme, key), n in taken.items() if programme == one.pk}
        loads = [Load(u, held.get(u.pk, 0), one.capacity_per_caseworker) for u in staff[one.pk]]
        total = sum(held.values())
        middle = median(days[one.pk]) if days.get(one.pk) else None
        found.append(Capacity(one, total, waiting.get(one.pk, 0), middle, loads))
    return found


def loads(programme: Programme, *, today: date) -> list[Load]:
    """Those who may be responsible in the programme, by name, with how many they have."""
    taken = _taken([programme], today)
    return [
        Load(user, taken.get((programme.pk, user.pk), 0), programme.capacity_per_caseworker)
        for user in _staff([programme], today)[programme.pk]
    ]


def _taken(programmes: Sequence[Programme], today: date) -> dict[tuple[int, int | None], int]:
    """(programme, caseworker) → places taken: enrolled and not ended, also those about to begin."""
    rows = Enrolment.objects.filter(programme__in=programmes)
    present = rows.filter(Q(ends_on=None) | Q(ends_on__gte=today)).order_by()
    counted = present.values("programme", "caseworker").annotate(n=Count("pk"))
    return {(one["programme"], one["caseworker"]): one["n"] for one in counted}


def _waiting(programmes: Sequence[Programme]) -> dict[int, int]:
    rows = Referral.objects.waiting().filter(programme__in=programmes).order_by()
    counted = rows.values("programme").annotate(n=Count("pk"))
    return dict(counted.values_list("programme", "n"))


def _queue_days(programmes: Sequence[Programme], today: date) -> dict[int, list[int]]:
    """Programme → days from received to enrolled, of those who were enrolled this year."""
    started = Referral.objects.filter(
        programme__in=programmes,
        started_on__year=today.year,
        started_on__gte=F("received_on"),
    ).order_by()
    days: dict[int, list[int]] = {}
    for programme, began, came in started.values_list("programme", "started_on", "received_on"):
        days.setdefault(programme, []).append((began - came).days)
    return days


def _staff(programmes: Sequence[Programme], today: date) -> dict[int, list[User]]:
    """Programme → those who may have its participants, by name. One query."""
    roles = [role for role in Role if Permission.CASE_EDIT in permissions_of(role)]
    held = Assignment.objects.current(today).filter(role__in=roles, user__is_active=True)
    people = [(one.unit.path, one.user) for one in held.select_related("unit", "user")]
    return {
        one.pk: sorted(
            {user for path, user in people if one.unit.path.startswith(path)},
            key=lambda user: (user.name, user.pk),
        )
        for one in programmes
    }


# --- persons who are found, and where one may be enrolled ---


@dataclass(frozen=True)
class Hit:
    """A person who was searched for, with the enrolment to open: an open one before an ended."""

    participant: Participant
    enrolment: Enrolment | None
    is_open: bool


def hits(user: User, found: Sequence[Participant], *, today: date) -> list[Hit]:
    """In the order of `found`. One query."""
    rows = Enrolment.objects.visible_to(user).filter(participant__in=found)
    latest: dict[int, Enrolment] = {}
    is_ended = Case(When(ends_on__lt=today, then=Value(1)), default=Value(0))
    related = rows.select_related("programme", "caseworker").order_by(is_ended, "-starts_on", "pk")
    for enrolment in related:
        latest.setdefault(enrolment.participant_id, enrolment)
    return [_hit(one, latest.get(one.pk), today) for one in found]


def _hit(participant: Participant, enrolment: Enrolment | None, today: date) -> Hit:
    is_open = bool(enrolment and (enrolment.ends_on is None or enrolment.ends_on >= today))
    return Hit(participant, enrolment, is_open)


def programmes_to_enrol_in(user: User, *, today: date) -> QuerySet[Programme]:
    units = Unit.objects.allowing(user, Permission.PARTICIPANT_EDIT)
    return Programme.objects.filter(unit__in=units).open_on(today).select_related("unit")
