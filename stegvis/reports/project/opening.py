"""The figures of the summary, and the goals with their history."""

from stegvis.analysis.indicators import Figure
from stegvis.core import formats
from stegvis.reports.documents.model import (
    Block,
    Callout,
    Cell,
    Chapter,
    Column,
    Heading,
    Paragraph,
    Table,
)
from stegvis.reports.project.goals import GoalHistory, Target, histories
from stegvis.reports.project.source import ProjectSource
from stegvis.reports.project.words import (
    BLANK,
    cell,
    coverage,
    in_words,
    interval,
    part,
    sentence,
    whole_of,
)

PROTECTED = (
    "Den här utgåvan kan lämnas till andra. Där färre än fem personer ligger bakom ett tal, eller "
    "alla utom färre än fem, står ”skyddat”. Ibland skyddas en grupp till, eftersom det dolda "
    "talet annars går att räkna ut."
)
OPEN = (
    "Den här utgåvan visar också tal om få personer. Den är till för dem som får se deltagarna. "
    "Lämna utgåvan med skyddade tal till andra."
)
GOAL = {"goal": "yes"}


def summary(source: ProjectSource) -> Chapter:
    total = source.total
    lines: list[tuple[str, Figure | None]] = [
        ("Deltagare", total("participants")),
        ("Kvinnor bland deltagarna", total("women_share")),
        ("Män bland deltagarna", total("men_share")),
        ("Deltagare med beroendebakgrund", total("addiction_share")),
        ("Till arbete eller studier", total("goal_share")),
        ("Kvinnor bland dem", source.one("women_share", **GOAL)),
        ("Män bland dem", source.one("men_share", **GOAL)),
        ("Med beroendebakgrund bland dem", source.one("addiction_share", **GOAL)),
        ("Vidare till annan arbetsmarknadsinsats", total("other_measure_share")),
        ("I direkt jobbfokuserade insatser", total("direct_share")),
        ("Månader i verksamheten, medelvärde", total("months_mean")),
        ("Månader i verksamheten, kortast", total("months_lowest")),
        ("Månader i verksamheten, längst", total("months_highest")),
        ("På reguljära arbetsplatser", total("regular_persons")),
        ("På arbetsplatser i egen verksamhet", total("own_persons")),
        ("På båda", total("both_persons")),
        ("Reguljära arbetsplatser", total("workplaces")),
        ("Ytterligare arbetsgivare som kontaktats", total("further_employers")),
        ("Bättre livssituation, av dem som svarade", total("survey_improved_share")),
    ]
    table = Table(
        "summary_figures",
        "Projektet i siffror",
        (
            Column("what", "Tal"),
            Column("value", "Utfall", "number"),
            Column("part", "Antal", "number"),
            Column("whole", "Av", "number"),
            Column("interval", "95 % intervall"),
            Column("coverage", "Täckning"),
        ),
        tuple(_line(title, figure) for title, figure in lines),
        note="Intervallet visar hur mycket andelen kan bero på slumpen när de som räknas är få.",
    )
    return Chapter("sammanfattning", "Sammanfattning", (_who_may_read(source), table))


def _line(title: str, figure: Figure | None) -> tuple[Cell, ...]:
    is_share = figure is not None and figure.indicator.denominator is not None
    return (
        Cell(title),
        cell(figure),
        part(figure) if is_share else BLANK,
        whole_of(figure) if is_share else BLANK,
        interval(figure),
        Cell(None, text=coverage(figure) if figure else ""),
    )


def _who_may_read(source: ProjectSource) -> Callout:
    if source.settings.is_protected:
        return Callout("note", "Små tal är skyddade", PROTECTED)
    return Callout("caution", "För enhetens eget bruk", OPEN)


def goals(source: ProjectSource) -> Chapter:
    listed = histories(source)
    if not listed:
        text = "Inga mål är registrerade för verksamheten."
        return Chapter("mal", "Mål och utfall", (Paragraph(text),), starts_page=False)
    rows = [_against(goal, target) for goal in listed for target in goal.targets or (None,)]
    blocks: list[Block] = [
        Paragraph(
            "Mål ändras genom beslut. Utfallet står mot varje målvärde som har gällt, och mot de "
            "resonemang i efterhand som finns om vad som hade varit rimligt."
        ),
        Table(
            "mal_tabell",
            "Utfall mot varje mål som har gällt",
            (
                Column("goal", "Mål"),
                Column("from", "Gällde från", "date"),
                Column("until", "Till och med", "date"),
                Column("wanted", "Målvärde"),
                Column("outcome", "Utfall", "number"),
                Column("parts", "Antal av alla"),
                Column("reached", "Nått"),
            ),
            tuple(rows),
            note="(resonemang): inget beslutat mål, utan vad som i efterhand hade varit rimligt.",
        ),
    ]
    if reasons := [_reason(goal, t) for goal in listed for t in goal.targets if _is_told(t)]:
        blocks += [
            Heading(2, "Varför målen har ändrats", "mal-andringar"),
            Table(
                "mal_skal",
                "Målens historia",
                (
                    Column("goal", "Mål"),
                    Column("from", "Från", "date"),
                    Column("wanted", "Målvärde"),
                    Column("by", "Beslutat av"),
                    Column("why", "Varför"),
                ),
                tuple(reasons),
            ),
        ]
    return Chapter("mal", "Mål och utfall", tuple(blocks))


def _against(goal: GoalHistory, target: Target | None) -> tuple[Cell, ...]:
    outcome, is_reached = goal.outcome, target and goal.is_reached(target)
    told = "mäts inte" if outcome is None else in_words(outcome)
    parts = outcome is not None and outcome.denominator is not None
    return (
        Cell(goal.title),
        Cell(target.valid_from if target else None),
        Cell(target.until) if target and target.until else BLANK,
        Cell(_wanted(goal, target)),
        cell(outcome) if outcome else Cell(None, text=told),
        Cell(f"{outcome.numerator} av {outcome.denominator}") if parts and outcome else BLANK,
        Cell({True: "ja", False: "nej", None: "går inte att säga"}[is_reached]),
    )


def _wanted(goal: GoalHistory, target: Target | None) -> str:
    if target is None:
        return formats.MISSING
    return goal.wanted(target) + (" (resonemang)" if target.is_reasoned else "")


def _is_told(target: Target) -> bool:
    return bool(target.reason or target.decided_by)


def _reason(goal: GoalHistory, target: Target) -> tuple[Cell, ...]:
    return (
        Cell(goal.title),
        Cell(target.valid_from),
        Cell(_wanted(goal, target)),
        Cell(sentence(target.decided_by) or formats.MISSING),
        Cell(target.reason or formats.MISSING),
    )
