"""What the pages show of a batch."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, QuerySet, Value, When

from stegvis.core.imports import spec
from stegvis.core.imports.cells import clean, decode, fold, shown
from stegvis.core.imports.checking import ROW
from stegvis.core.imports.enums import BatchStatus, RowStatus
from stegvis.core.imports.models import ImportBatch, ImportRow
from stegvis.core.imports.spec import Column

ROWS_A_PAGE = 20  # a page is one form, and a form may have a thousand fields
LONG = 60  # characters after which a cell is shown in a field of several lines
FIELD = "cell"


def batches(user: Any) -> QuerySet[ImportBatch]:
    return ImportBatch.objects.visible_to(user).select_related("by")


def rows(batch: ImportBatch) -> QuerySet[ImportRow]:
    """What is wrong first, then changed, new and unchanged; within that as in the file."""
    order = Case(
        *(When(status=status, then=Value(place)) for place, status in enumerate(RowStatus))
    )
    return batch.rows.order_by(order, "position")


def accepted_before(user: Any, batch: ImportBatch) -> ImportBatch | None:
    """The same file, written earlier."""
    same = batches(user).filter(sha256=batch.sha256, status=BatchStatus.ACCEPTED)
    return same.exclude(pk=batch.pk).first()


@dataclass(frozen=True)
class SheetCount:
    key: str
    title: str
    counts: list[tuple[RowStatus, int]]


def sheet_counts(batch: ImportBatch) -> list[SheetCount]:
    order = [sheet.key for sheet in spec.registered()]
    keys = sorted(batch.counts, key=lambda key: (order.index(key) if key in order else 99, key))
    return [
        SheetCount(key, title(key), [(s, batch.counts[key].get(s, 0)) for s in RowStatus])
        for key in keys
    ]


def title(key: str) -> str:
    """The sheet's title; its key once it is no longer declared."""
    sheet = spec.get(key)
    return sheet.title if sheet else key


@dataclass(frozen=True)
class CellView:
    """A cell as the page shows it. `text` is the correction, if any, else what the file has."""

    heading: str
    name: str  # of the field in the form
    text: str
    in_file: str  # where it was corrected: what the file has
    messages: list[tuple[str, bool]]  # text, is fatal
    change: tuple[str, str] | None
    choices: list[str]

    @property
    def is_long(self) -> bool:
        return len(self.text) > LONG or "\n" in self.text

    @property
    def is_wrong(self) -> bool:
        return any(is_fatal for _text, is_fatal in self.messages)


@dataclass(frozen=True)
class RowView:
    row: ImportRow
    status: RowStatus
    label: str  # the words of its key
    place: str  # where in the files it stands, with the kind of row where that does not tell
    messages: list[tuple[str, bool]]  # about the row as a whole
    told: list[CellView]  # cells with a message
    changed: list[CellView]
    others: list[CellView]


def row_views(found: Iterable[ImportRow]) -> list[RowView]:
    return [row_view(row) for row in found]


def row_view(row: ImportRow) -> RowView:
    sheet = spec.get(row.sheet)
    columns = {column.heading: column for column in sheet.columns} if sheet else {}
    cells = [
        cell_view(row, heading, place, columns.get(heading))
        for place, heading in enumerate(_headings(row))
    ]
    keys = [sheet.column(name).heading for name in sheet.key_columns] if sheet else []
    return RowView(
        row=row,
        status=RowStatus(row.status),
        label=" · ".join(cell.text for cell in cells if cell.heading in keys and cell.text),
        place=_place(row),
        messages=_pairs(row.messages, ROW),
        told=[cell for cell in cells if cell.messages],
        changed=[cell for cell in cells if cell.change],
        others=[cell for cell in cells if not cell.messages and not cell.change],
    )


def _place(row: ImportRow) -> str:
    kind = title(row.sheet)
    return str(row) if fold(kind) in fold(row.source) else f"{kind}: {row}"


def _headings(row: ImportRow) -> list[str]:
    """In the order of the declaration: a database may keep JSON in an order of its own."""
    sheet = spec.get(row.sheet)
    declared = [column.heading for column in sheet.columns] if sheet else sorted(row.raw)
    return [heading for heading in declared if heading in row.raw]


def _in_file(row: ImportRow, heading: str) -> str:
    return shown(decode(row.raw[heading]).value)


def cell_view(row: ImportRow, heading: str, place: int, column: Column | None) -> CellView:
    in_file = _in_file(row, heading)
    text = row.corrected.get(heading, in_file)
    change = row.changes.get(heading)
    return CellView(
        heading=heading,
        name=f"{FIELD}-{row.pk}-{place}",
        text=text,
        in_file=in_file if heading in row.corrected else "",
        messages=_pairs(row.messages, heading),
        change=(change[0], change[1]) if change else None,
        choices=column.parse.choices() if column else [],
    )


def _pairs(messages: Mapping[str, Any], heading: str) -> list[tuple[str, bool]]:
    return [(text, is_fatal) for text, is_fatal in messages.get(heading, [])]


def typed_cells(batch: ImportBatch, posted: Mapping[str, str]) -> dict[int, dict[str, str]]:
    """What has been changed in the form of a page of rows: id of row → heading → text."""
    fields = [(name.split("-"), text) for name, text in posted.items() if name.startswith(FIELD)]
    named = [(int(p[1]), int(p[2]), text) for p, text in fields if _is_cell(p)]
    found = {row.pk: row for row in batch.rows.filter(pk__in={pk for pk, _place, _text in named})}
    cells: dict[int, dict[str, str]] = {}
    for pk, place, text in named:
        headings = _headings(found[pk]) if pk in found else []
        if place < len(headings) and _is_changed(found[pk], headings[place], text):
            cells.setdefault(pk, {})[headings[place]] = text
    return cells


def _is_changed(row: ImportRow, heading: str, text: str) -> bool:
    before = row.corrected.get(heading, _in_file(row, heading))
    return clean(text) != clean(before)


def _is_cell(parts: list[str]) -> bool:
    return len(parts) == 3 and parts[1].isdecimal() and parts[2].isdecimal()
