"""An annual report of full length, and the texts that try to break a renderer."""

from datetime import date
from decimal import Decimal

import pytest

from stegvis.reports.documents.model import (
    Bullets,
    Callout,
    Cell,
    Chapter,
    Column,
    Document,
    Facts,
    Figure,
    Heading,
    Paragraph,
    Prose,
    Table,
)

TITLES = (
    "Samtalsgrupp för svenska på arbetsplatsen",
    "Grundkurs för lokalvårdare med yrkessvenska och arbetsplatsförlagt lärande",
    "Datorvana för arbetssökande",
    "Friskvård i vardagen",
    "Att hantera motgångar",
)
HOSTILE = (
    "\"citat\" och 'apostrof'",
    "#set text(red) $x^2$ \\begin{x} @ref <label> *fet* _kursiv_ `kod`",
    "=cmd|' /C calc'!A0",
    "+46 31 123 45 67",
    "@SUM(A1)",
    "{{ innehall }} {% for x in y %} {# tyst #} {_{ x }_}",
    "<script>alert(1)</script> & &amp; ]]>",
    "مرحبا بالعالم שלום",
    "glad 😀 familj 👩‍👩‍👧 日本",
    "styr\x00tecken\x07 och\vflik\toch\nny rad",
    "lång " * 600,
    "Ä" * 3000,
    "U+202E \u202edlog\u202c slut",
    "ensam surrogat \ud83d.",
)
BARS = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="480" height="160" viewBox="0 0 480 160">'
    '<rect width="480" height="160" fill="white"/>'
    '<rect x="120" y="20" width="300" height="40" fill="#17506b"/>'
    '<rect x="120" y="80" width="180" height="40" fill="#17506b"/>'
    '<text x="110" y="45" text-anchor="end" font-size="13" font-family="sans-serif">Språk</text>'
    '<text x="110" y="105" text-anchor="end" font-size="13" font-family="sans-serif">Hälsa</text>'
    "</svg>"
).encode()

COUNT_COLUMNS = (
    Column("planned", "Planerat antal"),
    Column("started", "Antal startade", "number"),
    Column("dropped_out", "Antal avbrott", "number"),
    Column("completed", "Antal fullföljda", "number"),
    Column("planned_cost", "Planerad kostnad", "money"),
    Column("cost", "Utfall kostnad", "money"),
)
OVERVIEW_COLUMNS = (
    Column("title", "Insats"),
    Column("provider", "Leverantör"),
    Column("from", "Från", "date"),
    Column("started", "Startade", "number"),
    Column("completed", "Fullföljda", "number"),
    Column("share", "Andel fullföljda", "percent"),
    Column("cost", "Kostnad", "money"),
)
PROSE = """\
Under året har enheterna beställt och genomfört **tjugofem insatser**. Arbetet har följt den
gemensamma systematiken: behovet beskrivs i en beställning, planeringen görs tillsammans med
leverantören och uppföljningen bestäms redan innan insatsen börjar.

## Det viktigaste i korthet

- Gruppens sammansättning påverkar resultatet mer än vad planeringen tar hänsyn till.
- Deltagare som själva har varit med och format upplägget *fullföljer oftare*.
    1. Ta upp frågan redan i beställningen.
    2. Följ upp den i den gemensamma analysen.
- Långa sammansättningar som arbetsmarknadsanställningsförberedelser ska kunna avstavas.

> Det har blivit lättare att säga till när jag inte förstår.

| Enhet | Insatser | Kommentar |
|---|--:|---|
| KC | 10 | Flest språkinsatser |
| CFA | 15 | Fler yrkesinriktade insatser än året innan |

Läs mer på [kommunens webbplats](https://www.example.se/uppfoljning).
"""


def cells(*values):
    return tuple(value if isinstance(value, Cell) else Cell(value) for value in values)


def count_table(number: int) -> Table:
    unique = Cell(135, "135, varav 78 unika") if number % 4 == 0 else Cell(52 + number)
    dropped = Cell(None, "ej redovisat") if number % 5 == 2 else Cell(number)
    row = (Cell("ca 15 per grupp"), Cell(64 + number), dropped, unique)
    costs = cells(Decimal("551000"), Decimal("1451000.50") if number % 3 else None)
    return Table(f"counts-{number}", "Antal och kostnader", COUNT_COLUMNS, (row + costs,))


def sheet(number: int, level: int = 3) -> tuple:
    facts = Facts(
        (
            ("Diarienummer", f"{100 + number:04}/24"),
            ("Avtal", "Individanpassad kompetensutveckling, avrop på ramavtal"),
            ("Målgrupp", "Vuxna som behöver mer svenska för att kunna ta del av andra insatser."),
            ("Leverantör", "Exempelföretaget Utbildning AB"),
            ("Tid", "2024-01-08 till 2024-08-30 (option utlöst)"),
            ("Upplägg", "12 veckor på deltid, 9 timmar i veckan\nLöpande start varannan vecka"),
            ("Syfte", "Insatsen ska korta vägen till arbete eller studier. " * 3),
            (
                "Förväntat resultat",
                (
                    "Ökad förmåga att uttrycka sig på svenska utifrån egen nivå",
                    "Kunskap om hur man söker arbete och studier",
                    "Färdighet i att använda digitala redskap i vardagen",
                ),
            ),
            ("Redovisat resultat", "De flesta uppger att de har blivit säkrare. " * 4),
            ("Framgångsfaktorer", "Trygga ledare och ett upplägg som kan anpassas. " * 3),
            ("Utvecklingsområden", "Introduktion och kartläggning tar för lång tid. " * 3),
        )
    )
    title = f"{TITLES[number % len(TITLES)]}, nr {number + 1}"
    return (
        Heading(level, title, f"sheet-{number}"),
        count_table(number),
        Heading(level + 1, "Information om insatsen", f"facts-{number}"),
        facts,
        Paragraph("Övrigt: gruppen bytte lokal i mars, utan att det påverkade närvaron."),
        Bullets(("Närvaron följdes varje vecka.", "Två deltagare gick vidare till praktik.")),
    )


def overview(rows: int = 25) -> Table:
    body = tuple(
        (
            Cell(f"{TITLES[row % 5]}, nr {row + 1}", href=f"insatser/{row + 1}/"),
            Cell("Exempelföretaget Utbildning AB" if row % 2 else "Kommunens vuxenskola"),
            Cell(date(2024, 1 + row % 12, 8)),
            Cell(40 + row * 3),
            Cell(30 + row * 3, href=f"insatser/{row + 1}/?fullfoljda"),
            Cell((30 + row * 3) / (40 + row * 3)),
            Cell(Decimal(120_000 + row * 55_000)),
        )
        for row in range(rows)
    )
    total = cells("Totalt", "", None, 1900, 1650, Decimal("0.868"), Decimal(19_500_000))
    note = "Antal startade räknar starter, inte personer."
    return Table("overview", "Årets insatser", OVERVIEW_COLUMNS, body, total, note)


def figure(number: int, svg: bytes = BARS) -> Figure:
    columns = (Column("area", "Område"), Column("started", "Startade", "number"))
    rows = (cells("Språk", 300), cells("Hälsa", 180))
    table = Table(f"figure-{number}-table", f"Startade per område, del {number}", columns, rows)
    alt = "Liggande staplar: språk 300 startade, hälsa 180."
    return Figure(f"figure-{number}", "Startade per område", alt, svg, table, "Källa: Stegvis.")


def annual_report(*, sheets: int = 25, svg: bytes = BARS, **changes) -> Document:
    texts = [
        Chapter("summary", "Sammanfattning", (Prose("summary-text", PROSE), figure(1, svg))),
        Chapter("purpose", "Syfte med rapporten", (Prose("purpose-text", PROSE),)),
        Chapter("logic", "Verksamhetslogik och systematik", (Paragraph("Sju steg. " * 40),)),
        Chapter("agreements", "Avtal", (Prose("agreements-text", PROSE), figure(2, svg))),
    ]
    half = sheets // 2
    accounts = (
        Paragraph("Insatserna redovisas enhet för enhet."),
        overview(),
        Heading(2, "Genomförda insatser för Kompetenscenter (KC)", "unit-kc"),
        *(block for number in range(half) for block in sheet(number)),
        Heading(2, "Genomförda insatser för Centrum för arbetsmarknadsanställningar", "unit-cfa"),
        *(block for number in range(half, sheets) for block in sheet(number)),
    )
    caution = Callout("caution", "Få svar", "Andelen bygger på färre än hälften av deltagarna.")
    note = Callout("note", "Så räknas starter", "En person kan starta flera gånger under ett år.")
    chapters = (
        *texts,
        Chapter("accounts", "Redovisning av genomförda insatser", accounts),
        Chapter("aggregate", "Aggregerad nivå", (caution, figure(3, svg), note)),
        Chapter("analysis", "Gemensam analys", (Prose("analysis-text", PROSE),)),
        Chapter("next", "Nästa år", (Bullets(("Tidigare dialog", "Färre avtal")),)),
    )
    return Document(
        **{
            "title": "Uppföljning av arbetsmarknadsinsatser 2024",
            "subtitle": "Årsrapport för Kompetenscenter och CFA",
            "organisation": "Exempelstads kommun",
            "dated_on": date(2025, 3, 14),
            "version_label": "Version 1.0, bygger på uppgifter från 2025-03-10",
            "chapters": chapters,
        }
        | changes
    )


def hostile_document() -> Document:
    columns = (Column("text", HOSTILE[0]), Column("more", HOSTILE[1]), Column("n", "N", "number"))
    rows = tuple((Cell(text), Cell(None, text), Cell(1)) for text in HOSTILE)
    all_text = "\n\n".join(HOSTILE)
    blocks = (
        Heading(4, HOSTILE[1], "heading-1"),
        Prose("prose", all_text),
        *(Paragraph(text) for text in HOSTILE),
        Bullets(HOSTILE),
        Facts(tuple((text[:60], text) for text in HOSTILE) + (("Lista", HOSTILE),)),
        Table("table", all_text[:900], columns, rows, rows[0], note=HOSTILE[5]),
        Figure("figure", HOSTILE[5], HOSTILE[6], BARS, None, HOSTILE[1]),
        *(Callout("note", text[:80], text) for text in HOSTILE),
    )
    return Document(
        title=HOSTILE[6],
        subtitle=HOSTILE[5],
        organisation=HOSTILE[1],
        dated_on=date(2025, 3, 14),
        version_label=HOSTILE[2],
        is_draft=True,
        chapters=(Chapter("chapter", HOSTILE[8], blocks),),
    )


@pytest.fixture(scope="session")
def report() -> Document:
    return annual_report()


@pytest.fixture(scope="session")
def small_report() -> Document:
    return annual_report(sheets=2)


@pytest.fixture(scope="session")
def hostile() -> Document:
    return hostile_document()


@pytest.fixture(scope="session")
def hostile_texts() -> tuple[str, ...]:
    return HOSTILE
