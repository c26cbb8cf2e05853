"""Disclosure control, once, at the edge (design 5.10)."""

from stegvis.analysis.disclosure.figures import (
    INTERVENTIONS,
    PROGRAMMES,
    Protected,
    Rules,
    protect,
    suppressed,
)
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
    "INTERVENTIONS",
    "LEAST_SHOWN",
    "PROGRAMMES",
    "TOTAL",
    "CountTable",
    "Leak",
    "Protected",
    "ProtectedTable",
    "Rules",
    "find_leaks",
    "grid",
    "protect",
    "protect_table",
    "suppressed",
]
