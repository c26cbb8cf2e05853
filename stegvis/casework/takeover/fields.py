"""What a column of somebody's own file can mean, and how its cells are read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stegvis.casework.enums import ActivityKind, ActivityStatus, PlacementKind, RowKind
from stegvis.core.imports.cells import BadValue, fold, shown, unaccented
from stegvis.core.imports.values import Choice, Day, DecimalNumber, Parser, Text, WholeNumber
from stegvis.participants import numbers
from stegvis.participants.enums import ExitDestination, ExitReason, Sex, YesNo

PERSON, ACTIVITY = RowKind.PERSON, RowKind.ACTIVITY
BOTH = (PERSON, ACTIVITY)


@dataclass(frozen=True)
class PersonNumber(Parser):
    """Twelve digits. Excel drops a leading zero and may have made a number of the text."""

    def __call__(self, value: Any) -> str:
        text = shown(value)
        if text.isdigit() and len(text) == 9:
            text = f"0{text}"
        try:
            return numbers.parse(text, today=timezone.localdate()).digits
        except numbers.WrongNumber as wrong:
            raise BadValue(str(wrong)) from None


@dataclass(frozen=True)
class Words(Choice):
    """A choice that also knows other words for its members; compares without accents."""

    also: tuple[tuple[str, Any], ...] = ()

    def __call__(self, value: Any) -> Any:
        written = plain(shown(value))
        for word, member in self.also:
            if written == plain(word):
                return member
        return super().__call__(value)


def plain(text: str) -> str:
    """For comparing headings and words: no case, accents or signs."""
    folded = unaccented(str(fold(text)))
    return "".join(sign for sign in folded if sign.isalnum())


@dataclass(frozen=True)
class Field:
    """`words` are headings that mean it, besides its title."""

    name: str
    title: str | Promise
    parse: Parser
    words: tuple[str, ...] = ()
    kinds: tuple[RowKind, ...] = (PERSON,)

    def is_called(self, heading: str) -> bool:
        return plain(heading) in {plain(str(self.title)), *(plain(word) for word in self.words)}


YES_NO = Words(
    YesNo,
    also=(
        *(("j", YesNo.YES), ("x", YesNo.YES), ("1", YesNo.YES), ("n", YesNo.NO), ("0", YesNo.NO)),
        *(("okänt", YesNo.UNKNOWN), ("?", YesNo.UNKNOWN)),
    ),
)
SEX = Words(Sex, also=(("k", Sex.WOMAN), ("f", Sex.WOMAN), ("m", Sex.MAN)))
DESTINATION = Words(
    ExitDestination,
    also=(
        *(("jobb", ExitDestination.WORK), ("anställning", ExitDestination.WORK)),
        *(("utbildning", ExitDestination.STUDIES), ("studerar", ExitDestination.STUDIES)),
        *(("annan insats", ExitDestination.OTHER_MEASURE), ("flytt", ExitDestination.MOVED)),
        *(("åter remittent", ExitDestination.BACK_TO_REFERRER),),
        *(("socialtjänsten", ExitDestination.BACK_TO_REFERRER),),
        *(("ny planering", ExitDestination.BACK_TO_REFERRER),),
    ),
)
KINDS: dict[str, Any] = {
    **{str(member.label): member for member in ActivityKind},
    **{str(member.label): member for member in PlacementKind},
}
ACTIVITY_KIND = Words(
    KINDS,
    also=(
        *(("syv", ActivityKind.GUIDANCE), ("vägledning", ActivityKind.GUIDANCE)),
        *(("cv", ActivityKind.CV), ("jobbsök", ActivityKind.JOB_SEARCH)),
        *(("praktikplats", PlacementKind.INTERNSHIP), ("jobb", PlacementKind.EMPLOYMENT)),
        *(("hälsa", ActivityKind.HEALTH), ("arbete", PlacementKind.EMPLOYMENT)),
    ),
)

FIELDS = (
    Field(
        "identity_number",
        _("Personnummer"),
        PersonNumber(),
        ("pnr", "person nr", "personnr", "samordningsnummer", "personnummer/samordningsnummer"),
        BOTH,
    ),
    Field("name", _("Namn"), Text(160), ("deltagare", "deltagarens namn"), BOTH),
    Field("first_name", _("Förnamn"), Text(80), ("tilltalsnamn",), BOTH),
    Field("last_name", _("Efternamn"), Text(80), (), BOTH),
    Field("birth_date", _("Födelsedatum"), Day(), ("född", "födelsedag"), BOTH),
    Field("sex", _("Kön"), SEX, ("k/m", "man/kvinna")),
    Field("phone", _("Telefon"), Text(40), ("tel", "mobil", "mobilnummer", "telefonnummer")),
    Field("email", _("E-post"), Text(254), ("mejl", "mail", "e-mail", "epost")),
    Field("case_number", _("Ärendenummer"), Text(40), ("diarienummer", "aktnummer", "ärende")),
    Field(
        "caseworker",
        _("Ansvarig handläggare"),
        Text(120),
        ("handläggare", "arbetsspecialist", "coach", "ansvarig", "konsulent"),
    ),
    Field(
        "starts_on",
        _("Startdatum"),
        Day(),
        ("start", "inskriven", "inskrivningsdatum", "började", "från", "startade", "fr o m"),
        BOTH,
    ),
    Field(
        "ends_on",
        _("Slutdatum"),
        Day(),
        ("slut", "avslutad", "avslutsdatum", "slutade", "till", "till och med", "t o m"),
        BOTH,
    ),
    Field(
        "destination",
        _("Avslutad till"),
        DESTINATION,
        ("avslut till", "resultat", "utfall", "avslutades till", "vart"),
    ),
    Field("reason", _("Avslutsorsak"), Words(ExitReason), ("orsak", "orsak till avslut")),
    Field(
        "addiction",
        _("Bakgrund med beroende"),
        YES_NO,
        ("beroende", "missbruk", "beroendeproblematik"),
    ),
    Field("mental_ill_health", _("Psykisk ohälsa"), YES_NO, ("psykisk hälsa",)),
    Field(
        "months_without_work",
        _("Månader utan arbete"),
        WholeNumber(most=900),
        ("tid utan arbete", "månader arbetslös"),
    ),
    Field("note", _("Anteckning"), Text(multiline=True), ("kommentar", "övrigt", "anteckningar")),
    Field("kind", _("Aktivitet"), ACTIVITY_KIND, ("insats", "typ", "typ av insats"), (ACTIVITY,)),
    Field(
        "hours_per_week",
        _("Timmar i veckan"),
        DecimalNumber(places=1),
        ("timmar", "omfattning", "h/v"),
        (ACTIVITY,),
    ),
    Field(
        "place",
        _("Plats eller arbetsplats"),
        Text(120),
        ("plats", "arbetsplats", "arbetsgivare", "praktikplats"),
        (ACTIVITY,),
    ),
    Field("status", _("Status"), Words(ActivityStatus), ("läge",), (ACTIVITY,)),
)


def of(kind: str) -> list[Field]:
    return [field for field in FIELDS if kind in field.kinds]


def by_name(kind: str) -> dict[str, Field]:
    return {field.name: field for field in of(kind)}


def guess(headings: Iterable[str], kind: str, kept: Mapping[str, str]) -> dict[str, str]:
    """Heading → field. What was pointed out before comes first; no field is taken twice."""
    found: dict[str, str] = {}
    known = by_name(kind)
    for heading in headings:
        name = kept.get(plain(heading)) or next(
            (field.name for field in known.values() if field.is_called(heading)), ""
        )
        if name in known and name not in found.values():
            found[heading] = name
    return found
