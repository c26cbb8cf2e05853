from django.db import models
from django.utils.translation import gettext_lazy as _

from stegvis.core.steps import Step

IMPORT = "import_run"  # upload, preview, correct, accept
SEE_ALL = "import_see_all"  # also what others have uploaded


class BatchStatus(models.TextChoices):
    PREVIEWED = "previewed", _("Väntar på beslut")
    ACCEPTED = "accepted", _("Införd")
    DISCARDED = "discarded", _("Kastad")

    @property
    def tone(self) -> str:
        return {"previewed": "info", "accepted": "good", "discarded": "quiet"}[self.value]


class RowStatus(models.TextChoices):
    """In the order a reader needs them: what is wrong comes first."""

    WRONG = "wrong", _("Fel")
    CHANGED = "changed", _("Ändras")
    NEW = "new", _("Ny")
    UNCHANGED = "unchanged", _("Oförändrad")

    @property
    def tone(self) -> str:
        return {"wrong": "bad", "changed": "info", "new": "good", "unchanged": "quiet"}[self.value]

    @classmethod
    def written(cls) -> list["RowStatus"]:
        return [cls.NEW, cls.CHANGED]


BATCH_STEPS = (
    Step("correct", {BatchStatus.PREVIEWED}, BatchStatus.PREVIEWED, IMPORT, _("Spara rättningar")),
    Step("accept", {BatchStatus.PREVIEWED}, BatchStatus.ACCEPTED, IMPORT, _("För in")),
    Step("discard", {BatchStatus.PREVIEWED}, BatchStatus.DISCARDED, IMPORT, _("Kasta")),
)
