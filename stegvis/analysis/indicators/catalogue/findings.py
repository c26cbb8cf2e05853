"""Success factors and development areas."""

from __future__ import annotations

from stegvis.analysis.indicators import frames
from stegvis.analysis.indicators.catalogue.shared import FROM, GROUPS
from stegvis.analysis.indicators.model import Chapter, FigureKind, Indicator, Unit

_FINDING_GROUPS = (*GROUPS, "kind", "theme", "finding_source", "finding_year")
_FINDING_TABLES = ("findings", "finding_themes", "interventions")
FINDINGS = Indicator(
    name="findings",
    title_sv="Lärdomar",
    title_en="Findings",
    explanation_sv=(
        "Framgångsfaktorer och utvecklingsområden från året. En lärdom med två teman räknas under "
        "båda, så temana går inte att lägga ihop."
    ),
    numerator_sv="antalet olika lärdomar",
    denominator_sv=None,
    chapter=Chapter.FINDINGS,
    kind=FigureKind.COUNT,
    counting_unit=Unit.FINDINGS,
    frame=frames.FINDINGS,
    numerator=lambda t: t.finding_id.notnull(),
    distinct="finding_id",
    tables=_FINDING_TABLES,
    group_by=_FINDING_GROUPS,
    source="Årsrapport om arbetsmarknadsinsatser 2024, kapitel 6.2 och 6.3",
    valid_from=FROM,
)
FINDING_INTERVENTIONS = Indicator(
    name="finding_interventions",
    title_sv="Insatser med lärdomen",
    title_en="Interventions with the finding",
    explanation_sv=(
        "I hur många insatser ett tema, eller ett slag av lärdom, har lyfts under året."
    ),
    numerator_sv="antalet olika insatser med minst en sådan lärdom",
    denominator_sv=None,
    chapter=Chapter.FINDINGS,
    kind=FigureKind.COUNT,
    counting_unit=Unit.INTERVENTIONS,
    frame=frames.FINDINGS,
    numerator=lambda t: t.finding_id.notnull(),
    distinct="intervention_id",
    tables=_FINDING_TABLES,
    group_by=_FINDING_GROUPS,
    source="Årsrapport om arbetsmarknadsinsatser 2024, kapitel 6.2 och 6.3",
    valid_from=FROM,
)
THEME_YEARS = Indicator(
    name="theme_years",
    title_sv="År som ett tema återkommit",
    title_en="Years a theme has returned",
    explanation_sv=(
        "Hur många olika år ett tema har lyfts, till och med rapportåret. Två eller fler betyder "
        "att det återkommer."
    ),
    numerator_sv="antalet olika år med minst en lärdom i temat",
    denominator_sv=None,
    chapter=Chapter.FINDINGS,
    kind=FigureKind.COUNT,
    counting_unit=Unit.YEARS,
    frame=frames.FINDINGS_UNTIL,
    numerator=lambda t: t.finding_id.notnull(),
    distinct="finding_year",
    tables=_FINDING_TABLES,
    group_by=_FINDING_GROUPS,
    source="Årsrapport om arbetsmarknadsinsatser 2024, kapitel 6.3",
    valid_from=FROM,
)
