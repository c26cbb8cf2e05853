"""Stops on the way: is the person coming nearer, and should anything change?"""

from typing import Any

from django.db import transaction

from stegvis.accounts.models import User
from stegvis.casework.actions import common
from stegvis.casework.models import Review
from stegvis.participants.models import Enrolment


@transaction.atomic
def save(
    *,
    enrolment: Enrolment,
    by: User | None,
    review: Review | None = None,
    version: int | None = None,
    unchecked: bool = False,
    **values: Any,
) -> Review:
    return common.save(
        Review,
        enrolment=enrolment,
        by=by,
        row=review,
        version=version,
        values=values,
        event="review",
        unchecked=unchecked,
    )
