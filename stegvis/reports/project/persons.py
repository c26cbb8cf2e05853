"""Who took part, where they went and how long they stayed."""

from stegvis.analysis.indicators import DIMENSIONS, PROGRAMME_CATALOGUE, Figure
from stegvis.analysis.outcomes import DEFINITIONS
from stegvis.reports.documents.model import (
    Block,
    Cell,
    Chapter,
    Column,
    Heading,
    Paragraph,
    Table,
)
from stegvis.reports.documents.model import Figure as Picture
from stegvis.reports.project.source import ProjectSource
from stegvis.reports.project.words import (
    HIDDEN,
    cautions,
    cell,
    coverage,
    interval,
    paragraph,
    part,
    said,
    sentence,
    whole_of,
)

BACKGROUNDS = (
    *("sex", "age_group", "addiction", "mental_ill_health"),
    *("education_group", "time_without_work"),
)
DRAWN = ("sex", "age_group", "addiction")
GOAL = {"goal": "yes"}
STAYS = (
    ("Alla deltagare", {}),
    ("Med arbete eller studier", GOAL),
    ("Högst 29 år", {"under_30": "yes"}),
    ("Högst 29 år, med arbete eller studier", {"under_30": "yes", **GOAL}),
    ("Med beroendebakgrund", {"addiction": "yes"}),
    ("Med beroendebakgrund, med arbete eller studier", {"addiction": "yes", **GOAL}),
)


def participants(source: ProjectSource) -> Chapter:
    counts, goal = (
        tuple(figure for name in DRAWN for figure in source.by(indicator, name))
        for indicator in ("participants", "goal_persons")
    )
    shares = [source.total(name) for name in ("women_share", "addiction_share", "mental_share")]
    picture = Picture(
        "deltagare_bild",
        "Deltagare, och de som gick till arbete eller studier",
        "Staplar för varje grupp efter kön, ålder och beroendebakgrund: antal deltagare och antal "
        "som gick till arbete eller studier. Talen står i tabellen intill.",
        source.draw("deltagare_bild", "participants_and_goal", counts, goal),
        _backgrounds(source),
    )
    blocks: list[Block] = [*paragraph(_who(source)), picture, *cautions(shares)]
    return Chapter("deltagare", "Deltagare", tuple(blocks))


def _who(source: ProjectSource) -> str:
    persons, women, men, addiction = (
        source.total(name)
        for name in ("participants", "women_share", "men_share", "addiction_share")
    )
    return (
        said("{} personer har deltagit.", persons)
        + said("{} är kvinnor och {} är män.", women, men)
        + said("{} av dem som har tillfrågats har en bakgrund med beroende.", addiction)
        + coverage(addiction)
    )


def _backgrounds(source: ProjectSource) -> Table:
    rows = [_background("Alla", "", source, {})]
    for name in BACKGROUNDS:
        for figure in source.by("participants", name):
            title = sentence(DIMENSIONS[name].title_sv)
            rows.append(_background(title, figure.label(), source, {name: figure.key()}))
    return Table(
        "bakgrund_tabell",
        "Deltagare och resultat efter kön, ålder och bakgrund vid starten",
        (
            Column("kind", "Indelning"),
            Column("group", "Grupp"),
            Column("participants", "Deltagare", "number"),
            Column("goal", "Till arbete eller studier", "number"),
            Column("share", "Andel", "percent"),
            Column("interval", "95 % intervall"),
            Column("direct", "I direkt jobbfokuserade insatser", "number"),
            Column("direct_share", "Andel", "percent"),
        ),
        tuple(rows),
        note="En indelning där ingen har frågat står som inte känd. Grupperna är små: jämför "
        "intervallen, inte bara andelarna.",
    )


def _background(
    kind: str, group: str, source: ProjectSource, key: dict[str, object]
) -> tuple[Cell, ...]:
    def one(name: str) -> Figure | None:
        return source.one(name, **key)  # type: ignore[arg-type]

    share = one("goal_share")
    return (
        Cell(kind),
        Cell(None, text=sentence(group)),
        cell(one("participants")),
        cell(one("goal_persons")),
        cell(share),
        interval(share),
        cell(one("direct_persons")),
        cell(one("direct_share")),
    )


def results(source: ProjectSource) -> Chapter:
    by_group = tuple(figure for name in DRAWN for figure in source.by("goal_share", name))
    shares = [source.total(name) for name in ("goal_share", "other_measure_share", "back_share")]
    text = (
        said("{} av deltagarna har börjat arbeta eller studera.", shares[0])
        + said("{} har gått vidare till en annan arbetsmarknadsinsats.", shares[1])
        + said("{} har gått till ny planering hos remittenten.", shares[2])
    )
    blocks: list[Block] = [
        *paragraph(text),
        _destinations(source),
        _reasons(source),
        Heading(2, "Arbete eller studier efter grupp", "grupper"),
        Picture(
            "andel_bild",
            "Andel till arbete eller studier, med 95 % intervall",
            "En punkt för varje grupp efter kön, ålder och beroendebakgrund med andelen till "
            "arbete eller studier, och ett streck för intervallet. Talen står i tabellen.",
            source.draw("andel_bild", "shares", by_group),
            _shares(by_group),
            note="Öppen ruta: talet ska läsas med försiktighet.",
        ),
        *cautions(by_group),
        Heading(2, "Samma händelser med fyra definitioner", "definitioner-resultat"),
        _definitions(source),
    ]
    return Chapter("resultat", "Vart deltagarna gick", tuple(blocks))


def _destinations(source: ProjectSource) -> Table:
    return _parts(
        source,
        "destination",
        "vart_tabell",
        "Vart deltagarna gick",
        note="Den senaste inskrivningen avgör. Den som börjat arbeta utan att avslutas för det "
        "räknas på sin egen rad, så summan av arbete och studier här kan skilja sig från andelen "
        "ovan.",
    )


def _reasons(source: ProjectSource) -> Table | Paragraph:
    """Who has moved is in both tables, so what the one hides the other could tell."""
    if any(figure.is_suppressed for figure in source.by("participants", "destination")):
        return Paragraph(
            "Orsakerna till avslut visas inte i den här utgåvan. Tillsammans med tabellen ovan "
            "hade de röjt tal som är skyddade."
        )
    return _parts(source, "exit_reason_group", "orsak_tabell", "Varför inskrivningarna avslutades")


def _parts(source: ProjectSource, name: str, key: str, caption: str, note: str = "") -> Table:
    total = source.total("participants").value
    rows = []
    for figure in source.by("participants", name):
        is_shown = figure.value is not None and total
        share = float(figure.value or 0) / float(total or 1) if is_shown else None
        rows.append(
            (
                Cell(sentence(figure.label())),
                cell(figure),
                Cell(share, text=HIDDEN if figure.is_suppressed else None),
            )
        )
    return Table(
        key,
        caption,
        (
            Column("group", sentence(DIMENSIONS[name].title_sv)),
            Column("count", "Deltagare", "number"),
            Column("share", "Andel av alla", "percent"),
        ),
        tuple(rows),
        total_row=(Cell("Alla"), cell(source.total("participants")), Cell(None)),
        note=note,
    )


def _shares(figures: tuple[Figure, ...]) -> Table:
    rows = tuple(
        (
            Cell(sentence(figure.label())),
            cell(figure),
            interval(figure),
            part(figure),
            whole_of(figure),
        )
        for figure in figures
    )
    return Table(
        "andel_tabell",
        "Andel till arbete eller studier efter grupp",
        (
            Column("group", "Grupp"),
            Column("share", "Andel", "percent"),
            Column("interval", "95 % intervall"),
            Column("part", "Antal", "number"),
            Column("whole", "Av", "number"),
        ),
        rows,
    )


def _definitions(source: ProjectSource) -> Table:
    rows = []
    for name in dict.fromkeys(each.name for each in DEFINITIONS):
        figure = source.total(f"outcome_{name}")
        indicator = PROGRAMME_CATALOGUE[f"outcome_{name}"]
        rows.append(
            (
                Cell(indicator.title_sv),
                part(figure),
                whole_of(figure),
                Cell(indicator.denominator_sv),
                cell(figure),
                interval(figure),
                Cell(indicator.valid_from),
            )
        )
    return Table(
        "definitioner_tabell",
        "Arbete och studier enligt fyra definitioner",
        (
            Column("definition", "Definition"),
            Column("part", "Antal", "number"),
            Column("whole", "Av", "number"),
            Column("of", "Av vilka"),
            Column("share", "Andel", "percent"),
            Column("interval", "95 % intervall"),
            Column("from", "Gäller från", "date"),
        ),
        tuple(rows),
        note="Vad varje definition räknar står i rapportens sista kapitel.",
    )


def stay(source: ProjectSource) -> Chapter:
    mean, low, high = (source.total(f"months_{name}") for name in ("mean", "lowest", "highest"))
    over = source.total("goal_over_year")
    text = (
        said("Deltagarna har varit inskrivna i {} månader i medel.", mean)
        + said("Tiden går från {} till {} månader.", low, high)
        + said("{} deltagare har gått till arbete eller studier efter mer än ett år.", over)
    )
    rows = [_stay(title, source, group) for title, group in STAYS]
    table = Table(
        "tid_tabell",
        "Månader i verksamheten",
        (
            Column("group", "Grupp"),
            Column("persons", "Deltagare", "number"),
            Column("mean", "Medel", "number"),
            Column("median", "Median", "number"),
            Column("low", "Kortast", "number"),
            Column("high", "Längst", "number"),
        ),
        tuple(rows),
        note=mean.indicator.explanation_sv,
    )
    over_row = ((Cell(sentence(over.indicator.title_sv)), cell(over)),)
    over_table = Table(
        "ar_tabell",
        "Mer än ett år",
        (Column("what", "Tal"), Column("count", "Deltagare", "number")),
        over_row,
    )
    return Chapter(
        "tid", "Tid i verksamheten", (*paragraph(text), table, over_table, *_queue(source))
    )


def _stay(title: str, source: ProjectSource, group: dict[str, str]) -> tuple[Cell, ...]:
    kinds = ("mean", "median", "lowest", "highest")
    found = [source.one(f"months_{kind}", **group) for kind in kinds]
    count = source.one("participants", **group) if len(group) < 2 else None
    persons = cell(count) if count else Cell(_reported(found[0]), text=_hidden(found[0]))
    return (Cell(title), persons, *(cell(figure) for figure in found))


def _reported(figure: Figure | None) -> int | None:
    return None if figure is None or figure.is_suppressed else figure.reported


def _hidden(figure: Figure | None) -> str | None:
    return HIDDEN if figure is not None and figure.is_suppressed else None


def _queue(source: ProjectSource) -> tuple[Block, ...]:
    found = {kind: source.total(f"waited_{kind}") for kind in ("mean", "median", "highest")}
    mean = found["mean"]
    if not mean.reported:
        return ()
    return (
        Heading(2, "Kötid", "kotid"),
        Table(
            "ko_tabell",
            "Dagar från intresseanmälan till inskrivning",
            (
                Column("mean", "Medel", "number"),
                Column("median", "Median", "number"),
                Column("high", "Längst", "number"),
                Column("of", "Täckning"),
            ),
            ((*(cell(figure) for figure in found.values()), Cell(None, text=coverage(mean))),),
            note=mean.indicator.explanation_sv,
        ),
    )
