"""What the coming year brings."""

from __future__ import annotations

from stegvis.analysis.indicators import frames
from stegvis.analysis.indicators.catalogue.shared import FROM, GROUPS, OWN, YEAR_TABLES
from stegvis.analysis.indicators.model import Chapter, FigureKind, Indicator, Unit

TO_FOLLOW_UP = Indicator(
    name="to_follow_up",
    title_sv="Insatser kvar att följa upp",
    title_en="Interventions still to be followed up",
    explanation_sv=(
        "Årets insatser där uppföljningen ska vara klar efter årets slut, eller där något "
        "förväntat resultat saknar svar eller har svaret för tidigt."
    ),
    numerator_sv="antalet sådana insatser",
    denominator_sv=None,
    chapter=Chapter.AHEAD,
    kind=FigureKind.COUNT,
    counting_unit=Unit.INTERVENTIONS,
    frame=frames.INTERVENTIONS,
    numerator=lambda t: t.to_follow_up,
    tables=(*YEAR_TABLES, "expected_results"),
    group_by=GROUPS,
    source=OWN,
    valid_from=FROM,
)
RUNNING_OVER_YEAR_END = Indicator(
    name="running_over_year_end",
    title_sv="Insatser över årsskiftet",
    title_en="Interventions running over the year end",
    explanation_sv="Årets insatser som pågår också efter den 31 december.",
    numerator_sv="antalet insatser vars sista dag ligger efter årets slut",
    denominator_sv=None,
    chapter=Chapter.AHEAD,
    kind=FigureKind.COUNT,
    counting_unit=Unit.INTERVENTIONS,
    frame=frames.INTERVENTIONS,
    numerator=lambda t: t.runs_past_year_end,
    tables=YEAR_TABLES,
    group_by=GROUPS,
    source=OWN,
    valid_from=FROM,
)
AGREEMENTS_ENDING = Indicator(
    name="agreements_ending",
    title_sv="Avtal som löper ut nästa år",
    title_en="Agreements ending next year",
    explanation_sv=("Avtal vars sista dag, med utlösta optioner, ligger i året efter rapportåret."),
    numerator_sv="antalet sådana avtal",
    denominator_sv=None,
    chapter=Chapter.AHEAD,
    kind=FigureKind.COUNT,
    counting_unit=Unit.AGREEMENTS,
    frame=frames.AGREEMENTS_ENDING,
    numerator=lambda t: t.agreement_id.notnull(),
    tables=("agreements", "options"),
    group_by=("agreement_kind", "contract_form", "provider", "agreement"),
    source="Årsrapport om arbetsmarknadsinsatser 2024, kapitel 7",
    valid_from=FROM,
)
OPTIONS_TO_DECIDE = Indicator(
    name="options_to_decide",
    title_sv="Optioner att ta ställning till nästa år",
    title_en="Options to decide on next year",
    explanation_sv=(
        "Optioner som inte är utlösta och vars sista dag att utlösa ligger i året efter "
        "rapportåret. Saknas en sådan dag gäller avtalets sista dag."
    ),
    numerator_sv="antalet sådana optioner",
    denominator_sv=None,
    chapter=Chapter.AHEAD,
    kind=FigureKind.COUNT,
    counting_unit=Unit.OPTIONS,
    frame=frames.OPTIONS_TO_DECIDE,
    numerator=lambda t: t.agreement_id.notnull(),
    tables=("agreements", "options"),
    group_by=("agreement_kind", "contract_form", "provider", "agreement"),
    source=OWN,
    valid_from=FROM,
)
