"""Disclosure control, once, at the edge (design 5.10)."""

from stegvis.analysis.disclosure.figures import Protected, protect, suppressed
from stegvis.analysis.disclosure.tables import (
    LEAST_SHOWN,
    TOTAL,
    CountTable,
    Leak,
    ProtectedTable,
    find_leaks,
    grid,
    protect_table,
)

__all__ = [
    "LEAST_SHOWN",
    "TOTAL",
    "CountTable",
    "Leak",
    "Protected",
    "ProtectedTable",
    "find_leaks",
    "grid",
    "protect",
    "protect_table",
    "suppressed",
]
