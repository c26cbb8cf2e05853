"""The daily work on the participant's page: a short list of each part, newest first.

They read what the page has with the enrolment already; alone, each asks one query."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stegvis.accounts.models import User
from stegvis.accounts.roles import Permission
from stegvis.casework import queries_work as queries
from stegvis.casework.actions.common import words_if_ended
from stegvis.casework.enums import ActivityStatus, Direction, MeetingStatus
from stegvis.casework.models import Meeting, Review
from stegvis.casework.panels import file_panels
from stegvis.core import drafts
from stegvis.core.panels import Panel
from stegvis.participants import access
from stegvis.participants.models import Enrolment

SHORT = 5


@dataclass(frozen=True)
class Line:
    """A row with what its template may not ask for itself."""

    row: Any
    today: date

    @property
    def status(self) -> ActivityStatus | MeetingStatus | Direction:
        row = self.row
        if isinstance(row, Review):
            return Direction(row.direction)
        return MeetingStatus(row.status) if isinstance(row, Meeting) else ActivityStatus(row.status)

    @property
    def is_open(self) -> bool:
        return self.status in (
            ActivityStatus.PLANNED,
            ActivityStatus.ONGOING,
            MeetingStatus.PLANNED,
        )

    @property
    def has_been(self) -> bool:
        """The day of a meeting has come."""
        return timezone.localtime(self.row.at).date() <= self.today


@dataclass(frozen=True)
class Part:
    """What one part of the page is called, where its rows are, and which of them come first."""

    rows: str  # what the enrolment calls them
    title: str | Promise
    anchor: str
    add: str | Promise
    add_url: str
    list_url: str
    empty: str | Promise
    first: Callable[[Any], Any]
    template: str
    limit: int = SHORT


def _on(row: Any) -> tuple[date, int]:
    return row.on, row.pk


def _starts_on(row: Any) -> tuple[date, int]:
    return row.starts_on, row.pk


def _open_first(row: Any) -> tuple[bool, date, int]:
    return row.status in (ActivityStatus.PLANNED, ActivityStatus.ONGOING), row.starts_on, row.pk


def _planned_first(row: Any) -> tuple[bool, float]:
    """What is booked comes first, the nearest on top; then what has been, the newest on top."""
    moment = row.at.timestamp()
    is_planned = row.status == MeetingStatus.PLANNED
    return is_planned, -moment if is_planned else moment


PARTS = {
    part.anchor: part
    for part in (
        Part(
            "meetings",
            _("Bokade möten"),
            "moten",
            _("Boka möte"),
            "casework:meeting_book",
            "casework:meeting_list",
            _("Inget möte är bokat. Boka nästa så vet båda när ni ses."),
            _planned_first,
            "casework/meetings_panel.html",
        ),
        Part(
            "activities",
            _("Aktiviteter"),
            "aktiviteter",
            _("Lägg till"),
            "casework:activity_create",
            "casework:activity_list",
            _("Ingen aktivitet än. Lägg till det första, till exempel kartläggningen."),
            _open_first,
            "casework/activities_panel.html",
        ),
        Part(
            "notes",
            _("Anteckningar"),
            "anteckningar",
            _("Skriv"),
            "casework:note_create",
            "casework:note_list",
            _("Ingen anteckning än. Det du skriver sparas som utkast medan du skriver."),
            _on,
            "casework/notes_panel.html",
            3,
        ),
        Part(
            "parallel_supports",
            _("Stöd från andra"),
            "parallellt",
            _("Lägg till"),
            "casework:support_create",
            "casework:support_list",
            _("Inget noterat. Fråga vilka andra som ger stöd, till exempel boendestöd eller vård."),
            _starts_on,
            "casework/supports_panel.html",
        ),
        Part(
            "collaboration_contacts",
            _("Samverkanskontakter"),
            "samverkan",
            _("Lägg till"),
            "casework:contact_create",
            "casework:contact_list",
            _("Ingen kontakt än. Skriv in samtal och möten med andra runt personen."),
            _on,
            "casework/contacts_panel.html",
        ),
        Part(
            "reviews",
            _("Avstämningar"),
            "avstamningar",
            _("Stäm av"),
            "casework:review_create",
            "casework:review_list",
            _("Ingen avstämning än. Stanna upp var tredje månad: kommer personen närmare?"),
            _on,
            "casework/reviews_panel.html",
        ),
        Part(
            "pauses",
            _("Pauser"),
            "pauser",
            _("Pausa"),
            "casework:pause_create",
            "casework:pause_list",
            _("Ingen paus. Den som behöver en paus är kvar i verksamheten."),
            _starts_on,
            "casework/pauses_panel.html",
        ),
    )
}


def title_of(anchor: str) -> str:
    return str(PARTS[anchor].title)


def can_write(user: User, enrolment: Enrolment) -> bool:
    return enrolment.ends_on is None and access.allowed(user, Permission.CASE_EDIT, enrolment.unit)


def panel_of(anchor: str, user: User, enrolment: Enrolment, *, limit: int | None) -> Panel:
    """One part, with as many rows as are asked for; None is all of them."""
    part = PARTS[anchor]
    model = Enrolment._meta.get_field(part.rows).related_model
    prefetch_related_objects(  # nothing where the page has them already
        [enrolment], Prefetch(part.rows, model._default_manager.select_related("by"))
    )
    rows = sorted(getattr(enrolment, part.rows).all(), key=part.first, reverse=True)
    shown, today = rows if limit is None else rows[:limit], timezone.localdate()
    context = {
        "part": part,
        "enrolment": enrolment,
        "rows": [Line(row, today) for row in shown],
        "count": len(rows),
        "has_more": len(shown) < len(rows),
        "today": today,
        "can_write": can_write(user, enrolment),
        "can_see_sensitive": access.may_see_sensitive(user, enrolment.unit),
        "is_paused": anchor == "pauser" and any(row.ends_on is None for row in rows),
    }
    return Panel(part.template, context)


def _short(anchor: str) -> Callable[[User, Enrolment], Panel | None]:
    def source(user: User, enrolment: Enrolment) -> Panel | None:
        panel = panel_of(anchor, user, enrolment, limit=PARTS[anchor].limit)
        return panel if panel.context["rows"] or panel.context["can_write"] else None

    return source


@file_panels.register
def closed(user: User, enrolment: Enrolment) -> Panel | None:
    """Why nothing can be added, where the enrolment has ended."""
    words = words_if_ended(enrolment)
    return Panel("casework/closed_panel.html", {"words": words}) if words else None


@file_panels.register
def start(user: User, enrolment: Enrolment) -> Panel | None:
    """What has been told and asked at the start, and what is missing."""
    duties = queries.duties(enrolment)
    context = {
        "enrolment": enrolment,
        "duties": duties,
        "missing": sum(duty.talk is None for duty in duties),
        "can_write": can_write(user, enrolment),
        "can_see_sensitive": access.may_see_sensitive(user, enrolment.unit),
    }
    return Panel("casework/start_panel.html", context)


@file_panels.register
def plan(user: User, enrolment: Enrolment) -> Panel | None:
    found = next((one for one in enrolment.plans.all() if one.replaced_on is None), None)
    can = can_write(user, enrolment)
    if found is None and not can:
        return None
    prefetch_related_objects([found] if found else [], "goals__steps")
    context = {"enrolment": enrolment, "plan": found, "can_write": can}
    return Panel("casework/plan_panel.html", context)


@file_panels.register
def notes(user: User, enrolment: Enrolment) -> Panel | None:
    """With the reader's own unfinished note, where there is one."""
    panel = _short("anteckningar")(user, enrolment)
    if panel and panel.context["can_write"]:
        key = f"{queries.NEW_NOTE}-{enrolment.pk}"
        panel.context["draft"] = drafts.find(by=user, key=key)
    return panel


for _anchor in PARTS:
    if _anchor != "anteckningar":
        file_panels.register(_short(_anchor))


@file_panels.register
def responsibility(user: User, enrolment: Enrolment) -> Panel | None:
    """Who is and has been responsible, newest first."""
    held = sorted(enrolment.responsibilities.all(), key=_starts_on, reverse=True)
    can_move = access.allowed(user, Permission.CASELOAD_MOVE, enrolment.unit)
    context = {
        "enrolment": enrolment,
        "held": held,
        "can_move": can_move and enrolment.ends_on is None,
        "can_see_sensitive": access.may_see_sensitive(user, enrolment.unit),
    }
    return Panel("casework/responsibility_panel.html", context) if held or can_move else None
