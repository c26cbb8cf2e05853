"""What the indicators of the year's interventions share."""

from __future__ import annotations

from datetime import date

from stegvis.analysis.indicators import frames
from stegvis.analysis.indicators.model import Caution, Chapter, FigureKind, Indicator, Unit

FROM = date(2024, 1, 1)
OVERVIEW = "Årsrapport om arbetsmarknadsinsatser 2024, kapitel 6.1"
TABLES = "Årsrapport om arbetsmarknadsinsatser 2024, tabellen Antal och kostnader för varje insats"
OWN = "Stegvis"
GROUPS = (
    "unit_group",
    "unit_code",
    "category",
    "intervention",
    "provider",
    "contract_form",
)
YEAR_TABLES = ("interventions", "intervention_years")
RUNNING = (Caution.STILL_RUNNING, lambda t: t.runs_past_year_end)
PERSONS = (Caution.PERSONS_BASIS, lambda t: t.completed_basis == "persons")


def summed(
    name: str,
    title_sv: str,
    title_en: str,
    explanation_sv: str,
    unit: Unit = Unit.STARTS,
    kind: FigureKind = FigureKind.COUNT,
    chapter: Chapter = Chapter.COUNTS,
    column: str | None = None,
    source: str = TABLES,
) -> Indicator:
    """A column of the interventions' year rows, added up over those that report it."""
    taken = column or name
    return Indicator(
        name=name,
        title_sv=title_sv,
        title_en=title_en,
        explanation_sv=explanation_sv,
        numerator_sv=f"summan av kolumnen {taken} över årets insatser som har ett tal",
        denominator_sv=None,
        chapter=chapter,
        kind=kind,
        counting_unit=unit,
        frame=frames.INTERVENTIONS,
        numerator=lambda t: t[taken],
        tables=YEAR_TABLES,
        group_by=GROUPS,
        source=source,
        valid_from=FROM,
    )
