"""The words about employers: who they are, how we meet them, and what they offer."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stegvis.accounts.roles import Permission
from stegvis.core.steps import Step


class EmployerSize(models.TextChoices):
    MICRO = "micro", _("1–9 anställda")
    SMALL = "small", _("10–49 anställda")
    MEDIUM = "medium", _("50–249 anställda")
    LARGE = "large", _("250 eller fler")
    UNKNOWN = "unknown", _("Vet inte")


class Market(models.TextChoices):
    """Whose workplace it is: the regular labour market, or a partner's or our own."""

    REGULAR = "regular", _("Reguljär arbetsmarknad")
    OWN = "own", _("Egen verksamhet")


class ContactMode(models.TextChoices):
    VISIT = "visit", _("Besök")
    PHONE = "phone", _("Telefon")
    EMAIL = "email", _("Mejl")
    DIGITAL = "digital", _("Digitalt möte")
    EVENT = "event", _("Mässa eller träff")

    @classmethod
    def face_to_face(cls) -> list["ContactMode"]:
        return [cls.VISIT, cls.EVENT]


class ContactResult(models.TextChoices):
    NOBODY_THERE = "nobody_there", _("Fick inte tag på någon")
    NOT_NOW = "not_now", _("Inte nu")
    NO = "no", _("Nej")
    INTERESTED = "interested", _("Intresserad")
    STUDY_VISIT = "study_visit", _("Studiebesök bokat")
    OFFERS_PLACE = "offers_place", _("Erbjuder plats")
    OFFERS_JOB = "offers_job", _("Erbjuder jobb")
    FOLLOWED_UP = "followed_up", _("Följde upp en pågående plats")

    @classmethod
    def interested(cls) -> list["ContactResult"]:
        """Answers that say the employer may take somebody on."""
        return [cls.INTERESTED, cls.STUDY_VISIT, cls.OFFERS_PLACE, cls.OFFERS_JOB]


class OpeningKind(models.TextChoices):
    WORK_TRAINING = "work_training", _("Arbetsträning")
    INTERNSHIP = "internship", _("Praktik")
    HOURLY = "hourly", _("Timanställning")
    EMPLOYMENT = "employment", _("Anställning")
    STUDY_VISIT = "study_visit", _("Studiebesök")

    @classmethod
    def jobs(cls) -> list["OpeningKind"]:
        return [cls.HOURLY, cls.EMPLOYMENT]


class OpeningStatus(models.TextChoices):
    OPEN = "open", _("Öppen")
    FILLED = "filled", _("Tillsatt")
    CLOSED = "closed", _("Stängd")

    @property
    def tone(self) -> str:
        return {"open": "info", "filled": "good", "closed": "quiet"}[self.value]


OPENING_STEPS = (
    Step(
        "fill",
        {OpeningStatus.OPEN},
        OpeningStatus.FILLED,
        Permission.EMPLOYER_EDIT,
        _("Markera som tillsatt"),
    ),
    Step("close", {OpeningStatus.OPEN}, OpeningStatus.CLOSED, Permission.EMPLOYER_EDIT, _("Stäng")),
    Step(
        "reopen",
        {OpeningStatus.FILLED, OpeningStatus.CLOSED},
        OpeningStatus.OPEN,
        Permission.EMPLOYER_EDIT,
        _("Öppna igen"),
    ),
)


class FunnelStage(models.TextChoices):
    """How far we have come with an employer. Computed, never typed."""

    KNOWN = "known", _("Registrerad")
    CONTACTED = "contacted", _("Kontaktad")
    INTERESTED = "interested", _("Intresserad")
    HOST = "host", _("Har tagit emot")
    HIRED = "hired", _("Har anställt")

    @property
    def tone(self) -> str:
        return {
            "known": "quiet",
            "contacted": "quiet",
            "interested": "info",
            "host": "good",
            "hired": "good",
        }[self.value]
