"""Where the cohort works: invented workplaces. Only Stadsmissionen is named in the report."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    name: str
    occupation: str  # SSYK 2012, two digits
    industry: str  # SNI 2007, a division
    area: str
    network: str = ""


PARTNER = "Stadsmissionen"
PARTNER_PLACES = (
    ("Butiken", "52", "Majorna"),
    ("Sorteringen", "96", "Hisingen"),
    ("Köket", "94", "Centrum"),
    ("Snickeriet", "71", "Hisingen"),
    ("Trädgården", "61", "Västra Frölunda"),
)
FRIEND = "företagsvän"  # belongs to the partner's network of companies
WORKPLACES = (
    Place("Hörnbutiken Livs", "52", "47", "Majorna", FRIEND),
    Place("Lundby Lager", "93", "52", "Hisingen", FRIEND),
    Place("Café Kanelen", "94", "56", "Linné"),
    Place("Frölunda Fastighetsskötsel", "91", "81", "Västra Frölunda"),
    Place("Skärgårdsköket", "94", "56", "Askim"),
    Place("Ringöns Däckverkstad", "72", "45", "Hisingen"),
    Place("Biskopsgårdens Städ", "91", "81", "Hisingen"),
    Place("Änggårdens Plantskola", "61", "01", "Änggården"),
    Place("Möbelhallen Sisjön", "52", "47", "Askim"),
    Place("Hästgården Säve", "61", "01", "Hisingen"),
    Place("Äldreboendet Havsutsikten", "53", "87", "Västra Frölunda"),
    Place("Flytt & Kånk", "83", "49", "Hisingen"),
    Place("Bageri Råg", "76", "10", "Majorna"),
    Place("Cykelverkstan Navet", "72", "95", "Linné"),
    Place("Eriksbergs Måleri", "71", "43", "Hisingen"),
    Place("Hundpensionatet Tassen", "51", "96", "Torslanda"),
    Place("Tryckeri Färgklick", "73", "18", "Högsbo"),
    Place("Second hand Återfynd", "52", "47", "Högsbo", FRIEND),
)
OTHERS = (
    *("Arendals Bil", "Axplock Blommor", "Backa Bygg", "Bollplank Grafik", "Brämaregårdens Kiosk"),
    *("Dörrsta Lås", "Eketrä Snickeri", "Fiskhallen Nord", "Gasverkets Gym", "Glassbåten"),
    *("Gårda Glas", "Hinsholmens Marina", "Järntorgets Salong", "Kålltorps Kök", "Köpstaden Tyg"),
    *("Lindholmens It-hjälp", "Mölnlycke Möbeltvätt", "Nötö Naturvård", "Opaltorgets Optik"),
    *("Hamnens Kiosk", "Rambergets Rör", "Slottsskogens Zooservice", "Tuve Tapet"),
    *("Tynnereds Tvätt", "Utby Utemiljö", "Västra Vård", "Åkereds Åkeri"),
)
