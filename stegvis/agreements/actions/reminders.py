"""Writes that somebody has taken care of a reminder."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.agreements import queries
from stegvis.agreements.models import Agreement, ReminderNote
from stegvis.core import audit


@transaction.atomic
def handle(*, agreement: Agreement, falls_on: date, note: str, by: User) -> ReminderNote:
    """Takes the reminders about that day away from the start page. A new note replaces the old."""
    if falls_on not in queries.reminder_days(agreement):
        raise ValidationError(_("Avtalet har ingen sådan dag längre. Ladda om avtalets sida."))
    found = ReminderNote.objects.select_for_update().filter(agreement=agreement, falls_on=falls_on)
    kept = found.first() or ReminderNote(agreement=agreement, falls_on=falls_on)
    changed = audit.assign(kept, {"note": note})
    kept.handled_by = by
    kept.full_clean()
    kept.save()
    audit.record("reminder.handled", kept, by=by, changed=changed)
    return kept


@transaction.atomic
def reopen(*, note: ReminderNote, by: User) -> ReminderNote:
    """Reminds again."""
    audit.record("reminder.reopened", note, by=by, reason=note.note)
    note.delete()
    return note
