"""What every municipality starts from: the limits of the law and some kinds of service.

The limits are dated: when the law or the threshold changes, a new row is added and the old one
stays for the purchases of its time.
"""

from datetime import date
from decimal import Decimal

from stegvis.agreements.enums import LimitClass

LIMITS = (
    {
        "limit_class": LimitClass.GENERAL,
        "amount": Decimal(700_000),
        "valid_from": date(2022, 2, 1),
        "source": "LOU 19 a kap.: direktupphandling under 700 000 kr. Kontrollera att det gäller.",
    },
    {
        "limit_class": LimitClass.ANNEX_2,
        "amount": Decimal(7_701_675),
        "valid_from": date(2020, 1, 1),
        "source": (
            "Tröskelvärdet i LOU 5 kap., 750 000 euro, i kronor 2020–2021. Beloppet i kronor "
            "ändras vartannat år: kontrollera och lägg in det som gäller."
        ),
    },
)

# Education and training, help to find work, health and social services stand in annex 2.
SERVICE_KINDS = (
    ("Arbetsmarknad och matchning", LimitClass.ANNEX_2),
    ("Hälsa", LimitClass.ANNEX_2),
    ("Socialt stöd", LimitClass.ANNEX_2),
    ("Utbildning och språk", LimitClass.ANNEX_2),
)
