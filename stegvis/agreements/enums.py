from django.db import models
from django.utils.translation import gettext_lazy as _


class AgreementKind(models.TextChoices):
    FRAMEWORK = "framework", _("Ramavtal")
    CALL_OFF = "call_off", _("Avrop")
    DIRECT_AWARD = "direct_award", _("Direktupphandling")
    INTERNAL = "internal", _("Överenskommelse")
    OTHER = "other", _("Annat avtal")

    @property
    def explanation(self) -> str:
        """For who is to choose one."""
        return str(_EXPLANATIONS[self.value])


_EXPLANATIONS = {
    "framework": _("Med en eller flera leverantörer. Köpen görs som avrop från det."),
    "call_off": _("Ett köp från ett ramavtal eller en överenskommelse."),
    "direct_award": _("Ett köp direkt från en leverantör, under gränsen i lagen."),
    "internal": _("Med kommunens egen skola eller en annan förvaltning."),
    "other": _("Inget av de andra. Räknas mot gränsen för direktupphandling."),
}


class OptionStatus(models.TextChoices):
    AVAILABLE = "available", _("Ej utlöst")
    EXERCISED = "exercised", _("Utlöst")
    LAPSED = "lapsed", _("Förfallen")

    @property
    def tone(self) -> str:
        return {"available": "info", "exercised": "good", "lapsed": "quiet"}[self.value]


class LimitClass(models.TextChoices):
    """Which direct-award limit a kind of service falls under (LOU chapter 19 a, annex 2)."""

    GENERAL = "general", _("Varor och övriga tjänster")
    ANNEX_2 = "annex_2", _("Tjänster enligt LOU bilaga 2")


class PriceModel(models.TextChoices):
    FIXED = "fixed", _("Fast pris för hela insatsen")
    PER_PARTICIPANT = "per_participant", _("Pris per deltagare")
    PER_GROUP = "per_group", _("Pris per grupp")
    PER_WEEK = "per_week", _("Pris per vecka")
    PER_HOUR = "per_hour", _("Pris per timme")


class AgreementPhase(models.TextChoices):
    """Where an agreement is in time. Computed, never kept."""

    UNDATED = "undated", _("Utan slutdatum")
    COMING = "coming", _("Kommande")
    RUNNING = "running", _("Pågår")
    ENDING = "ending", _("Slutar snart")
    ENDED = "ended", _("Avslutat")

    @property
    def tone(self) -> str:
        return {"running": "good", "ending": "warn", "coming": "info"}.get(self.value, "quiet")


class ReminderLevel(models.TextChoices):
    """How near an end date or a last option day is. The last threshold passed counts."""

    EIGHT_MONTHS = "eight_months", _("Inom åtta månader")
    SIX_MONTHS = "six_months", _("Inom sex månader")
    THREE_MONTHS = "three_months", _("Inom tre månader")
    FOURTEEN_DAYS = "fourteen_days", _("Inom fjorton dagar")
    PASSED = "passed", _("Dagen har passerat")

    @property
    def tone(self) -> str:
        soon = {"three_months": "warn", "fourteen_days": "bad", "passed": "bad"}
        return soon.get(self.value, "info")


class AmountBasis(models.TextChoices):
    """Where the amount of a purchase comes from."""

    VALUE = "value", _("avtalets värde med optioner")
    PRICE = "price", _("avtalets fasta pris")
    SPEND = "spend", _("utfallet hittills")
    MISSING = "missing", _("värde saknas")


class SumLevel(models.TextChoices):
    """A sum against the most that it may be."""

    UNLIMITED = "unlimited", _("Ingen gräns inlagd")
    WITHIN = "within", _("Inom gränsen")
    NEAR = "near", _("Nära gränsen")
    OVER = "over", _("Över gränsen")

    @property
    def tone(self) -> str:
        return {"within": "good", "near": "warn", "over": "bad"}.get(self.value, "quiet")
