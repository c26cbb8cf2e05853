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
    Person("remittent@stegvis.example", "Rut Remissdal", Role.REFERRER, unit="SF Sydväst"),
    Person("utvarderare@stegvis.example", "Ulf Utvärd", Role.EVALUATOR, unit="SF Sydväst"),
)
COLLEAGUES = (  # work in the demo, and can sign in with the same password; not printed
    Person("anna@stegvis.example", "Anna Arbetsväg", Role.CASEWORKER, unit="KC"),
    Person("karim@stegvis.example", "Karim Kollegg", Role.CASEWORKER, unit="KC"),
    Person("vera@stegvis.example", "Vera Vägledberg", Role.CASEWORKER, unit="Vamos"),
    Person("jon@stegvis.example", "Jon Jobbspjuth", Role.CASEWORKER, unit="Vamos"),
    Person("sofia@stegvis.example", "Sofia Stegman", Role.CASEWORKER, unit="Vamos"),
)
ALSO = (  # a second assignment, so that one sign-in shows the project too
    ("chef@stegvis.example", Role.MANAGER, "SF Sydväst"),
    ("handlaggare@stegvis.example", Role.CASEWORKER, "Vamos"),
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


def also() -> None:
    for email, role, name in ALSO:
        user = User.objects.get(email=email)
        Assignment.objects.create(user=user, role=role, unit=unit(name), starts_on=START)


def user(name: str) -> User:
    """By the part of the address before the @."""
    return User.objects.get(email=f"{name}@stegvis.example")


def unit(short_name: str) -> Unit:
    return Unit.objects.get(short_name=short_name)


def sign_ins() -> str:
    """The table that is printed when the demo starts."""
    width = max(len(person.email) for person in PEOPLE)
    lines = [f"  {p.email:{width}}  {PASSWORD}  {p.role.label}" for p in PEOPLE]
    return "\n".join(lines)
