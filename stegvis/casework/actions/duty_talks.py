"""That the participant has been told and asked what must be told and asked.

A new answer is a new row, and the latest counts."""

from typing import Any

from django.db import transaction

from stegvis.accounts.models import User
from stegvis.casework.actions import common
from stegvis.casework.models import DutyTalk
from stegvis.participants.models import Enrolment


@transaction.atomic
def save(
    *,
    enrolment: Enrolment,
    by: User | None,
    talk: DutyTalk | None = None,
    version: int | None = None,
    unchecked: bool = False,
    **values: Any,
) -> DutyTalk:
    return common.save(
        DutyTalk,
        enrolment=enrolment,
        by=by,
        row=talk,
        version=version,
        values=values,
        event="duty_talk",
        unchecked=unchecked,
    )
