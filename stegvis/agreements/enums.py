from django.db import models
from django.utils.translation import gettext_lazy as _


class AgreementKind(models.TextChoices):
    FRAMEWORK = "framework", _("Ramavtal")
    CALL_OFF = "call_off", _("Avrop")
    DIRECT_AWARD = "direct_award", _("Direktupphandling")
    INTERNAL = "internal", _("Överenskommelse")
    OTHER = "other", _("Annat avtal")


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
