"""Takes over a follow-up file: uploaded, mapped, previewed, corrected, written, or thrown away."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.casework.enums import FileRowStatus, FileStatus, RowKind
from stegvis.casework.models import FollowUpFile, FollowUpRow, HeadingMap
from stegvis.casework.takeover import checking, fields, reading, writing
from stegvis.core import audit
from stegvis.core.imports.workbook import Workbook
from stegvis.core.steps import StepRefused
from stegvis.participants.models import Participant, Programme

OPEN = {FileStatus.MAPPING, FileStatus.PREVIEWED, FileStatus.WRITING}
TO_WRITE = {FileRowStatus.NEW, FileRowStatus.CHANGED}
LEFT = {FileRowStatus.WRONG, FileRowStatus.DUPLICATE}
NEEDED = {
    RowKind.PERSON: (("starts_on",), ("identity_number", "name", "last_name", "first_name")),
    RowKind.ACTIVITY: (
        ("kind",),
        ("starts_on",),
        ("identity_number", "name", "last_name", "first_name"),
    ),
}
BATCH = 500


@transaction.atomic
def upload(*, programme: Programme, row_kind: str, book: Workbook, by: User) -> FollowUpFile:
    """Keeps the rows as they stand in the file, and guesses what the columns mean.

    Raises UnreadableFile when the headings cannot be read."""
    headings = reading.headings(book)
    kept = HeadingMap.objects.filter(programme=programme, row_kind=row_kind).first()
    file = FollowUpFile.objects.create(
        programme=programme,
        row_kind=row_kind,
        file_name=book.name[:255],
        sha256=book.sha256,
        headings=headings,
        mapping=fields.guess(headings, row_kind, kept.headings if kept else {}),
        by=by,
    )
    FollowUpRow.objects.bulk_create(
        (
            FollowUpRow(
                file=file,
                position=position,
                sheet=line.sheet[:120],
                number=line.number,
                raw=line.cells,
                status=FileRowStatus.SKIPPED,
            )
            for position, line in enumerate(reading.lines(book))
        ),
        batch_size=BATCH,
    )
    audit.record("follow_up_file.uploaded", file, by=by)
    return file


@transaction.atomic
def map_columns(*, file: FollowUpFile, by: User, mapping: Mapping[str, str]) -> FollowUpFile:
    """Points out what each column is, keeps it for the next file, and checks every row."""
    file = _open(file)
    if file.status == FileStatus.WRITING:
        raise StepRefused(_("Filen skrivs in nu. Ladda om sidan."))
    chosen = {heading: name for heading, name in mapping.items() if name}
    _refuse_mapping(file, chosen)
    file.mapping, file.status = chosen, FileStatus.PREVIEWED
    kept = {fields.plain(heading): name for heading, name in chosen.items()}
    HeadingMap.objects.update_or_create(
        programme=file.programme, row_kind=file.row_kind, defaults={"headings": kept}
    )
    _check_all(file)
    audit.record("follow_up_file.mapped", file, by=by)
    return file


def _refuse_mapping(file: FollowUpFile, chosen: Mapping[str, str]) -> None:
    known = fields.by_name(file.row_kind)
    twice = [known[name].title for name, n in Counter(chosen.values()).items() if n > 1]
    if twice:
        raise ValidationError(
            _("%(field)s är utpekat för flera kolumner. Välj en.") % {"field": twice[0]}
        )
    for any_of in NEEDED[RowKind(file.row_kind)]:
        if not set(any_of) & set(chosen.values()):
            titles = _(" eller ").join(str(known[name].title) for name in any_of[:2])
            raise ValidationError(
                _("Peka ut kolumnen för %(field)s.") % {"field": titles.casefold()}
            )


@transaction.atomic
def correct(
    *, row: FollowUpRow, by: User, values: Mapping[str, str], participant: str | None = None
) -> FollowUpRow:
    """Mends cells of one row, and says who it is: "new", the key of a person, or "row" for the
    earlier row that it may be the same as. The file itself is left as it is."""
    file = _open(row.file)
    row = FollowUpRow.objects.select_for_update(of=("self",)).get(pk=row.pk, file=file)
    if row.written_at is not None:
        raise StepRefused(_("Raden är redan inskriven."))
    row.corrected = {**row.corrected, **values}
    if participant is not None:
        _decide(row, participant)
    row.save(update_fields=["corrected", "is_same_person", "participant"])
    _check_all(file)
    audit.record("follow_up_file.row_corrected", file, by=by)
    row.refresh_from_db()
    return row


def _decide(row: FollowUpRow, answer: str) -> None:
    """Only those that were offered can be chosen."""
    offered = {str(key) for key, _reasons in row.candidates}
    row.is_same_person = answer != "new"
    row.participant = None
    if answer in offered:
        row.participant = Participant.objects.kept().get(pk=int(answer))
    elif answer not in ("new", "row"):
        raise ValidationError(_("Välj en av personerna."))


def _check_all(file: FollowUpFile) -> None:
    """Checks the rows that are not written yet, against each other and against Stegvis."""
    rows = list(
        FollowUpRow.objects.filter(file=file).select_related("participant").order_by("position")
    )
    found = checking.check(file, rows)
    for one in found:
        _keep(one)
    open_rows = [one.row for one in found if one.row.written_at is None]
    FollowUpRow.objects.bulk_update(
        open_rows,
        ["status", "messages", "changes", "participant", "same_as", "candidates"],
        batch_size=BATCH,
    )
    file.counts = dict(Counter(str(row.status) for row in rows))
    file.done = sum(row.written_at is not None for row in rows)
    file.save(update_fields=["mapping", "status", "counts", "done"])


def _keep(one: checking.Checked) -> None:
    row = one.row
    if row.written_at is not None:
        return
    status = one.status
    if status == FileRowStatus.DUPLICATE and row.is_same_person is not None:
        status = FileRowStatus.NEW
    row.status, row.messages = status, one.messages
    row.changes = {name: list(change) for name, change in one.changes.items()}
    row.candidates = [[key, reasons] for key, reasons in one.candidates] or row.candidates
    row.participant, row.same_as = one.participant or row.participant, one.same_as


@transaction.atomic
def write_some(*, file: FollowUpFile, by: User, limit: int = 200) -> FollowUpFile:
    """Writes the next rows; each row as a whole or not at all. One that Stegvis refuses becomes
    wrong, with the reason, and does not stop the others. Call again until nothing is left."""
    file = _open(file)
    if file.status == FileStatus.MAPPING:
        raise StepRefused(_("Peka först ut vad kolumnerna är."))
    rows, staff = list(_waiting(file)[:limit]), checking.staff(file)
    for row in rows:
        _write(row, file, staff, by)
    left = _waiting(file).exists()
    file.status = FileStatus.WRITING if left else _settled(file)
    statuses = FollowUpRow.objects.filter(file=file).values_list("status", flat=True)
    file.counts = dict(Counter(statuses.order_by()))
    file.done += sum(row.written_at is not None for row in rows)
    file.save(update_fields=["status", "counts", "done"])
    audit.record("follow_up_file.written", file, by=by)
    return file


def _waiting(file: FollowUpFile) -> Any:
    rows = FollowUpRow.objects.filter(file=file, status__in=TO_WRITE, written_at=None)
    return rows.select_related("participant", "same_as__participant").order_by("position")


def _settled(file: FollowUpFile) -> FileStatus:
    """Rows that are wrong or undecided keep the file open: they can be mended and written later."""
    rows = FollowUpRow.objects.filter(file=file, status__in=LEFT)
    return FileStatus.PREVIEWED if rows.exists() else FileStatus.WRITTEN


def _write(row: FollowUpRow, file: FollowUpFile, staff: writing.Staff, by: User) -> None:
    try:
        with transaction.atomic():
            row.participant = writing.write(row, file=file, staff=staff, by=by)
    except (ValidationError, StepRefused) as refused:
        row.status = FileRowStatus.WRONG
        row.messages = {**row.messages, **_told(refused)}
    else:
        row.written_at = timezone.now()
    row.save(update_fields=["participant", "status", "messages", "written_at"])


def _told(refused: ValidationError | StepRefused) -> dict[str, list[str]]:
    if isinstance(refused, ValidationError) and hasattr(refused, "error_dict"):
        return refused.message_dict
    texts: Sequence[str] = getattr(refused, "messages", None) or [str(refused)]
    return {reading.PROBLEM: list(texts)}


@transaction.atomic
def discard(*, file: FollowUpFile, by: User) -> FollowUpFile:
    """Throws the file away. What has been written stays; the rows' contents are forgotten."""
    file = _open(file)
    file.status = FileStatus.DISCARDED
    file.save(update_fields=["status"])
    FollowUpRow.objects.filter(file=file, written_at=None).delete()
    audit.record("follow_up_file.discarded", file, by=by)
    return file


def _open(file: FollowUpFile) -> FollowUpFile:
    rows = FollowUpFile.objects.select_for_update(of=("self",)).select_related("programme__unit")
    file = rows.get(pk=file.pk)
    if file.status not in OPEN:
        raise StepRefused(_("Filen är redan inläst eller kastad. Ladda upp den igen."))
    return file
