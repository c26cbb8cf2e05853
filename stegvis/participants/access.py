"""The only way from an id to an object: not visible is 404, visible but not allowed is 403.

Whoever is handed out is noted in the read log. A page asks here for a person, an enrolment or a
referral; rooms to the right get theirs through `enrolment`.
"""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from django.db.models import Model, QuerySet

from stegvis.accounts.models import User
from stegvis.accounts.roles import Permission, permissions_of
from stegvis.core import reading
from stegvis.core.access import require, visible_or_404
from stegvis.organisations.models import Unit
from stegvis.participants.models import Enrolment, Participant, Programme, Referral

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
    if found.participant is not None:
        reading.note(found.participant)
    require(needs is None or allowed(user, needs, found.programme.unit))
    return found


def programme(user: User, pk: int) -> Programme:
    return visible_or_404(Programme.objects.visible_to(user).select_related("unit"), pk=pk)


def note_all(participants: Iterable[Participant]) -> None:
    """A list that names persons is a look at each of them."""
    for one in participants:
        reading.note(one)


def may_see_sensitive(user: User, unit: Unit) -> bool:
    """Background on health and addiction, and sensitive notes, at this unit."""
    return allowed(user, Permission.SENSITIVE_VIEW, unit)


def programmes_to_refer_to(user: User, *, today: date) -> QuerySet[Programme]:
    return Programme.objects.visible_to(user).open_on(today).select_related("unit")
