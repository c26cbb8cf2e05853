"""Which declared sheet a sheet in the file is, and which column stands where."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from stegvis.core.imports.cells import fold, unaccented
from stegvis.core.imports.spec import Column, ImportSheet, named
from stegvis.core.imports.values import alike
from stegvis.core.imports.workbook import Heading, Sheet, UnreadableFile, Workbook

# The template's own sheets, which hold no rows: what to do, and the choices of the drop-down lists.
INSTRUCTIONS, CHOICES = "Läs mig", "Val"


@dataclass(frozen=True)
class Fitted:
    """A sheet of the file with its columns found: canonical heading → place in the row."""

    sheet: ImportSheet
    source: str
    content: Sheet
    places: dict[str, int]
    notes: tuple[str, ...] = ()


def plain(heading: str) -> str:
    """Headings are compared without letter case, blanks, dots over letters or a last star."""
    return unaccented(fold(heading.replace("_", " ").strip(" *:")))


def fit_books(
    books: Sequence[Workbook], sheets: Sequence[ImportSheet], only: ImportSheet | None = None
) -> tuple[list[Fitted], list[str]]:
    """Every sheet of the files that can be imported, and notes on those that cannot.

    `only` is what the user says the rows are. Raises UnreadableFile with all that is wrong at once.
    """
    fitted: list[Fitted] = []
    notes: list[str] = []
    problems: list[str] = []
    for book, content in ((one, content) for one in books for content in one.sheets):
        sheet = only if only and len(book.sheets) == 1 else recognise(content, sheets)
        if sheet and (not only or sheet is only):
            found = list(_problems(content, sheet))
            problems += found
            if not found:
                fitted.append(_fitted(_source(books, book, content), content, sheet))
        elif fold(content.name) not in (fold(INSTRUCTIONS), fold(CHOICES)):
            notes.append(
                _("Bladet ”%(sheet)s” känns inte igen och läses inte.") % {"sheet": content.name}
            )
    if problems:
        raise UnreadableFile(" ".join(problems), _way_out())
    if not fitted:
        raise _nothing_known(notes, sheets)
    return fitted, notes


def recognise(content: Sheet, sheets: Sequence[ImportSheet]) -> ImportSheet | None:
    """By its name, else by its headings when they fit one kind only."""
    if sheet := named(content.name, sheets):
        return sheet
    known = {plain(heading.text) for heading in content.headings}
    scores = {
        sheet.key: sum(bool(_names(column) & known) for column in sheet.columns)
        for sheet in sheets
        if all(_names(column) & known for column in sheet.columns if column.required)
    }
    most = max(scores.values(), default=0)
    best = [sheet for sheet in sheets if most and scores.get(sheet.key) == most]
    return best[0] if len(best) == 1 else None


def _names(column: Column) -> set[str]:
    return {plain(name) for name in (column.heading, *column.also)}


def _source(books: Sequence[Workbook], book: Workbook, content: Sheet) -> str:
    """What to call the place in messages: as short as tells it from the others."""
    if len(book.sheets) == 1:
        return book.name
    return content.name if len(books) == 1 else f"{book.name}: {content.name}"


def _fitted(source: str, content: Sheet, sheet: ImportSheet) -> Fitted:
    places = {
        column.heading: index
        for column in sheet.columns
        for index, heading in enumerate(content.headings)
        if plain(heading.text) in _names(column)
    }
    return Fitted(sheet, source, content, places, (*content.notes, *_unknown(content, sheet)))


def _unknown(content: Sheet, sheet: ImportSheet) -> Iterator[str]:
    known = set().union(*(_names(column) for column in sheet.columns))
    unknown = [h for h in content.headings if h.text and plain(h.text) not in known]
    if unknown:
        yield _(
            "Bladet ”%(sheet)s” har rubriker som inte känns igen och inte läses: %(headings)s."
        ) % {
            "sheet": content.name,
            "headings": ", ".join(_where(heading) for heading in unknown),
        }


def _where(heading: Heading) -> str:
    return _("”%(heading)s” (kolumn %(column)s)") % {
        "heading": heading.text,
        "column": heading.column,
    }


def _problems(content: Sheet, sheet: ImportSheet) -> Iterator[str]:
    yield from content.problems
    if not content.problems:
        yield from _repeated(content, sheet)
        yield from _missing(content, sheet)


def _repeated(content: Sheet, sheet: ImportSheet) -> Iterator[str]:
    """Two headings for the same column: nobody can know which one is meant."""
    for column in sheet.columns:
        same = [h for h in content.headings if h.text and plain(h.text) in _names(column)]
        if len(same) > 1:
            yield _(
                "Bladet ”%(sheet)s” har rubriken ”%(heading)s” i flera kolumner: %(columns)s."
            ) % {
                "sheet": content.name,
                "heading": column.heading,
                "columns": ", ".join(heading.column for heading in same),
            }


def _missing(content: Sheet, sheet: ImportSheet) -> Iterator[str]:
    counts = Counter(plain(heading.text) for heading in content.headings)
    missing = [c for c in sheet.columns if c.required and not any(counts[n] for n in _names(c))]
    if not missing:
        return
    yield _("Bladet ”%(sheet)s” saknar kolumner som behövs: %(headings)s.") % {
        "sheet": content.name,
        "headings": ", ".join(f"”{column.heading}”" for column in missing),
    }
    known = set().union(*(_names(column) for column in sheet.columns))
    unknown = [h for h in content.headings if h.text and plain(h.text) not in known]
    for column in missing:
        yield from _lookalike(column, unknown)


def _lookalike(column: Column, unknown: Sequence[Heading]) -> Iterator[str]:
    near = alike(column.heading, [heading.text for heading in unknown])
    for heading in unknown:
        if near and heading.text == near[0]:
            yield _("%(found)s liknar ”%(heading)s”.") % {
                "found": _where(heading),
                "heading": column.heading,
            }


def _way_out() -> str:
    return _("Rätta rubrikerna i filens första rad, eller hämta mallen, och ladda upp igen.")


def _nothing_known(notes: Sequence[str], sheets: Sequence[ImportSheet]) -> UnreadableFile:
    return UnreadableFile(
        " ".join(notes) or _("Filen har inga blad som kan importeras."),
        _("Döp bladet eller filen till något av: %(titles)s. Du kan också välja slag i listan.")
        % {"titles": ", ".join(sheet.title for sheet in sheets)},
    )
