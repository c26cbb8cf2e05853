"""`stegvis codes`: takes in the code lists that come with Stegvis."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from stegvis.participants.actions import codes


class Command(BaseCommand):
    help = "Läser in kodlistorna som följer med Stegvis. Det går att göra om utan att något ändras."

    def handle(self, *args: Any, **options: Any) -> None:
        done = codes.load(by=None)
        self.stdout.write(
            _("Tillagda: %(added)s. Ändrade: %(changed)s. Arkiverade: %(archived)s.")
            % {"added": done.added, "changed": done.changed, "archived": done.archived}
        )
