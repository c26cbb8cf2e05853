"""The only way from an id to an object: not visible is 404, visible but not allowed is 403.

What hangs straight on an enrolment comes through `participants.access.part`; here is the rest."""

from stegvis.accounts.models import User
from stegvis.accounts.roles import Permission
from stegvis.casework.models import CasePlan, Note, PlanGoal, PlanStep
from stegvis.core import reading
from stegvis.core.access import require, visible_or_404
from stegvis.participants.access import allowed, may_see_sensitive, part
from stegvis.participants.models import Enrolment

EDIT = Permission.CASE_EDIT


def note(user: User, pk: int) -> Note:
    """To be changed. A sensitive one asks for the right to see what is sensitive too."""
    found = part(user, Note.objects.all(), pk, EDIT)
    require(not found.is_sensitive or may_see_sensitive(user, found.enrolment.unit))
    return found


def plan(user: User, pk: int) -> CasePlan:
    """Also an earlier one, for reading."""
    return part(user, CasePlan.objects.select_related("by"), pk)


def goal(user: User, pk: int) -> PlanGoal:
    rows = PlanGoal.objects.visible_to(user)
    related = ("plan__enrolment__participant", "plan__enrolment__unit")
    found = visible_or_404(rows.select_related(*related), pk=pk)
    _handed_out(user, found.plan.enrolment)
    return found


def step(user: User, pk: int) -> PlanStep:
    rows = PlanStep.objects.visible_to(user)
    related = ("goal__plan__enrolment__participant", "goal__plan__enrolment__unit")
    found = visible_or_404(rows.select_related(*related), pk=pk)
    _handed_out(user, found.goal.plan.enrolment)
    return found


def _handed_out(user: User, enrolment: Enrolment) -> None:
    reading.note(enrolment.participant)
    require(allowed(user, EDIT, enrolment.unit))
