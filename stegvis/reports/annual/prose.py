"""The report's places for prose: what each is for, and the words a new report starts with."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    key: str
    title: str
    hint: str
    start: str = ""


PLACES = (
    Place(
        "summary",
        "Sammanfattning",
        "Årets viktigaste siffror och lärdomar, på högst en sida.",
    ),
    Place(
        "purpose",
        "Syfte",
        "Varför rapporten skrivs och för vem.",
        "Rapporten visar vilka arbetsmarknadsinsatser som beställdes och genomfördes under året, "
        "vad de kostade och vad de ledde till. Den bygger på leverantörernas uppföljningar och "
        "på beställarens och leverantörens gemensamma analys av varje insats.\n\n"
        "Två frågor bär rapporten:\n\n"
        "1. Gör vi rätt saker?\n2. Gör vi sakerna på rätt sätt?",
    ),
    Place(
        "theory",
        "Programteori och arbetssätt",
        "Hur insatserna är tänkta att verka, och hur ni arbetar.",
        "Planering och uppföljning hör ihop. Redan i planen står vilka resultat som väntas och "
        "hur de ska följas upp. Beställare och leverantör går igenom underlaget tillsammans, och "
        "det som lärs av en insats följer med in i nästa plan. Varje insats går sju steg.",
    ),
    Place("agreements", "Avtal", "Vad siffrorna om avtal betyder för verksamheten."),
    Place("result", "Övergripande resultat", "Hur årets resultat ska läsas."),
    Place("success", "Framgångsfaktorer", "Mönster bland det som har fungerat."),
    Place("development", "Utvecklingsområden", "Mönster bland det som behöver bli bättre."),
    Place(
        "right_things",
        "Gör vi rätt saker?",
        "Är det rätt insatser för målgrupperna?",
    ),
    Place(
        "right_way",
        "Gör vi sakerna på rätt sätt?",
        "Planeras, genomförs och följs insatserna upp som de ska?",
    ),
    Place("ahead", "Året som kommer", "Nya avtal, förändringar och det som ska följas upp."),
)
BY_KEY = {place.key: place for place in PLACES}
