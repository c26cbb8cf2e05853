"""Contacts with others around the participant."""

from typing import Any

from django.db import transaction

from stegvis.accounts.models import User
from stegvis.casework.actions import common
from stegvis.casework.models import CollaborationContact
from stegvis.participants.models import Enrolment


@transaction.atomic
def save(
    *,
    enrolment: Enrolment,
    by: User | None,
    contact: CollaborationContact | None = None,
    version: int | None = None,
    unchecked: bool = False,
    **values: Any,
) -> CollaborationContact:
    return common.save(
        CollaborationContact,
        enrolment=enrolment,
        by=by,
        row=contact,
        version=version,
        values=values,
        event="collaboration_contact",
        unchecked=unchecked,
    )
