"""The places on the participant's page, each a function that registers itself in core.panels.

A source takes (user, enrolment) and answers a Panel or None. `ORDER` says in which order they stand
whoever registers first, and what the page's table of contents calls them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stegvis.core.panels import Panel, Panels


@dataclass(frozen=True)
class Part:
    """A panel's template, the id of its section, and its name in the table of contents."""

    template: str
    anchor: str = ""  # without one it is not in the table of contents
    title: str | Promise = ""


ORDER = (
    Part("casework/closed_panel.html"),
    Part("casework/checkpoints_panel.html", "riktmarken", _("Se över")),
    Part("casework/activities_panel.html", "aktiviteter", _("Aktiviteter")),
    Part("casework/placements_panel.html", "platser", _("Platser")),
    Part("casework/registrations_panel.html", "insatser", _("Insatser")),
    Part("casework/plan_panel.html", "plan", _("Plan")),
    Part("casework/notes_panel.html", "anteckningar", _("Anteckningar")),
    Part("casework/supports_panel.html", "parallellt", _("Stöd från andra")),
    Part("casework/contacts_panel.html", "samverkan", _("Samverkanskontakter")),
    Part("casework/meetings_panel.html", "moten", _("Bokade möten")),
    Part("casework/reviews_panel.html", "avstamningar", _("Avstämningar")),
    Part("casework/pauses_panel.html", "pauser", _("Pauser")),
    Part("casework/background_panel.html", "bakgrund", _("Bakgrund vid starten")),
    Part("casework/start_panel.html", "start", _("Samtal vid starten")),
    Part("casework/responsibility_panel.html", "ansvar", _("Ansvarig handläggare")),
    Part("casework/exit_panel.html", "avslut", _("Avslut och tiden efter")),
)
_PLACE = {part.template: place for place, part in enumerate(ORDER)}


class FilePanels(Panels):
    def of(self, user: Any, subject: Any) -> list[Panel]:
        found = super().of(user, subject)
        return sorted(found, key=lambda panel: _PLACE.get(panel.template, len(_PLACE)))


file_panels = FilePanels()


def contents(panels: Iterable[Panel]) -> list[Part]:
    """The table of contents of what is shown."""
    parts = [ORDER[_PLACE[panel.template]] for panel in panels if panel.template in _PLACE]
    return [part for part in parts if part.anchor]
