"""`stegvis serve`: gunicorn with WhiteNoise, or Django's own server with --reload."""

import os
import sys
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser


class Command(BaseCommand):
    help = "Startar webbtjänsten."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--bind", default="127.0.0.1:8000", help="adress:port")
        parser.add_argument("--workers", type=int, default=2)
        parser.add_argument("--reload", action="store_true", help="för utveckling")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["reload"]:
            call_command("runserver", options["bind"])
            return
        command = [sys.executable, "-m", "gunicorn", "stegvis.config.wsgi"]
        command += ["--bind", options["bind"], "--workers", str(options["workers"])]
        command += ["--threads", "4", "--preload"]
        os.execv(sys.executable, command)
