"""Activities, workplaces, employers and jobs by the hour."""

from __future__ import annotations

from stegvis.analysis.indicators.model import Chapter, Direction, Unit
from stegvis.analysis.indicators.programmes import frames
from stegvis.analysis.indicators.programmes.shared import OWN, VAMOS, counted, share, yes

_HERE = Chapter.WORKING_LIFE
_OF_PLACES = ("enrolments", "placements")

ACTIVITY_PERSONS = counted(
    "activity_persons",
    "Deltagare i aktiviteter",
    "Participants in activities",
    "Olika personer som haft minst en pågående eller klar aktivitet. Samma person kan ha flera "
    "slag av aktiviteter, så slagen går inte att lägga ihop.",
    lambda t: t.person_id.notnull(),
    numerator_sv="antalet olika personer",
    chapter=_HERE,
    source=OWN,
    frame=frames.ACTIVITIES,
    distinct="person_id",
    group_by=("activity_kind", "focus"),
    tables=("enrolments", "activities"),
)
PLACEMENT_PERSONS = counted(
    "placement_persons",
    "Deltagare med plats",
    "Participants with a placement",
    "Olika personer som haft minst en arbetsträning, praktik, timanställning eller anställning. "
    "Samma person kan ha haft flera slag, så slagen går inte att lägga ihop.",
    lambda t: t.person_id.notnull(),
    numerator_sv="antalet olika personer",
    chapter=_HERE,
    source=OWN,
    frame=frames.PLACEMENTS,
    distinct="person_id",
    group_by=("placement_kind",),
    tables=_OF_PLACES,
)
REGULAR_PERSONS = counted(
    "regular_persons",
    "På arbetsplatser på den reguljära arbetsmarknaden",
    "At workplaces on the regular market",
    "Deltagare som haft minst en plats på den reguljära arbetsmarknaden, ensam eller vid sidan av "
    "en plats i egen verksamhet.",
    lambda t: t.on_regular,
    chapter=_HERE,
    source=f"{VAMOS} 3.2",
    tables=_OF_PLACES,
)
OWN_PERSONS = counted(
    "own_persons",
    "På arbetsplatser i egen verksamhet",
    "At the partner's own workplaces",
    "Deltagare som haft minst en plats hos en samverkanspart eller i kommunens egen verksamhet.",
    lambda t: t.on_own,
    chapter=_HERE,
    source=f"{VAMOS} 3.2",
    tables=_OF_PLACES,
)
BOTH_PERSONS = counted(
    "both_persons",
    "På båda slagens arbetsplatser",
    "At both kinds of workplaces",
    "Deltagare som haft plats både på den reguljära arbetsmarknaden och i egen verksamhet. De "
    "räknas också på de två raderna ovanför.",
    lambda t: t.market == "both",
    chapter=_HERE,
    source=f"{VAMOS} 3.2",
    tables=_OF_PLACES,
)
REGULAR_SHARE = share(
    "regular_share",
    "Andel på den reguljära arbetsmarknaden",
    "Share on the regular market",
    "Hur stor del av dem som haft en plats som haft den på den reguljära arbetsmarknaden, ensam "
    "eller vid sidan av en plats i egen verksamhet.",
    lambda t: yes(t.on_regular),
    lambda t: t.has_placement.ifelse(1, 0),
    numerator_sv="deltagare med plats på den reguljära arbetsmarknaden",
    denominator_sv="deltagare med någon plats",
    chapter=_HERE,
    source=f"{VAMOS} 3.2",
    tables=_OF_PLACES,
    direction=Direction.HIGHER,
)
WORKPLACES = counted(
    "workplaces",
    "Arbetsplatser på den reguljära arbetsmarknaden",
    "Workplaces on the regular market",
    "Olika arbetsplatser på den reguljära arbetsmarknaden som tagit emot minst en deltagare.",
    lambda t: t.market == "regular",
    numerator_sv="antalet olika arbetsplatser",
    chapter=_HERE,
    source=f"{VAMOS} 3.2",
    frame=frames.WORKPLACES,
    unit=Unit.WORKPLACES,
    distinct="workplace_id",
    group_by=("placement_kind",),
    tables=_OF_PLACES,
)
OWN_WORKPLACES = counted(
    "own_workplaces",
    "Arbetsplatser i egen verksamhet",
    "The partner's own workplaces",
    "Olika arbetsplatser hos en samverkanspart eller i kommunens egen verksamhet som tagit emot "
    "minst en deltagare.",
    lambda t: t.market == "own",
    numerator_sv="antalet olika arbetsplatser",
    chapter=_HERE,
    source=OWN,
    frame=frames.WORKPLACES,
    unit=Unit.WORKPLACES,
    distinct="workplace_id",
    group_by=("placement_kind",),
    tables=_OF_PLACES,
)
FURTHER_EMPLOYERS = counted(
    "further_employers",
    "Ytterligare arbetsgivare som kontaktats",
    "Further employers contacted",
    "Arbetsgivare som någon har fått kontakt med under perioden utan att de tagit emot en "
    "deltagare från verksamheten. Kontakter för en deltagare hör till deltagarens verksamhet, "
    "andra till enhetens.",
    lambda t: ~t.is_host,
    chapter=_HERE,
    source=f"{VAMOS} 3.2",
    frame=frames.EMPLOYERS,
    unit=Unit.EMPLOYERS,
    group_by=(),
    tables=("employer_contacts", "placements", "enrolments", "programmes"),
)
EMPLOYER_CONTACTS = counted(
    "employer_contacts",
    "Kontakter med arbetsgivare",
    "Contacts with employers",
    "Besök, samtal och mejl under perioden där någon svarade.",
    lambda t: t.contact_id.notnull(),
    chapter=_HERE,
    source=OWN,
    frame=frames.CONTACTS,
    unit=Unit.CONTACTS,
    group_by=(),
    tables=("employer_contacts", "programmes"),
)
HOURLY_PERSONS = counted(
    "hourly_persons",
    "Deltagare med timanställning",
    "Participants employed by the hour",
    "Deltagare som fått en timanställning.",
    lambda t: t.has_hourly,
    chapter=_HERE,
    source=f"{VAMOS} 3.4",
    tables=("enrolments", "placements", "outcomes"),
)
HOURLY_LED_ON = counted(
    "hourly_led_on",
    "Timanställningar som ledde till längre anställning",
    "Hourly employments that led on",
    "Deltagare med timanställning som därefter fått en anställning som inte är på timmar, samma "
    "dag eller senare.",
    lambda t: t.hourly_led_on,
    chapter=_HERE,
    source=f"{VAMOS} 3.4",
    tables=("enrolments", "placements", "outcomes"),
)
ALL = (
    *(ACTIVITY_PERSONS, PLACEMENT_PERSONS, REGULAR_PERSONS, OWN_PERSONS, BOTH_PERSONS),
    *(REGULAR_SHARE, WORKPLACES, OWN_WORKPLACES, FURTHER_EMPLOYERS, EMPLOYER_CONTACTS),
    *(HOURLY_PERSONS, HOURLY_LED_ON),
)
