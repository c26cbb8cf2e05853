"""The only way from an id to an object: not visible is 404, visible but not allowed is 403.

Employers are shared, so a permission held anywhere is enough. A contact for a participant, and
everything that names one, follows the participant (participants.access)."""

from stegvis.accounts.models import User
from stegvis.accounts.roles import Permission
from stegvis.core import reading
from stegvis.core.access import require, visible_or_404
from stegvis.employers.models import ContactPerson, Employer, EmployerContact, Opening, Workplace
from stegvis.organisations.models import Unit
from stegvis.participants.access import note_all
from stegvis.participants.models import Enrolment


def employer(user: User, pk: int, needs: Permission | None = None) -> Employer:
    found = visible_or_404(Employer.objects.visible_to(user).select_related("industry"), pk=pk)
    require(needs is None or user.may(needs))
    return found


def workplace(user: User, pk: int, needs: Permission | None = None) -> Workplace:
    found = visible_or_404(Workplace.objects.visible_to(user).select_related("employer"), pk=pk)
    require(needs is None or user.may(needs))
    return found


def person(user: User, pk: int, needs: Permission | None = None) -> ContactPerson:
    rows = ContactPerson.objects.visible_to(user).select_related("employer", "workplace")
    found = visible_or_404(rows, pk=pk)
    reading.note(found)
    require(needs is None or user.may(needs))
    return found


def persons_of(user: User, employer: Employer) -> list[ContactPerson]:
    """The contact persons of an employer, each noted in the read log. One query."""
    rows = ContactPerson.objects.visible_to(user).filter(employer=employer)
    found = list(rows.select_related("workplace"))
    for one in found:
        reading.note(one)
    return found


def contact(user: User, pk: int) -> EmployerContact:
    """With its employer and participant. A look at the participant, where there is one."""
    rows = EmployerContact.objects.visible_to(user).select_related(
        "employer", "workplace", "unit", "by", "occupation", "enrolment__participant"
    )
    found = visible_or_404(rows, pk=pk)
    note_participants([found])
    return found


def own_contact(user: User, pk: int) -> EmployerContact:
    """Who logged a contact may correct it, nobody else."""
    found = contact(user, pk)
    require(found.by_id == user.pk and user.may(Permission.EMPLOYER_EDIT))
    return found


def opening(user: User, pk: int, needs: Permission | None = None) -> Opening:
    rows = Opening.objects.visible_to(user).select_related("workplace__employer", "occupation")
    found = visible_or_404(rows, pk=pk)
    require(needs is None or user.may(needs))
    return found


def note_participants(contacts: list[EmployerContact]) -> None:
    """A log that names participants is a look at each of them."""
    note_all(one.enrolment.participant for one in contacts if one.enrolment is not None)


def note_enrolments(enrolments: list[Enrolment]) -> None:
    """A list to choose from names them too."""
    note_all(one.participant for one in enrolments)


def unit_of(user: User) -> Unit | None:
    """Where the user does the work with employers: the first assignment that allows it."""
    allowed = Unit.objects.allowing(user, Permission.EMPLOYER_EDIT)
    units = {unit.pk: unit for unit in allowed}
    own = [a.unit_id for a in user.current_assignments if a.unit_id in units]
    return units[own[0]] if own else None
