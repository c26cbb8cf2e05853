"""What counts as work or studies: four definitions of others, as dated rules over one event."""

from stegvis.analysis.outcomes.definitions import (
    DEFINITIONS,
    WEEKS_AFTER,
    Among,
    OutcomeDefinition,
    in_force,
)

__all__ = ["DEFINITIONS", "WEEKS_AFTER", "Among", "OutcomeDefinition", "in_force"]
