"""Booked times with the participant."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.casework.actions import common
from stegvis.casework.enums import MeetingStatus
from stegvis.casework.models import Meeting
from stegvis.core.steps import StepRefused
from stegvis.participants.models import Enrolment


@transaction.atomic
def book(
    *,
    enrolment: Enrolment,
    by: User,
    at: datetime,
    meeting: Meeting | None = None,
    version: int | None = None,
    unchecked: bool = False,
    **values: Any,
) -> Meeting:
    """Books a time, or moves one."""
    return common.save(
        Meeting,
        enrolment=enrolment,
        by=by,
        row=meeting,
        version=version,
        values={"at": at, **values},
        event="meeting",
        unchecked=unchecked,
    )


@transaction.atomic
def settle(
    *,
    meeting: Meeting,
    by: User | None,
    status: MeetingStatus | str,
    today: date | None = None,
    unchecked: bool = False,
) -> Meeting:
    """Held, missed or cancelled; planned again when that was a mistake. With `today`, what lies
    ahead can only be cancelled."""
    common.writable(meeting.enrolment, unchecked=unchecked)
    meeting = common.present(meeting)
    status = MeetingStatus(status)
    is_ahead = today is not None and timezone.localtime(meeting.at).date() > today
    if is_ahead and status in (MeetingStatus.HELD, MeetingStatus.MISSED):
        raise StepRefused(_("Mötet har inte varit än. Ställ in det, eller flytta det."))
    return common.put(
        meeting,
        {"status": status},
        by=by,
        event="meeting",
        changed_event=f"meeting.{status.value}",
    )
