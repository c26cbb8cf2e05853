"""What the participant does: mapping, guidance, coaching, job search, health and more."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.casework.actions import common
from stegvis.casework.enums import ActivityKind, ActivityStatus
from stegvis.casework.models import Activity
from stegvis.core.steps import StepRefused
from stegvis.participants.models import Enrolment


@transaction.atomic
def save(
    *,
    enrolment: Enrolment,
    by: User | None,
    activity: Activity | None = None,
    version: int | None = None,
    unchecked: bool = False,
    **values: Any,
) -> Activity:
    """Adds or changes an activity. Without a focus it gets the one that is usual for its kind.

    `unchecked` is for taking over history: then also an ended enrolment is written to."""
    if not values.get("focus", True) or (activity is None and "focus" not in values):
        kind = values.get("kind") or (activity.kind if activity else "")
        values["focus"] = ActivityKind(kind).usual_focus
    status = values.get("status", activity.status if activity else ActivityStatus.PLANNED)
    reason = values.get("cancel_reason", activity.cancel_reason if activity else "")
    if status == ActivityStatus.CANCELLED and not reason:
        raise ValidationError({"cancel_reason": _("Skriv varför aktiviteten är inställd.")})
    return common.save(
        Activity,
        enrolment=enrolment,
        by=by,
        row=activity,
        version=version,
        values=values,
        event="activity",
        unchecked=unchecked,
    )


@transaction.atomic
def finish(*, activity: Activity, by: User | None, on: date) -> Activity:
    """Done, with the day as its last unless it ended before."""
    common.writable(activity.enrolment)
    activity = common.present(activity)
    if activity.status not in (ActivityStatus.PLANNED, ActivityStatus.ONGOING):
        raise StepRefused(_("Aktiviteten är redan klar eller inställd. Ladda om sidan."))
    if activity.starts_on > on:
        raise StepRefused(
            _("Aktiviteten börjar först %(day)s. Ändra datumet om den redan är klar.")
            % {"day": activity.starts_on}
        )
    ends_on = min(activity.ends_on or on, on)
    values = {"status": ActivityStatus.DONE, "ends_on": ends_on}
    return common.put(activity, values, by=by, event="activity", changed_event="activity.done")
