"""The list of participants as Excel: one row for each enrolment, exactly as filtered.

Who has protected identity is one of the rows, without anything that tells who it is. Nothing about
health or addiction is in it, whoever asks. Memory does not grow with the rows."""

from collections.abc import Callable, Iterable
from datetime import date
from itertools import islice
from tempfile import TemporaryFile
from typing import Any, BinaryIO

import xlsxwriter
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import FileResponse
from django.utils.translation import gettext as _

from stegvis.participants.lists import Row, columns, is_named, rows, shown
from stegvis.participants.models import Enrolment, Participant

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST = 1_000_000  # rows; an Excel sheet holds 48 576 more
AT_ONCE = 1_000

Note = Callable[[Iterable[Participant]], None]


def headings() -> list[str]:
    return [
        *(_("Deltagare"), _("Personnummer"), _("Födelseår"), _("Kön"), _("Ärendenummer")),
        *(_("Verksamhet"), _("Enhet"), _("Handläggare"), _("Inskriven"), _("Avslutad")),
        *(_("Dagar"), _("Läge")),
        *(str(column.heading) for column in columns.listed),
    ]


def write(found: QuerySet[Enrolment], *, today: date, note: Note) -> tuple[BinaryIO, int]:
    """The file, and how many rows it has. `note` is told of each person who is named in it."""
    if found.count() > MOST:
        raise ValidationError(_("Listan är längre än vad Excel tar. Begränsa den med ett filter."))
    file = TemporaryFile()  # noqa: SIM115 - the answer sends it and closes it
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet(_("Deltagare"))
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, len(headings()) - 1, 16)
    sheet.write_row(0, 0, headings(), book.add_format({"bold": True}))
    at = 0
    waiting = shown(found, today=today).iterator(AT_ONCE)
    while some := list(islice(waiting, AT_ONCE)):
        note(one.participant for one in some if _tells_who(one.participant))
        for row in rows(some, today=today):
            at += 1
            _write_row(sheet, at, cells(row))
    sheet.autofilter(0, 0, max(at, 1), len(headings()) - 1)
    book.close()
    file.seek(0)
    return file, at


def cells(row: Row) -> list[Any]:
    """The row's values, in the order of the headings."""
    one = row.enrolment
    return [
        *(_person(row) if _is_open(row.participant) else _protected()),
        str(one.programme),
        one.unit.short_name,
        str(one.caseworker or "") if _is_open(row.participant) else "",
        one.starts_on,
        one.ends_on,
        row.days,
        _status(row),
        *(row.more if _is_open(row.participant) else [None] * len(row.more)),
    ]


def _is_open(participant: Participant) -> bool:
    return not participant.is_protected


def _tells_who(participant: Participant) -> bool:
    return _is_open(participant) and is_named(participant)


def _person(row: Row) -> list[Any]:
    person = row.participant
    sex = person.get_sex_display()
    return [str(person), row.number, person.birth_year, sex, row.enrolment.case_number]


def _protected() -> list[Any]:
    """Counted, and nothing more."""
    return [_("Skyddad"), "", None, "", ""]


def _status(row: Row) -> str:
    if not row.is_active:
        return _("Avslutad")
    return _("Paus") if row.is_paused else _("Pågår")


def _write_row(sheet: Any, at: int, values: list[Any]) -> None:
    for column, value in enumerate(values):
        if value is None or value == "":
            continue
        if isinstance(value, date):
            sheet.write_datetime(at, column, value)
        elif isinstance(value, int):
            sheet.write_number(at, column, value)
        else:
            sheet.write_string(at, column, str(value))  # a string is never a formula


def answer(file: BinaryIO, *, today: date) -> FileResponse:
    name = f"deltagare-{today.isoformat()}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
