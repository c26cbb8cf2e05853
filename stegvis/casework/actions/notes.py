"""What was said and seen."""

from typing import Any

from django.db import transaction

from stegvis.accounts.models import User
from stegvis.casework.actions import common
from stegvis.casework.models import Note
from stegvis.participants.models import Enrolment


@transaction.atomic
def save(
    *,
    enrolment: Enrolment,
    by: User | None,
    note: Note | None = None,
    version: int | None = None,
    unchecked: bool = False,
    **values: Any,
) -> Note:
    return common.save(
        Note,
        enrolment=enrolment,
        by=by,
        row=note,
        version=version,
        values=values,
        event="note",
        unchecked=unchecked,
    )
