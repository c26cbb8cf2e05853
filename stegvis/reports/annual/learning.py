"""Chapters 7 and 8: what was learnt, and the two questions."""

from collections import defaultdict
from typing import Any

from stegvis.reports.annual.source import Source
from stegvis.reports.annual.words import prose
from stegvis.reports.documents.model import (
    Block,
    Cell,
    Chapter,
    Column,
    Facts,
    Figure,
    Heading,
    Table,
)

RETURNS = 3  # interventions; a theme that stands in so many is told in words
KINDS = (("success", "Framgångsfaktorer"), ("development", "Utvecklingsområden"))


def learning(source: Source) -> Chapter:
    blocks: list[Block] = []
    for kind, title in KINDS:
        blocks += [Heading(2, title, f"larande-{kind}"), prose(source, kind)]
        blocks += _themes(source, kind, title)
    blocks += [Heading(2, "Teman och insatser", "teman-insatser"), _matrix(source)]
    blocks.append(_returning(source))
    title = "Återkommande framgångsfaktorer och utvecklingsområden"
    return Chapter("larande", title, tuple(blocks))


def _findings(source: Source) -> list[tuple[str, dict[str, Any]]]:
    """(intervention id, finding) of the report's year and units."""
    chosen = [row["intervention_id"] for row in source.interventions()]
    return [
        (pk, finding)
        for pk in chosen
        for finding in source.sheet(pk)["findings"]
        if finding["year"] == source.year
    ]


def _themes(source: Source, kind: str, title: str) -> list[Block]:
    """How often each theme stands, the commonest first, and what is said where it returns."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for pk, finding in _findings(source):
        if finding["kind"] == kind:
            for theme in finding["themes"]:
                found[theme].append((pk, finding["statement"]))
    themes = sorted(found.items(), key=lambda item: (-len(_ids(item[1])), item[0]))
    numbers = {row["intervention_id"]: row["reference_number"] for row in source.interventions()}
    rows = tuple(
        (
            Cell(theme),
            source.cell(source.one("finding_interventions", kind=kind, theme=theme)),
            Cell(", ".join(numbers[pk] for pk in _ids(said))),
        )
        for theme, said in themes
    )
    table = Table(
        f"teman-{kind}",
        f"{title} efter tema",
        (
            Column("theme", "Tema"),
            Column("count", "Insatser", "number"),
            Column("where", "I vilka insatser (diarienummer)"),
        ),
        rows,
        note="En lärdom kan ha flera teman.",
    )
    return [table, *_returning_themes(source, kind, themes)]


def _returning_themes(
    source: Source, kind: str, themes: list[tuple[str, list[tuple[str, str]]]]
) -> list[Block]:
    """What is said about the themes that several interventions share."""
    titles = source.titles()
    rows = tuple(
        (theme, tuple(f"{text} ({titles[pk]})" for pk, text in dict.fromkeys(said)))
        for theme, said in themes
        if len(_ids(said)) >= RETURNS
    )
    if not rows:
        return []
    words = f"Det som återkommer i minst {RETURNS} insatser"
    return [Heading(3, words, f"aterkommer-{kind}"), Facts(rows)]


def _ids(said: list[tuple[str, str]]) -> list[str]:
    return list(dict.fromkeys(pk for pk, _ in said))


def _matrix(source: Source) -> Figure:
    figures = source.by("findings", "theme", "kind", "intervention")
    with_findings = {str(figure.key("intervention")) for figure in figures}
    listed = [r for r in source.interventions() if r["intervention_id"] in with_findings]
    columns = {row["intervention_id"]: row["reference_number"][:8] for row in listed}
    count: dict[tuple[str, str, str], int] = {
        (str(f.key("theme")), str(f.key("kind")), str(f.key("intervention"))): int(f.value or 0)
        for f in figures
    }
    themes = list(dict.fromkeys(str(f.key("theme")) for f in figures))

    def cell(theme: str, kind: str) -> Cell:
        return Cell(", ".join(name for pk, name in columns.items() if count.get((theme, kind, pk))))

    table = Table(
        "matris_tabell",
        "Teman och de insatser där de står",
        (Column("theme", "Tema"), *(Column(kind, title) for kind, title in KINDS)),
        tuple((Cell(theme), *(cell(theme, kind) for kind, _ in KINDS)) for theme in themes),
    )
    return Figure(
        "matris",
        "Vilka teman som återkommer i vilka insatser",
        "En ruta för varje tema och insats. Fylld cirkel: framgångsfaktor. Triangel: "
        "utvecklingsområde. Samma uppgifter står i tabellen.",
        source.draw("matris", "theme_matrix", figures, columns=columns),
        table,
        note="Insatserna står med diarienummer.",
    )


def _returning(source: Source) -> Table:
    """Themes over the years until the report's own, and what was decided about them."""
    years: dict[str, set[int]] = defaultdict(set)
    decided: dict[str, int] = defaultdict(int)
    for pk in source.chosen():
        for finding in source.sheet(pk)["findings"]:
            if finding["year"] <= source.year:
                for theme in finding["themes"]:
                    years[theme].add(finding["year"])
                    decided[theme] += bool(finding["decision"])
    rows = [
        (Cell(theme), Cell(", ".join(str(y) for y in sorted(found))), Cell(decided[theme]))
        for theme, found in sorted(years.items(), key=lambda item: (-len(item[1]), item[0]))
    ]
    return Table(
        "teman-ar",
        "Teman över åren",
        (
            Column("theme", "Tema"),
            Column("years", "År"),
            Column("decisions", "Beslut fattade", "number"),
        ),
        tuple(rows),
    )


def conclusions(source: Source) -> Chapter:
    return Chapter(
        "slutsatser",
        "Slutsatser",
        (
            Heading(2, "Gör vi rätt saker?", "ratt-saker"),
            prose(source, "right_things"),
            Heading(2, "Gör vi sakerna på rätt sätt?", "ratt-satt"),
            prose(source, "right_way"),
        ),
        starts_page=False,
    )
