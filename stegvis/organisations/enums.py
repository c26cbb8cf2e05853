from django.db import models
from django.utils.translation import gettext_lazy as _


class ProviderKind(models.TextChoices):
    EXTERNAL = "external", _("Extern")
    INTERNAL = "internal", _("Intern")
