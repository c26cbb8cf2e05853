"""The indicators of a programme over a period, as data."""

from __future__ import annotations

from collections.abc import Mapping

from stegvis.analysis.indicators.model import Indicator
from stegvis.analysis.indicators.programmes import afterwards, persons, stay, work

PROGRAMME_CATALOGUE: Mapping[str, Indicator] = {
    indicator.name: indicator
    for indicator in (
        *persons.WHERE,
        *persons.RESULTS,
        *stay.WAITED,
        *stay.MONTHS,
        persons.GOAL_OVER_YEAR,
        persons.DIRECT_PERSONS,
        persons.DIRECT_SHARE,
        *work.ALL,
        *afterwards.ALL,
    )
}

__all__ = ["PROGRAMME_CATALOGUE"]
