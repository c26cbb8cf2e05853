"""`stegvis import FIL …`: the same import as on the web, from files and folders."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.core.imports import actions, queries
from stegvis.core.imports.enums import RowStatus
from stegvis.core.imports.models import ImportBatch, ImportRow
from stegvis.core.imports.workbook import UnreadableFile, read_path

KINDS = (".csv", ".xlsx")
MANY = 1_000  # rows between two signs of life
SHOWN = 100  # faults told; a row that many others point at makes them all wrong


class Command(BaseCommand):
    help = "Läser in rader ur Excel- och CSV-filer. Utan --accept visas bara vad som skulle hända."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="FIL", help=".xlsx, .csv eller mapp")
        parser.add_argument("--accept", action="store_true", help="för in nya och ändrade rader")
        parser.add_argument(
            "--leave-out-wrong", action="store_true", help="för in resten även om rader är fel"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="spara ingenting, inte ens granskningen"
        )
        parser.add_argument("--user", metavar="E-POST", help="vem som för in")

    def handle(self, *args: Any, **options: Any) -> None:
        by = self._user(options["user"])
        if options["accept"] and by is None:
            raise CommandError(_("Ange med --user vem som för in."))
        with transaction.atomic():
            is_done = self._import(by, options)
            # Without a user nobody could open the preview afterwards.
            is_kept = by is not None and not options["dry_run"]
            transaction.set_rollback(not is_kept)
        if is_kept and not (is_done and options["accept"]):
            self.stdout.write(_("Granskningen är sparad. Öppna den under Importer i Stegvis."))
        if not is_done:
            sys.exit(1)

    def _import(self, by: Any, options: dict[str, Any]) -> bool:
        try:
            books = [read_path(path, name) for path, name in _files(options["paths"])]
            batch = actions.preview(books=books, by=by, progress=self._progress)
        except UnreadableFile as fault:
            raise CommandError(str(fault)) from None
        self._tell(batch)
        wrong = batch.count(RowStatus.WRONG)
        if not options["accept"]:
            return not wrong
        outcome = actions.accept(
            batch=batch, by=by, leave_out=options["leave_out_wrong"], progress=self._progress
        )
        if not outcome.is_accepted and not wrong:  # the rooms refused what the check let through
            self._tell_wrong(batch)
        self.stdout.write(outcome.message)
        return outcome.is_accepted

    def _tell(self, batch: ImportBatch) -> None:
        for note in batch.notes:
            self.stdout.write(note)
        for found in queries.sheet_counts(batch):
            counts = ", ".join(
                f"{status.label.lower()} {number}" for status, number in found.counts
            )
            self.stdout.write(f"{found.title}: {counts}")
        for row in batch.rows.filter(status=RowStatus.CHANGED).order_by("position"):
            for heading, (before, after) in row.changes.items():
                self.stdout.write(f"  {row}, {heading}: {before} → {after}")
        self._tell_wrong(batch)

    def _tell_wrong(self, batch: ImportBatch) -> None:
        wrong = batch.rows.filter(status=RowStatus.WRONG).order_by("position")
        reasons = [reason for row in wrong for reason in _reasons(row)]
        for reason in reasons[:SHOWN]:
            self.stderr.write(f"  {reason}")
        if len(reasons) > SHOWN:
            self.stderr.write(_("… och %(number)s fel till.") % {"number": len(reasons) - SHOWN})

    def _progress(self, done: int, total: int) -> None:
        if total >= MANY and (done % MANY == 0 or done == total):
            self.stderr.write(_("%(done)s av %(total)s rader") % {"done": done, "total": total})

    def _user(self, email: str | None) -> Any:
        if not email:
            return None
        user = get_user_model().objects.filter(email__iexact=email).first()
        if user is None:
            raise CommandError(
                _("Ingen användare har e-postadressen %(email)s.") % {"email": email}
            )
        return user


def _reasons(row: ImportRow) -> Iterator[str]:
    for heading, messages in row.messages.items():
        for text, is_fatal in messages:
            if is_fatal:
                yield f"{row}, {heading}: {text}" if heading else f"{row}: {text}"


def _files(paths: Sequence[str]) -> list[tuple[Path, str]]:
    """The files, and all tables in the folders and below, each with the name to call it by."""
    found: list[tuple[Path, str]] = []
    for path in map(Path, paths):
        if not path.exists():
            raise CommandError(_("%(path)s finns inte.") % {"path": path})
        if path.is_dir():
            inside = sorted(one for one in path.rglob("*") if _is_table(one))
            found += [(one, one.relative_to(path).as_posix()) for one in inside]
        else:
            found.append((path, path.name))
    if not found:
        raise CommandError(_("Det finns inga .xlsx- eller .csv-filer där."))
    return found


def _is_table(path: Path) -> bool:
    """Not the lock file that Excel keeps beside an open workbook."""
    is_hidden = path.name.startswith((".", "~$"))
    return path.is_file() and path.suffix.lower() in KINDS and not is_hidden
