"""From an uploaded file to sheets of rows. Nothing here knows what the rows mean.

Every row keeps the number it has in the file, so that a message can point at it. A cell that is
missing, merged or wrong never moves another cell.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from stegvis.core.formats import number
from stegvis.core.imports.cells import Cell, letter, one_line

ROW_LIMIT = 50_000
COLUMN_LIMIT = 200
MEGABYTE = 1024 * 1024

# What Excel writes in a cell whose formula failed: as kept in the file, and as shown in Swedish.
EXCEL_ERRORS = {
    "#REF!": "#REFERENS!",
    "#DIV/0!": "#DIVISION/0!",
    "#N/A": "#SAKNAS!",
    "#NAME?": "#NAMN?",
    "#NULL!": "#SKÄRNING!",
    "#NUM!": "#OGILTIGT!",
    "#VALUE!": "#VÄRDEFEL!",
    "#SPILL!": "#SPILL!",
    "#CALC!": "#BERÄKNA!",
}
ERROR_WORDS = {*EXCEL_ERRORS, *EXCEL_ERRORS.values()}


class UnreadableFile(Exception):
    """The file cannot be used as it is: `message` says why, `way_out` what to do."""

    def __init__(self, message: str, way_out: str = "") -> None:
        super().__init__(f"{message} {way_out}".strip())
        self.message, self.way_out = message, way_out


@dataclass(frozen=True)
class Heading:
    text: str
    column: str


@dataclass(frozen=True)
class Row:
    """`cells` stand in the order of the headings. `problem` condemns the row, `notes` do not."""

    number: int
    cells: tuple[Cell, ...]
    notes: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True)
class Sheet:
    """`problems` are about the headings: the sheet cannot be imported until they are mended."""

    name: str
    headings: tuple[Heading, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class Workbook:
    name: str
    sha256: str
    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Merge:
    """A range of merged cells, counted from 1, both ends inside."""

    name: str
    top: int
    left: int
    bottom: int
    right: int

    def hides(self, row: int, column: int) -> bool:
        inside = self.top <= row <= self.bottom and self.left <= column <= self.right
        return inside and (row, column) != (self.top, self.left)


@dataclass(frozen=True)
class Grid:
    """A sheet before its headings are known. Rows and columns count from 1."""

    name: str
    rows: Iterable[tuple[int, Sequence[Any]]]
    problems: Mapping[tuple[int, int], str] = field(default_factory=dict)
    merges: Sequence[Merge] = ()
    is_text: bool = False  # a text file, where a stray separator moves the rest of its row


def read_path(path: Path, name: str = "") -> Workbook:
    with path.open("rb") as stream:
        return read(name or path.name, stream, path.stat().st_size)


def read(name: str, stream: BinaryIO, size: int) -> Workbook:
    """Reads .xlsx, .csv and .txt by what is in the file, not by what it is called.

    Raises UnreadableFile. A file over the limit is refused before any of it is read.
    """
    from stegvis.core.imports.csv_file import read_csv
    from stegvis.core.imports.xlsx_file import is_container, read_xlsx

    refuse_size(name, size)
    content = stream.read(settings.UPLOAD_LIMIT + 1)
    refuse_size(name, len(content))
    grids, notes = (read_xlsx if is_container(content) else read_csv)(name, content)
    sheets = tuple(sheet for grid in grids if (sheet := to_sheet(grid)))
    if not sheets:
        raise UnreadableFile(
            _("Filen ”%(file)s” är tom.") % {"file": name},
            _("Fyll i minst en rad under rubrikerna, eller hämta mallen."),
        )
    return Workbook(name, hashlib.sha256(content).hexdigest(), sheets, notes)


def refuse_size(name: str, size: int) -> None:
    if size > settings.UPLOAD_LIMIT:
        raise UnreadableFile(
            _("Filen ”%(file)s” är för stor: %(size)s MB. Gränsen är %(limit)s MB.")
            % {
                "file": name,
                "size": number(size / MEGABYTE),
                "limit": number(settings.UPLOAD_LIMIT / MEGABYTE),
            },
            _("Dela den på flera filer, eller ta bort bilder och blad som inte ska importeras."),
        )
    if size == 0:
        raise UnreadableFile(
            _("Filen ”%(file)s” är tom.") % {"file": name},
            _("Kontrollera att den är sparad och ladda upp den igen."),
        )


def to_sheet(grid: Grid) -> Sheet | None:
    """The first row with anything in it holds the headings. None for a sheet without any."""
    rows = iter(grid.rows)
    top = next((row for row in rows if _filled(row[1])), None)
    if top is None:
        return None
    headings = _headings(top[1])
    merges = _Merges(grid.merges)
    notes: set[str] = set()
    body = []
    for row_number, values in rows:
        if row_number - top[0] > ROW_LIMIT:
            _refuse_rows(grid.name)
        row = _row(grid, headings, row_number, values, merges.at(row_number), notes)
        if row:
            body.append(row)
    problems = tuple(_merged_headings(grid, top[0]))
    return Sheet(grid.name, headings, tuple(body), tuple(sorted(notes)), problems)


class _Merges:
    """The merged ranges that touch a row. Rows must be asked for in order."""

    def __init__(self, merges: Sequence[Merge]) -> None:
        self.waiting = sorted(merges, key=lambda merge: -merge.top)
        self.open: list[Merge] = []

    def at(self, row: int) -> list[Merge]:
        while self.waiting and self.waiting[-1].top <= row:
            self.open.append(self.waiting.pop())
        self.open = [merge for merge in self.open if merge.bottom >= row]
        return self.open


def _filled(values: Sequence[Any]) -> bool:
    return any(value is not None and str(value).strip() for value in values)


def _headings(values: Sequence[Any]) -> tuple[Heading, ...]:
    texts = [one_line(str(value)) if value is not None else "" for value in values]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(Heading(text, letter(index)) for index, text in enumerate(texts))


def _row(
    grid: Grid,
    headings: Sequence[Heading],
    row_number: int,
    values: Sequence[Any],
    merges: Sequence[Merge],
    sheet_notes: set[str],
) -> Row | None:
    cells = [_cell(grid, merges, row_number, index, values) for index in range(len(headings))]
    beyond = [v for v in values[len(headings) :] if v is not None and str(v).strip()]
    if not beyond and all(cell.is_blank for cell in cells):
        return None
    notes = [_merge_note(merge) for merge in merges]
    if grid.is_text and 1 < len(values) < len(headings):
        notes.append(_short_note(len(values), len(headings)))
    if beyond and not grid.is_text:
        sheet_notes.add(_("Värden i kolumner utan rubrik läses inte."))
    problem = _long_problem(beyond, len(headings)) if beyond and grid.is_text else ""
    return Row(row_number, tuple(cells), tuple(notes), problem)


def _cell(
    grid: Grid, merges: Sequence[Merge], row_number: int, index: int, values: Sequence[Any]
) -> Cell:
    column = letter(index)
    if any(merge.hides(row_number, index + 1) for merge in merges):
        return Cell(None, column)
    value = values[index] if index < len(values) else None
    problem = grid.problems.get((row_number, index + 1), "")
    if not problem and isinstance(value, str) and value.strip() in ERROR_WORDS:
        problem = formula_problem(value.strip())
    if problem.startswith("#"):  # an error value from a workbook, whose cell reads as blank
        value, problem = EXCEL_ERRORS.get(problem, problem), formula_problem(problem)
    return Cell(None if value == "" else value, column, problem)


def formula_problem(error: str) -> str:
    return _("Formeln gav ett fel, %(error)s. Skriv värdet i stället för formeln.") % {
        "error": EXCEL_ERRORS.get(error, error)
    }


def uncalculated_problem() -> str:
    return _("Formeln är inte beräknad. Öppna filen i Excel, spara den och ladda upp den igen.")


def _merged_headings(grid: Grid, top: int) -> Iterable[str]:
    for merge in grid.merges:
        if merge.top <= top <= merge.bottom:
            yield _(
                "Bladet ”%(sheet)s” har sammanfogade celler bland rubrikerna, i %(range)s. Dela "
                "cellerna och skriv en rubrik i varje cell på rad %(row)s."
            ) % {"sheet": grid.name, "range": merge.name, "row": top}


def _merge_note(merge: Merge) -> str:
    return _(
        "Cellerna %(range)s är sammanfogade. Värdet hör till %(first)s, de andra räknas som tomma."
    ) % {"range": merge.name, "first": f"{letter(merge.left - 1)}{merge.top}"}


def _short_note(found: int, expected: int) -> str:
    return _(
        "Raden har %(found)s celler men rubrikraden %(expected)s. De sista räknas som tomma: "
        "kontrollera att inget har hamnat i fel kolumn."
    ) % {"found": found, "expected": expected}


def _long_problem(beyond: Sequence[Any], expected: int) -> str:
    return _(
        "Raden har fler celler än rubrikraden, som har %(expected)s. Efter den sista står "
        "”%(text)s”. Sätt citattecken runt en text som innehåller skiljetecknet."
    ) % {"expected": expected, "text": str(beyond[0])[:40]}


def _refuse_rows(name: str) -> None:
    raise UnreadableFile(
        _("Bladet ”%(sheet)s” har fler än %(limit)s rader.")
        % {"sheet": name, "limit": number(ROW_LIMIT)},
        _("Dela det på flera filer. Ta också bort värden som står långt under den sista raden."),
    )
