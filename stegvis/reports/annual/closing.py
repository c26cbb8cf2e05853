"""Chapter 9 and the appendix: the coming year, definitions, and figures that do not agree."""

from datetime import date
from typing import Any

from stegvis.analysis.indicators import CATALOGUE, UNIT_SV
from stegvis.analysis.reconcile import Status, reconcile, sentence
from stegvis.reports.annual.sheets import MEASURES
from stegvis.reports.annual.source import Source
from stegvis.reports.annual.words import prose, text_table
from stegvis.reports.documents.model import (
    Block,
    Bullets,
    Cell,
    Chapter,
    Column,
    Heading,
    Paragraph,
    Table,
)

SETTLED = "De redovisade antalen gick inte ihop."  # a ruled figure contradicts nothing any more
RULES = (
    "Varje tal säger vad det räknar: insatser, anmälningar, starter, personer, personveckor eller "
    "kronor.",
    "Anmälda = uteblev + återtog före start + startade. Startade = fullföljda + avbrott + "
    "pågående. Där det inte går ihop står det bland avvikelserna.",
    "Starter läggs aldrig ihop som personer. En person kan börja flera insatser.",
    "Är startade inte redovisat används i tur och ordning: delarnas summa, fullföljda plus avbrott "
    "plus pågående, antalet personer, anmälda minus de som aldrig kom.",
    "Är fullföljda inte redovisat i starter används antalet personer.",
    "Planerade antal står som de skrevs. ”Ca 15” läses som 15, ”70–90” som ett intervall.",
    "En andel har täljare, nämnare och Wilsons 95 % intervall. Är underlaget litet sägs det.",
    "Kostnaden är den del av utfallet som faller på året.",
)


def ahead(source: Source) -> Chapter:
    blocks: list[Block] = [prose(source, "ahead"), _to_follow_up(source), _ending(source)]
    blocks.append(_options(source))
    return Chapter("kommande", f"Året som kommer: {source.year + 1}", tuple(blocks))


def _to_follow_up(source: Source) -> Table:
    waiting = {str(f.key()) for f in source.by("to_follow_up", "intervention") if f.value}
    rows = [
        (
            Cell(source.sheet(row["intervention_id"])["title"]),
            Cell(row["unit_code"]),
            Cell(row["ends_on"]),
            Cell(row["follow_up_on"]),
        )
        for row in source.interventions()
        if row["intervention_id"] in waiting
    ]
    columns = (
        Column("title", "Insats"),
        Column("unit", "Enhet"),
        Column("ends", "Till och med", "date"),
        Column("follow_up", "Följs upp senast", "date"),
    )
    return Table("kvar", "Insatser kvar att följa upp", columns, tuple(rows))


def _last_days(source: Source) -> dict[str, date | None]:
    """Agreement id → its last day, with the options that have been exercised."""
    days = {row["agreement_id"]: row["ends_on"] for row in source.rows("agreements")}
    for option in source.rows("options"):
        pk, extended = option["agreement_id"], option["extends_to"]
        if option["status"] == "exercised" and extended:
            days[pk] = max(extended, days[pk] or extended)
    return days


def _ending(source: Source) -> Table:
    ending = {str(f.key()) for f in source.by("agreements_ending", "agreement")}
    last_days = _last_days(source)
    rows = [
        (
            Cell(row["reference_number"]),
            Cell(row["title"]),
            Cell(row["provider"]),
            Cell(last_days[row["agreement_id"]]),
        )
        for row in source.rows("agreements")
        if row["agreement_id"] in ending
    ]
    columns = (
        Column("number", "Diarienummer"),
        Column("title", "Avtal"),
        Column("provider", "Leverantör"),
        Column("ends", "Till och med", "date"),
    )
    caption = f"Avtal som löper ut {source.year + 1}"
    return Table("avtal_slut", caption, columns, _in_order(rows, 3))


def _options(source: Source) -> Table:
    known = {row["agreement_id"]: row for row in source.rows("agreements")}
    last_days = _last_days(source)
    rows = [
        (
            Cell(known[option["agreement_id"]]["reference_number"]),
            Cell(known[option["agreement_id"]]["title"]),
            Cell(last),
            Cell(option["extends_to"]),
        )
        for option in source.rows("options")
        if option["status"] == "available"
        and (last := option["last_day"] or last_days[option["agreement_id"]])
        and last.year == source.year + 1
    ]
    columns = (
        Column("number", "Diarienummer"),
        Column("title", "Avtal"),
        Column("last", "Senast", "date"),
        Column("to", "Förlänger till och med", "date"),
    )
    caption = f"Optioner att ta ställning till {source.year + 1}"
    return Table("optioner", caption, columns, _in_order(rows, 2))


def _in_order(rows: list[tuple[Cell, ...]], at: int) -> tuple[tuple[Cell, ...], ...]:
    """By the date in a column, then by reference number."""
    return tuple(sorted(rows, key=lambda row: (str(row[at].value), str(row[0].value))))


def appendix(source: Source) -> Chapter:
    blocks: list[Block] = [
        Heading(2, "Räkneregler", "regler"),
        Bullets(RULES),
        Heading(2, "Definitioner", "definitioner"),
        _definitions(),
        Heading(2, "Siffror som inte går ihop", "avvikelser"),
        Paragraph(
            "Antalen är som de redovisats. Listan säger var de motsäger varandra, och vad "
            "planeraren har avgjort."
        ),
        _discrepancies(source),
    ]
    if printed := _published(source):
        blocks += [Heading(2, "Jämfört med tidigare publicerade tal", "publicerat"), printed]
    return Chapter("bilaga", "Bilaga: så är rapporten gjord", tuple(blocks))


def _definitions() -> Table:
    rows = [[i.title_sv, i.explanation_sv, UNIT_SV[i.counting_unit]] for i in CATALOGUE.values()]
    titles = ["Tal", "Förklaring", "Räknar"]
    return text_table("definitioner_tabell", "Talen i rapporten", titles, rows)


def _discrepancies(source: Source) -> Table:
    chosen = [row["intervention_id"] for row in source.interventions()]
    rows = []
    for pk in chosen:
        sheet = source.sheet(pk)
        ruled = {r["code"]: r for r in sheet["rulings"] if r["year"] == source.year}
        notes = [c["note"] for c in sheet["counts"] if c["note"] and c["year"] == source.year]
        own = source.rows_of("discrepancies", pk)
        rows += [[sheet["title"], d["sentence"], _ruling(ruled.get(d["code"]))] for d in own]
        settled = [r for code, r in ruled.items() if code not in {d["code"] for d in own}]
        rows += [[sheet["title"], SETTLED, _ruling(r)] for r in settled]
        rows += [[sheet["title"], f"Anmärkning: {note}", ""] for note in dict.fromkeys(notes)]
    titles = ["Insats", "Vad som inte stämmer", "Avgörande"]
    return text_table("avvikelser_tabell", "Avvikelser", titles, rows)


def _ruling(ruling: dict[str, Any] | None) -> str:
    if ruling is None:
        return "Inte avgjort"
    if ruling["value"] is None:
        return str(ruling["note"])
    measure = dict(MEASURES).get(ruling["measure"], "Talet")
    return f"{measure}: {ruling['value']}. {ruling['note']}"


def _published(source: Source) -> Table | None:
    """Printed figures held against the computed, with cause: the system's and the planner's."""
    told = {
        (e["unit_group"], e["measure"], e["source"]): e["text"]
        for e in source.texts["explanations"]
        if e["year"] == source.year
    }
    rows = []
    for one in reconcile(source.tables, year=source.year):
        printed = one.published
        if not _concerns(source, printed.unit_group):
            continue
        explained = told.get((printed.unit_group, printed.measure, printed.source), "")
        said = sentence(one, source.titles()) if one.status != Status.AGREES else ""
        rows.append(
            [
                f"{printed.measure}, {printed.unit_group or 'totalt'}",
                printed.as_written,
                "stämmer" if one.status == Status.AGREES else said,
                explained if one.status != Status.AGREES else "",
            ]
        )
    if not rows:
        return None
    titles = ["Tal", "Som tryckt", "Stegvis säger", "Planerarens förklaring"]
    caption = "Tryckta tal mot beräknade"
    return text_table("publicerat_tabell", caption, titles, rows)


def _concerns(source: Source, unit_group: str | None) -> bool:
    """A printed total concerns a report on every unit; a unit's figure, one where it is."""
    if unit_group is not None:
        return unit_group in source.settings.units
    return {row["unit_group"] for row in source.rows("interventions")} <= set(source.settings.units)
