"""Chapter 5: one sheet for each intervention, grouped by unit."""

from dataclasses import replace
from typing import Any

from stegvis.core import formats
from stegvis.reports.annual.source import Source
from stegvis.reports.annual.words import UNITS
from stegvis.reports.documents.model import (
    Block,
    Bullets,
    Callout,
    Cell,
    Chapter,
    Column,
    Facts,
    Heading,
    Paragraph,
    Table,
)

Row = dict[str, Any]
MEASURES = (
    ("registered", "Anmälda"),
    ("no_show", "Uteblev"),
    ("started", "Startade"),
    ("dropped_out", "Avbrott"),
    ("completed", "Fullföljda"),
    ("ongoing", "Pågående"),
)
ALWAYS = ("started", "dropped_out", "completed")


def sheets(source: Source) -> Chapter:
    blocks: list[Block] = []
    listed = source.interventions()
    for group in dict.fromkeys(row["unit_group"] for row in listed):
        blocks.append(Heading(2, f"Insatser för {group}", f"enhet-{_slug(group)}"))
        for row in listed:
            if row["unit_group"] == group:
                blocks += _sheet(source, row)
    return Chapter("insatser", "Redovisning av genomförda insatser", tuple(blocks))


def _sheet(source: Source, row: Row) -> list[Block]:
    pk = row["intervention_id"]
    told = source.sheet(pk)
    year = next(iter(source.rows_of("intervention_years", pk)), {})
    blocks: list[Block] = [Heading(3, told["title"], f"insats-{pk}")]
    if row["is_cancelled"]:
        text = f"{told['cancel_reason']}"
        return [*blocks, Callout("note", "Inställd", text), Facts(_facts(source, row, told))]
    blocks += [_counts(source, row, year, told), *_parts(source, pk)]
    blocks.append(Facts(_facts(source, row, told)))
    blocks += _results(pk, told) + _findings(source, told) + _after(source, row, told)
    return blocks


def _counts(source: Source, row: Row, year: Row, told: Row) -> Table:
    """The measures that every sheet has, and the others where somebody reported them."""
    pk = row["intervention_id"]
    shown = [(m, t) for m, t in MEASURES if m in ALWAYS or year.get(m) is not None]
    cells = {m: Cell(year.get(m), href=f"siffra/{m}/?intervention={pk}") for m, _ in shown}
    unique = year.get("unique_completed")
    if unique is not None and unique != year["completed"]:
        text = f"{year['completed']} varav {unique} unika"
        cells["completed"] = replace(cells["completed"], text=text)
    return Table(
        f"antal-{pk}",
        "Antal och kostnader",
        (
            Column("planned", "Planerat"),
            *(Column(measure, title, "number") for measure, title in shown),
            Column("planned_cost", "Planerad kostnad", "money"),
            Column("outcome", "Utfall", "money"),
        ),
        (
            (
                Cell(told["planned"]),
                *cells.values(),
                Cell(year.get("planned_total"), href=f"siffra/planned_cost/?intervention={pk}"),
                Cell(year.get("outcome_year"), href=f"siffra/outcome_cost/?intervention={pk}"),
            ),
        ),
        note=_basis(year),
    )


def _basis(year: Row) -> str:
    """Says where a figure comes from when it is not simply as reported."""
    words = {
        "summed": "summan av delarna",
        "derived": "härlett ur de andra antalen",
        "persons": "taget från antalet personer",
        "ruled": "avgjort av planeraren",
    }
    said = [
        f"{title} är {words[basis]}."
        for title, basis in (
            ("Startade", year.get("started_basis")),
            ("Fullföljda", year.get("completed_basis")),
        )
        if basis in words
    ]
    return " ".join(said)


def _parts(source: Source, pk: str) -> list[Block]:
    """A row for each group, week or module, when the intervention is reported so."""
    own = source.rows_of("reported_counts", pk)
    parts = [c for c in own if c["part"] or c["unit"] != "starts"]
    shown = [(m, title) for m, title in MEASURES if any(c[m] is not None for c in parts)]
    if not shown:
        return []
    rows = tuple(
        (
            Cell(c["part"] or "Hela insatsen"),
            Cell(UNITS[c["unit"]]),
            *(Cell(c[m]) for m, _ in shown),
        )
        for c in parts
        if any(c[m] is not None for m, _ in shown)
    )
    columns = (
        Column("part", "Del"),
        Column("unit", "Räknat i"),
        *(Column(measure, title, "number") for measure, title in shown),
    )
    return [Table(f"delar-{pk}", "Redovisat per del", columns, rows)]


def _facts(source: Source, row: Row, told: Row) -> tuple[tuple[str, str | tuple[str, ...]], ...]:
    start, end = (formats.date_in_prose(row[name]) for name in ("starts_on", "ends_on"))
    facts = (
        ("Diarienummer", row["reference_number"]),
        ("Leverantör", row["provider"]),
        ("Avtal", told["agreement"]),
        ("Område", told["area"]),
        ("Kategori", row["category"]),
        ("Ansvarig", told["responsible"]),
        ("Period", f"{start} – {end}"),
        ("Målgrupp", told["target_group"]),
        ("Förkunskaper", told["entry_requirements"]),
        ("Upplägg", told["set_up"]),
        ("Inställda delar", tuple(told["cancelled_parts"])),
        ("Syfte", told["purpose"]),
    )
    return tuple((label, value) for label, value in facts if value)


def _results(pk: str, told: Row) -> list[Block]:
    """Expected and reported results side by side, then what answers no expected line."""
    answers = {r["position"]: r for r in told["reported"] if r["position"] is not None}
    rows = [
        (
            Cell(f"{line['text']} ({line['kind'].lower()})"),
            Cell(answers[line["position"]]["answer"] if line["position"] in answers else "–"),
            Cell(_told(answers.get(line["position"]))),
        )
        for line in told["expected"]
    ]
    blocks: list[Block] = []
    if rows:
        columns = (
            Column("expected", "Förväntat resultat"),
            Column("answer", "Bedömning"),
            Column("reported", "Redovisat resultat"),
        )
        blocks.append(Table(f"resultat-{pk}", "Förväntat och redovisat", columns, tuple(rows)))
    others = [_told(r) for r in told["reported"] if r["position"] is None]
    if any(others):
        blocks.append(Heading(4, "Övrigt redovisat", f"ovrigt-{pk}"))
        blocks.append(Bullets(tuple(text for text in others if text)))
    if told["participants_view"]:
        blocks.append(Heading(4, "Deltagarnas utvärdering", f"deltagare-{pk}"))
        blocks.append(Paragraph(told["participants_view"]))
    return blocks


def _told(reported: Row | None) -> str:
    if reported is None:
        return ""
    figures = "; ".join(reported["figures"])
    return " ".join(part for part in (reported["text"], figures and f"({figures})") if part)


def _findings(source: Source, told: Row) -> list[Block]:
    blocks: list[Block] = []
    for kind, title in (("success", "Framgångsfaktorer"), ("development", "Utvecklingsområden")):
        own = [f for f in told["findings"] if f["year"] == source.year]
        found = [f for f in own if f["kind"] == kind]
        if found:
            rows = tuple((f["statement"], _finding(f)) for f in found)
            blocks.append(Heading(4, title, f"{kind}-{found[0]['id']}"))
            blocks.append(Facts(rows))
    return blocks


def _finding(finding: Row) -> str:
    text = finding["text"] or ", ".join(finding["themes"])
    return f"{text}\nBeslut: {finding['decision']}" if finding["decision"] else text


def _after(source: Source, row: Row, told: Row) -> list[Block]:
    pk = row["intervention_id"]
    blocks: list[Block] = []
    if told["comment"]:
        blocks.append(Heading(4, "Övriga kommentarer", f"kommentar-{pk}"))
        blocks.append(Paragraph(told["comment"]))
    if told["no_report_reason"]:
        blocks.append(Callout("note", "Ingen skriftlig rapport", told["no_report_reason"]))
    if row["ends_on"].year > source.year:
        when = formats.date_in_prose(row["follow_up_on"] or row["ends_on"])
        text = f"Insatsen pågår efter årets slut. Slutuppföljningen väntas senast {when}."
        blocks.append(Callout("note", "Pågår", text))
    if own := source.rows_of("discrepancies", pk):
        text = " ".join(d["sentence"] for d in own)
        blocks.append(Callout("caution", "Siffror som inte går ihop", text))
    return blocks


def _slug(text: str) -> str:
    return text.lower().replace(" ", "-")
