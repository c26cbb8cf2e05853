"""Looking at what is hidden is asked for, and the reason is kept."""

from django.db import transaction

from stegvis.accounts.models import User
from stegvis.core import audit
from stegvis.participants.models import Participant


@transaction.atomic
def show_contact(*, participant: Participant, by: User, reason: str) -> Participant:
    """Logs that the contact data of a protected person were shown, and why. They are shown in the
    answer to this very request and nowhere else."""
    audit.record("participant.contact_shown", participant, by=by, reason=reason)
    return participant
