"""The project's goals with their history, as the final report tells it; the words are our own."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from stegvis.accounts.models import User
from stegvis.demo.vamos import cohort
from stegvis.participants.models import Programme
from stegvis.reports.actions import goals
from stegvis.reports.enums import GoalValueKind

CHANGED = date(2022, 3, 1)  # the day is invented; the report tells only that it was changed
OWNER = "projektägaren"
FUNDER = "Europeiska socialfonden, efter ändringsansökan"


@dataclass(frozen=True)
class Value:
    value: int
    valid_from: date = cohort.STARTS_ON
    reason: str = "Står i ansökan."
    decided_by: str = OWNER
    kind: str = GoalValueKind.DECIDED


@dataclass(frozen=True)
class Aim:
    title: str
    indicator: str
    values: tuple[Value, ...]
    difficulty: str = ""


AIMS = (
    Aim(
        "Unika deltagare",
        "participants",
        (
            Value(200, reason="Ansökan utgick från hur många som kunde bli aktuella."),
            Value(
                130,
                CHANGED,
                "Personalen räckte inte till fler: stödet behöver vara långt, och det fanns kö.",
                FUNDER,
            ),
        ),
    ),
    Aim(
        "Kvinnor bland deltagarna",
        "women_share",
        (
            Value(50, reason="Hälften kvinnor, mot att män oftare får arbetsinriktat stöd."),
            Value(
                30,
                CHANGED,
                "Av dem som aktualiserades för beroende 2021 var 70 procent män.",
                FUNDER,
            ),
        ),
    ),
    Aim("Arbete eller studier", "goal_share", (Value(25),)),
    Aim(
        "Bättre livssituation",
        "survey_improved_share",
        (Value(50),),
        "Mättes med en enkät vid ett tillfälle. Färre än hälften svarade, så utfallet säger mest "
        "något om dem som svarade.",
    ),
    Aim("De flesta platser på den reguljära marknaden", "regular_share", (Value(50),)),
    Aim(
        "Arbete genom kompetenspoolen",
        "hourly_persons",
        (
            Value(20, reason="Tio procent av 200 deltagare."),
            Value(
                11,
                cohort.ENDS_ON,
                "Tio procent av de 111 som blev deltagare vore ett rimligare mål.",
                "",
                GoalValueKind.REASONED,
            ),
        ),
        "Bemanning med uthyrning gick inte att starta. I stället gavs timanställning hos den "
        "idéburna parten, och få hade arbetsförmåga för den.",
    ),
)


def add(*, programme: Programme, by: User) -> None:
    for aim in AIMS:
        goal = goals.save(
            programme=programme,
            by=by,
            title=aim.title,
            indicator=aim.indicator,
            difficulty=aim.difficulty,
        )
        for value in aim.values:
            goals.set_value(
                goal=goal,
                by=by,
                value=Decimal(value.value),
                valid_from=value.valid_from,
                kind=value.kind,
                reason=value.reason,
                decided_by=value.decided_by,
            )
