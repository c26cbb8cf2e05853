"""The counting rules: from what was reported to one figure per measure, and where it comes from.

Plain Python on small frozen rows; no database. Rule 2 of the design: registered = no_show +
withdrawn + started, and started = completed + dropped_out + ongoing. What breaks it is not
mended here: `discrepancies.py` lists it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from stegvis.interventions.enums import Basis, CountingUnit, Measure

MEASURES = tuple(measure.value for measure in Measure)


@dataclass(frozen=True)
class CountRow:
    """One reported row. `part` is None for the whole; None in a measure means not reported."""

    unit: str
    part: str | None = None
    registered: int | None = None
    no_show: int | None = None
    withdrawn: int | None = None
    started: int | None = None
    dropped_out: int | None = None
    completed: int | None = None
    ongoing: int | None = None
    unique_completed: int | None = None
    cancelled: bool = False


@dataclass(frozen=True)
class Resolved:
    """One figure per measure, counted in starts, and the basis of those that have one."""

    values: dict[str, int | None] = field(default_factory=dict)
    basis: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, measure: str) -> int | None:
        return self.values.get(measure)


def resolve(
    rows: Iterable[CountRow], rulings: dict[str, int] | None = None, *, was_held: bool = True
) -> Resolved:
    """The figures of one intervention and year.

    A ruling beats everything. Then: the whole as reported; else the sum of the parts, in starts.
    Missing starts are derived from completed + dropped out + ongoing; else from the persons, for
    each person has started at least once; else, unless it was cancelled, from registered
    less those who never came.
    Missing completions are taken from the persons.
    """
    rows = list(rows)
    starts = _combined(rows, CountingUnit.STARTS)
    persons = _combined(rows, CountingUnit.PERSONS)
    found = Resolved(dict(starts.values), dict(starts.basis))
    for measure, value, basis in _filled_in(starts, persons, was_held):
        if found.values.get(measure) is None and value is not None:
            found.values[measure], found.basis[measure] = value, basis
    for measure, value in (rulings or {}).items():
        found.values[measure], found.basis[measure] = value, Basis.RULED
    return found


def _filled_in(
    starts: Resolved, persons: Resolved, was_held: bool
) -> list[tuple[str, int | None, str]]:
    """Candidates for what is missing in starts, the best first."""
    return [
        ("started", _ended_or_ongoing(starts), Basis.DERIVED),
        ("started", _first(persons["started"], _ended_or_ongoing(persons)), Basis.PERSONS),
        ("started", came(starts) if was_held else None, Basis.DERIVED),
        ("completed", persons["completed"], Basis.PERSONS),
        ("unique_completed", persons["completed"], Basis.PERSONS),
    ]


def came(figures: Resolved) -> int | None:
    """Registered less those who never came."""
    if figures["registered"] is None:
        return None
    gone = (figures["no_show"] or 0) + (figures["withdrawn"] or 0)
    return max(figures["registered"] - gone, 0)


def _ended_or_ongoing(figures: Resolved) -> int | None:
    if figures["completed"] is None:
        return None
    return figures["completed"] + (figures["dropped_out"] or 0) + (figures["ongoing"] or 0)


def _combined(rows: Sequence[CountRow], unit: str) -> Resolved:
    """Measure by measure: the row of the whole, else the sum of the parts that report it."""
    of_unit = [row for row in rows if row.unit == unit]
    whole = next((row for row in of_unit if row.part is None), None)
    parts = [row for row in of_unit if row.part is not None]
    combined = Resolved()
    for measure in MEASURES:
        if whole is not None and getattr(whole, measure) is not None:
            combined.values[measure] = getattr(whole, measure)
            combined.basis[measure] = Basis.REPORTED
        else:
            reported = [v for row in parts if (v := getattr(row, measure)) is not None]
            if reported:
                combined.values[measure] = sum(reported)
                combined.basis[measure] = Basis.SUMMED
    return combined


def parts_sum(
    rows: Iterable[CountRow], measure: str, unit: str = CountingUnit.STARTS
) -> int | None:
    """The sum of the parts, when at least one of them reports the measure."""
    reported = [
        value
        for row in rows
        if row.part is not None
        and row.unit == unit
        and (value := getattr(row, measure)) is not None
    ]
    return sum(reported) if reported else None


def whole_of(rows: Iterable[CountRow], unit: str = CountingUnit.STARTS) -> CountRow:
    """The row of the whole, an empty one where there is none."""
    found = (row for row in rows if row.part is None and row.unit == unit)
    return next(found, CountRow(unit=unit))


def _first(*values: int | None) -> int | None:
    return next((value for value in values if value is not None), None)
