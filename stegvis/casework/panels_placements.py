"""Placements on the participant's page and on the employer's."""

from django.utils import timezone

from stegvis.accounts.models import User
from stegvis.accounts.roles import Permission
from stegvis.casework import queries_placements as queries
from stegvis.casework.panels import file_panels
from stegvis.core.panels import Panel
from stegvis.employers.models import Employer
from stegvis.employers.panels import employer_panels
from stegvis.participants import access
from stegvis.participants.models import Enrolment


@file_panels.register
def placements(user: User, enrolment: Enrolment) -> Panel | None:
    """Where the participant is or has been, and whom we have asked."""
    lines = queries.of_enrolment(enrolment, today=timezone.localdate())
    contacts = queries.contacts_for(user, enrolment)
    can_edit = access.allowed(user, Permission.CASE_EDIT, enrolment.unit)
    context = {
        "enrolment": enrolment,
        "lines": lines,
        "contacts": contacts,
        "can_edit": can_edit,
        "can_log": can_edit and user.may(Permission.EMPLOYER_EDIT),
    }
    return Panel("casework/placements_panel.html", context)


@employer_panels.register
def at_employer(user: User, employer: Employer) -> Panel | None:
    """Who is there now and who was: names only where the reader may see the participant."""
    found = queries.at_employer(user, employer, today=timezone.localdate())
    access.note_all(line.placement.enrolment.participant for line in found.lines)
    context = {"employer": employer, "found": found, "can_edit": user.may(Permission.CASE_EDIT)}
    return Panel("casework/employer_panel.html", context)
