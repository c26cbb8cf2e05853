"""Expected results and their answers."""

from __future__ import annotations

from stegvis.analysis.indicators import frames
from stegvis.analysis.indicators.catalogue.shared import FROM, GROUPS, OWN, YEAR_TABLES
from stegvis.analysis.indicators.model import Chapter, Direction, FigureKind, Indicator, Unit

_RESULT_GROUPS = (*GROUPS, "answer", "change_kind")
_RESULT_TABLES = (*YEAR_TABLES, "expected_results")
_JUDGED = ("reached", "partly", "not_reached")
EXPECTED_RESULTS = Indicator(
    name="expected_results",
    title_sv="Förväntade resultat",
    title_en="Expected results",
    explanation_sv=(
        "Rader med förväntat resultat i planerna för årets insatser, efter svar eller efter vilket "
        "slag av förändring som väntas."
    ),
    numerator_sv="antalet förväntade resultat",
    denominator_sv=None,
    chapter=Chapter.RESULTS,
    kind=FigureKind.COUNT,
    counting_unit=Unit.EXPECTED_RESULTS,
    frame=frames.EXPECTED_RESULTS,
    numerator=lambda t: t.position.notnull(),
    tables=_RESULT_TABLES,
    group_by=_RESULT_GROUPS,
    source="Årsrapport om arbetsmarknadsinsatser 2024, kapitel 5",
    valid_from=FROM,
)
EXPECTED_ANSWERED_SHARE = Indicator(
    name="expected_answered_share",
    title_sv="Andel förväntade resultat med besked",
    title_en="Share of expected results answered",
    explanation_sv=(
        "Hur stor del av de förväntade resultaten som har svaret nått, delvis nått eller inte "
        "nått. Ej redovisat och för tidigt är inget besked."
    ),
    numerator_sv="förväntade resultat med besked",
    denominator_sv="alla förväntade resultat",
    chapter=Chapter.RESULTS,
    kind=FigureKind.SHARE,
    counting_unit=Unit.EXPECTED_RESULTS,
    frame=frames.EXPECTED_RESULTS,
    numerator=lambda t: t.answer.isin(_JUDGED).fill_null(False).ifelse(1, 0),
    denominator=lambda t: t.position.notnull().ifelse(1, 0),
    tables=_RESULT_TABLES,
    group_by=(*GROUPS, "change_kind"),
    source=OWN,
    valid_from=FROM,
    direction=Direction.HIGHER,
)
EXPECTED_REACHED_SHARE = Indicator(
    name="expected_reached_share",
    title_sv="Andel nådda resultat",
    title_en="Share of expected results reached",
    explanation_sv=(
        "Hur stor del av de förväntade resultaten med besked som är nådda helt. Talet gäller bara "
        "dem med besked, och täckningen säger hur många de är."
    ),
    numerator_sv="förväntade resultat som nåtts",
    denominator_sv="förväntade resultat med besked",
    chapter=Chapter.RESULTS,
    kind=FigureKind.SHARE,
    counting_unit=Unit.EXPECTED_RESULTS,
    frame=frames.EXPECTED_RESULTS,
    numerator=lambda t: (t.answer == "reached").ifelse(1, 0),
    denominator=lambda t: t.answer.isin(_JUDGED).fill_null(False).ifelse(1, None),
    tables=_RESULT_TABLES,
    group_by=(*GROUPS, "change_kind"),
    source=OWN,
    valid_from=FROM,
    direction=Direction.HIGHER,
)
