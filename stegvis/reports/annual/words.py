"""Words and small blocks that several chapters use."""

from collections.abc import Iterable

from stegvis.analysis.indicators import CAUTION_SV, Caution, Figure
from stegvis.reports.annual.prose import BY_KEY
from stegvis.reports.annual.source import Source
from stegvis.reports.documents.model import Callout, Cell, Column, Prose, Table

ANSWERS = {
    "reached": "nått",
    "partly": "delvis nått",
    "not_reached": "inte nått",
    "not_reported": "ej redovisat",
    "too_early": "för tidigt",
}
UNITS = {"starts": "starter", "persons": "personer", "person_weeks": "personveckor"}


def prose(source: Source, key: str) -> Prose:
    return Prose(key, shown(key, source.prose.get(key, ""), source.settings.is_draft))


def shown(key: str, text: str, is_draft: bool = True) -> str:
    """The planner's text, or in a draft a line that says what belongs here."""
    return f"*Här skrivs: {BY_KEY[key].hint}*" if is_draft and not text else text


def cautions(figures: Iterable[Figure]) -> list[Callout]:
    """One callout for all cautions that some figure carries."""
    found = {caution for figure in figures for caution in figure.cautions}
    if not found:
        return []
    texts = [CAUTION_SV[caution] for caution in Caution if caution in found]
    return [Callout("caution", "Läs med försiktighet", " ".join(texts))]


def coverage(figure: Figure) -> str:
    """How many report what the figure needs, when that is not all."""
    if figure.is_complete:
        return ""
    return f"Redovisat för {figure.reported} av {figure.of}."


def text_table(key: str, caption: str, titles: list[str], rows: list[list[str]]) -> Table:
    return Table(
        key,
        caption,
        tuple(Column(f"c{at}", title) for at, title in enumerate(titles)),
        tuple(tuple(Cell(text) for text in row) for row in rows),
    )
