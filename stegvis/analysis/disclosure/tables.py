"""Suppression in one table of counts with its totals."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from stegvis.analysis.disclosure.network import Arc, Network

LEAST_SHOWN = 5
"""The smallest count of people that is shown (design 5.10, domain reference 8.4)."""

TOTAL = ""
Cell = tuple[str, str]
"""Row and column; ``TOTAL`` in a place is the total over it."""

_TOTALS_LAST = 1_000_000


@dataclass(frozen=True)
class CountTable:
    """Counts and totals as the arcs of a network; what is not an arc is a known zero.

    ``unprinted`` counts are not printed, but follow from the printed ones and are protected like
    them. ``free`` arcs only keep the balance: nobody prints them and they tell of nobody.
    ``parts`` pairs a count with the whole it is a part of.
    """

    arcs: Mapping[Cell, Arc]
    unprinted: frozenset[Cell] = frozenset()
    free: frozenset[Cell] = frozenset()
    parts: tuple[tuple[Cell, Cell], ...] = ()

    def __post_init__(self) -> None:
        wrong = {cell: arc.value for cell, arc in self.arcs.items() if arc.value < 0}
        if wrong:
            raise ValueError(f"counts below zero: {wrong}")

    @cached_property
    def network(self) -> Network[Cell]:
        return Network(self.arcs)

    @cached_property
    def not_shown(self) -> frozenset[Cell]:
        return self.unprinted | self.free

    @cached_property
    def at_node(self) -> Mapping[str, frozenset[Cell]]:
        found: dict[str, set[Cell]] = {}
        for cell, arc in self.arcs.items():
            found.setdefault(arc.tail, set()).add(cell)
            found.setdefault(arc.head, set()).add(cell)
        return {node: frozenset(cells) for node, cells in found.items()}

    def value(self, cell: Cell) -> int:
        """Return the true count; what the table has no arc for is zero."""
        return self.arcs[cell].value if cell in self.arcs else 0


def grid(counts: Mapping[Cell, int], unprinted: Collection[str] = ()) -> CountTable:
    """Return the table of (row, column) counts with row totals, column totals and a grand total.

    Cells left out are structural zeros. ``unprinted`` names columns that are not printed. A table
    of one column has no row totals, for they would be the cells again.
    """
    values = dict(counts)
    for (row, column), value in counts.items():
        for total in ((row, TOTAL), (TOTAL, column), (TOTAL, TOTAL)):
            values[total] = values.get(total, 0) + value
    columns = {column for _, column in counts}
    return CountTable(
        arcs={cell: Arc(*_ends(cell), value) for cell, value in values.items()},
        unprinted=frozenset(cell for cell in values if cell[1] in unprinted),
        free=frozenset(cell for cell in values if cell[1] == TOTAL)
        if len(columns) == 1
        else frozenset(),
        parts=tuple((cell, (cell[0], TOTAL)) for cell in counts) if len(columns) > 1 else (),
    )


def _ends(cell: Cell) -> tuple[str, str]:
    """Row totals flow into the rows, by the cells to the columns, and back by their totals."""
    row, column = cell
    if row and column:
        return f"row {row}", f"column {column}"
    if row:
        return "rows", f"row {row}"
    return (f"column {column}", "columns") if column else ("columns", "rows")


@dataclass(frozen=True)
class ProtectedTable:
    """A table with the counts that are held back. The mark is the same whatever the reason."""

    table: CountTable
    suppressed: frozenset[Cell]

    @cached_property
    def hidden(self) -> frozenset[Cell]:
        return self.suppressed | self.table.not_shown

    def shown(self, row: str = TOTAL, column: str = TOTAL) -> int | None:
        """Return the count to print; ``None`` when it is held back or never printed."""
        return None if (row, column) in self.hidden else self.table.value((row, column))

    def range(self, row: str = TOTAL, column: str = TOTAL) -> tuple[int, int | None]:
        """Return what an outsider can work out: the least and the most the count can be."""
        if (row, column) not in self.table.arcs:
            return 0, 0
        return self.table.network.range((row, column), self.hidden)


@dataclass(frozen=True)
class Leak:
    """Two versions that differ by so few that they point somebody out.

    ``cells`` are those whose sum differs; ``cure`` is the printed one to hold back.
    """

    cells: frozenset[Cell]
    difference: int
    cure: Cell


def protect_table(
    table: CountTable,
    *,
    threshold: int = LEAST_SHOWN,
    show_zeros: bool = False,
    forced: Collection[Cell] = (),
    previous: ProtectedTable | None = None,
) -> ProtectedTable:
    """Hold back small counts, and as many others as it takes to keep them hidden.

    Sensitive is a count under ``threshold``, a part that leaves fewer than ``threshold`` of its
    whole, and, against a ``previous`` published version, a count that was held back or has changed
    by fewer than ``threshold``. Zeros are sensitive too unless ``show_zeros``, for "none of them"
    says something about everybody. Afterwards no sensitive count can be worked out more closely
    than to a range of ``threshold``. ``forced`` cells are held back and protected as well.
    """
    sensitive = _small(table, threshold, show_zeros) | set(forced)
    if previous is not None:
        sensitive |= previous.suppressed
    sensitive &= table.arcs.keys()
    while True:
        protected = _closed(table, sensitive, threshold)
        leaks = [] if previous is None else find_leaks(previous, protected, threshold=threshold)
        if not leaks:
            return protected
        sensitive |= {leak.cure for leak in leaks}


def _small(table: CountTable, threshold: int, show_zeros: bool) -> set[Cell]:
    few = range(1 if show_zeros else 0, threshold)
    small = {cell for cell, arc in table.arcs.items() if arc.value in few}
    small |= {part for part, whole in table.parts if table.value(whole) - table.value(part) in few}
    return small - table.free


def _closed(table: CountTable, sensitive: Collection[Cell], threshold: int) -> ProtectedTable:
    """Hide the sensitive cells and, one circle at a time, what gives them away."""
    hidden = set(sensitive) | table.not_shown
    for cell in sorted(sensitive, key=lambda cell: (-table.value(cell), cell)):
        while not table.network.is_protected(cell, hidden, threshold):
            hidden |= table.network.hide_around(
                cell, hidden, threshold, lambda other: _cost(table, other)
            )
    return ProtectedTable(table, frozenset(hidden - table.not_shown))


def _cost(table: CountTable, cell: Cell) -> int:
    return table.value(cell) + (_TOTALS_LAST if TOTAL in cell else 0)


def find_leaks(
    before: ProtectedTable, after: ProtectedTable, *, threshold: int = LEAST_SHOWN
) -> list[Leak]:
    """Return where two published versions of one table differ by fewer than ``threshold``.

    Looked at: every printed count, and every sum of hidden counts that the printed ones of the
    same row, column or whole give away, when both versions hide the same.
    """
    leaks = []
    for cell in sorted(after.table.arcs.keys() & before.table.arcs.keys()):
        old, new = before.shown(*cell), after.shown(*cell)
        if old is not None and new is not None and 0 < abs(new - old) < threshold:
            leaks.append(Leak(frozenset({cell}), new - old, cell))
    for hidden, printed in _balances(before, after):
        difference = sum(after.table.value(c) - before.table.value(c) for c in hidden)
        if 0 < abs(difference) < threshold:
            cure = min(printed, key=lambda cell: (_cost(after.table, cell), cell))
            leaks.append(Leak(hidden, difference, cure))
    return leaks


def _balances(
    before: ProtectedTable, after: ProtectedTable
) -> Iterator[tuple[frozenset[Cell], frozenset[Cell]]]:
    """The hidden counts that a node's printed ones give the sum of, in both versions."""
    for node, cells in sorted(after.table.at_node.items()):
        hidden, printed = cells & after.hidden, cells - after.hidden
        same = before.table.at_node.get(node, frozenset()) & before.hidden == hidden
        if hidden and printed and same and not hidden & after.table.free:
            yield hidden, printed
