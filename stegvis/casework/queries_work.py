"""What the pages of the daily work read."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.accounts.roles import GRANTS, Permission
from stegvis.casework.enums import DutyKind, MeetingStatus
from stegvis.casework.models import CasePlan, DutyTalk, Meeting, Note
from stegvis.core.models import AuditEvent, Draft
from stegvis.organisations.models import Assignment, Unit
from stegvis.participants.models import Enrolment, Responsibility

NEW_NOTE, OLD_NOTE = "anteckning-ny", "anteckning"
_NOTE_KEY = re.compile(rf"({NEW_NOTE}|{OLD_NOTE})-(\d+)$")


# --- the plan ---


def current_plan(enrolment: Enrolment) -> CasePlan | None:
    """With goals and steps: three queries, two without a plan."""
    plans = CasePlan.objects.filter(enrolment=enrolment, replaced_on=None).select_related("by")
    return plans.prefetch_related("goals__steps").first()


def earlier_plans(enrolment: Enrolment) -> QuerySet[CasePlan]:
    """Those that have been replaced, newest first."""
    return CasePlan.objects.filter(enrolment=enrolment, replaced_on__isnull=False).select_related(
        "by"
    )


def last_change(plan: CasePlan) -> AuditEvent | None:
    """Who last wrote in the plan, and when."""
    label = plan._meta.label_lower
    events = AuditEvent.objects.filter(object_kind=label, object_id=plan.pk)
    return events.select_related("by").first()


# --- duty talks ---


@dataclass(frozen=True)
class Duty:
    """Something that must be told or asked, with the latest talk about it."""

    kind: DutyKind
    talk: DutyTalk | None


def duties(enrolment: Enrolment) -> list[Duty]:
    """All that must be told and asked, done or not, in the order of the talk. One query, none where
    the talks are prefetched."""
    talks = sorted(enrolment.duty_talks.all(), key=lambda talk: (talk.on, talk.pk))
    latest = {talk.kind: talk for talk in talks}
    return [Duty(kind, latest.get(kind)) for kind in DutyKind]


# --- what was used last, and what is unfinished ---


def last_used(rows: QuerySet, *names: str) -> dict[str, object]:
    """The values of the newest row, as a start for the next one; empty where there is none."""
    return rows.order_by("-pk").values(*names).first() or {}


@dataclass(frozen=True)
class UnfinishedNote:
    """Text of a note that is kept as a draft. `note` is the one it changes, None for a new one."""

    enrolment: Enrolment
    note: Note | None
    saved_at: datetime

    @property
    def url(self) -> str:
        if self.note:
            return reverse("casework:note_edit", args=[self.note.pk])
        return reverse("casework:note_create", args=[self.enrolment.pk])


def unfinished_notes(user: User) -> list[UnfinishedNote]:
    """The user's own notes that are begun and not saved, newest first. Three queries.

    Those of enrolments that have ended, or that the user no longer sees, are left out."""
    drafts = Draft.objects.visible_to(user).filter(key__startswith=f"{OLD_NOTE}-")
    found = [
        (match[1], int(match[2]), draft.saved_at)
        for draft in drafts.order_by("-saved_at")
        if (match := _NOTE_KEY.match(draft.key)) and draft.fields.get("text", "").strip()
    ]
    related = ("participant", "programme")
    keys = {kind: [pk for one, pk, _at in found if one == kind] for kind in (NEW_NOTE, OLD_NOTE)}
    visible = Enrolment.objects.visible_to(user).filter(ends_on=None)
    enrolments = visible.select_related(*related).in_bulk(keys[NEW_NOTE])
    notes = (
        Note.objects.filter(enrolment__in=visible)
        .select_related(*(f"enrolment__{name}" for name in related))
        .in_bulk(keys[OLD_NOTE])
    )
    unfinished = []
    for kind, pk, saved_at in found:
        note = notes.get(pk) if kind == OLD_NOTE else None
        enrolment = note.enrolment if note else enrolments.get(pk) if kind == NEW_NOTE else None
        if enrolment:
            unfinished.append(UnfinishedNote(enrolment, note, saved_at))
    return unfinished


def meetings_to_hold(user: User, *, day: date) -> QuerySet[Meeting]:
    """The user's own planned meetings on a day, in order."""
    rows = Meeting.objects.visible_to(user).filter(by=user, at__date=day)
    return rows.filter(status=MeetingStatus.PLANNED).select_related("enrolment__participant")


# --- caseworkers and their participants ---


def changes_of_caseworker(enrolments: Iterable[Enrolment]) -> dict[int, int]:
    """How many times each enrolment has got another caseworker; the first one is no change.
    One query."""
    keys = [one.pk for one in enrolments]
    held: dict[int, list[int]] = defaultdict(list)
    rows = Responsibility.objects.filter(enrolment__in=keys).order_by("starts_on", "pk")
    for enrolment, caseworker in rows.values_list("enrolment", "caseworker"):
        held[enrolment].append(caseworker)
    return {key: _changes(held[key]) for key in keys}


def _changes(held: list[int]) -> int:
    return sum(one != other for one, other in zip(held, held[1:], strict=False))


def movable(user: User) -> QuerySet[Enrolment]:
    """Open enrolments that the user sees and may give to another caseworker."""
    units = Unit.objects.allowing(user, Permission.CASELOAD_MOVE)
    rows = Enrolment.objects.visible_to(user).filter(unit__in=units, ends_on=None)
    related = ("participant", "programme", "unit", "caseworker")
    return rows.select_related(*related).order_by(
        "participant__last_name", "participant__first_name", "pk"
    )


def hidden_of(user: User, holder: int | None) -> int:
    """How many of a caseworker's open enrolments the user may move but not see: protected persons
    stay with whom they are until somebody with access hands them over."""
    units = Unit.objects.allowing(user, Permission.CASELOAD_MOVE)
    all_of = Enrolment.objects.filter(unit__in=units, ends_on=None, caseworker=holder)
    return all_of.count() - movable(user).filter(caseworker=holder).count()


@dataclass(frozen=True)
class Holder:
    """Somebody who has participants; without a user: those who have no caseworker."""

    user: User | None
    count: int

    @property
    def key(self) -> str:
        return str(self.user.pk) if self.user else "ingen"

    @property
    def name(self) -> str:
        return str(self.user) if self.user else _("Utan handläggare")


def holders(user: User) -> list[Holder]:
    """Those whose participants the user may move, by name. Two queries."""
    counts = dict(
        movable(user)
        .order_by()
        .values("caseworker")
        .annotate(n=Count("pk"))
        .values_list("caseworker", "n")
    )
    people = User.objects.filter(pk__in=[pk for pk in counts if pk]).order_by("name", "pk")
    found = [Holder(person, counts[person.pk]) for person in people]
    return [*found, Holder(None, counts[None])] if counts.get(None) else found


@dataclass
class Receiver:
    """Somebody who may take over, with how many they have and how many they may have."""

    user: User
    paths: set[str] = field(default_factory=set)
    loads: list[tuple[str, int, int | None]] = field(default_factory=list)

    def works_at(self, unit: Unit) -> bool:
        return any(unit.path.startswith(path) for path in self.paths)

    @property
    def words(self) -> str:
        """Vamos: 12 av 20, KC: 3."""
        if not self.loads:
            return _("inga deltagare nu")
        return ", ".join(
            _("%(programme)s: %(n)s av %(most)s") % {"programme": name, "n": n, "most": most}
            if most
            else f"{name}: {n}"
            for name, n, most in self.loads
        )


def receivers(units: Iterable[Unit], *, today: date) -> list[Receiver]:
    """Those who work with participants at any of the units, by name. Protected persons count in how
    many they have. Two queries."""
    roles = [role for role, grant in GRANTS.items() if Permission.CASE_EDIT in grant.permissions]
    units, found = list(units), {}
    current = Assignment.objects.current(today).filter(role__in=roles, user__is_active=True)
    for one in current.select_related("user", "unit").order_by("user__name", "user"):
        if one.unit and any(unit.path.startswith(one.unit.path) for unit in units):
            receiver = found.setdefault(one.user_id, Receiver(one.user))
            receiver.paths.add(one.unit.path)
    for key, loads in _loads(found).items():
        found[key].loads.extend(loads)
    return list(found.values())


def _loads(keys: Iterable[int]) -> dict[int, list[tuple[str, int, int | None]]]:
    rows = Enrolment.objects.filter(caseworker__in=list(keys), ends_on=None).order_by()
    names = ("caseworker", "programme__name", "programme__capacity_per_caseworker")
    counts = rows.values(*names).annotate(n=Count("pk")).order_by("programme__name")
    loads: dict[int, list[tuple[str, int, int | None]]] = defaultdict(list)
    for caseworker, programme, most, n in counts.values_list(*names, "n"):
        loads[caseworker].append((programme, n, most))
    return loads
