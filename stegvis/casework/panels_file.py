"""Background and registrations in interventions, on the participant's page."""

from dataclasses import dataclass

from stegvis.accounts.models import User
from stegvis.accounts.roles import Permission
from stegvis.casework.panels import file_panels
from stegvis.core.panels import Panel
from stegvis.core.steps import Step, open_steps
from stegvis.interventions.enums import REGISTRATION_STEPS, RegistrationStatus
from stegvis.interventions.models import Registration
from stegvis.participants import access, queries
from stegvis.participants.models import Enrolment


@dataclass(frozen=True)
class Line:
    registration: Registration
    steps: list[Step]
    reason: str

    @property
    def status(self) -> RegistrationStatus:
        return RegistrationStatus(self.registration.status)


@file_panels.register
def registrations(user: User, enrolment: Enrolment) -> Panel | None:
    """What the participant is or was registered in, with the steps that are open."""
    can_edit = access.allowed(user, Permission.CASE_EDIT, enrolment.unit)
    sees = access.may_see_sensitive(user, enrolment.unit)
    lines = [
        Line(
            row,
            open_steps(REGISTRATION_STEPS, row.status) if can_edit else [],
            row.reason if sees else "",
        )
        for row in enrolment.registrations.all()
    ]
    context = {"enrolment": enrolment, "lines": lines, "can_edit": can_edit}
    return Panel("casework/registrations_panel.html", context)


@file_panels.register
def background(user: User, enrolment: Enrolment) -> Panel | None:
    """How it was at the start, and on which day."""
    context = {
        "enrolment": enrolment,
        "view": queries.background_of(enrolment, user),
        "can_edit": access.allowed(user, Permission.CASE_EDIT, enrolment.unit),
    }
    return Panel("casework/background_panel.html", context)
