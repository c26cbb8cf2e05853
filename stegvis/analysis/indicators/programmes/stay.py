"""How long they waited and stayed."""

from __future__ import annotations

from stegvis.analysis.indicators.model import Chapter, FigureKind, Indicator, Unit
from stegvis.analysis.indicators.programmes import frames
from stegvis.analysis.indicators.programmes.shared import FROM, OWN, PERSON_GROUPS, VAMOS

_MONTHS = (
    "En månad är 30,4375 dagar. Första och sista dagen räknas, dagar utanför perioden räknas inte, "
    "och den som är inskriven än räknas till periodens sista dag som har varit. Flera "
    "inskrivningar av samma person läggs ihop. Medel och median visas med en decimal, kortast och "
    "längst i hela månader, minst en."
)
_WAITED = (
    "Dagar från den dag intresseanmälan kom in till inskrivningen, för dem som skrevs in efter en "
    "intresseanmälan. De som ännu väntar ingår inte."
)
_WORDS = {
    FigureKind.MEAN: ("mean", "medelvärde", "mean"),
    FigureKind.MEDIAN: ("median", "median", "median"),
    FigureKind.LOWEST: ("lowest", "kortast", "shortest"),
    FigureKind.HIGHEST: ("highest", "längst", "longest"),
}


def _months(kind: FigureKind) -> Indicator:
    ending, word_sv, word_en = _WORDS[kind]
    return Indicator(
        name=f"months_{ending}",
        title_sv=f"Tid i verksamheten, {word_sv}",
        title_en=f"Months in the programme, {word_en}",
        explanation_sv=_MONTHS,
        numerator_sv=f"{word_sv} av personernas månader",
        denominator_sv=None,
        chapter=Chapter.STAY,
        kind=kind,
        counting_unit=Unit.MONTHS,
        frame=frames.PERSONS,
        numerator=frames.months,
        tables=("enrolments",),
        group_by=PERSON_GROUPS,
        source=f"{VAMOS} 3.1",
        valid_from=FROM,
    )


def _waited(kind: FigureKind) -> Indicator:
    ending, word_sv, word_en = _WORDS[kind]
    return Indicator(
        name=f"waited_{ending}",
        title_sv=f"Dagar i kö, {word_sv}",
        title_en=f"Days in the queue, {word_en}",
        explanation_sv=_WAITED,
        numerator_sv=f"{word_sv} av inskrivningarnas dagar i kö",
        denominator_sv=None,
        chapter=Chapter.STAY,
        kind=kind,
        counting_unit=Unit.DAYS,
        frame=frames.ENROLMENTS,
        numerator=lambda t: t.waited_days,
        tables=("enrolments",),
        group_by=("sex", "addiction"),
        source=OWN,
        valid_from=FROM,
    )


MONTHS = tuple(_months(kind) for kind in _WORDS)
WAITED = tuple(_waited(kind) for kind in (FigureKind.MEAN, FigureKind.MEDIAN, FigureKind.HIGHEST))
