"""What has happened with a participant, as rows: the drawing and the table are made of the same.

The rows come from `events.py`; where a drawing puts them is `drawing.py`.
"""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.casework.enums import ActivityFocus, Direction


class Track(models.TextChoices):
    """A line of the drawing, from the top. Its name is the first thing that tells bars apart."""

    ENROLMENT = "enrolment", gettext_lazy("Inskriven")
    OUTCOME = "outcome", gettext_lazy("Arbete och studier")
    PLACEMENT = "placement", gettext_lazy("På arbetsplats")
    DIRECT = ActivityFocus.DIRECT.value, gettext_lazy("Direkt jobbfokuserat")
    INDIRECT = ActivityFocus.INDIRECT.value, gettext_lazy("Indirekt jobbfokuserat")
    COMPETENCE = ActivityFocus.COMPETENCE.value, gettext_lazy("Kompetens")
    HEALTH = ActivityFocus.HEALTH.value, gettext_lazy("Hälsa")
    SOCIAL = ActivityFocus.SOCIAL.value, gettext_lazy("Socialt")
    INTERVENTION = "intervention", gettext_lazy("Insatser")
    SUPPORT = "support", gettext_lazy("Stöd från andra")
    PAUSE = "pause", gettext_lazy("Paus")
    REVIEW = "review", gettext_lazy("Avstämning")
    MEETING = "meeting", gettext_lazy("Möten")
    NOTE = "note", gettext_lazy("Anteckningar")
    CONTACT = "contact", gettext_lazy("Samverkan")
    EMPLOYER = "employer", gettext_lazy("Arbetsgivare")
    PLAN = "plan", gettext_lazy("Plan och ansvar")
    END = "end", gettext_lazy("Avslut och efter")


@dataclass(frozen=True)
class Entry:
    """Something that lasted from a day to a day, both included, or happened on one day."""

    track: Track
    starts_on: date
    ends_on: date  # the last day that is drawn; the day itself for what happened on a day
    what: str
    kind: str
    by: str = ""
    remark: str = ""
    is_point: bool = False
    goes_on: bool = False  # has no last day yet
    is_planned: bool = False
    is_cancelled: bool = False
    direction: Direction | None = None  # reviews only
    enrolment_id: int = 0

    @property
    def when(self) -> str:
        if self.is_point or (self.starts_on == self.ends_on and not self.goes_on):
            return self.starts_on.isoformat()
        last = _("pågår") if self.goes_on else self.ends_on.isoformat()
        return f"{self.starts_on.isoformat()} – {last}"

    @property
    def sentence(self) -> str:
        """All of it in one line, for the drawing."""
        words = [self.what, self.kind if self.kind != self.what else "", self.when, self.remark]
        return ", ".join(word for word in words if word)


@dataclass(frozen=True)
class Timeline:
    """Oldest first. What happened the same day comes in the order of the tracks."""

    entries: tuple[Entry, ...]
    today: date

    @property
    def newest_first(self) -> list[Entry]:
        return sorted(self.entries, key=lambda one: (one.starts_on, one.ends_on), reverse=True)
