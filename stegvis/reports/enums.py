from django.db import models
from django.utils.translation import gettext_lazy as _


class AnnualReportStatus(models.TextChoices):
    DRAFT = "draft", _("Utkast")
    FROZEN = "frozen", _("Fastställd")

    @property
    def tone(self) -> str:
        return {"draft": "info", "frozen": "good"}[self.value]
