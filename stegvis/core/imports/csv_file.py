"""Text files: finds out the letters' coding and the separator, and says what it took them for."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from stegvis.core.imports.workbook import Grid, UnreadableFile

SEPARATORS = (";", "\t", ",")
BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
MOJIBAKE = re.compile("Ã[¥¤¶…„–©]|â€")  # å, ä, ö, … that were coded twice
FOREIGN = {b"%PDF": "PDF", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"{\\rtf": "RTF"}


def read_csv(name: str, content: bytes) -> tuple[list[Grid], tuple[str, ...]]:
    _refuse_other_kinds(name, content)
    text, notes = decode(name, content)
    text, separator = _separator(text)
    return [Grid(Path(name).stem, _records(name, text, separator), is_text=True)], notes


def decode(name: str, content: bytes) -> tuple[str, tuple[str, ...]]:
    """The text, and notes on how it was read when that was a guess."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _checked(name, content.decode("utf-16", errors="replace")), ()
    try:
        text, notes = content.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        text, notes = _windows(name, content)
    if MOJIBAKE.search(text):
        notes = (
            *notes,
            _("Filen ”%(file)s” har trasiga å, ä eller ö (som ”Ã¥”). Spara den igen som UTF-8.")
            % {"file": name},
        )
    return _checked(name, text), notes


def _windows(name: str, content: bytes) -> tuple[str, tuple[str, ...]]:
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        raise _binary(name) from None
    note = _(
        "Filen ”%(file)s” är inte i UTF-8 och lästes som Windows-1252. Kontrollera att å, ä och ö "
        "ser rätt ut i förhandsgranskningen."
    ) % {"file": name}
    return text, (note,)


def _checked(name: str, text: str) -> str:
    if BINARY.search(text):
        raise _binary(name)
    return text


def _binary(name: str) -> UnreadableFile:
    return UnreadableFile(
        _("Filen ”%(file)s” är varken en Excel-arbetsbok eller en textfil.") % {"file": name},
        _("Spara uppgifterna som .xlsx eller som CSV (UTF-8) och ladda upp den filen."),
    )


def _refuse_other_kinds(name: str, content: bytes) -> None:
    start = content.lstrip()[:15].lower()
    kind = next((kind for magic, kind in FOREIGN.items() if content.startswith(magic)), "")
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<?xml")):
        kind = "HTML/XML"
    if kind:
        raise UnreadableFile(
            _("Filen ”%(file)s” är av slaget %(kind)s, inte en tabell.")
            % {"file": name, "kind": kind},
            _("Öppna den i Excel, spara som Excel-arbetsbok (.xlsx) och ladda upp den filen."),
        )


def _separator(text: str) -> tuple[str, str]:
    """Excel's own `sep=;` line decides; else what is most common in the row of headings."""
    told = re.match(r"sep=(.)\r?\n", text)
    if told:
        return text[told.end() :], told[1]
    first = next((line for line in text.splitlines() if line.strip()), "")
    outside_quotes = re.sub(r'"[^"]*"', "", first)
    return text, max(SEPARATORS, key=outside_quotes.count)


def _records(name: str, text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Rows numbered as a spreadsheet numbers them: a row with line breaks inside quotes is one."""
    # A line break inside a cell may be any kind; the reader must see it as it stands.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        yield from enumerate(reader, start=1)
    except csv.Error:
        raise UnreadableFile(
            _("Filen ”%(file)s” går inte att läsa vid textrad %(line)s.")
            % {"file": name, "line": reader.line_num},
            _('Ofta beror det på ett citattecken (") som saknas eller är för mycket.'),
        ) from None
