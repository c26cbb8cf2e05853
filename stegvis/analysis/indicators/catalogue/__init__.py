"""Every indicator of the annual report, as data."""

from __future__ import annotations

from collections.abc import Mapping

from stegvis.analysis.indicators.catalogue.ahead import (
    AGREEMENTS_ENDING,
    OPTIONS_TO_DECIDE,
    RUNNING_OVER_YEAR_END,
    TO_FOLLOW_UP,
)
from stegvis.analysis.indicators.catalogue.costs import (
    COST_PER_COMPLETED,
    COST_PER_START,
    OUTCOME_COST,
    OUTCOME_COST_SHARE,
    PLANNED_COST,
    PLANNED_COST_YEAR,
)
from stegvis.analysis.indicators.catalogue.counts import (
    COMPLETED,
    DROPPED_OUT,
    INTERVENTIONS,
    NO_SHOW,
    ONGOING,
    REGISTERED,
    STARTED,
    WITHDRAWN,
)
from stegvis.analysis.indicators.catalogue.findings import (
    FINDING_INTERVENTIONS,
    FINDINGS,
    THEME_YEARS,
)
from stegvis.analysis.indicators.catalogue.results import (
    EXPECTED_ANSWERED_SHARE,
    EXPECTED_REACHED_SHARE,
    EXPECTED_RESULTS,
)
from stegvis.analysis.indicators.catalogue.shares import (
    COMPLETION_SHARE,
    DROPOUT_SHARE,
    INTERVENTIONS_SHARE,
    NO_SHOW_SHARE,
)
from stegvis.analysis.indicators.model import Indicator

CATALOGUE: Mapping[str, Indicator] = {
    indicator.name: indicator
    for indicator in (
        INTERVENTIONS,
        REGISTERED,
        NO_SHOW,
        WITHDRAWN,
        STARTED,
        DROPPED_OUT,
        COMPLETED,
        ONGOING,
        COMPLETION_SHARE,
        DROPOUT_SHARE,
        NO_SHOW_SHARE,
        INTERVENTIONS_SHARE,
        PLANNED_COST,
        PLANNED_COST_YEAR,
        OUTCOME_COST,
        OUTCOME_COST_SHARE,
        COST_PER_START,
        COST_PER_COMPLETED,
        EXPECTED_RESULTS,
        EXPECTED_ANSWERED_SHARE,
        EXPECTED_REACHED_SHARE,
        FINDINGS,
        FINDING_INTERVENTIONS,
        THEME_YEARS,
        TO_FOLLOW_UP,
        RUNNING_OVER_YEAR_END,
        AGREEMENTS_ENDING,
        OPTIONS_TO_DECIDE,
    )
}
