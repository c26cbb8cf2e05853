"""What the pages of follow-up files read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.accounts.roles import Permission
from stegvis.casework.actions.files import TO_WRITE
from stegvis.casework.enums import FileRowStatus
from stegvis.casework.forms.files import cell_text
from stegvis.casework.models import FollowUpFile, FollowUpRow
from stegvis.casework.takeover import fields
from stegvis.casework.takeover.reading import PROBLEM
from stegvis.core.imports.cells import decode
from stegvis.core.imports.cells import shown as cell_shown
from stegvis.organisations.models import Unit
from stegvis.participants.models import Participant, Programme

SHOWN = 5  # cells of a row that its line shows
SAMPLED = 40  # rows that a column's example is looked for in


def files(user: User) -> QuerySet[FollowUpFile]:
    return FollowUpFile.objects.visible_to(user).select_related("programme", "by")


def programmes(user: User, *, today: date) -> QuerySet[Programme]:
    """Those that the user may take a file over for. Ended ones too: history is taken over."""
    units = Unit.objects.allowing(user, Permission.PARTICIPANT_IMPORT)
    return Programme.objects.filter(unit__in=units, archived_at=None, starts_on__lte=today)


def samples(file: FollowUpFile) -> dict[str, str]:
    """Heading → the first values of its column."""
    found: dict[str, list[str]] = {}
    for row in file.rows.order_by("position")[:SAMPLED]:
        for heading, kept in row.raw.items():
            values = found.setdefault(heading, [])
            if len(values) < 3 and heading != PROBLEM:
                values.append(cell_shown(decode(kept).value)[:30])
    return {heading: ", ".join(values) for heading, values in found.items()}


def rows(file: FollowUpFile) -> QuerySet[FollowUpRow]:
    return file.rows.select_related("participant", "same_as").order_by("position")


def counts(file: FollowUpFile) -> list[tuple[FileRowStatus, int]]:
    return [(status, file.counts.get(status.value, 0)) for status in FileRowStatus]


def to_write(file: FollowUpFile) -> int:
    return file.rows.filter(status__in=TO_WRITE, written_at=None).count()


@dataclass(frozen=True)
class RowView:
    """A row as the preview shows it."""

    row: FollowUpRow
    cells: list[tuple[str, str]]  # title, text
    messages: list[str]
    changes: list[tuple[str, str, str]]  # title, before, after
    participant: Participant | None  # only when the user may see who it is


def shown(page: Iterable[FollowUpRow], file: FollowUpFile, user: User) -> list[RowView]:
    """Two queries. Who a row is about is told to those who may see the person."""
    listed = list(page)
    keys = {row.participant_id for row in listed if row.participant_id}
    seen = set(
        Participant.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True)
    )
    known = fields.by_name(file.row_kind)
    return [_view(row, file, known, seen) for row in listed]


def _view(
    row: FollowUpRow, file: FollowUpFile, known: dict[str, fields.Field], seen: set[int]
) -> RowView:
    title = {name: str(field.title) for name, field in known.items()}
    cells = [
        (title[name], text)
        for heading, name in file.mapping.items()
        if name in title and (text := cell_text(row, heading, name))
    ]
    messages = [
        f"{title[name]}: {text}" if name in title else text
        for name, texts in row.messages.items()
        for text in texts
    ]
    changes = [(title.get(name, name), *change) for name, change in row.changes.items()]
    participant = row.participant if row.participant_id in seen else None
    return RowView(row, cells[:SHOWN], messages, changes, participant)


def candidates(row: FollowUpRow, user: User) -> list[tuple[str, str]]:
    """Choices of who a row without a number may be: seen persons, or an earlier row of the file."""
    if row.status != FileRowStatus.DUPLICATE:
        return []
    reasons = {key: found for key, found in row.candidates}
    seen = Participant.objects.visible_to(user).filter(pk__in=reasons)
    choices = [
        (str(one.pk), f"{one}, {one.birth_date or '–'} ({', '.join(reasons[one.pk])})")
        for one in seen
    ]
    if row.same_as:
        words = _("Ja, samma person som på rad %(row)s i filen") % {"row": row.same_as.number}
        choices.append(("row", words))
    return choices
