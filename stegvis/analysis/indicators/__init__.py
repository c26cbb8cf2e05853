"""Indicators as data, and the figures they give."""

from stegvis.analysis.indicators.catalogue import CATALOGUE
from stegvis.analysis.indicators.compute import compute, compute_many, members
from stegvis.analysis.indicators.model import (
    CAUTION_SV,
    CHAPTER_SV,
    DIMENSIONS,
    UNIT_SV,
    Caution,
    Chapter,
    Figure,
    FigureKind,
    Group,
    Indicator,
    Unit,
)

__all__ = [
    "CATALOGUE",
    "CAUTION_SV",
    "CHAPTER_SV",
    "DIMENSIONS",
    "UNIT_SV",
    "Caution",
    "Chapter",
    "Figure",
    "FigureKind",
    "Group",
    "Indicator",
    "Unit",
    "compute",
    "compute_many",
    "members",
]
