"""Chapters 1–4: summary, purpose, how the work is done, agreements."""

from stegvis.analysis.indicators import DIMENSIONS
from stegvis.reports.annual.results import in_words
from stegvis.reports.annual.source import Source, drill, ordered
from stegvis.reports.annual.words import cautions, prose
from stegvis.reports.documents.model import (
    Block,
    Cell,
    Chapter,
    Column,
    Figure,
    Table,
)

STEPS_ALT = (
    "De sju stegen som en väg: 1 beställning, 2 planering, 3 dialog, 4 genomförande, "
    "5 leverantörens uppföljning, 6 rapport, 7 gemensam analys. Från det sjunde steget går vägen "
    "tillbaka till nästa beställning."
)


def summary(source: Source) -> Chapter:
    names = ("interventions", "started", "completed", "completion_share", "outcome_cost")
    figures = [source.total(name) for name in names]
    rows = tuple(
        (
            Cell(figure.indicator.title_sv),
            Cell(figure.value, text=in_words(figure), href=drill(figure)),
        )
        for figure in figures
    )
    table = Table(
        "summary_figures",
        f"Året i siffror, {source.year}",
        (Column("what", "Tal"), Column("value", "Antal, andel eller kronor", "number")),
        rows,
        note="Startade och fullföljda är starter, inte personer: samma person kan delta i flera "
        "insatser.",
    )
    return Chapter("sammanfattning", "Sammanfattning", (prose(source, "summary"), table))


def purpose(source: Source) -> Chapter:
    return Chapter("syfte", "Syfte med rapporten", (prose(source, "purpose"),), starts_page=False)


def theory(source: Source) -> Chapter:
    picture = Figure(
        "sju_steg",
        "De sju stegen från behov till lärdom",
        STEPS_ALT,
        source.draw("sju_steg", "seven_steps"),
    )
    title = "Programteori och systematik"
    return Chapter("programteori", title, (prose(source, "theory"), picture), starts_page=False)


def agreements(source: Source) -> Chapter:
    share, cost_share = (
        source.by(name, "contract_form") for name in ("interventions_share", "outcome_cost_share")
    )
    counts, costs = (
        ordered(source.by(name, "contract_form")) for name in ("interventions", "outcome_cost")
    )
    shares, cost_shares = ordered(share), ordered(cost_share)
    rows = tuple(
        (
            Cell(DIMENSIONS["contract_form"].label(form).capitalize()),
            source.cell(count),
            source.cell(shares.get(form)),
            source.cell(costs.get(form)),
            source.cell(cost_shares.get(form)),
        )
        for form, count in counts.items()
    )
    table = Table(
        "avtalsformer_tabell",
        "Insatser och kostnad efter avtalsform",
        (
            Column("form", "Avtalsform"),
            Column("count", "Insatser", "number"),
            Column("share", "Andel", "percent"),
            Column("cost", "Kostnad", "money"),
            Column("cost_share", "Andel", "percent"),
        ),
        rows,
        note="Ett avrop räknas till formen hos det avtal som det är avropat från.",
    )
    picture = Figure(
        "avtalsformer",
        "Avtalsformernas andel av insatserna och av kostnaden",
        "Staplar för varje avtalsform: andel av insatserna och andel av kostnaden. Talen står i "
        "tabellen intill.",
        source.draw("avtalsformer", "contract_forms", share, cost_share),
        table,
    )
    blocks: list[Block] = [prose(source, "agreements"), picture, _in_use(source)]
    return Chapter("avtal", "Avtal", (*blocks, *cautions(share)))


def _in_use(source: Source) -> Table:
    """The agreements behind the year's interventions, frameworks with their call-offs."""
    used = {row["agreement_reference"] for row in source.interventions()}
    listed = {row["agreement_id"]: row for row in source.rows("agreements")}
    counted: dict[str, list[str]] = {}
    for row in listed.values():
        if row["reference_number"] in used:
            top = row["parent_id"] or row["agreement_id"]
            counted.setdefault(top, []).append(row["reference_number"])
    rows = [
        (
            Cell(listed[top]["reference_number"]),
            Cell(listed[top]["title"]),
            Cell(DIMENSIONS["agreement_kind"].label(listed[top]["kind"])),
            Cell(len(numbers)),
        )
        for top, numbers in counted.items()
    ]
    return Table(
        "avtal_tabell",
        "Avtal som årets insatser bygger på",
        (
            Column("number", "Diarienummer"),
            Column("title", "Avtal"),
            Column("kind", "Slag"),
            Column("count", "Insatser", "number"),
        ),
        tuple(sorted(rows, key=lambda row: (-int(str(row[3].value)), str(row[0].value)))),
    )
