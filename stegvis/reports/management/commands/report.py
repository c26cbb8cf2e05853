"""`stegvis report annual --year 2024 --format docx,pdf,xlsx --out DIR`"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from stegvis.organisations.models import Unit
from stegvis.reports import producing
from stegvis.reports.actions import snapshots
from stegvis.reports.models import AnnualReport


class Command(BaseCommand):
    help = "Skriver en rapport som Word, PDF och Excel."

    def add_arguments(self, parser: CommandParser) -> None:
        kinds = parser.add_subparsers(dest="kind", required=True)
        annual = kinds.add_parser("annual", help="årsrapporten")
        annual.add_argument("--year", type=int, required=True)
        annual.add_argument("--unit", action="append", help="kort namn; flera går bra")
        annual.add_argument("--format", default="docx,pdf,xlsx")
        annual.add_argument("--out", type=Path, default=Path("."))
        annual.add_argument("--version", type=int, dest="frozen", help="en fastställd version")

    def handle(self, *args: Any, **options: Any) -> None:
        formats = self._formats(options["format"])
        out: Path = options["out"]
        out.mkdir(parents=True, exist_ok=True)
        self.stderr.write("1/3 Siffror …")
        made_of = self._recipe(options)
        self.stderr.write("2/3 Rapporten sätts …")
        made = producing.produce(made_of, formats)
        self.stderr.write("3/3 Filer skrivs …")
        for extension, content in made.items():
            path = out / producing.file_name(options["year"], extension, options["frozen"])
            path.write_bytes(content)
            self.stdout.write(str(path))

    def _formats(self, text: str) -> tuple[str, ...]:
        formats = tuple(part.strip() for part in text.split(",") if part.strip())
        if unknown := [one for one in formats if one not in producing.FORMATS]:
            known = ", ".join(producing.FORMATS)
            raise CommandError(f"Okänt format: {', '.join(unknown)}. Välj bland {known}.")
        return formats

    def _recipe(self, options: dict[str, Any]) -> producing.Recipe:
        """A frozen version as it was, or the newest draft with figures as they are now.

        Where nobody has begun a report of the year, one without the planner's prose."""
        units = self._units(options["unit"])
        reports = AnnualReport.objects.filter(year=options["year"])
        if options["unit"]:
            reports = reports.filter(units__in=units).distinct()
        report = reports.order_by("-created_at").first()
        if options["frozen"] is not None:
            frozen = report and report.versions.filter(number=options["frozen"]).first()
            if not frozen:
                raise CommandError(f"Det finns ingen fastställd version {options['frozen']}.")
            return producing.recipe_of(frozen)
        snapshot = snapshots.take(by=None)
        today = timezone.localdate()
        if report is None:
            self.stderr.write("Ingen rapport är påbörjad för året: texten är Stegvis början.")
            return producing.unwritten(
                year=options["year"], units=units, snapshot=snapshot, dated_on=today
            )
        report.snapshot = snapshot
        return producing.recipe(report, dated_on=today)

    def _units(self, names: list[str] | None) -> list[Unit]:
        if not names:
            return list(Unit.objects.filter(parent=None))
        units = list(Unit.objects.filter(short_name__in=names))
        if missing := set(names) - {unit.short_name for unit in units}:
            raise CommandError(f"Enheten finns inte: {', '.join(sorted(missing))}.")
        return units
