"""Checks rows against their declarations, each other and the database. Writes nothing.

The number of queries depends on the number of sheets and references, not on the number of rows.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from stegvis.core.imports import spec
from stegvis.core.imports.cells import Cell, fold, shown
from stegvis.core.imports.enums import RowStatus
from stegvis.core.imports.spec import Changes, Column, ImportSheet, RequiredIf
from stegvis.core.imports.values import AsWritten, BadValue, Find, Key, Pending

ROW = ""  # the heading of a message that is about the whole row
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Message:
    text: str
    is_fatal: bool = True


@dataclass(eq=False)
class Line:
    """A row under check. `cells` are what the file says, with the user's corrections laid over.

    `refusal` is why it could not be written last time (heading → text); `written` what the cells
    say before references are looked up; `targets` the rows of the batch that it points at.
    """

    sheet: ImportSheet
    source: str
    number: int
    cells: dict[str, Cell]
    problem: str = ""
    notes: Sequence[str] = ()
    refusal: dict[str, str] = field(default_factory=dict)
    messages: dict[str, list[Message]] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    written: dict[str, Any] = field(default_factory=dict)
    key: Key = None
    existing: Any = None
    targets: dict[str, list["Line"]] = field(default_factory=dict)
    changes: Changes = field(default_factory=dict)
    status: RowStatus = RowStatus.NEW
    result: Any = None  # the object, once it exists

    def say(self, heading: str, text: str, *, is_fatal: bool = True) -> None:
        message = Message(text, is_fatal)
        if message not in self.messages.setdefault(heading, []):
            self.messages[heading].append(message)

    @property
    def is_wrong(self) -> bool:
        return any(message.is_fatal for found in self.messages.values() for message in found)

    def is_readable(self, names: Iterable[str]) -> bool:
        return all(name in self.values for name in names)

    @property
    def place(self) -> str:
        return _("rad %(row)s i %(source)s") % {"row": self.number, "source": self.source}


def check(lines: Sequence[Line], progress: Progress | None = None) -> None:
    """Fills in each line's values, messages, changes and status."""
    by_sheet: dict[str, list[Line]] = {}
    for line in lines:
        by_sheet.setdefault(line.sheet.key, []).append(line)
    sheets = sorted({line.sheet.key: line.sheet for line in lines}.values(), key=_order)
    index: dict[str, dict[Key, Line]] = {}
    done = 0
    for sheet in sheets:
        own = by_sheet[sheet.key]
        _check_sheet(sheet, own, index)
        done += len(own)
        if progress:
            progress(done, len(lines))


def _order(sheet: ImportSheet) -> tuple[int, str]:
    return sheet.order, sheet.key


def _check_sheet(
    sheet: ImportSheet, lines: Sequence[Line], index: dict[str, dict[Key, Line]]
) -> None:
    for line in lines:
        _read(line)
    index[sheet.key] = _by_key(lines)
    _find_existing(sheet, lines)
    for column in sheet.references():
        _resolve(column, lines, index)
    for line in lines:
        _fill_absent(line)
        _apply_rules(line)
    _spread(lines)
    for line in lines:
        _settle(line)


# --- cells ---


def _read(line: Line) -> None:
    if line.problem:
        line.say(ROW, line.problem)
    for note in line.notes:
        line.say(ROW, note, is_fatal=False)
    for heading, text in line.refusal.items():
        line.say(heading, text)
    for column in line.sheet.columns:
        cell = line.cells.get(column.heading)
        if cell is None:
            line.written[column.name] = column.parse.blank
        else:
            _read_cell(line, column, cell)


def _read_cell(line: Line, column: Column, cell: Cell) -> None:
    if cell.problem:
        line.say(column.heading, cell.problem)
    elif cell.is_blank and column.required:
        line.say(column.heading, _("Saknas. Fyll i cellen."))
    elif cell.is_blank:
        line.values[column.name] = line.written[column.name] = column.parse.blank
    else:
        try:
            value = column.parse(cell.value)
        except BadValue as error:
            line.say(column.heading, f"{error}{_as_written_hint(line.sheet, error)}")
        else:
            line.values[column.name] = line.written[column.name] = value


def _as_written_hint(sheet: ImportSheet, error: BadValue) -> str:
    columns = [column for column in sheet.columns if isinstance(column.parse, AsWritten)]
    if not error.is_rough or not columns:
        return ""
    return " " + _("Ungefärliga värden kan stå i %(headings)s, som tas in som de är skrivna.") % {
        "headings": ", ".join(f"”{column.heading}”" for column in columns)
    }


# --- keys ---


def _by_key(lines: Iterable[Line]) -> dict[Key, Line]:
    """Finds each line's key; lines that share one are all wrong, and point at each other."""
    found: dict[Key, list[Line]] = {}
    for line in lines:
        line.key = _key(line, line.sheet.key_columns)
        if line.key is not None:
            found.setdefault(fold(line.key), []).append(line)
    for same in found.values():
        if len(same) > 1:
            _refuse_repeated(same)
    return {key: same[0] for key, same in found.items()}


def _key(line: Line, names: Sequence[str]) -> Key:
    """None where a part of the key cannot be read."""
    if not all(name in line.written for name in names):
        return None
    parts = tuple(line.written[name] for name in names)
    return parts[0] if len(parts) == 1 else parts


def _refuse_repeated(same: Sequence[Line]) -> None:
    headings = [same[0].sheet.column(name).heading for name in same[0].sheet.key_columns]
    for line in same:
        others = [other.place for other in same if other is not line][:3]
        line.say(
            headings[0],
            _("Samma %(headings)s står på %(places)s. Ta bort eller rätta den ena.")
            % {"headings": _listed(headings), "places": _listed(others)},
        )


def _listed(words: Sequence[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s och %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def _folded(find: Find, keys: Collection[Key]) -> dict[Key, Any]:
    return {fold(key): instance for key, instance in find(keys).items()} if keys else {}


def _find_existing(sheet: ImportSheet, lines: Sequence[Line]) -> None:
    keys = {line.key for line in lines if line.key is not None}
    found = _folded(sheet.load_existing, keys)
    for line in lines:
        line.existing = found.get(fold(line.key)) if line.key is not None else None
        line.result = line.existing


# --- references ---


def _resolve(column: Column, lines: Sequence[Line], index: dict[str, dict[Key, Line]]) -> None:
    """Replaces what the cells say by the objects, or by rows of the batch that will become them."""
    reference = column.reference
    assert reference
    asked = [(line, list(_asked(line, column))) for line in lines if column.name in line.values]
    keys = {key for _line, several in asked for key in several}
    found = _folded(reference.find, keys)
    in_batch = index.get(reference.to, {})
    for line, several in asked:
        values = [_target(line, column, key, found, in_batch) for key in several]
        is_blank = line.written[column.name] == reference.blank
        if None in values or (not values and not is_blank):
            del line.values[column.name]
        elif reference.separator:
            line.values[column.name] = tuple(values)
        else:
            line.values[column.name] = values[0] if values else None


def _asked(line: Line, column: Column) -> Iterator[Key]:
    """The keys a cell points with. A blank cell asks for none."""
    reference = column.reference
    written = line.written[column.name]
    if written == reference.blank or not all(name in line.written for name in reference.within):
        return
    before = tuple(line.written[name] for name in reference.within)
    for one in written if reference.separator else (written,):
        yield (*before, one) if before else one


def _target(
    line: Line,
    column: Column,
    key: Key,
    found: dict[Key, Any],
    in_batch: dict[Key, Line],
) -> Any:
    target = in_batch.get(fold(key))
    if target is not None:
        line.targets.setdefault(column.name, []).append(target)
    if fold(key) in found:
        return found[fold(key)]
    text = shown(key[-1] if isinstance(key, tuple) else key)
    if target is None:
        line.say(
            column.heading,
            _("”%(value)s” finns inte bland %(sheet)s, varken i systemet eller i filen.")
            % {"value": text, "sheet": _title(column)},
        )
        return None
    if target.existing is not None:
        return target.existing
    if target.is_wrong:
        line.say(column.heading, _wrong_target(target))
        return None
    return Pending(text, target.values, target)


def _title(column: Column) -> str:
    reference = column.reference
    sheet = spec.get(reference.to) if reference else None
    return sheet.title.lower() if sheet else column.heading


def _wrong_target(target: Line) -> str:
    return _("Pekar på %(place)s, och den raden har fel. Rätta den först.") % {
        "place": target.place
    }


def _spread(lines: Sequence[Line]) -> None:
    """Rows that point at wrong rows of their own sheet are wrong too, and so are rows in a ring."""
    ordered, ring = by_dependence(lines)
    for line in ordered:
        for heading, target in own_targets(line):
            if target.is_wrong:
                line.say(heading, _wrong_target(target))
    for line in ring:
        line.say(own_targets(line)[0][0], _("Raderna pekar på varandra i en ring."))


def by_dependence(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """The lines so that each comes after those it points at, and the ones for which that fails."""
    waiting, ordered = list(lines), []
    while waiting:
        left = set(waiting)
        ready = [line for line in waiting if not any(t in left for _h, t in own_targets(line))]
        if not ready:
            return ordered, waiting
        ordered += ready
        left.difference_update(ready)
        waiting = [line for line in waiting if line in left]
    return ordered, []


def own_targets(line: Line) -> list[tuple[str, Line]]:
    """Rows of the same sheet that must be written first, as they do not exist yet."""
    return [
        (line.sheet.column(name).heading, target)
        for name, targets in line.targets.items()
        for target in targets
        if target.sheet is line.sheet and target.existing is None
    ]


# --- rules and result ---


def _fill_absent(line: Line) -> None:
    """A column that the file lacks keeps its value; on a new row it is blank."""
    for column in line.sheet.columns:
        if column.heading not in line.cells:
            value = blank = column.parse.blank
            if line.existing is not None and column.name not in line.sheet.key_columns:
                value = column.value_of(line.existing)
            line.values[column.name] = blank if value is None else value


def _apply_rules(line: Line) -> None:
    for column in line.sheet.columns:
        if column.required_if and _is_needed(line, column, column.required_if):
            words = {"words": column.required_if.words}
            line.say(column.heading, _("Saknas. Behövs %(words)s") % words)
    for rule in line.sheet.checks:
        text = line.is_readable(rule.reads) and rule.test(line.values, line.existing)
        if text:
            beside = line.sheet.column(rule.beside or rule.reads[-1])
            line.say(beside.heading, text, is_fatal=rule.is_fatal)


def _is_needed(line: Line, column: Column, rule: RequiredIf) -> bool:
    if not line.is_readable((column.name, *rule.reads)):
        return False
    return line.values[column.name] == column.parse.blank and rule.test(line.values)


def _settle(line: Line) -> None:
    line.changes = {}
    if line.is_wrong:
        line.status = RowStatus.WRONG
    elif line.existing is None:
        line.status = RowStatus.NEW
    else:
        line.changes = line.sheet.changes(line.existing, line.values, line.cells)
        line.status = RowStatus.CHANGED if line.changes else RowStatus.UNCHANGED
