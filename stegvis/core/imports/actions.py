"""The only code that writes: upload and preview, correct, accept, discard."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.core import audit
from stegvis.core.imports import spec
from stegvis.core.imports.cells import Cell, clean, decode, encode, shown
from stegvis.core.imports.checking import Line, Progress, check
from stegvis.core.imports.enums import BATCH_STEPS, RowStatus
from stegvis.core.imports.fitting import Fitted, fit_books
from stegvis.core.imports.models import ImportBatch, ImportRow
from stegvis.core.imports.spec import ImportSheet
from stegvis.core.imports.workbook import UnreadableFile, Workbook
from stegvis.core.imports.writing import write
from stegvis.core.steps import next_status

SIZE = 500  # rows a statement
CHECKED = ("status", "messages", "changes", "refusal")


@dataclass(frozen=True)
class Outcome:
    """What became of an `accept`. When refused, nothing is written and `message` says why."""

    is_accepted: bool
    message: str
    written: int = 0
    left_out: tuple[str, ...] = ()


@transaction.atomic
def preview(
    *,
    books: Sequence[Workbook],
    by: Any,
    only: ImportSheet | None = None,
    progress: Progress | None = None,
) -> ImportBatch:
    """Checks every row of the files and keeps the result. Writes nothing of what the rows say.

    Raises UnreadableFile when a file has no sheet that can be imported or lacks needed columns.
    """
    fitted, notes = fit_books(books, spec.registered(), only)
    if refused := _not_allowed([found.sheet for found in fitted], by):
        raise UnreadableFile(
            _("Du har inte rätt att importera %(titles)s.") % {"titles": ", ".join(refused)},
            _("Be systemförvaltaren om behörigheten, eller ta bort de bladen ur filen."),
        )
    # In writing order, so that a fault stands before the rows that are wrong because of it.
    fitted.sort(key=lambda found: (found.sheet.order, found.sheet.key))
    lines = [line for found in fitted for line in _lines_of(found)]
    if not lines:
        raise UnreadableFile(_("Det finns inga rader under rubrikerna."), _("Fyll i minst en rad."))
    check(lines, progress)
    notes = [*(n for b in books for n in b.notes), *notes, *(n for f in fitted for n in f.notes)]
    batch = ImportBatch.objects.create(
        file_name=_names(books), sha256=_checksum(books), by=by, notes=notes, counts=_counts(lines)
    )
    rows = (_row(batch, position, line) for position, line in enumerate(lines))
    ImportRow.objects.bulk_create(rows, batch_size=SIZE)
    return batch


@transaction.atomic
def correct(*, batch: ImportBatch, cells: Mapping[int, Mapping[str, str]], by: Any) -> ImportBatch:
    """Lays what the user typed over what the file says: id of row → heading → text.

    Everything typed is kept, also what is still wrong. All rows are checked again, as one row may
    decide over others.
    """
    batch = _locked(batch, "correct")
    rows = list(batch.rows.order_by("position"))
    corrected = [row for row in rows if row.pk in cells and _overlay(row, cells[row.pk])]
    ImportRow.objects.bulk_update(corrected, ["corrected", "refusal"], batch_size=SIZE)
    lines = [_line(row) for row in rows]
    check(lines)
    _keep(batch, rows, lines)
    return batch


@transaction.atomic
def accept(
    *, batch: ImportBatch, by: Any, leave_out: bool = False, progress: Progress | None = None
) -> Outcome:
    """Writes the new and changed rows, all or none.

    The rows are checked against the database as it is now. Refuses when that gives another answer
    than the preview did, and when rows are wrong unless they are to be left out. Rows that could
    not be written last time are tried again, or left out with the others.
    """
    batch = _locked(batch, "accept")
    rows = list(batch.rows.order_by("position"))
    lines = [_line(row, is_refused=leave_out) for row in rows]
    if _not_allowed([line.sheet for line in lines], by):
        raise PermissionDenied
    check(lines)
    moved = _moved(rows, lines)
    _keep(batch, rows, lines)
    if moved:
        return Outcome(False, _stale(moved))
    wrong = [line for line in lines if line.is_wrong]
    if wrong and not leave_out:
        return Outcome(False, _wrong(len(wrong)))
    if not write(lines, by=by, progress=progress):
        _keep(batch, rows, lines)
        return Outcome(False, _failed(sum(line.is_wrong for line in lines) - len(wrong)))
    return _accepted(batch, lines, wrong, by)


@transaction.atomic
def discard(*, batch: ImportBatch, by: Any) -> ImportBatch:
    """Nothing is written; the batch is kept as a record that the file was looked at."""
    batch = _locked(batch, "discard")
    _decide(batch, "discard")
    audit.record("import.discarded", batch, by=by)
    return batch


def _accepted(batch: ImportBatch, lines: Sequence[Line], wrong: Sequence[Line], by: Any) -> Outcome:
    written = sum(line.status in RowStatus.written() for line in lines)
    _decide(batch, "accept")
    if written:
        audit.record("import.accepted", batch, by=by, changed={"rader": ["0", str(written)]})
    left_out = tuple(line.place for line in wrong)
    return Outcome(True, _done(written, len(left_out)), written, left_out)


def _locked(batch: ImportBatch, step: str) -> ImportBatch:
    """The batch as it is now. Raises StepRefused when it has been decided already."""
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    next_status(BATCH_STEPS, step, batch.status)
    return batch


def _decide(batch: ImportBatch, step: str) -> None:
    batch.status = next_status(BATCH_STEPS, step, batch.status)
    batch.decided_at = timezone.now()
    batch.save(update_fields=["status", "decided_at"])


def _not_allowed(sheets: Sequence[ImportSheet], by: Any) -> list[str]:
    """Titles of the sheets that need a permission the user lacks. The command line has no user."""
    needed = {sheet.title: sheet.needs for sheet in sheets if sheet.needs}
    return [title for title, needs in needed.items() if by and not by.may(needs)]


# --- between files, rows and lines ---


def _names(books: Sequence[Workbook]) -> str:
    names = ", ".join(book.name for book in books)
    return names if len(names) <= 255 else f"{names[:252]}…"


def _checksum(books: Sequence[Workbook]) -> str:
    if len(books) == 1:
        return books[0].sha256
    return sha256("".join(sorted(book.sha256 for book in books)).encode()).hexdigest()


def _lines_of(fitted: Fitted) -> list[Line]:
    return [
        Line(
            sheet=fitted.sheet,
            source=fitted.source,
            number=row.number,
            cells={heading: row.cells[place] for heading, place in fitted.places.items()},
            problem=row.problem,
            notes=row.notes,
        )
        for row in fitted.content.rows
    ]


def _row(batch: ImportBatch, position: int, line: Line) -> ImportRow:
    return ImportRow(
        batch=batch,
        position=position,
        sheet=line.sheet.key,
        source=line.source,
        number=line.number,
        raw={heading: encode(cell) for heading, cell in line.cells.items()},
        problem=line.problem,
        notes=list(line.notes),
        **_result(line),
    )


def _line(row: ImportRow, *, is_refused: bool = True) -> Line:
    sheet = spec.get(row.sheet)
    assert sheet, f"import sheet {row.sheet} is no longer declared"
    cells = {heading: decode(kept) for heading, kept in row.raw.items()}
    cells |= {heading: Cell(text or None) for heading, text in row.corrected.items()}
    # Whoever corrects a row has seen how its cells fell: the file's own fault is no longer fatal.
    problem = "" if row.corrected else row.problem
    refusal = dict(row.refusal) if is_refused else {}
    return Line(sheet, row.source, row.number, cells, problem, row.notes, refusal)


def _overlay(row: ImportRow, typed: Mapping[str, str]) -> bool:
    """Keeps what differs from the file. True when anything changed."""
    corrected = dict(row.corrected)
    for heading, text in typed.items():
        if heading not in row.raw:
            continue
        cell = decode(row.raw[heading])
        if clean(text) == clean(shown(cell.value)):
            corrected.pop(heading, None)
        else:
            corrected[heading] = clean(text)
    if corrected == row.corrected:
        return False
    row.corrected, row.refusal = corrected, {}
    return True


def _result(line: Line) -> dict[str, Any]:
    return {
        "status": line.status,
        "messages": {
            heading: [[message.text, message.is_fatal] for message in found]
            for heading, found in line.messages.items()
        },
        "changes": {heading: list(pair) for heading, pair in line.changes.items()},
        "refusal": line.refusal,
    }


def _keep(batch: ImportBatch, rows: Sequence[ImportRow], lines: Sequence[Line]) -> None:
    """Saves the rows whose result is another than before."""
    changed = []
    for row, line in zip(rows, lines, strict=True):
        result = _result(line)
        if any(getattr(row, name) != value for name, value in result.items()):
            for name, value in result.items():
                setattr(row, name, value)
            changed.append(row)
    ImportRow.objects.bulk_update(changed, CHECKED, batch_size=SIZE)
    counts = _counts(lines)
    if counts != batch.counts:
        batch.counts = counts
        batch.save(update_fields=["counts"])


def _moved(rows: Sequence[ImportRow], lines: Sequence[Line]) -> int:
    """Rows that would now be written otherwise than the preview showed."""
    return sum(
        line.status != RowStatus.UNCHANGED
        and bool(row.refusal) == bool(line.refusal)  # else it is only tried again
        and (row.status, row.changes) != (line.status, _result(line)["changes"])
        for row, line in zip(rows, lines, strict=True)
    )


def _counts(lines: Sequence[Line]) -> dict[str, dict[str, int]]:
    found: dict[str, Counter[str]] = {}
    for line in lines:
        found.setdefault(line.sheet.key, Counter())[str(line.status)] += 1
    return {sheet.key: dict(found[sheet.key]) for sheet in spec.registered() if sheet.key in found}


# --- words ---


def _stale(rows: int) -> str:
    return ngettext(
        "Uppgifterna i systemet har ändrats sedan förhandsgranskningen, och %(rows)s rad får nu "
        "ett annat utfall. Inget är infört. Granska raden och för in igen.",
        "Uppgifterna i systemet har ändrats sedan förhandsgranskningen, och %(rows)s rader får nu "
        "ett annat utfall. Inget är infört. Granska raderna och för in igen.",
        rows,
    ) % {"rows": rows}


def _wrong(rows: int) -> str:
    return ngettext(
        "%(rows)s rad är fel. Inget är infört. Rätta den, eller välj att utelämna den.",
        "%(rows)s rader är fel. Inget är infört. Rätta dem, eller välj att utelämna dem.",
        rows,
    ) % {"rows": rows}


def _failed(rows: int) -> str:
    return ngettext(
        "%(rows)s rad gick inte att föra in. Inget är infört. Skälet står vid raden: rätta den "
        "och för in igen.",
        "%(rows)s rader gick inte att föra in. Inget är infört. Skälet står vid raderna: rätta "
        "dem och för in igen.",
        rows,
    ) % {"rows": rows}


def _done(written: int, left_out: int) -> str:
    if not written and not left_out:
        return _("Allt i filen fanns redan. Inget behövde ändras.")
    words = ngettext("%(rows)s rad är införd.", "%(rows)s rader är införda.", written)
    sentences = [words % {"rows": written}]
    if left_out:
        words = ngettext(
            "%(rows)s felaktig rad är utelämnad.",
            "%(rows)s felaktiga rader är utelämnade.",
            left_out,
        )
        sentences.append(words % {"rows": left_out})
    return " ".join(sentences)
