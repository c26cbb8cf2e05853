"""`stegvis report annual --year 2024 --format docx,pdf,xlsx --out DIR`
`stegvis report project --programme vamos --format docx,pdf,xlsx --out DIR`"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from stegvis.organisations.models import Unit
from stegvis.participants.models import Programme
from stegvis.reports import access, producing, queries
from stegvis.reports.actions import snapshots
from stegvis.reports.apart import NotMade
from stegvis.reports.models import AnnualReport, FrozenVersion
from stegvis.reports.project import producing as projects
from stegvis.reports.snapshot_files import SnapshotDamaged
from stegvis.reports.workshop import UnusableTemplate


class Command(BaseCommand):
    help = "Skriver en rapport som Word, PDF, Excel och öppna data (csv)."

    def add_arguments(self, parser: CommandParser) -> None:
        kinds = parser.add_subparsers(dest="kind", required=True)
        annual = kinds.add_parser("annual", help="årsrapporten")
        annual.add_argument("--year", type=int, required=True)
        annual.add_argument("--unit", action="append", help="kort namn; flera går bra")
        annual.add_argument(
            "--format", default="docx,pdf,xlsx", help=f"bland {', '.join(producing.FORMATS)}"
        )
        annual.add_argument("--out", type=Path, default=Path("."))
        annual.add_argument("--version", type=int, dest="frozen", help="en fastställd version")
        project = kinds.add_parser("project", help="projektrapporten")
        project.add_argument("--programme", required=True, help="verksamhetens korta namn")
        project.add_argument(
            "--format", default="docx,pdf,xlsx", help=f"bland {', '.join(projects.FORMATS)}"
        )
        project.add_argument("--out", type=Path, default=Path("."))
        project.add_argument(
            "--protected", action="store_true", help="utgåvan att lämna ut: små tal skyddade"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        is_project = options["kind"] == "project"
        formats = self._formats(
            options["format"], projects.FORMATS if is_project else producing.FORMATS
        )
        out: Path = options["out"]
        programme = report = None
        if is_project:
            programme = self._programme(options["programme"])
        else:
            report, units = self._report(options["year"], options["unit"])
        try:
            out.mkdir(parents=True, exist_ok=True)
            if programme is not None:
                self._write_project(programme, formats, options)
            elif options["frozen"] is None:
                self._write_draft(report, units, formats, options)
            else:
                self._write_frozen(report, formats, options)
        except (SnapshotDamaged, UnusableTemplate, NotMade) as damage:
            raise CommandError(str(damage)) from damage
        except OSError as fault:
            raise CommandError(
                _("Det går inte att skriva i %(out)s: %(why)s.")
                % {"out": out, "why": fault.strerror}
            ) from fault

    def _formats(self, text: str, among: tuple[str, ...]) -> tuple[str, ...]:
        formats = tuple(part.strip().lower() for part in text.split(",") if part.strip())
        known = ", ".join(among)
        if unknown := [one for one in formats if one not in among]:
            raise CommandError(
                _("Okänt format: %(unknown)s. Välj bland %(known)s.")
                % {"unknown": ", ".join(unknown), "known": known}
            )
        if not formats:
            raise CommandError(_("Välj minst ett format bland %(known)s.") % {"known": known})
        return formats

    def _report(self, year: int, names: list[str] | None) -> tuple[AnnualReport | None, list[Unit]]:
        """The newest report of the year on just these units; without units, on any."""
        units = self._units(names)
        wanted = {unit.pk for unit in units}
        reports = AnnualReport.objects.filter(year=year).select_related("snapshot")
        listed = list(reports.prefetch_related("units").order_by("-created_at", "-pk"))
        same = [one for one in listed if {unit.pk for unit in one.units.all()} == wanted]
        found = next(iter(same if names else [*same, *listed]), None)
        if found is None and not queries.has_interventions(year, units):
            raise CommandError(
                _("Det finns inga insatser %(year)s för %(units)s.")
                % {"year": year, "units": ", ".join(map(str, units))}
            )
        return found, units

    def _units(self, names: list[str] | None) -> list[Unit]:
        if not names:
            return list(Unit.objects.filter(parent=None))
        units = list(Unit.objects.filter(short_name__in=names))
        if missing := set(names) - {unit.short_name for unit in units}:
            raise CommandError(
                _("Enheten finns inte: %(names)s.") % {"names": ", ".join(sorted(missing))}
            )
        return units

    def _write_draft(
        self,
        report: AnnualReport | None,
        units: list[Unit],
        formats: tuple[str, ...],
        options: dict[str, Any],
    ) -> None:
        """The newest draft with figures as they are now. Where nobody has begun a report of the
        year, one with the text that every report starts with."""
        steps = len(formats) + 1
        self.stderr.write(_("1/%(steps)s Räknar siffrorna …") % {"steps": steps})
        snapshot, today = snapshots.take(by=None), timezone.localdate()
        if report is None:
            self.stderr.write(_("Ingen rapport är påbörjad för året: texten är Stegvis början."))
            made_of = producing.unwritten(
                year=options["year"], units=units, snapshot=snapshot, dated_on=today
            )
        else:
            self.stderr.write(_("Texten är ur %(report)s.") % {"report": report})
            report.snapshot = snapshot
            made_of = producing.recipe(report, dated_on=today)
        for at, extension in enumerate(formats, start=2):
            self._tell(at, steps, extension)
            made = producing.produce(made_of, (extension,))
            self._save(made[extension], options, extension)

    def _write_frozen(
        self, report: AnnualReport | None, formats: tuple[str, ...], options: dict[str, Any]
    ) -> None:
        """The kept files of a frozen version, byte for byte."""
        version = self._version(report, options["frozen"])
        for at, extension in enumerate(formats, start=1):
            self._tell(at, len(formats), extension)
            self._save(producing.frozen(version, extension), options, extension)

    def _programme(self, slug: str) -> Programme:
        found = Programme.objects.filter(slug=slug).first()
        if found is None:
            known = ", ".join(Programme.objects.values_list("slug", flat=True)) or "–"
            raise CommandError(
                _("Verksamheten finns inte: %(slug)s. Det finns: %(known)s.")
                % {"slug": slug, "known": known}
            )
        return found

    def _write_project(
        self, programme: Programme, formats: tuple[str, ...], options: dict[str, Any]
    ) -> None:
        """The project report with figures as they are now."""
        steps, is_protected = len(formats) + 1, options["protected"]
        self.stderr.write(_("1/%(steps)s Räknar siffrorna …") % {"steps": steps})
        made_of = projects.recipe(
            programme,
            snapshots.take(by=None),
            dated_on=timezone.localdate(),
            is_protected=is_protected,
        )
        for at, extension in enumerate(formats, start=2):
            self._tell(at, steps, extension)
            name = projects.file_name(programme.slug, extension, is_protected=is_protected)
            path: Path = options["out"] / name
            path.write_bytes(projects.produce(made_of, [extension])[extension])
            self.stdout.write(str(path))

    def _version(self, report: AnnualReport | None, number: int) -> FrozenVersion:
        versions = access.listed_versions(report) if report else FrozenVersion.objects.none()
        found = versions.filter(number=number).first()
        if found is None:
            raise CommandError(
                _("Det finns ingen fastställd version %(number)s.") % {"number": number}
            )
        return found

    def _tell(self, at: int, steps: int, extension: str) -> None:
        told = {"at": at, "steps": steps, "format": extension}
        self.stderr.write(_("%(at)s/%(steps)s Skriver %(format)s …") % told)

    def _save(self, content: bytes, options: dict[str, Any], extension: str) -> None:
        units = slugify("-".join(options["unit"] or ()))
        name = producing.file_name(options["year"], extension, options["frozen"], units)
        path: Path = options["out"] / name
        path.write_bytes(content)
        self.stdout.write(str(path))
