"""The demo's users. All of them are invented."""

from dataclasses import dataclass
from datetime import date

from stegvis.accounts.models import User
from stegvis.accounts.roles import Role
from stegvis.organisations.models import Assignment, Provider, Unit

PASSWORD = "ett-steg-i-taget"
START = date(2024, 1, 1)


@dataclass(frozen=True)
class Person:
    email: str
    name: str
    role: Role
    unit: str = ""
    provider: str = ""


PEOPLE = (
    Person("planerare@stegvis.example", "Petra Planlund", Role.PLANNER, unit="AMA"),
    Person("chef@stegvis.example", "Christer Chefsäter", Role.MANAGER, unit="AMA"),
    Person("handlaggare@stegvis.example", "Hanna Handlander", Role.CASEWORKER, unit="KC"),
    Person(
        "leverantor@stegvis.example", "Leo Lärström", Role.PROVIDER_STAFF, provider="UBF/Studium"
    ),
    Person("forvaltare@stegvis.example", "Signe Systemberg", Role.ADMINISTRATOR, unit="AMA"),
)


def create(person: Person) -> User:
    user = User(email=person.email, name=person.name)
    user.set_password(PASSWORD)
    user.save()
    unit = Unit.objects.get(short_name=person.unit) if person.unit else None
    provider = Provider.objects.get(name=person.provider) if person.provider else None
    Assignment.objects.create(
        user=user, role=person.role, unit=unit, provider=provider, starts_on=START
    )
    return user


def sign_ins() -> str:
    """The table that is printed when the demo starts."""
    width = max(len(person.email) for person in PEOPLE)
    lines = [f"  {p.email:{width}}  {PASSWORD}  {p.role.label}" for p in PEOPLE]
    return "\n".join(lines)
