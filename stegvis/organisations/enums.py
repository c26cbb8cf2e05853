from django.db import models
from django.utils.translation import gettext_lazy as _


class ProviderKind(models.TextChoices):
    EXTERNAL = "external", _("Extern")
    INTERNAL = "internal", _("Intern")


class SecrecyBasis(models.TextChoices):
    """Which chapter of the secrecy act a unit's case files fall under. Not settled for municipal
    labour-market units in general, so each unit says; the stricter one is the default."""

    SOCIAL_SERVICES = "social_services", _("OSL 26 kap., socialtjänst")
    LABOUR_MARKET = "labour_market", _("OSL 28 kap., arbetsmarknad")
    OTHER = "other", _("Annan grund")
