"""How a room declares what can be imported. The declarations stand in the room's `imports.py`.

Headings and labels are part of the file format: they are Swedish whatever language the user reads.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from stegvis.core.imports.cells import fold, unaccented
from stegvis.core.imports.values import Key, Parser, Reference

Values = Mapping[str, Any]
Changes = dict[str, tuple[str, str]]
LOOKUP_SIZE = 5_000  # keys a query: databases limit the number of parameters


class BadRow(Exception):
    """Raised by `apply` when a row cannot be written. `column` names the cell it is about."""

    def __init__(self, message: str, column: str = "") -> None:
        super().__init__(message)
        self.column = column


@dataclass(frozen=True)
class RequiredIf:
    """The cell must be filled when `test` holds. Runs where the columns it reads are readable."""

    reads: Sequence[str]
    test: Callable[[Values], bool]
    words: str | Promise  # after "Behövs": "när slaget är avrop."


@dataclass(frozen=True)
class RowCheck:
    """A rule over several cells. `test` answers a message, or nothing when all is well.

    It is given the row's values and the object that exists, if any, and runs only where the columns
    it reads are readable. The message stands beside the last of them unless `beside` says another.
    """

    reads: Sequence[str]
    test: Callable[[Values, Any], str | None]
    beside: str = ""
    is_fatal: bool = True


@dataclass(frozen=True)
class Column:
    name: str
    heading: str
    parse: Parser
    required: bool = False
    required_if: RequiredIf | None = None
    help: str | Promise = ""
    example: str = ""
    also: Sequence[str] = ()  # other headings that mean the same
    current: str | Callable[[Any], Any] = ""  # where the object keeps it; else the column's name
    is_compared: bool = True

    def value_of(self, existing: Any) -> Any:
        read = self.current if callable(self.current) else attrgetter(self.current or self.name)
        value = read(existing)
        return tuple(value) if isinstance(self.parse.blank, tuple) else value

    @property
    def reference(self) -> Reference | None:
        return self.parse if isinstance(self.parse, Reference) else None


@dataclass(frozen=True)
class ImportSheet:
    """One kind of row.

    key_columns    the natural key. A key is the one value, or a tuple where there are more columns;
                   for a column that is a Reference it is what the cell says, not the object
    order          lower is written first; a sheet may point at itself and at sheets before it
    load_existing  keys → {key: object}, all rows at once and with what `current` reads prefetched
    apply          apply(values=…, existing=object or None, by=user) → the object; only called for
                   new and changed rows, writes through the room's actions, may raise BadRow or
                   ValidationError. `values` has every column; what the file lacks keeps its value
    checks         rules over several cells
    compare        compare(existing, values) → {heading: (before, after)} where the columns' own
                   `current` does not do
    needs          the permission for these rows, besides that of importing
    """

    key: str
    title: str
    columns: Sequence[Column]
    key_columns: Sequence[str]
    order: int
    load_existing: Callable[[Collection[Key]], Mapping[Key, Any]]
    apply: Callable[..., Any]
    checks: Sequence[RowCheck] = ()
    compare: Callable[[Any, Values], Changes] | None = None
    needs: str = ""
    help: str | Promise = ""

    def __post_init__(self) -> None:
        names = [column.name for column in self.columns]
        headings = [fold(column.heading) for column in self.columns]
        read = {name for check in self.checks for name in (*check.reads, check.beside) if name}
        unknown = ({*self.key_columns} | read) - set(names)
        if len(set(names)) < len(names) or len(set(headings)) < len(headings) or unknown:
            raise ValueError(f"import sheet {self.key}: repeated or unknown columns {unknown}")

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    def at(self, heading: str) -> Column:
        return next(column for column in self.columns if column.heading == heading)

    def references(self) -> list[Column]:
        return [column for column in self.columns if column.reference]

    def changes(self, existing: Any, values: Values, headings: Collection[str]) -> Changes:
        """What differs, among the columns of the file: heading → before and after in words."""
        if self.compare:
            return self.compare(existing, values)
        found = {}
        for column in self.columns:
            is_compared = column.is_compared and column.name not in self.key_columns
            if column.heading in headings and is_compared:
                before, after = column.value_of(existing), values[column.name]
                if _plain(before) != _plain(after):
                    found[column.heading] = (column.parse.show(before), column.parse.show(after))
        return found


def _plain(value: Any) -> Any:
    """For comparing: no text is None, and the order of several does not count."""
    if isinstance(value, tuple):
        return {_plain(one) for one in value}
    if isinstance(value, Model):
        return type(value)._meta.concrete_model, value.pk
    return None if value == "" else value


_sheets: dict[str, ImportSheet] = {}


def register(sheet: ImportSheet) -> ImportSheet:
    if sheet.key in _sheets:
        raise ValueError(f"import sheet {sheet.key} is registered twice")
    _sheets[sheet.key] = sheet
    return sheet


def registered() -> list[ImportSheet]:
    """In the order they are written."""
    return sorted(_sheets.values(), key=lambda sheet: (sheet.order, sheet.key))


def get(key: str) -> ImportSheet | None:
    return _sheets.get(key)


def by_key(
    queryset: Callable[[], QuerySet], *fields: str
) -> Callable[[Collection[Key]], dict[Key, Any]]:
    """A `load_existing` or `find` for a key that is kept in the model's own fields.

    Asks the database for the first field, in the usual spellings, and matches the rest in memory:
    one query for all rows (a few, where there are many thousands).

        find = by_key(lambda: Course.objects.select_related("unit"), "reference_number")
        load = by_key(CourseYear.objects.all, "course__reference_number", "year")
    """

    def load(keys: Collection[Key]) -> dict[Key, Any]:
        wanted = {fold(key) for key in keys}
        first = list({one for key in keys for one in _spellings(key)})
        found = {}
        for start in range(0, len(first), LOOKUP_SIZE):
            some = {f"{fields[0]}__in": first[start : start + LOOKUP_SIZE]}
            for instance in queryset().filter(**some):
                key = _key(instance, fields)
                if fold(key) in wanted:
                    found[key] = instance
        return found

    return load


def _spellings(key: Key) -> set[Any]:
    """Databases differ in what they take for the same letters; these forms cover what people do."""
    first = key[0] if isinstance(key, tuple) else key
    if not isinstance(first, str):
        return {first}
    return {first, first.upper(), first.lower(), first.capitalize(), first.title()}


def _key(instance: Model, fields: Sequence[str]) -> Key:
    parts = tuple(attrgetter(field.replace("__", "."))(instance) for field in fields)
    return parts[0] if len(parts) == 1 else parts


def in_order(first: str, last: str, message: str | Promise = "") -> RowCheck:
    """Dates (or numbers) where `last` must not come before `first`."""

    def test(values: Values, existing: Any) -> str | None:
        start, end = values[first], values[last]
        if start is None or end is None or start <= end:
            return None
        if message:
            return str(message)
        return _("Det här är före %(first)s. Byt plats på dem eller rätta det ena.") % {
            "first": start
        }

    return RowCheck(reads=(first, last), test=test)


def named(text: str, sheets: Iterable[ImportSheet]) -> ImportSheet | None:
    """The sheet with this title or key; figures around it, as in "insatser 2024", do not count."""
    for name in (_plain_name(text), _plain_name(text).strip(" 0123456789().")):
        for sheet in sheets:
            if name in (_plain_name(sheet.title), _plain_name(sheet.key)):
                return sheet
    return None


def _plain_name(text: str) -> str:
    return unaccented(fold(text.replace("_", " ").replace("-", " ")))
