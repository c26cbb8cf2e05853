"""Follow-up after exit: tries to reach the person, and how it went."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.core import audit
from stegvis.core.steps import StepRefused
from stegvis.participants.enums import FollowUpStatus
from stegvis.participants.models import FollowUpAttempt, PostExitFollowUp


@transaction.atomic
def attempt(
    *,
    follow_up: PostExitFollowUp,
    by: User,
    on: date,
    channel: str,
    was_reached: bool,
    note: str = "",
) -> FollowUpAttempt:
    """Writes down a try. The follow-up stays due until it is settled."""
    follow_up = _due(follow_up)
    tried = FollowUpAttempt(
        follow_up=follow_up, by=by, on=on, channel=channel, was_reached=was_reached, note=note
    )
    tried.full_clean()
    tried.save()
    audit.record("follow_up.tried", follow_up, by=by)
    return tried


@transaction.atomic
def settle(
    *, follow_up: PostExitFollowUp, by: User, answered_on: date, status: str, **values: Any
) -> PostExitFollowUp:
    """Reached, refused or unknown: each is an answer that is counted."""
    follow_up = _due(follow_up)
    changed = audit.assign(
        follow_up, {"status": status, "answered_on": answered_on, "by": by, **values}
    )
    follow_up.full_clean()
    follow_up.save()
    audit.record("follow_up.settled", follow_up, by=by, changed=changed)
    return follow_up


def _due(follow_up: PostExitFollowUp) -> PostExitFollowUp:
    rows = PostExitFollowUp.objects.select_for_update(of=("self",))
    follow_up = rows.select_related("enrolment__participant").get(pk=follow_up.pk)
    if follow_up.status != FollowUpStatus.DUE:
        raise StepRefused(_("Uppföljningen är redan gjord. Ladda om sidan."))
    return follow_up
