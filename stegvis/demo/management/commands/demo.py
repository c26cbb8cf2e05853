"""`stegvis demo`: builds the demo the first time, prints who can sign in, and serves it."""

import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections
from django.utils import timezone

from stegvis.demo import build, people


class Command(BaseCommand):
    help = "Bygger demon första gången och startar den."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reset", action="store_true", help="börja om från början")
        parser.add_argument("--no-serve", action="store_true", help="starta inte webbtjänsten")
        parser.add_argument("--bind", default="127.0.0.1:8000", help="adress:port")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Demon startas med STEGVIS_DEMO=1 (make demo gör det åt dig).")
        if options["reset"]:
            self._forget()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        if not build.is_built():
            build.build(today=timezone.localdate(), say=self.stdout.write)
        self.stdout.write(f"\nLogga in på http://{options['bind']} med e-post och lösenord:\n")
        self.stdout.write(people.sign_ins() + "\n")
        if not options["no_serve"]:
            self.stdout.flush()
            call_command("serve", bind=options["bind"])

    def _forget(self) -> None:
        """Only a SQLite file and the demo's own folder are ever thrown away."""
        database = settings.DATABASES["default"]
        if not database["ENGINE"].endswith("sqlite3"):
            raise CommandError("--reset tömmer bara en SQLite-databas.")
        connections.close_all()
        for ending in ("", "-wal", "-shm"):
            Path(f"{database['NAME']}{ending}").unlink(missing_ok=True)
        shutil.rmtree(settings.SNAPSHOT_DIR, ignore_errors=True)
