"""On the participant's page: what rules point at, and the end with what followed."""

from django.utils import timezone

from stegvis.accounts.models import User
from stegvis.accounts.roles import Permission
from stegvis.casework.checkpoints import due_of
from stegvis.casework.panels import file_panels
from stegvis.core.panels import Panel
from stegvis.participants import access
from stegvis.participants.models import Enrolment, Exit


@file_panels.register
def checkpoints(user: User, enrolment: Enrolment) -> Panel | None:
    """What to look at now, and what rests until when. Nothing when there is neither."""
    today = timezone.localdate()
    begun, ended = enrolment.starts_on <= today, (enrolment.ends_on or today) < today
    due = due_of(enrolment, today=today) if begun and not ended else []
    resting = [one for one in enrolment.snoozes.all() if one.until >= today]
    context = {
        "enrolment": enrolment,
        "due": due,
        "resting": resting,
        "can_edit": access.allowed(user, Permission.CASE_EDIT, enrolment.unit),
        "can_see_sensitive": access.may_see_sensitive(user, enrolment.unit),
    }
    if not due and not resting:
        return None
    return Panel("casework/checkpoints_panel.html", context)


@file_panels.register
def exit_and_after(user: User, enrolment: Enrolment) -> Panel | None:
    """Where the person went, work and studies, and the follow-ups."""
    outcomes = list(enrolment.outcomes.all())
    done: Exit | None = getattr(enrolment, "exit", None)
    can_edit = access.allowed(user, Permission.PARTICIPANT_EDIT, enrolment.unit)
    if not (done or outcomes or can_edit):
        return None
    context = {
        "enrolment": enrolment,
        "exit": done,
        "outcomes": outcomes,
        "follow_ups": list(enrolment.follow_ups.all()),
        "can_edit": can_edit,
        "can_see_sensitive": access.may_see_sensitive(user, enrolment.unit),
    }
    return Panel("casework/exit_panel.html", context)
