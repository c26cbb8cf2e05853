"""Who took part, and where they went."""

from __future__ import annotations

from stegvis.analysis.indicators.model import Chapter, Direction, Indicator
from stegvis.analysis.indicators.programmes import frames
from stegvis.analysis.indicators.programmes.shared import (
    VAMOS,
    counted,
    everybody,
    known,
    share,
    yes,
)
from stegvis.analysis.outcomes import DEFINITIONS, Among, OutcomeDefinition

PARTICIPANTS = counted(
    "participants",
    "Deltagare",
    "Participants",
    "Unika personer som var inskrivna någon dag under perioden. Den som varit inskriven två gånger "
    "är en person. Oidentifierade deltagare och personer med skyddade uppgifter räknas också.",
    lambda t: t.person_id.notnull(),
    numerator_sv="antalet olika personer",
    chapter=Chapter.PARTICIPANTS,
    source=f"{VAMOS} 2.4",
)
WOMEN_SHARE = share(
    "women_share",
    "Andel kvinnor",
    "Share of women",
    "Hur stor del av deltagarna som är kvinnor.",
    lambda t: yes(t.sex == "woman"),
    lambda t: known(t.sex != "unknown"),
    numerator_sv="kvinnor",
    denominator_sv="deltagare med känt kön",
    chapter=Chapter.PARTICIPANTS,
    source=f"{VAMOS} 2.5 och 3.7",
)
MEN_SHARE = share(
    "men_share",
    "Andel män",
    "Share of men",
    "Hur stor del av deltagarna som är män.",
    lambda t: yes(t.sex == "man"),
    lambda t: known(t.sex != "unknown"),
    numerator_sv="män",
    denominator_sv="deltagare med känt kön",
    chapter=Chapter.PARTICIPANTS,
    source=f"{VAMOS} 2.5 och 3.7",
)
ADDICTION_PERSONS = counted(
    "addiction_persons",
    "Deltagare med beroendebakgrund",
    "Participants with a background of addiction",
    "Deltagare som vid starten hade en bakgrund med beroende. De som inte har tillfrågats räknas "
    "inte.",
    lambda t: t.addiction == "yes",
    chapter=Chapter.PARTICIPANTS,
    source=f"{VAMOS} 3.1",
    is_sensitive=True,
)
ADDICTION_SHARE = share(
    "addiction_share",
    "Andel med beroendebakgrund",
    "Share with a background of addiction",
    "Hur stor del av dem som har tillfrågats som har en bakgrund med beroende. Täckningen säger "
    "hur många som har tillfrågats.",
    lambda t: yes(t.addiction == "yes"),
    lambda t: known(t.addiction.notnull()),
    numerator_sv="deltagare med beroendebakgrund",
    denominator_sv="deltagare där uppgiften är känd",
    chapter=Chapter.PARTICIPANTS,
    source=f"{VAMOS} 3.1",
    is_sensitive=True,
)
MENTAL_SHARE = share(
    "mental_share",
    "Andel med psykisk ohälsa",
    "Share with mental ill-health",
    "Hur stor del av dem som har tillfrågats som har psykisk ohälsa.",
    lambda t: yes(t.mental_ill_health == "yes"),
    lambda t: known(t.mental_ill_health.notnull()),
    numerator_sv="deltagare med psykisk ohälsa",
    denominator_sv="deltagare där uppgiften är känd",
    chapter=Chapter.PARTICIPANTS,
    source=f"{VAMOS} 2.1",
    is_sensitive=True,
)
GOAL_PERSONS = counted(
    "goal_persons",
    "Till arbete eller studier",
    "To work or studies",
    "Deltagare som börjat arbeta eller studera medan de var inskrivna eller inom fyra veckor "
    "därefter. Vad som räknas står i definitionen Arbete eller studier (Vamos).",
    lambda t: t.goal == "yes",
    chapter=Chapter.DESTINATIONS,
    source=f"{VAMOS} 3.1",
)
GOAL_SHARE = share(
    "goal_share",
    "Andel till arbete eller studier",
    "Share to work or studies",
    "Hur stor del av alla deltagare som börjat arbeta eller studera, också av dem som ännu är "
    "inskrivna.",
    lambda t: yes(t.goal == "yes"),
    lambda t: known(t.goal.notnull()),
    numerator_sv="deltagare som börjat arbeta eller studera",
    denominator_sv="alla deltagare",
    chapter=Chapter.DESTINATIONS,
    source=f"{VAMOS} 3.1",
    direction=Direction.HIGHER,
)


def _defined(definition: OutcomeDefinition) -> Indicator:
    """The share that one of the four definitions gives."""
    name, is_all = definition.name, definition.among is Among.ALL
    return share(
        f"outcome_{name}",
        definition.title_sv,
        definition.title_en,
        definition.explanation_sv,
        lambda t: t[name].notnull().ifelse(yes(t[name]), None),
        everybody,
        numerator_sv="deltagare med minst ett sådant arbete eller sådana studier",
        denominator_sv="alla deltagare" if is_all else "deltagare som har slutat",
        chapter=Chapter.DESTINATIONS,
        source=definition.source,
        frame=frames.PERSONS if is_all else frames.PERSONS_LEFT,
        valid_from=definition.valid_from,
        direction=Direction.HIGHER,
    )


DEFINED = tuple(
    _defined(max((d for d in DEFINITIONS if d.name == name), key=lambda d: d.valid_from))
    for name in dict.fromkeys(each.name for each in DEFINITIONS)
)


def _went(name: str, title_sv: str, title_en: str, destination: str, words: str) -> Indicator:
    return share(
        name,
        title_sv,
        title_en,
        f"Hur stor del av alla deltagare som {words}.",
        lambda t: yes(t.destination == destination),
        everybody,
        numerator_sv=f"deltagare som {words}",
        denominator_sv="alla deltagare",
        chapter=Chapter.DESTINATIONS,
        source=f"{VAMOS} 3.1",
    )


OTHER_MEASURE_SHARE = _went(
    "other_measure_share",
    "Andel till annan arbetsmarknadsinsats",
    "Share to another measure",
    "other_measure",
    "gick vidare till en annan arbetsmarknadsinsats",
)
BACK_SHARE = _went(
    "back_share",
    "Andel till ny planering hos remittenten",
    "Share back to the referrer",
    "back_to_referrer",
    "gick tillbaka till remittenten för ny planering",
)
DIRECT_PERSONS = counted(
    "direct_persons",
    "I direkt jobbfokuserade insatser",
    "In directly job-focused activities",
    "Deltagare som haft minst en plats (arbetsträning, praktik, timanställning eller anställning) "
    "eller minst en pågående eller klar aktivitet med direkt jobbfokuserad inriktning. Det som "
    "bara är planerat eller är inställt räknas inte.",
    lambda t: t.is_direct,
    chapter=Chapter.WORKING_LIFE,
    source=f"{VAMOS} 3.1",
)
DIRECT_SHARE = share(
    "direct_share",
    "Andel i direkt jobbfokuserade insatser",
    "Share in directly job-focused activities",
    "Hur stor del av alla deltagare som haft minst en plats eller en direkt jobbfokuserad "
    "aktivitet.",
    lambda t: yes(t.is_direct),
    everybody,
    numerator_sv="deltagare i direkt jobbfokuserade insatser",
    denominator_sv="alla deltagare",
    chapter=Chapter.WORKING_LIFE,
    source=f"{VAMOS} 3.1",
    direction=Direction.HIGHER,
)
GOAL_OVER_YEAR = counted(
    "goal_over_year",
    "Till arbete eller studier efter mer än ett år",
    "To work or studies after more than a year",
    "Deltagare som börjat arbeta eller studera och var inskrivna mer än tolv månader.",
    lambda t: (t.goal == "yes") & (frames.months(t) > 12),
    chapter=Chapter.STAY,
    source=f"{VAMOS} 3.1",
)
WHERE = (PARTICIPANTS, WOMEN_SHARE, MEN_SHARE, ADDICTION_PERSONS, ADDICTION_SHARE, MENTAL_SHARE)
RESULTS = (GOAL_PERSONS, GOAL_SHARE, *DEFINED, OTHER_MEASURE_SHARE, BACK_SHARE)
