"""Kronor, and kronor per head."""

from __future__ import annotations

from stegvis.analysis.indicators import frames
from stegvis.analysis.indicators.catalogue.shared import (
    FROM,
    GROUPS,
    OVERVIEW,
    OWN,
    PERSONS,
    RUNNING,
    YEAR_TABLES,
    summed,
)
from stegvis.analysis.indicators.model import Chapter, FigureKind, Indicator, Unit

PLANNED_COST = summed(
    "planned_cost",
    "Planerad kostnad",
    "Planned cost",
    "Planerad kostnad för hela insatsen, också den del som faller på ett annat år.",
    Unit.KRONOR,
    FigureKind.MONEY,
    Chapter.COSTS,
    "planned_total",
)
PLANNED_COST_YEAR = summed(
    "planned_cost_year",
    "Planerad kostnad under året",
    "Planned cost of the year",
    "Den del av den planerade kostnaden som faller på året.",
    Unit.KRONOR,
    FigureKind.MONEY,
    Chapter.COSTS,
    "planned_year",
)
OUTCOME_COST = summed(
    "outcome_cost",
    "Kostnad under året",
    "Cost of the year",
    "Utfallet som faller på året, för årets insatser.",
    Unit.KRONOR,
    FigureKind.MONEY,
    Chapter.COSTS,
    "outcome_year",
    OVERVIEW,
)
OUTCOME_COST_SHARE = Indicator(
    name="outcome_cost_share",
    title_sv="Andel av kostnaden",
    title_en="Share of cost",
    explanation_sv="Hur årets kostnad fördelar sig på grupper, till exempel avtalsformer.",
    numerator_sv="gruppens kostnad under året",
    denominator_sv="all kostnad under året i urvalet",
    chapter=Chapter.COSTS,
    kind=FigureKind.SHARE,
    counting_unit=Unit.KRONOR,
    frame=frames.INTERVENTIONS,
    numerator=lambda t: t.outcome_year,
    of_whole=True,
    tables=YEAR_TABLES,
    group_by=GROUPS,
    source=OWN,
    valid_from=FROM,
)
COST_PER_START = Indicator(
    name="cost_per_start",
    title_sv="Kostnad per start",
    title_en="Cost per start",
    explanation_sv=(
        "Årets kostnad delad med årets starter. Insatser är olika långa och ger olika mycket, så "
        "ett lägre tal är inte i sig bättre."
    ),
    numerator_sv="utfall under året, kronor",
    denominator_sv="starter, i de insatser som har båda talen",
    chapter=Chapter.COSTS,
    kind=FigureKind.MONEY_PER_COUNT,
    counting_unit=Unit.KRONOR_PER_START,
    frame=frames.INTERVENTIONS,
    numerator=lambda t: t.outcome_year,
    denominator=lambda t: t.started,
    tables=YEAR_TABLES,
    group_by=GROUPS,
    source=OWN,
    valid_from=FROM,
    cautions=(RUNNING,),
)
COST_PER_COMPLETED = Indicator(
    name="cost_per_completed",
    title_sv="Kostnad per fullföljd",
    title_en="Cost per completed",
    explanation_sv=(
        "Årets kostnad delad med antalet fullföljda. Också det som avbrutna starter kostat ingår."
    ),
    numerator_sv="utfall under året, kronor",
    denominator_sv="fullföljda, i de insatser som har båda talen",
    chapter=Chapter.COSTS,
    kind=FigureKind.MONEY_PER_COUNT,
    counting_unit=Unit.KRONOR_PER_COMPLETED,
    frame=frames.INTERVENTIONS,
    numerator=lambda t: t.outcome_year,
    denominator=lambda t: t.completed,
    tables=YEAR_TABLES,
    group_by=GROUPS,
    source=OWN,
    valid_from=FROM,
    cautions=(PERSONS, RUNNING),
)
