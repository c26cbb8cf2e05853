"""How many were registered, started and completed."""

from __future__ import annotations

from stegvis.analysis.indicators import frames
from stegvis.analysis.indicators.catalogue.shared import FROM, GROUPS, OVERVIEW, YEAR_TABLES, summed
from stegvis.analysis.indicators.model import Chapter, FigureKind, Indicator, Unit

INTERVENTIONS = Indicator(
    name="interventions",
    title_sv="Insatser",
    title_en="Interventions",
    explanation_sv=(
        "Insatser som pågick någon dag under året. En insats som ställdes in innan någon började "
        "räknas inte."
    ),
    numerator_sv="antalet insatser som hör till året",
    denominator_sv=None,
    chapter=Chapter.COUNTS,
    kind=FigureKind.COUNT,
    counting_unit=Unit.INTERVENTIONS,
    frame=frames.INTERVENTIONS,
    numerator=lambda t: t.intervention_id.notnull(),
    tables=YEAR_TABLES,
    group_by=GROUPS,
    source=OVERVIEW,
    valid_from=FROM,
)
REGISTERED = summed(
    "registered",
    "Anmälda",
    "Registered",
    "Anmälningar till årets insatser. Alla leverantörer redovisar dem inte; talet säger för hur "
    "många insatser de finns.",
    Unit.REGISTRATIONS,
)
NO_SHOW = summed(
    "no_show",
    "Uteblev",
    "No-shows",
    "Anmälda som aldrig kom, i de insatser som redovisar det.",
    Unit.REGISTRATIONS,
)
WITHDRAWN = summed(
    "withdrawn",
    "Återtog anmälan",
    "Withdrew before start",
    "Anmälningar som drogs tillbaka före start, i de insatser som redovisar det.",
    Unit.REGISTRATIONS,
)
STARTED = summed(
    "started",
    "Startade",
    "Started",
    "Starter i årets insatser. En person som börjat i två insatser är två starter, så talet är "
    "inte ett antal personer.",
    source=OVERVIEW,
)
DROPPED_OUT = summed(
    "dropped_out",
    "Avbrott",
    "Dropped out",
    "Starter som avbröts innan insatsen var slut, i de insatser som redovisar det.",
)
COMPLETED = summed(
    "completed",
    "Fullföljda",
    "Completed",
    "Starter som fullföljdes. Där leverantören bara uppgett personer räknas varje person en gång, "
    "och talet är då lägre än antalet fullföljda starter.",
    source=OVERVIEW,
)
ONGOING = summed(
    "ongoing",
    "Pågående",
    "Ongoing",
    "Starter som varken är fullföljda eller avbrutna när året är slut, i de insatser som "
    "redovisar det.",
)
