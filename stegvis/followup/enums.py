from django.db import models
from django.utils.translation import gettext_lazy as _

from stegvis.accounts.roles import Permission
from stegvis.core.steps import Step


class ReportStatus(models.TextChoices):
    DRAFT = "draft", _("Skrivs")
    SUBMITTED = "submitted", _("Inlämnad")
    HANDED_BACK = "handed_back", _("Tillbakalämnad")
    ACCEPTED = "accepted", _("Mottagen")

    @property
    def tone(self) -> str:
        return {"draft": "quiet", "submitted": "info", "handed_back": "warn", "accepted": "good"}[
            self.value
        ]

    @classmethod
    def writable(cls) -> set["ReportStatus"]:
        """The provider may write in these."""
        return {cls.DRAFT, cls.HANDED_BACK}


REPORT_STEPS = (
    Step(
        "submit",
        {ReportStatus.DRAFT, ReportStatus.HANDED_BACK},
        ReportStatus.SUBMITTED,
        Permission.REPORT_WRITE,
        _("Lämna in"),
    ),
    Step(
        "hand_back",
        {ReportStatus.SUBMITTED, ReportStatus.ACCEPTED},
        ReportStatus.HANDED_BACK,
        Permission.REPORT_REVIEW,
        _("Lämna tillbaka"),
    ),
    Step(
        "accept",
        {ReportStatus.SUBMITTED},
        ReportStatus.ACCEPTED,
        Permission.REPORT_REVIEW,
        _("Ta emot"),
    ),
)


class Answer(models.TextChoices):
    """The provider's answer to an expected result. "Not reported" is a value."""

    REACHED = "reached", _("Nått")
    PARTLY = "partly", _("Delvis nått")
    NOT_REACHED = "not_reached", _("Inte nått")
    NOT_REPORTED = "not_reported", _("Ej redovisat")
    TOO_EARLY = "too_early", _("För tidigt att säga")

    @property
    def tone(self) -> str:
        return {
            "reached": "good",
            "partly": "info",
            "not_reached": "bad",
            "not_reported": "quiet",
            "too_early": "quiet",
        }[self.value]


class FindingKind(models.TextChoices):
    SUCCESS = "success", _("Framgångsfaktor")
    DEVELOPMENT = "development", _("Utvecklingsområde")

    @property
    def tone(self) -> str:
        return {"success": "good", "development": "warn"}[self.value]


class FindingSource(models.TextChoices):
    PROVIDER = "provider", _("Leverantören")
    ORDERER = "orderer", _("Beställaren")
    PARTICIPANTS = "participants", _("Deltagarna")
    JOINT = "joint", _("Gemensamt")


class ThemeKind(models.TextChoices):
    SUCCESS = "success", _("Framgångsfaktor")
    DEVELOPMENT = "development", _("Utvecklingsområde")
    BOTH = "both", _("Båda")


class DecisionKind(models.TextChoices):
    """What the joint analysis decides about a development area."""

    ACT_NEXT_PLAN = "act_next_plan", _("Ta med i nästa planering")
    ACT_ELSEWHERE = "act_elsewhere", _("Göra något på annat håll")
    LEAVE = "leave", _("Lämna")

    @property
    def tone(self) -> str:
        return {"act_next_plan": "info", "act_elsewhere": "info", "leave": "quiet"}[self.value]


class CarryAnswer(models.TextChoices):
    """How the next plan answers a decision carried forward to it."""

    TAKEN_UP = "taken_up", _("Med i planen")
    LATER = "later", _("Tas upp senare")
    NOT_RELEVANT = "not_relevant", _("Gäller inte den här insatsen")

    @property
    def tone(self) -> str:
        return {"taken_up": "good", "later": "warn", "not_relevant": "quiet"}[self.value]
