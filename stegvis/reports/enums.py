from django.db import models
from django.utils.translation import gettext_lazy as _


class AnnualReportStatus(models.TextChoices):
    DRAFT = "draft", _("Utkast")
    FROZEN = "frozen", _("Fastställd")

    @property
    def tone(self) -> str:
        return {"draft": "info", "frozen": "good"}[self.value]


class GoalDirection(models.TextChoices):
    AT_LEAST = "at_least", _("Minst")
    AT_MOST = "at_most", _("Högst")


class GoalValueKind(models.TextChoices):
    """A goal that somebody decided, or one that is reasoned afterwards and judged beside it."""

    DECIDED = "decided", _("Beslutat mål")
    REASONED = "reasoned", _("Resonemang i efterhand")
