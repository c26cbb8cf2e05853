"""Writes down that a list has left the system."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.core import audit


@transaction.atomic
def exported(*, by: User, rows: int, asked: Mapping[str, str]) -> None:
    """Who took how many rows of the list of participants, and how it was narrowed. Each person who
    was named is in the read log besides."""
    changed = {name: ["", str(text)] for name, text in asked.items() if text}
    told = {"rows": ["", str(rows)], **changed}
    audit.record("participants.exported", by, by=by, changed=told, label=_("Deltagarlistan"))
