"""What participants say, and how it went after they had left."""

from __future__ import annotations

from stegvis.analysis.indicators.model import Caution, Chapter, Direction, Unit
from stegvis.analysis.indicators.programmes import frames
from stegvis.analysis.indicators.programmes.shared import (
    OWN,
    VAMOS,
    counted,
    everybody,
    known,
    share,
    yes,
)

_HERE = Chapter.AFTERWARDS
_SURVEY = ("enrolments", "survey_answers")
_BETTER = ("much_better", "better")
_LATER = ("enrolments", "follow_ups")

SURVEY_SENT = counted(
    "survey_sent",
    "Utskickade enkäter",
    "Surveys sent",
    "Enkäter som skickats till deltagare, besvarade eller inte.",
    lambda t: t.survey_id.notnull(),
    chapter=_HERE,
    source=f"{VAMOS} 3.3",
    frame=frames.ANSWERS,
    unit=Unit.ANSWERS,
    group_by=("survey", "change"),
    tables=_SURVEY,
)
SURVEY_ANSWERED = counted(
    "survey_answered",
    "Besvarade enkäter",
    "Surveys answered",
    "Enkäter som har besvarats, också med vet inte.",
    lambda t: t.answered_on.notnull(),
    chapter=_HERE,
    source=f"{VAMOS} 3.3",
    frame=frames.ANSWERS,
    unit=Unit.ANSWERS,
    group_by=("survey",),
    tables=_SURVEY,
    is_sensitive=True,
)
SURVEY_IMPROVED = counted(
    "survey_improved",
    "Svar att livssituationen blivit bättre",
    "Answers that life has improved",
    "Enkätsvar där personen säger att livssituationen har blivit mycket eller lite bättre.",
    lambda t: t.answer.isin(_BETTER),
    chapter=_HERE,
    source=f"{VAMOS} 3.3",
    frame=frames.ANSWERS,
    unit=Unit.ANSWERS,
    group_by=("survey",),
    tables=_SURVEY,
    is_sensitive=True,
)
SURVEY_RESPONSE_SHARE = share(
    "survey_response_share",
    "Svarsfrekvens",
    "Response rate",
    "Hur stor del av de utskickade enkäterna som besvarades.",
    lambda t: yes(t.answered_on.notnull()),
    everybody,
    numerator_sv="besvarade enkäter",
    denominator_sv="utskickade enkäter",
    chapter=_HERE,
    source=f"{VAMOS} 3.3",
    frame=frames.ANSWERS,
    unit=Unit.ANSWERS,
    group_by=("survey",),
    tables=_SURVEY,
    is_sensitive=True,
)
SURVEY_IMPROVED_SHARE = share(
    "survey_improved_share",
    "Andel med bättre livssituation",
    "Share whose life has improved",
    "Hur stor del av svaren som säger att livssituationen har blivit mycket eller lite bättre. "
    "Vet inte är inget svar på frågan och ingår inte, som i SKR:s brukarundersökning. Talet "
    "gäller dem som svarade; täckningen säger hur många de är av dem som tillfrågades.",
    lambda t: yes(t.answer.isin(_BETTER)),
    lambda t: known(t.answer.notnull() & (t.answer != "do_not_know")),
    numerator_sv="svar med bättre livssituation",
    denominator_sv="svar med en uppfattning",
    chapter=_HERE,
    source=f"{VAMOS} 3.3; SKR:s brukarundersökning, ekonomiskt bistånd, fråga 7",
    frame=frames.ANSWERS,
    unit=Unit.ANSWERS,
    group_by=("survey",),
    tables=_SURVEY,
    direction=Direction.HIGHER,
    when_few=Caution.LOW_RESPONSE,
    is_sensitive=True,
)
FOLLOW_UPS = counted(
    "follow_ups",
    "Uppföljningar som skulle göras",
    "Follow-ups that were due",
    "Uppföljningar 1, 6 och 12 månader efter avslut vars dag har varit, också de som inte är "
    "gjorda och de där personen inte gick att nå.",
    lambda t: t.due_on.notnull(),
    chapter=_HERE,
    source=OWN,
    frame=frames.FOLLOW_UPS,
    unit=Unit.FOLLOW_UPS,
    group_by=("months", "follow_up_status", "situation"),
    tables=_LATER,
)
FOLLOW_UP_REACHED_SHARE = share(
    "follow_up_reached_share",
    "Andel som nåddes efter avslut",
    "Share reached after leaving",
    "Hur stor del av uppföljningarna där personen nåddes och svarade.",
    lambda t: yes(t.status == "reached"),
    everybody,
    numerator_sv="uppföljningar där personen nåddes",
    denominator_sv="uppföljningar vars dag har varit",
    chapter=_HERE,
    source=OWN,
    frame=frames.FOLLOW_UPS,
    unit=Unit.FOLLOW_UPS,
    group_by=("months",),
    tables=_LATER,
    direction=Direction.HIGHER,
)
FOLLOW_UP_WORK_SHARE = share(
    "follow_up_work_share",
    "Andel i arbete eller studier efter avslut",
    "Share in work or studies after leaving",
    "Hur stor del av dem som nåddes som arbetade eller studerade då. Täckningen säger hur många "
    "som nåddes av dem som skulle följas upp.",
    lambda t: yes(t.situation.isin(("work", "studies"))),
    lambda t: known(t.status == "reached"),
    numerator_sv="personer i arbete eller studier",
    denominator_sv="personer som nåddes",
    chapter=_HERE,
    source=OWN,
    frame=frames.FOLLOW_UPS,
    unit=Unit.FOLLOW_UPS,
    group_by=("months",),
    tables=_LATER,
    direction=Direction.HIGHER,
    when_few=Caution.LOW_RESPONSE,
    is_sensitive=True,
)
ALL = (
    *(SURVEY_SENT, SURVEY_ANSWERED, SURVEY_IMPROVED, SURVEY_RESPONSE_SHARE, SURVEY_IMPROVED_SHARE),
    *(FOLLOW_UPS, FOLLOW_UP_REACHED_SHARE, FOLLOW_UP_WORK_SHARE),
)
