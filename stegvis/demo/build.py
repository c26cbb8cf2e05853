"""Fills an empty database with the demo: an organisation, people, and the files in `data/`.

The files go through the same import as a user's own."""

from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from stegvis.accounts.models import User
from stegvis.agreements.actions import limits
from stegvis.demo import current, jobbsparet, people
from stegvis.demo.vamos import build as vamos
from stegvis.organisations.actions import providers, units
from stegvis.organisations.models import Municipality, Provider, Unit
from stegvis.participants.actions import codes
from stegvis.reports.actions import annual
from stegvis.reports.models import AnnualReport

DATA = Path(__file__).parent / "data"
PROSE = DATA / "prosa"
Say = Callable[[str], object]


class DemoRefused(Exception):
    """The demo's own files could not be taken in. The message says which rows."""


def is_built() -> bool:
    return Municipality.objects.exists()


def build(*, today: date, say: Say) -> None:
    """All or nothing. Takes some ten seconds."""
    if Path(settings.DATA_DIR).joinpath("snapshots").exists():
        say("  (tidigare ögonblicksbilder finns kvar på disken)")
    with transaction.atomic():
        say("Skapar organisation och användare …")
        _organisation()
        planner = people.create(people.PEOPLE[0])
        limits.load_standard(by=planner)
        say("Läser in insatserna från 2024 …")
        take_in(DATA / "2024", by=planner)
        for person in people.PEOPLE[1:]:
            people.create(person)
        for person in people.COLLEAGUES:
            people.create(person)
        people.also()
        say("Lägger till det som pågår nu …")
        _staff(planner)
        current.add(by=planner, today=today)
        say("Skriver in deltagarna i Vamos och Jobbspåret …")
        _participants(today)
        say("Skriver utkastet till årsrapport 2024 …")
        report(by=planner)


def _participants(today: date) -> None:
    manager, administrator = people.user("chef"), people.user("forvaltare")
    codes.load(by=administrator)
    names = ("handlaggare", "vera", "jon", "sofia")
    vamos.add(
        by=manager,
        referrer=people.user("remittent"),
        caseworkers=[people.user(name) for name in names],
    )
    jobbsparet.add(by=administrator, today=today)


def take_in(folder: Path, *, by: User) -> None:
    """Imports a folder of files as `stegvis import` does. Raises DemoRefused if a row is wrong."""
    said = StringIO()
    try:
        call_command("import", str(folder), accept=True, user=by.email, stdout=said, stderr=said)
    except SystemExit as refused:
        raise DemoRefused(said.getvalue()) from refused


def _organisation() -> None:
    units.set_municipality(
        by=None, name="Göteborgs Stad (demo)", department="Arbetsmarknad och vuxenutbildning"
    )
    root = units.create(by=None, name="Arbetsmarknadsavdelningen", short_name="AMA")
    centre = "Centrum för arbetsmarknadsanställningar"
    units.create(
        by=None, parent=root, name="Kompetenscenter", short_name="KC", is_report_group=True
    )
    vamos.organisation()
    cfa = units.create(by=None, parent=root, name=centre, short_name="CFA", is_report_group=True)
    for number in (1, 2):
        units.create(by=None, parent=cfa, name=f"{centre} {number}", short_name=f"CFA {number}")


STAFF = (
    ("UBF/Studium", "Lena Läslund", "lärare i svenska", date(2024, 2, 1), None),
    ("UBF/Studium", "Omar Ordström", "lärare i svenska", date(2024, 2, 1), None),
    ("UBF/Studium", "Maj Metodsson", "metodhandledare", date(2024, 2, 1), date(2024, 12, 20)),
    ("Cuben Utbildning", "Kim Kursberg", "utbildare", date(2023, 8, 1), date(2024, 9, 30)),
    ("Cuben Utbildning", "Sara Salsten", "utbildare", date(2024, 10, 1), None),
    ("ALR", "Ali Arbetsro", "hälsopedagog", date(2023, 1, 1), date(2024, 11, 15)),
    ("ALR", "Vera Vandring", "hälsopedagog", date(2024, 9, 1), None),
)


def _staff(by: User) -> None:
    for provider, name, role, started_on, ended_on in STAFF:
        providers.add_staff(
            provider=Provider.objects.get(name=provider),
            by=by,
            name=name,
            role=role,
            started_on=started_on,
            ended_on=ended_on,
        )


def report(*, by: User) -> AnnualReport:
    """The draft of 2024 with prose written for the demo."""
    made = annual.create(
        year=2024,
        title="Uppföljningsrapport 2024",
        units=[Unit.objects.get(short_name="AMA")],
        by=by,
    )
    for block in made.prose.all():
        text = PROSE / f"{block.key}.md"
        if text.exists():
            annual.write(block=block, text=text.read_text(encoding="utf-8").strip(), by=by)
    return made
