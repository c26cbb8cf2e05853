"""The only way from an id to an object: not visible is 404, visible but not allowed is 403.

What hangs on an enrolment comes through `participants.access.part`."""

from django.db.models import QuerySet

from stegvis.accounts.models import User
from stegvis.accounts.roles import Permission
from stegvis.casework.models import CheckpointRule, FollowUpFile, FollowUpRow
from stegvis.core.access import require, visible_or_404
from stegvis.organisations.models import Unit
from stegvis.participants.access import allowed
from stegvis.participants.models import Enrolment, Programme


def checkpoint_rule(enrolment: Enrolment, pk: int) -> CheckpointRule:
    """A rule of the enrolment's own programme."""
    return visible_or_404(CheckpointRule.objects.filter(programme=enrolment.programme_id), pk=pk)


def programmes_to_edit(user: User) -> QuerySet[Programme]:
    """Those that the user sets rules for."""
    units = Unit.objects.allowing(user, Permission.PROGRAMME_EDIT)
    return Programme.objects.filter(unit__in=units, archived_at=None)


def rule(user: User, pk: int) -> CheckpointRule:
    """To be changed, by whoever may change programmes at its unit."""
    rules = CheckpointRule.objects.filter(programme__in=Programme.objects.visible_to(user))
    found = visible_or_404(rules.select_related("programme__unit"), pk=pk)
    require(allowed(user, Permission.PROGRAMME_EDIT, found.programme.unit))
    return found


def follow_up_file(user: User, pk: int) -> FollowUpFile:
    require(user.may(Permission.PARTICIPANT_IMPORT))
    related = FollowUpFile.objects.visible_to(user).select_related("programme__unit", "by")
    return visible_or_404(related, pk=pk)


def follow_up_row(file: FollowUpFile, position: int) -> FollowUpRow:
    rows = file.rows.select_related("file__programme", "same_as", "participant")
    return visible_or_404(rows, position=position)
