"""The four definitions of domain reference 3.2, each with where it comes from and since when.

A rule is changed by adding a version with a later ``valid_from``: an old period is counted with the
rule that applied when it ended. Rules are Ibis expressions over the rows of the frame
``outcomes_of``: an outcome with ``left_on`` (the last day in the programme, null for those still
there), ``length_days`` (how long it lasted or is agreed to last) and ``month_days`` (the days in a
month from its first day). What nobody asked is null, and null never counts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

WEEKS_AFTER = 4
"""What begins within so many weeks after the last day counts as the result of the programme."""


class Among(StrEnum):
    """Whom the definition's share is of."""

    ALL = "all"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class OutcomeDefinition:
    """One version of a rule. ``counts`` is true for an outcome that the definition counts."""

    name: str
    title_sv: str
    title_en: str
    explanation_sv: str
    among: Among
    source: str
    valid_from: date
    counts: Callable[[Any], Any]


def _is_work(row: Any) -> Any:
    return row.kind == "work"


def _ips(row: Any) -> Any:
    return (
        _is_work(row)
        & (row.open_to_anyone == "yes")
        & (row.normal_pay == "yes")
        & (row.subsidy == "none")
        & ~row.is_municipal_measure
    )


def _kolada(row: Any) -> Any:
    work = _is_work(row) & ~row.is_municipal_measure & (row.length_days >= row.month_days)
    studies = (row.kind == "studies") & (row.gives_student_aid == "yes")
    return work | studies


def _esf(row: Any) -> Any:
    starts_in_time = row.days_after_leaving <= WEEKS_AFTER * 7
    goes_on = row.ends_on.isnull() | (row.ends_on >= row.left_on)
    return _is_work(row) & row.left_on.notnull() & starts_in_time & goes_on


def _vamos(row: Any) -> Any:
    return (row.kind == "studies") | (_is_work(row) & (row.contract.fill_null("") != "hourly"))


DEFINITIONS = (
    OutcomeDefinition(
        name="vamos",
        title_sv="Arbete eller studier (Vamos)",
        title_en="Work or studies (Vamos)",
        explanation_sv=(
            "Arbete av vilket slag som helst, också med stöd, utan krav på hur länge det varar, "
            "eller studier av vilket slag som helst. En timanställning räknas inte för sig: den "
            "redovisas på en egen rad tills den leder till en annan anställning."
        ),
        among=Among.ALL,
        source="Slutrapport Vamos, Göteborgs Stad 2023-01-18, kapitel 2.1 och 3.1",
        valid_from=date(2021, 5, 1),
        counts=_vamos,
    ),
    OutcomeDefinition(
        name="kolada",
        title_sv="Arbete eller studier (Kolada)",
        title_en="Work or studies (Kolada)",
        explanation_sv=(
            "Arbete på den reguljära arbetsmarknaden, med eller utan anställningsstöd, som varar "
            "minst en sammanhängande månad, eller studier som ger rätt till studiemedel. "
            "Kommunala arbetsmarknadsanställningar räknas inte, och inte sfi. Månaden räknas från "
            "första dagen till dagen före samma datum nästa månad. Har arbetet slutat gäller den "
            "tid det varade, annars den avtalade längden, annars tiden fram till uttagets dag. "
            "Tillsvidareanställning och eget företag som inte har slutat räknas."
        ),
        among=Among.LEFT,
        source="Kolada, nyckeltal U40455 med U40450 och U40451, i uttag från april 2026",
        valid_from=date(2016, 1, 1),
        counts=_kolada,
    ),
    OutcomeDefinition(
        name="esf",
        title_sv="I arbete vid avslut (ESF+)",
        title_en="Employed on leaving (ESF+)",
        explanation_sv=(
            "Arbete av vilket slag som helst, också eget företag, anställning med stöd och "
            "kommunal arbetsmarknadsanställning, som pågår på sista dagen i verksamheten eller "
            "börjar inom fyra veckor därefter. Studier är en annan indikator i ESF+."
        ),
        among=Among.LEFT,
        source="Förordning (EU) 2021/1057, bilaga I, i arbete när de lämnar",
        valid_from=date(2021, 7, 1),
        counts=_esf,
    ),
    OutcomeDefinition(
        name="ips",
        title_sv="Konkurrensutsatt arbete (IPS)",
        title_en="Competitive employment (IPS)",
        explanation_sv=(
            "Arbete som vem som helst kan söka, med lön enligt avtal och utan anställningsstöd. "
            "Kommunala arbetsmarknadsanställningar och studier räknas inte. Ingen kortaste tid. "
            "Är en av uppgifterna inte känd räknas arbetet inte."
        ),
        among=Among.ALL,
        source="IPS, programtrohetsskalan med 25 punkter, 2008",
        valid_from=date(2008, 1, 1),
        counts=_ips,
    ),
)


def in_force(name: str, on: date) -> OutcomeDefinition | None:
    """Return the version of a definition that applied on a day; ``None`` before the first one."""
    versions = [each for each in DEFINITIONS if each.name == name and each.valid_from <= on]
    return max(versions, key=lambda each: each.valid_from, default=None)
