"""What participants say, and how it went afterwards."""

from stegvis.reports.documents.model import Block, Cell, Chapter, Column, Paragraph, Table
from stegvis.reports.project.source import ProjectSource
from stegvis.reports.project.words import (
    cautions,
    cell,
    coverage,
    interval,
    paragraph,
    said,
    sentence,
    with_parts,
)


def survey(source: ProjectSource) -> Chapter:
    title = "Förbättrad livssituation"
    sent = source.total("survey_sent")
    if sent.value == 0:
        text = "Ingen enkät har skickats till deltagarna."
        return Chapter("livssituation", title, (Paragraph(text),), starts_page=False)
    share = source.total("survey_improved_share")
    answered, response, improved = (
        source.total(f"survey_{name}") for name in ("answered", "response_share", "improved")
    )
    text = (
        said("Enkäten skickades till {} deltagare.", sent)
        + said("{} svarade ({}).", answered, response)
        + said("{} av dem svarade att livssituationen har blivit bättre.", improved)
    )
    blocks: list[Block] = [*paragraph(text), *cautions([share]), _surveys(source), _answers(source)]
    return Chapter("livssituation", title, tuple(blocks))


def _surveys(source: ProjectSource) -> Table:
    names = ("survey_sent", "survey_answered", "survey_response_share", "survey_improved")
    rows = []
    for figure in source.by("survey_sent", "survey"):
        key = {"survey": str(figure.key())}
        share = source.one("survey_improved_share", **key)
        found = [source.one(name, **key) for name in names]
        rows.append(
            (
                Cell(str(figure.key())),
                *(cell(one) for one in found),
                cell(share, with_parts),
                interval(share),
            )
        )
    return Table(
        "enkat_tabell",
        "Enkäter till deltagare",
        (
            Column("survey", "Enkät"),
            Column("sent", "Utskickade", "number"),
            Column("answered", "Besvarade", "number"),
            Column("response", "Svarsfrekvens", "percent"),
            Column("improved", "Bättre", "number"),
            Column("share", "Andel bättre av svaren", "percent"),
            Column("interval", "95 % intervall"),
        ),
        tuple(rows),
        note="Vet inte räknas som svar, men inte i andelen.",
    )


def _answers(source: ProjectSource) -> Table:
    rows = tuple(
        (Cell(sentence(figure.label())), cell(figure))
        for figure in source.by("survey_sent", "change")
    )
    return Table(
        "svar_tabell",
        "Svaren",
        (Column("answer", "Livssituationen"), Column("count", "Personer", "number")),
        rows,
    )


def follow_ups(source: ProjectSource) -> Chapter:
    title, due = "Efter avslut", source.by("follow_ups", "months")
    if not due:
        text = "Ingen uppföljning efter avslut skulle ha gjorts än."
        return Chapter("efter", title, (Paragraph(text),), starts_page=False)
    reached, work = (
        {f.key(): f for f in source.by(name, "months")}
        for name in ("follow_up_reached_share", "follow_up_work_share")
    )
    rows = tuple(
        (
            Cell(f"{figure.key()} mån"),
            cell(figure),
            cell(reached[figure.key()], with_parts),
            cell(work[figure.key()], with_parts),
            interval(work[figure.key()]),
            Cell(None, text=coverage(work[figure.key()])),
        )
        for figure in due
    )
    table = Table(
        "efter_tabell",
        "Uppföljning 1, 6 och 12 månader efter avslut",
        (
            Column("months", "Efter avslut"),
            Column("due", "Skulle göras", "number"),
            Column("reached", "Nåddes", "percent"),
            Column("work", "I arbete eller studier, av dem som nåddes", "percent"),
            Column("interval", "95 % intervall"),
            Column("coverage", "Täckning"),
        ),
        rows,
        note="De som inte nåddes, inte ville svara eller ännu inte har följts upp finns i "
        "”Skulle göras”.",
    )
    blocks: list[Block] = [table, _statuses(source), *cautions(work.values())]
    return Chapter("efter", title, tuple(blocks))


def _statuses(source: ProjectSource) -> Table:
    rows = tuple(
        (Cell(sentence(figure.label())), cell(figure))
        for figure in source.by("follow_ups", "follow_up_status")
    )
    return Table(
        "bortfall_tabell",
        "Uppföljningarnas läge, med bortfall",
        (Column("status", "Läge"), Column("count", "Uppföljningar", "number")),
        rows,
    )
