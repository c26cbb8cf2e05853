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
    Period,
    Unit,
)
from stegvis.analysis.indicators.programmes import PROGRAMME_CATALOGUE

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
    "PROGRAMME_CATALOGUE",
    "Period",
    "Unit",
    "compute",
    "compute_many",
    "members",
]
