"""The only way from an id to an object: not visible is 404, visible but not allowed is 403.

Whoever is handed out is noted in the read log. A page asks here for a person, an enrolment or a
referral; rooms to the right get theirs through `enrolment`.
"""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from stegvis.accounts.models import User
from stegvis.accounts.roles import Permission, permissions_of
from stegvis.core import reading
from stegvis.core.access import require, visible_or_404
from stegvis.organisations.models import Unit
from stegvis.participants.models import (
    Background,
    Code,
    Enrolment,
    Factor,
    Merge,
    Participant,
    Programme,
    ProtectedAccess,
    Referral,
)

M = TypeVar("M", bound=Model)


def allowed(user: User, permission: Permission, unit: Unit) -> bool:
    """Does one of the user's assignments give the permission at this unit or above it?"""
    return any(
        assignment.unit_id
        and permission in permissions_of(assignment.role)
        and unit.path.startswith(assignment.unit.path)
        for assignment in user.current_assignments
    )


def participant(user: User, pk: int, needs: Permission | None = None) -> Participant:
    found = visible_or_404(Participant.objects.visible_to(user).select_related("language"), pk=pk)
    reading.note(found)
    require(needs is None or _allowed_somewhere(user, needs, found))
    return found


def _allowed_somewhere(user: User, needs: Permission, found: Participant) -> bool:
    """Is the permission held in a unit where the person is enrolled or waits?"""
    units = Unit.objects.allowing(user, needs)
    return (
        Enrolment.objects.filter(participant=found, unit__in=units).exists()
        or Referral.objects.waiting().filter(participant=found, programme__unit__in=units).exists()
    )


def enrolment(user: User, pk: int, needs: Permission | None = None) -> Enrolment:
    """With participant, programme, unit and caseworker. The look is noted on the participant."""
    related = ("participant__language", "programme", "unit", "caseworker", "referral__by")
    found = visible_or_404(Enrolment.objects.visible_to(user).select_related(*related), pk=pk)
    reading.note(found.participant)
    require(needs is None or allowed(user, needs, found.unit))
    return found


def background(found: Enrolment) -> Background | None:
    related = ("education", "sfi", "livelihood")
    return Background.objects.filter(enrolment=found).select_related(*related).first()


def part(user: User, rows: QuerySet[M], pk: int, needs: Permission | None = None) -> M:
    """Something that hangs on an enrolment; `rows` has visible_to and reaches `enrolment`.

    Rooms to the right: access.part(user, Activity.objects.all(), pk, Permission.CASE_EDIT)."""
    visible = rows.visible_to(user)  # type: ignore[attr-defined]
    found = visible_or_404(
        visible.select_related("enrolment__participant", "enrolment__unit"), pk=pk
    )
    reading.note(found.enrolment.participant)  # type: ignore[attr-defined]
    require(needs is None or allowed(user, needs, found.enrolment.unit))  # type: ignore[attr-defined]
    return found


def referral(user: User, pk: int, needs: Permission | None = None) -> Referral:
    related = ("programme__unit", "participant", "by", "handler", "decided_by")
    found = visible_or_404(Referral.objects.visible_to(user).select_related(*related), pk=pk)
    reading.note(found.participant or found)  # who is not yet a participant is a person too
    require(needs is None or allowed(user, needs, found.programme.unit))
    return found


def programme(user: User, pk: int, needs: Permission | None = None) -> Programme:
    found = visible_or_404(Programme.objects.visible_to(user).select_related("unit"), pk=pk)
    require(needs is None or allowed(user, needs, found.unit))
    return found


def factor(found: Programme, pk: int) -> Factor:
    return visible_or_404(found.factors.all(), pk=pk)


def code(user: User, pk: int, *, is_own: bool = False) -> Code:
    """Code lists are one for the whole organisation. `is_own` asks for the municipality's own."""
    require(user.may(Permission.PROGRAMME_EDIT))
    return visible_or_404(
        Code.objects.filter(is_local=True) if is_own else Code.objects.all(), pk=pk
    )


def guarded(user: User, pk: int) -> Participant:
    """Anybody in a unit where the user may grant access, also protected persons that the user is
    not named for: who grants access must reach the page that does it. Only for that page."""
    found = visible_or_404(guardable(user), pk=pk)
    reading.note(found)
    return found


def guardable(user: User) -> QuerySet[Participant]:
    """Persons of the units where the user grants access, protected or not."""
    units = Unit.objects.allowing(user, Permission.PROTECTED_GRANT)
    enrolled = Enrolment.objects.filter(unit__in=units).values("participant")
    waiting = Referral.objects.waiting().filter(programme__unit__in=units).values("participant")
    return Participant.objects.filter(Q(pk__in=enrolled) | Q(pk__in=waiting)).kept()


def granted_access(found: Participant, pk: int) -> ProtectedAccess:
    return visible_or_404(found.accesses.select_related("user"), pk=pk)


def merge(user: User, pk: int) -> Merge:
    found = visible_or_404(Merge.objects.visible_to(user).select_related("kept", "merged"), pk=pk)
    reading.note(found.kept)
    reading.note(found.merged)
    require(_allowed_somewhere(user, Permission.PARTICIPANT_MERGE, found.kept))
    return found


def note_all(participants: Iterable[Participant | Referral]) -> None:
    """A list that names persons is a look at each of them."""
    for one in participants:
        reading.note(one)


def may_see_sensitive(user: User, unit: Unit) -> bool:
    """Background on health and addiction, and sensitive notes, at this unit."""
    return allowed(user, Permission.SENSITIVE_VIEW, unit)


def programmes_to_refer_to(user: User, *, today: date) -> QuerySet[Programme]:
    return Programme.objects.visible_to(user).open_on(today).select_related("unit")
