"""From a workbook to rows of cells by heading. Sheets with several headings are read one after the
other; a row keeps its sheet and its number."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from stegvis.core.imports.cells import encode
from stegvis.core.imports.workbook import Sheet, UnreadableFile, Workbook

PROBLEM = "!"  # stands for what condemns the whole row; no heading is called so


@dataclass(frozen=True)
class Line:
    sheet: str
    number: int
    cells: dict[str, Any]  # heading → encoded cell; blank cells are left out


def headings(book: Workbook) -> list[str]:
    """All headings of the file, in their order, each once. Raises UnreadableFile for headings that
    cannot be read."""
    problems = [problem for sheet in book.sheets for problem in sheet.problems]
    if problems:
        raise UnreadableFile(" ".join(problems))
    found = dict.fromkeys(name for sheet in book.sheets for name in _names(sheet))
    if not found:
        raise UnreadableFile(
            _("Filen ”%(file)s” har inga rubriker.") % {"file": book.name},
            _("Skriv rubriker på första raden och ladda upp den igen."),
        )
    return list(found)


def lines(book: Workbook) -> Iterator[Line]:
    several = len(book.sheets) > 1
    for sheet in book.sheets:
        names = _names(sheet)
        for row in sheet.rows:
            cells = {
                name: encode(cell)
                for name, cell in zip(names, row.cells, strict=True)
                if not cell.is_blank
            }
            if row.problem:
                cells[PROBLEM] = row.problem
            yield Line(sheet.name if several else "", row.number, cells)


def _names(sheet: Sheet) -> list[str]:
    """The headings, with a name for a column without any and a number for one that comes again."""
    seen: dict[str, int] = {}
    found = []
    for heading in sheet.headings:
        text = heading.text or _("Kolumn %(letter)s") % {"letter": heading.column}
        seen[text] = seen.get(text, 0) + 1
        found.append(text if seen[text] == 1 else f"{text} ({seen[text]})")
    return found
