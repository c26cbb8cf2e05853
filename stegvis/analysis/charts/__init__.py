"""All charts of the report, as SVG (design 8). Put the table with the same figures beside each."""

from stegvis.analysis.charts.answers import expected_results
from stegvis.analysis.charts.bars import (
    contract_forms,
    costs_per_head,
    participants_and_goal,
    started_and_completed,
)
from stegvis.analysis.charts.shares import shares
from stegvis.analysis.charts.steps import seven_steps
from stegvis.analysis.charts.theme import NARROW, WIDE
from stegvis.analysis.charts.themes import theme_matrix

__all__ = [
    "NARROW",
    "WIDE",
    "contract_forms",
    "costs_per_head",
    "expected_results",
    "participants_and_goal",
    "seven_steps",
    "shares",
    "started_and_completed",
    "theme_matrix",
]
