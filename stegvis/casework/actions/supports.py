"""What another principal does meanwhile: who, what kind and when; never their records."""

from typing import Any

from django.db import transaction

from stegvis.accounts.models import User
from stegvis.casework.actions import common
from stegvis.casework.models import ParallelSupport
from stegvis.participants.models import Enrolment


@transaction.atomic
def save(
    *,
    enrolment: Enrolment,
    by: User | None,
    support: ParallelSupport | None = None,
    version: int | None = None,
    unchecked: bool = False,
    **values: Any,
) -> ParallelSupport:
    return common.save(
        ParallelSupport,
        enrolment=enrolment,
        by=by,
        row=support,
        version=version,
        values=values,
        event="parallel_support",
        unchecked=unchecked,
    )
