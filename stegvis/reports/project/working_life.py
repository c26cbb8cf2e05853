"""What participants did, and the employers."""

from stegvis.analysis.indicators import DIMENSIONS
from stegvis.reports.documents.model import Block, Cell, Chapter, Column, Heading, Table
from stegvis.reports.project.source import ProjectSource
from stegvis.reports.project.words import cell, paragraph, said, sentence, with_parts

PLACES = ("regular_persons", "own_persons", "both_persons", "regular_share")
EMPLOYERS = ("workplaces", "own_workplaces", "further_employers", "employer_contacts")
HOURLY = ("hourly_persons", "hourly_led_on")


def activities(source: ProjectSource) -> Chapter:
    share = source.total("direct_share")
    text = said("{} av deltagarna har varit i direkt jobbfokuserade insatser.", share)
    text += share.indicator.explanation_sv
    blocks: list[Block] = [*paragraph(text)]
    for name, dimension, caption in (
        ("activity_persons", "focus", "Deltagare efter aktiviteternas inriktning"),
        ("activity_persons", "activity_kind", "Deltagare efter slag av aktivitet"),
        ("placement_persons", "placement_kind", "Deltagare efter slag av plats"),
    ):
        blocks.append(_by(source, name, dimension, caption))
    return Chapter("aktiviteter", "Aktiviteter", tuple(blocks))


def _by(source: ProjectSource, name: str, dimension: str, caption: str) -> Table:
    rows = tuple((Cell(sentence(f.label())), cell(f)) for f in source.by(name, dimension))
    return Table(
        f"{dimension}_tabell",
        caption,
        (
            Column("kind", sentence(DIMENSIONS[dimension].title_sv)),
            Column("persons", "Deltagare", "number"),
        ),
        rows,
        note="Samma person kan stå på flera rader.",
    )


def employers(source: ProjectSource) -> Chapter:
    regular, own, both = (source.total(name) for name in PLACES[:3])
    workplaces, further = (source.total(name) for name in ("workplaces", "further_employers"))
    text = (
        said("{} deltagare har varit på arbetsplatser på den reguljära arbetsmarknaden.", regular)
        + said("{} har varit i egen verksamhet.", own)
        + said("{} av dem har varit på båda.", both)
        + said("Arbetsplatserna på den reguljära arbetsmarknaden är {}.", workplaces)
        + said("Ytterligare {} arbetsgivare har kontaktats.", further)
    )
    hourly, led_on = (source.total(name) for name in HOURLY)
    told = said("{} deltagare har fått timanställning.", hourly)
    told += said("För {} av dem ledde den till en längre anställning.", led_on)
    blocks: list[Block] = [
        *paragraph(text),
        _of(source, "platser_tabell", "Deltagare på arbetsplatser", PLACES),
        _of(source, "arbetsgivare_tabell", "Arbetsplatser och arbetsgivare", EMPLOYERS),
        Heading(2, "Timanställningar", "timanstallningar"),
        *paragraph(told),
        _of(source, "timmar_tabell", "Timanställningar och vad de ledde till", HOURLY),
    ]
    return Chapter("arbetsgivare", "Arbetsplatser och arbetsgivare", tuple(blocks))


def _of(source: ProjectSource, key: str, caption: str, names: tuple[str, ...]) -> Table:
    figures = [source.total(name) for name in names]
    rows = tuple(
        (Cell(f.indicator.title_sv), cell(f, with_parts), Cell(f.indicator.explanation_sv))
        for f in figures
    )
    return Table(
        key,
        caption,
        (
            Column("what", "Tal"),
            Column("value", "Utfall", "number"),
            Column("means", "Vad det räknar"),
        ),
        rows,
    )
