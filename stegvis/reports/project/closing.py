"""What could not be measured and why, and how everything was counted."""

from stegvis.analysis.indicators import PROGRAMME_CATALOGUE, Caution
from stegvis.analysis.outcomes import DEFINITIONS
from stegvis.analysis.words import number, percent
from stegvis.core.formats import date_in_prose
from stegvis.reports.documents.model import Cell, Chapter, Column, Facts, Paragraph, Table
from stegvis.reports.project.goals import histories
from stegvis.reports.project.source import ProjectSource
from stegvis.reports.project.words import coverage, in_words

Fact = tuple[str, str | tuple[str, ...]]
ASKED = ("addiction_share", "mental_share", "women_share")


def unmeasured(source: ProjectSource) -> Chapter:
    facts = [*_goals(source), *_survey(source), *_unasked(source), *_lost(source)]
    shown = "Det som går att visa utan att röja någon gick att mäta."
    whole = "Allt i rapporten gick att mäta."
    text = shown if source.settings.is_protected else whole
    block = Facts(tuple(facts)) if facts else Paragraph(text)
    return Chapter("omatt", "Det som inte gick att mäta", (block,), starts_page=False)


def _goals(source: ProjectSource) -> list[Fact]:
    found = []
    for goal in histories(source):
        missing = "" if goal.outcome else "Inget tal i systemet mäter målet."
        if text := " ".join(part for part in (missing, goal.difficulty) if part):
            found.append((goal.title, text))
    return found


def _survey(source: ProjectSource) -> list[Fact]:
    share, response = source.total("survey_improved_share"), source.total("survey_response_share")
    if Caution.LOW_RESPONSE not in share.cautions or response.value is None:
        return []
    text = (
        f"Svarsfrekvensen var {percent(float(response.value))} ({number(response.numerator)} av "
        f"{number(response.denominator)}). De som inte svarade kan ha svarat annorlunda. "
        "Resultatet säger inte hur det gick för alla deltagare."
    )
    return [("Förbättrad livssituation", text)]


def _unasked(source: ProjectSource) -> list[Fact]:
    figures = [source.total(name) for name in ASKED]
    return [
        (figure.indicator.title_sv, f"{coverage(figure)} För de andra har ingen frågat.")
        for figure in figures
        if coverage(figure)
    ]


def _lost(source: ProjectSource) -> list[Fact]:
    reached = source.total("follow_up_reached_share")
    if reached.numerator is None or reached.numerator == reached.denominator:
        return []
    text = (
        f"{in_words(reached)} av uppföljningarna efter avslut gav svar ({number(reached.numerator)}"
        f" av {number(reached.denominator)}). Hur det gick för de andra är inte känt."
    )
    return [("Tiden efter avslut", text)]


def definitions(source: ProjectSource) -> Chapter:
    period, told = source.period, source.settings
    facts: list[Fact] = [
        ("Period", f"{date_in_prose(period.starts_on)} till {date_in_prose(period.ends_on)}."),
        ("Räknat", f"{date_in_prose(told.counted_on)}, ur en ögonblicksbild utan namn."),
        (
            "Personer och inskrivningar",
            "En person som varit inskriven flera gånger är en deltagare. Det som hänt under någon "
            "av inskrivningarna har hänt, och den senaste avgör vart personen gick.",
        ),
        (
            "Andelar",
            "Varje andel har täljare, nämnare och ett 95 % intervall (Wilson). Uppgifter som ingen "
            "har frågat efter står utanför nämnaren och redovisas som täckning.",
        ),
    ]
    facts += [
        (
            each.title_sv,
            f"{each.explanation_sv} Gäller från {date_in_prose(each.valid_from)}. "
            f"Källa: {each.source}.",
        )
        for each in DEFINITIONS
    ]
    return Chapter(
        "sa-raknades",
        "Definitioner och hur talen är räknade",
        (Facts(tuple(facts)), _table(source)),
    )


def _table(source: ProjectSource) -> Table:
    rows = tuple(
        (
            Cell(one.title_sv),
            Cell(one.explanation_sv),
            Cell(one.numerator_sv),
            Cell(one.denominator_sv or ""),
            Cell(one.valid_from),
            Cell(one.source),
        )
        for one in PROGRAMME_CATALOGUE.values()
        if not one.name.startswith("outcome_")
    )
    return Table(
        "indikatorer_tabell",
        "Talen och vad de räknar",
        (
            Column("title", "Tal"),
            Column("explanation", "Förklaring"),
            Column("numerator", "Täljare eller värde"),
            Column("denominator", "Nämnare"),
            Column("from", "Gäller från", "date"),
            Column("source", "Källa"),
        ),
        rows,
    )
