"""The pages about indicators, made from the indicators themselves.

``python -m stegvis.analysis.docs docs/indicators`` writes them; a test holds them current.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from stegvis.analysis import examples
from stegvis.analysis.indicators import (
    CATALOGUE,
    CAUTION_SV,
    CHAPTER_SV,
    DIMENSIONS,
    PROGRAMME_CATALOGUE,
    UNIT_SV,
    Chapter,
    Figure,
    FigureKind,
    Indicator,
    compute_many,
)
from stegvis.analysis.outcomes import DEFINITIONS, Among, OutcomeDefinition
from stegvis.analysis.schema import SCHEMA, SCHEMA_VERSION
from stegvis.analysis.words import listed, money, number, percent, plain

EVERY = {**CATALOGUE, **PROGRAMME_CATALOGUE}
AMONG_SV = {Among.ALL: "alla deltagare", Among.LEFT: "deltagare som har slutat"}
DIRECTION_SV = {"higher": "högre är bättre", "lower": "lägre är bättre"}


def pages() -> dict[str, str]:
    """Return every page as Markdown, by file name."""
    with examples.opened() as tables:
        figures = {
            name: found
            for of_whole, by in ((False, ()), (True, ("contract_form",)))
            for name, found in compute_many(
                [each for each in CATALOGUE.values() if each.of_whole is of_whole],
                tables,
                year=examples.YEAR,
                by=by,
            ).items()
        }
        of_programmes = list(PROGRAMME_CATALOGUE.values())
        figures |= compute_many(of_programmes, tables, period=examples.PERIOD)
    found = {"README.md": _index(), "snapshot.md": _snapshot(), "example.md": _example()}
    found["outcomes.md"] = _page("Arbete eller studier", [_of_outcomes(), *_definitions()])
    for chapter in Chapter:
        own = [indicator for indicator in EVERY.values() if indicator.chapter is chapter]
        parts = [_indicator(indicator, figures[indicator.name]) for indicator in own]
        found[f"{chapter}.md"] = _page(CHAPTER_SV[chapter], parts)
    return found


def write(folder: Path) -> None:
    """Write every page to the folder."""
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")


def _page(title: str, parts: Iterable[str]) -> str:
    made = "<!-- Gjord av stegvis.analysis.docs. Ändra där, inte här. -->"
    return "\n\n".join([made, f"# {title}", *parts]) + "\n"


def _index() -> str:
    parts = [
        "Indikatorer är de tal som årsrapporten och projektrapporterna visar. Varje tal säger vad "
        "det räknar, vad det delas med och var det kommer ifrån, och kan öppnas ner till de "
        "insatser eller inskrivningar det består av. Vad som räknas som "
        "[arbete eller studier](outcomes.md) finns i fyra definitioner. "
        "[Räkneexemplet](example.md) är en påhittad kommun som talen på sidorna är räknade på. "
        "[Uttaget](snapshot.md) är tabellerna som allt räknas ur."
    ]
    for chapter in Chapter:
        lines = [
            f"- [{indicator.title_sv}]({chapter}.md#{indicator.name}): "
            f"{UNIT_SV[indicator.counting_unit]}"
            for indicator in EVERY.values()
            if indicator.chapter is chapter
        ]
        parts += [f"## {CHAPTER_SV[chapter]}", "\n".join(lines)]
    cautions = "\n".join(f"- `{caution}`: {text}" for caution, text in CAUTION_SV.items())
    parts += ["## Förbehåll", "Ett tal kan bära dessa förbehåll.", cautions]
    return _page("Indikatorer", parts)


def _indicator(indicator: Indicator, figures: Sequence[Figure]) -> str:
    dimensions = listed(DIMENSIONS[name].title_sv for name in indicator.group_by)
    facts = [
        ("Räknar", UNIT_SV[indicator.counting_unit]),
        ("Täljare" if indicator.denominator_sv else "Värde", indicator.numerator_sv),
        ("Nämnare", indicator.denominator_sv),
        ("Delas upp efter", dimensions),
        ("Riktning", indicator.direction and DIRECTION_SV[indicator.direction]),
        ("Tabeller", listed(f"`{table}`" for table in indicator.tables)),
        ("Källa", indicator.source),
        ("Gäller från", indicator.valid_from.isoformat()),
        ("Räkneexempel", "; ".join(in_words(figure) for figure in figures)),
    ]
    lines = [f"- {name}: {text}" for name, text in facts if text]
    return "\n\n".join(
        [
            f'<a id="{indicator.name}"></a>',
            f"## {indicator.title_sv}",
            f"`{indicator.name}`, på engelska *{indicator.title_en}*.",
            indicator.explanation_sv,
            "\n".join(lines),
        ]
    )


def in_words(figure: Figure) -> str:
    """Return a figure with its parts, interval and coverage, in Swedish."""
    start = f"{figure.label()} " if figure.group else ""
    if figure.value is None:
        return f"{start}ej redovisat"
    text = {
        FigureKind.COUNT: lambda: number(figure.value),
        FigureKind.MONEY: lambda: money(figure.value),
        FigureKind.SHARE: lambda: percent(float(figure.value or 0), 1),
        FigureKind.MONEY_PER_COUNT: lambda: money(figure.value),
    }.get(figure.indicator.kind, lambda: _measured(figure))()
    text = f"{start}{text}"
    if figure.denominator is not None:
        text += f" ({plain(figure.numerator or 0)} av {plain(figure.denominator)})"
        if figure.indicator.kind is FigureKind.MONEY_PER_COUNT:
            text = text.replace(" av ", " delat med ")
    if figure.interval is not None:
        low, high = percent(figure.interval.low, 1), percent(figure.interval.high, 1)
        text += f", intervall {low}–{high}"
    if not figure.is_complete:
        rows = figure.indicator.frame.row_sv
        text += f", redovisat för {figure.reported} av {figure.of} {rows}"
    return text


def _measured(figure: Figure) -> str:
    return f"{number(float(figure.value or 0), 1)} {UNIT_SV[figure.indicator.counting_unit]}"


def _of_outcomes() -> str:
    return (
        "Ett arbete eller studier registreras en gång, med de uppgifter som olika uppföljningar "
        "frågar efter. Varje definition nedan är en regel över samma händelse, och gäller från en "
        "dag. En period räknas med den regel som gällde när den slutade. En uppgift som ingen har "
        "frågat efter räknas aldrig som ja."
    )


def _definitions() -> list[str]:
    return [_definition(each) for each in DEFINITIONS]


def _definition(definition: OutcomeDefinition) -> str:
    facts = [
        f"- Andel av: {AMONG_SV[definition.among]}",
        f"- Källa: {definition.source}",
        f"- Gäller från: {definition.valid_from.isoformat()}",
    ]
    return "\n\n".join(
        [
            f'<a id="{definition.name}"></a>',
            f"## {definition.title_sv}",
            f"`{definition.name}`, på engelska *{definition.title_en}*.",
            definition.explanation_sv,
            "\n".join(facts),
        ]
    )


def _snapshot() -> str:
    parts = [f"Version {SCHEMA_VERSION}. En Parquetfil för varje tabell. Belopp är kronor."]
    for table in SCHEMA.values():
        key = listed(f"`{column}`" for column in table.key)
        rows = [
            f"| `{column.name}` | {column.type} | {'' if column.nullable else 'ja'} "
            f"| {column.description_sv} | {', '.join(f'`{value}`' for value in column.values)} |"
            for column in table.columns
        ]
        heading = "| Kolumn | Typ | Måste finnas | Betydelse | Värden |\n|---|---|---|---|---|"
        intro = table.description_sv + (f" Nyckel: {key}." if key else "")
        parts += [f"## {table.name}", intro, "\n".join([heading, *rows])]
    return _page("Uttagets tabeller", parts)


def _example() -> str:
    parts = [
        "En påhittad kommun med fyra insatser år 2024. Sommarkursen ställdes in innan någon "
        "började och hör därför inte till året. Verksamheten Stigen har fem deltagare samma år, "
        "och talen om den är räknade den 31 januari 2025."
    ]
    for name, text in examples.TEXTS.items():
        parts += [f"## {name}", f"```text\n{text.strip()}\n```"]
    return _page("Räkneexempel", parts)


if __name__ == "__main__":  # pragma: no cover
    write(Path(sys.argv[1]))
