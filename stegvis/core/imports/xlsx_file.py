"""Excel workbooks. Looks the file over before it is unpacked, then reads it.

calamine reads values fast but says nothing of failed formulas, and lays a sheet out in full however
far away its last cell is. So each sheet is first walked through, cell by cell, by `sheet_facts`.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from posixpath import join, normpath
from xml.etree import ElementTree
from xml.parsers import expat

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from stegvis.core.imports.cells import letter
from stegvis.core.imports.workbook import (
    COLUMN_LIMIT,
    MEGABYTE,
    ROW_LIMIT,
    Grid,
    Merge,
    UnreadableFile,
    uncalculated_problem,
)

UNPACKED_LIMIT = 150 * MEGABYTE
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
REFERENCE = re.compile(r"([A-Z]+)([0-9]+)")
BAD_ZIP = (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError)


def is_container(content: bytes) -> bool:
    return content.startswith((OLE, b"PK\x03\x04", b"PK\x05\x06"))


def read_xlsx(name: str, content: bytes) -> tuple[list[Grid], tuple[str, ...]]:
    if content.startswith(OLE):
        raise _old_excel(name, content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_other_kinds(name, archive)
            _refuse_bomb(name, archive)
            facts = {sheet: sheet_facts(archive, part) for sheet, part in _sheet_parts(archive)}
    except (*BAD_ZIP, KeyError, expat.ExpatError, ElementTree.ParseError, DocumentType, ValueError):
        raise _broken(name) from None
    for sheet, fact in facts.items():
        _refuse_extent(sheet, fact)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            return [_grid(book, sheet, fact) for sheet, fact in facts.items()], ()
    except CalamineError:
        raise _broken(name) from None


def _grid(book: CalamineWorkbook, name: str, facts: "Facts") -> Grid:
    sheet = book.get_sheet_by_name(name)
    rows: list[list[object]] = []
    if sheet.start is not None:
        rows = sheet.to_python(skip_empty_area=False)
    # calamine stops at the last row with a value; one with nothing but a failed formula counts too.
    rows += [[] for _missing in range(len(rows), facts.last_row)]
    return Grid(name, list(enumerate(rows, start=1)), facts.problems, facts.merges)


@dataclass
class Facts:
    """What a walk through the sheet's XML tells. Rows and columns count from 1."""

    problems: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    last_row: int = 0
    last_column: int = 0


class DocumentType(Exception):
    """A workbook never declares a document type; a file that does is an attack."""


class _Walk:
    """Follows the cells of a sheet. Counts by itself where a writer leaves out the references."""

    def __init__(self) -> None:
        self.facts = Facts()
        self.row = self.column = 0
        self.kind, self.has_formula, self.has_value, self.is_inside = "", False, False, False
        self.text: list[str] | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "row":
            self.row, self.column = int(attributes.get("r", self.row + 1)), 0
        elif tag == "c":
            self._enter_cell(attributes)
        elif tag == "f":
            self.has_formula = True
        elif tag in ("v", "is"):
            # A formula that gives an empty text is calculated; another with an empty value is not.
            self.has_value, self.is_inside = self.kind == "str", True
            self.text = [] if self.kind == "e" else None
        elif tag == "mergeCell":
            self.facts.merges.append(merge(attributes["ref"]))

    def _enter_cell(self, attributes: dict[str, str]) -> None:
        self.column += 1
        if at := REFERENCE.fullmatch(attributes.get("r", "")):
            self.column, self.row = _column(at[1]), int(at[2])
        self.kind, self.has_formula, self.has_value = attributes.get("t", ""), False, False

    def data(self, text: str) -> None:
        self.has_value = self.has_value or self.is_inside
        if self.text is not None:
            self.text.append(text)

    def end(self, tag: str) -> None:
        tag = tag.rpartition(":")[2]
        if tag in ("v", "is"):
            self._leave_value()
        elif tag == "c":
            if self.has_formula and not self.has_value:
                self.facts.problems[self.row, self.column] = uncalculated_problem()
            if self.has_formula or self.has_value:
                self.facts.last_row = max(self.facts.last_row, self.row)
                self.facts.last_column = max(self.facts.last_column, self.column)

    def _leave_value(self) -> None:
        self.is_inside = False
        if self.text is not None:
            self.facts.problems[self.row, self.column] = "".join(self.text) or "#N/A"
            self.text = None

    def refuse_document_type(self, *args: object) -> None:
        raise DocumentType


def sheet_facts(archive: zipfile.ZipFile, part: str) -> Facts:
    walk = _Walk()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = walk.start
    parser.EndElementHandler = walk.end
    parser.CharacterDataHandler = walk.data
    parser.StartDoctypeDeclHandler = walk.refuse_document_type
    with archive.open(part) as stream:
        parser.ParseFile(stream)
    return walk.facts


def merge(reference: str) -> Merge:
    """Merge of "B5:C6"."""
    first, _colon, last = reference.replace("$", "").partition(":")
    start, end = REFERENCE.fullmatch(first), REFERENCE.fullmatch(last or first)
    if not start or not end:
        raise ValueError(reference)
    return Merge(reference, int(start[2]), _column(start[1]), int(end[2]), _column(end[1]))


def _column(letters: str) -> int:
    index = 0
    for sign in letters:
        index = index * 26 + ord(sign) - 64
    return index


def _sheet_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Name and path of each worksheet, in the order of the tabs; charts are no sheets."""
    relations = _xml(archive, "xl/_rels/workbook.xml.rels")
    parts = {
        node.get("Id"): normpath(join("xl", node.get("Target", ""))).lstrip("/")
        for node in relations
        if node.get("Type", "").endswith("/worksheet")
    }
    for node in _xml(archive, "xl/workbook.xml").iter():
        if node.tag.endswith("}sheet"):
            link = next((value for key, value in node.items() if key.endswith("}id")), "")
            if link in parts:
                yield node.get("name", ""), parts[link]


def _xml(archive: zipfile.ZipFile, part: str) -> ElementTree.Element:
    content = archive.read(part)
    if b"<!DOCTYPE" in content:
        raise DocumentType
    return ElementTree.fromstring(content)


def _refuse_other_kinds(name: str, archive: zipfile.ZipFile) -> None:
    names = archive.namelist()
    if "xl/workbook.xml" in names and len(names) == len(set(names)):
        return
    if "mimetype" in names and b"opendocument.spreadsheet" in archive.read("mimetype")[:200]:
        raise _other_kind(name, _("ett OpenDocument-kalkylblad (.ods)"))
    if "xl/workbook.bin" in names:
        raise _other_kind(name, _("en binär Excel-arbetsbok (.xlsb)"))
    if "word/document.xml" in names:
        raise _other_kind(name, _("ett Word-dokument"))
    raise _other_kind(name, _("ett zip-arkiv utan arbetsbok"))


def _refuse_bomb(name: str, archive: zipfile.ZipFile) -> None:
    """Unpacks each part once, so that one that lies about its size is found out too."""
    unpacked = 0
    for entry in archive.infolist():
        if entry.flag_bits & 0x1:
            raise _locked(name)
        unpacked += entry.file_size
        if unpacked > UNPACKED_LIMIT:
            raise UnreadableFile(
                _("Filen ”%(file)s” blir för stor när den packas upp.") % {"file": name},
                _("Spara bara de blad och rader som ska importeras i en ny fil."),
            )
        with archive.open(entry) as part:
            while part.read(MEGABYTE):
                pass  # reading to the end checks the size and the checksum


def _refuse_extent(sheet: str, facts: Facts) -> None:
    last = f"{letter(facts.last_column - 1)}{facts.last_row}"
    if facts.last_row > ROW_LIMIT + 1:
        raise UnreadableFile(
            _("Bladet ”%(sheet)s” har för många rader. Den sista cellen med innehåll är %(cell)s.")
            % {"sheet": sheet, "cell": last},
            _("Dela det på flera filer. Ta bort innehåll långt under den sista raden."),
        )
    if facts.last_column > COLUMN_LIMIT:
        raise UnreadableFile(
            _("Bladet ”%(sheet)s” har för många kolumner. Den sista med innehåll är %(column)s.")
            % {"sheet": sheet, "column": letter(facts.last_column - 1)},
            _("Ta bort innehåll långt till höger om den sista rubriken."),
        )


def _old_excel(name: str, content: bytes) -> UnreadableFile:
    if ENCRYPTED in content:
        return _locked(name)
    renamed = name.lower().endswith((".xlsx", ".xlsm"))
    words = (
        _("Filen ”%(file)s” är en äldre Excel-fil (.xls) som har döpts om till .xlsx.")
        if renamed
        else _("Filen ”%(file)s” är en äldre Excel-fil (.xls).")
    )
    return UnreadableFile(words % {"file": name}, _save_as())


def _locked(name: str) -> UnreadableFile:
    return UnreadableFile(
        _("Filen ”%(file)s” är skyddad med lösenord.") % {"file": name},
        _("Öppna den i Excel, ta bort lösenordet och spara den igen."),
    )


def _other_kind(name: str, kind: str) -> UnreadableFile:
    return UnreadableFile(
        _("Filen ”%(file)s” är %(kind)s, inte en Excel-arbetsbok.") % {"file": name, "kind": kind},
        _save_as(),
    )


def _broken(name: str) -> UnreadableFile:
    return UnreadableFile(
        _("Filen ”%(file)s” är skadad och går inte att läsa.") % {"file": name},
        _("Öppna den i Excel, spara en ny kopia som .xlsx och ladda upp kopian."),
    )


def _save_as() -> str:
    return _(
        "Öppna den i Excel eller LibreOffice, välj Spara som och Excel-arbetsbok (.xlsx). Ladda "
        "upp den nya filen."
    )
