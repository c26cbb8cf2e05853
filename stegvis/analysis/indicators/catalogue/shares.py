"""Shares of starts, registrations and interventions."""

from __future__ import annotations

from stegvis.analysis.indicators import frames
from stegvis.analysis.indicators.catalogue.shared import (
    FROM,
    GROUPS,
    OVERVIEW,
    PERSONS,
    RUNNING,
    TABLES,
    YEAR_TABLES,
)
from stegvis.analysis.indicators.model import Chapter, Direction, FigureKind, Indicator, Unit

COMPLETION_SHARE = Indicator(
    name="completion_share",
    title_sv="Andel fullföljda",
    title_en="Completion share",
    explanation_sv=(
        "Hur stor del av starterna som fullföljdes. Intervallet visar hur mycket andelen kan bero "
        "på slumpen när starterna är få. Samma person kan ha flera starter, och då är intervallet "
        "något för smalt."
    ),
    numerator_sv="fullföljda starter",
    denominator_sv="starter, i de insatser som har båda talen",
    chapter=Chapter.SHARES,
    kind=FigureKind.SHARE,
    counting_unit=Unit.STARTS,
    frame=frames.INTERVENTIONS,
    numerator=lambda t: t.completed,
    denominator=lambda t: t.started,
    tables=YEAR_TABLES,
    group_by=GROUPS,
    source=OVERVIEW,
    valid_from=FROM,
    direction=Direction.HIGHER,
    cautions=(PERSONS, RUNNING),
)
DROPOUT_SHARE = Indicator(
    name="dropout_share",
    title_sv="Andel avbrott",
    title_en="Dropout share",
    explanation_sv="Hur stor del av starterna som avbröts.",
    numerator_sv="avbrott",
    denominator_sv="starter, i de insatser som har båda talen",
    chapter=Chapter.SHARES,
    kind=FigureKind.SHARE,
    counting_unit=Unit.STARTS,
    frame=frames.INTERVENTIONS,
    numerator=lambda t: t.dropped_out,
    denominator=lambda t: t.started,
    tables=YEAR_TABLES,
    group_by=GROUPS,
    source=TABLES,
    valid_from=FROM,
    direction=Direction.LOWER,
    cautions=(RUNNING,),
)
NO_SHOW_SHARE = Indicator(
    name="no_show_share",
    title_sv="Andel som uteblev",
    title_en="No-show share",
    explanation_sv="Hur stor del av de anmälda som aldrig kom.",
    numerator_sv="anmälda som uteblev",
    denominator_sv="anmälda, i de insatser som har båda talen",
    chapter=Chapter.SHARES,
    kind=FigureKind.SHARE,
    counting_unit=Unit.REGISTRATIONS,
    frame=frames.INTERVENTIONS,
    numerator=lambda t: t.no_show,
    denominator=lambda t: t.registered,
    tables=YEAR_TABLES,
    group_by=GROUPS,
    source=TABLES,
    valid_from=FROM,
    direction=Direction.LOWER,
)
INTERVENTIONS_SHARE = Indicator(
    name="interventions_share",
    title_sv="Andel av insatserna",
    title_en="Share of interventions",
    explanation_sv=(
        "Hur årets insatser fördelar sig på grupper, till exempel avtalsformer eller kategorier."
    ),
    numerator_sv="insatser i gruppen",
    denominator_sv="alla insatser i urvalet",
    chapter=Chapter.SHARES,
    kind=FigureKind.SHARE,
    counting_unit=Unit.INTERVENTIONS,
    frame=frames.INTERVENTIONS,
    numerator=lambda t: t.intervention_id.notnull(),
    of_whole=True,
    tables=YEAR_TABLES,
    group_by=GROUPS,
    source="Årsrapport om arbetsmarknadsinsatser 2024, kapitel 4",
    valid_from=FROM,
)
