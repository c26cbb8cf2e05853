"""Chapter 6: the overall result."""

from stegvis.analysis.indicators import DIMENSIONS, FigureKind, Unit
from stegvis.analysis.indicators import Figure as Computed
from stegvis.core import formats
from stegvis.reports.annual.source import Source, drill, ordered
from stegvis.reports.annual.words import cautions, coverage, prose
from stegvis.reports.documents.model import (
    Block,
    Cell,
    Chapter,
    Column,
    Figure,
    Heading,
    Paragraph,
    Table,
)

OVERALL = (
    ("interventions", "Antal insatser"),
    ("registered", "Anmälda"),
    ("no_show", "Uteblev"),
    ("started", "Påbörjat (starter)"),
    ("dropped_out", "Avbrott"),
    ("completed", "Fullföljt"),
    ("ongoing", "Pågående vid årets slut"),
    ("completion_share", "Andel fullföljda"),
    ("planned_cost", "Planerad kostnad, hela insatserna"),
    ("outcome_cost", "Kostnad under året"),
    ("cost_per_start", "Kostnad per start"),
    ("cost_per_completed", "Kostnad per fullföljd"),
)


def results(source: Source) -> Chapter:
    share = source.by("completion_share", "category")
    blocks: list[Block] = [
        prose(source, "result"),
        overall(source),
        *cautions(source.by("completion_share", "unit_group")),
        Heading(2, "Fördelning på kategori", "per-kategori"),
        _by_category(source),
        _completion(source, "category", "fullfoljt-kategori", "per kategori", share),
        *cautions(share),
        _per_head(source),
        Heading(2, "Andel fullföljda per insats", "fullfoljt"),
        _completion(
            source,
            "intervention",
            "fullfoljt-insats",
            "per insats",
            source.by("completion_share", "intervention"),
        ),
        Heading(2, "Förväntade resultat och svar", "svar"),
        Paragraph(_answered(source)),
        _answers(source),
    ]
    return Chapter("resultat", "Övergripande resultat", tuple(blocks))


def overall(source: Source) -> Table:
    """The table of units: one column for each and the total, one row for each figure."""
    groups = source.groups()
    rows, notes = [], []
    for name, title in OVERALL:
        found = ordered(source.by(name, "unit_group"))
        total = source.total(name)
        cells = [_cell(found.get(group)) for group in groups]
        rows.append((Cell(title), *cells, _cell(total)))
        if note := coverage(total):
            notes.append(f"{title}: {note.lower()}")
    return Table(
        "oversikt",
        f"Övergripande resultat {source.year}",
        (
            Column("what", "Tal"),
            *(Column(group, group, "number") for group in groups),
            Column("total", "Totalt", "number"),
        ),
        tuple(rows),
        note="Påbörjat räknas i starter: en person kan börja flera insatser. " + " ".join(notes),
    )


def _cell(figure: Computed | None) -> Cell:
    if figure is None:
        return Cell(None)
    return Cell(figure.value, text=in_words(figure), href=drill(figure))


def in_words(figure: Computed) -> str:
    """The figure as it is written: with kronor, percent and interval."""
    kind = figure.indicator.kind.value
    if figure.value is None:
        return formats.MISSING
    if kind in ("money", "money_per_count"):
        return formats.kronor(round(figure.value))
    if kind == "share":
        return formats.percent(figure.value, 1)
    return formats.number(figure.value)


def with_interval(figure: Computed) -> str:
    """92,5 % (90,1–94,3 %)"""
    if figure.interval is None:
        return in_words(figure)
    low, high = (
        formats.number(end * 100, 1) for end in (figure.interval.low, figure.interval.high)
    )
    return f"{in_words(figure)} ({low}–{high})"


def parts_in_words(figure: Computed) -> tuple[str, str]:
    """Numerator and denominator as they are written; empty where the figure is no ratio."""
    if figure.numerator is None or figure.denominator is None:
        return "", ""
    unit, kind = figure.indicator.counting_unit, figure.indicator.kind
    is_money = kind is FigureKind.MONEY_PER_COUNT or unit is Unit.KRONOR
    above = formats.kronor(figure.numerator) if is_money else formats.number(figure.numerator)
    below = formats.kronor if unit is Unit.KRONOR else formats.number
    return above, below(figure.denominator)


def _by_category(source: Source) -> Figure:
    started, completed = (source.by(name, "category") for name in ("started", "completed"))
    done = ordered(completed)
    counts, costs = (ordered(source.by(n, "category")) for n in ("interventions", "outcome_cost"))
    rows = tuple(
        (
            Cell(str(figure.key())),
            source.cell(counts.get(figure.key())),
            source.cell(figure),
            source.cell(done.get(figure.key())),
            source.cell(costs.get(figure.key())),
        )
        for figure in started
    )
    table = Table(
        "kategorier_tabell",
        "Insatser, starter och kostnad per kategori",
        (
            Column("category", "Kategori"),
            Column("interventions", "Insatser", "number"),
            Column("started", "Startade", "number"),
            Column("completed", "Fullföljda", "number"),
            Column("cost", "Kostnad", "money"),
        ),
        rows,
        total_row=(
            Cell("Totalt"),
            *(
                source.cell(source.total(name))
                for name in ("interventions", "started", "completed", "outcome_cost")
            ),
        ),
    )
    return Figure(
        "kategorier",
        "Startade och fullföljda per kategori",
        "Staplar för varje kategori: antal startade och antal fullföljda. Talen står i tabellen.",
        source.draw("kategorier", "started_and_completed", started, completed),
        table,
    )


def _completion(
    source: Source, dimension: str, key: str, words: str, figures: tuple[Computed, ...]
) -> Figure:
    labels = source.titles() if dimension == "intervention" else None
    reported = tuple(figure for figure in figures if figure.value is not None)
    rows = tuple(
        (
            Cell(figure.label(labels)),
            Cell(figure.value, text=with_interval(figure), href=drill(figure)),
            Cell(figure.numerator, href=drill(figure)),
            Cell(figure.denominator, href=drill(figure)),
        )
        for figure in figures
    )
    table = Table(
        f"{key}_tabell",
        f"Andel fullföljda {words}, med 95 % intervall",
        (
            Column("group", DIMENSIONS[dimension].title_sv.capitalize()),
            Column("share", "Andel (intervall)", "percent"),
            Column("completed", "Fullföljda", "number"),
            Column("started", "Startade", "number"),
        ),
        rows,
    )
    return Figure(
        key,
        f"Andel fullföljda {words}, med 95 % intervall",
        f"En punkt för varje rad med andel fullföljda {words} och ett streck för intervallet. "
        "Talen står i tabellen.",
        source.draw(key, "shares", reported, labels=labels),
        table,
        note="Öppen ruta: talet ska läsas med försiktighet.",
    )


def _per_head(source: Source) -> Figure:
    per_start, per_completed = (
        source.by(name, "category") for name in ("cost_per_start", "cost_per_completed")
    )
    done = ordered(per_completed)
    rows = tuple((Cell(str(f.key())), _cell(f), _cell(done.get(f.key()))) for f in per_start)
    table = Table(
        "kostnad_tabell",
        "Kostnad per start och per fullföljd",
        (
            Column("category", "Kategori"),
            Column("start", "Per start", "money"),
            Column("completed", "Per fullföljd", "money"),
        ),
        rows,
        note="Insatserna är olika långa och riktar sig till olika målgrupper. Kostnaden säger inte "
        "vilken som är bäst.",
    )
    return Figure(
        "kostnad",
        "Kostnad per start och per fullföljd",
        "Staplar för varje kategori: kronor per start och per fullföljd. Talen står i tabellen.",
        source.draw("kostnad", "costs_per_head", per_start, per_completed),
        table,
    )


def _answered(source: Source) -> str:
    total, answered = source.total("expected_results"), source.total("expected_answered_share")
    return (
        f"Planerna har {formats.number(total.value)} förväntade resultat. För "
        f"{in_words(answered)} finns besked om de har nåtts."
    )


def _answers(source: Source) -> Figure:
    figures = source.by("expected_results", "change_kind", "answer")
    kinds = list(dict.fromkeys(figure.key("change_kind") for figure in figures))
    answers = (*DIMENSIONS["answer"].labels_sv, None)
    found = {figure.group: figure for figure in figures}

    def count(kind: object, answer: object) -> Cell:
        figure = found.get((("change_kind", kind), ("answer", answer)))  # type: ignore[arg-type]
        return Cell(figure.value, href=drill(figure)) if figure else Cell(0)

    rows = tuple(
        (
            Cell(DIMENSIONS["change_kind"].label(kind).capitalize()),
            *(count(kind, answer) for answer in answers),
        )
        for kind in kinds
    )
    table = Table(
        "svar_tabell",
        "Förväntade resultat efter slags förändring och svar",
        (
            Column("kind", "Slags förändring"),
            *(
                Column(f"a{at}", DIMENSIONS["answer"].label(answer).capitalize(), "number")
                for at, answer in enumerate(answers)
            ),
        ),
        rows,
    )
    return Figure(
        "svar_bild",
        "Förväntade resultat efter svar",
        "En stapel för varje slags förändring, delad efter svar. Talen står i tabellen.",
        source.draw("svar_bild", "expected_results", figures),
        table,
    )
