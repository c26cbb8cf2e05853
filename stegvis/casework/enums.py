"""The words of the daily work with a participant."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ActivityKind(models.TextChoices):
    MAPPING = "mapping", _("Kartläggning")
    GUIDANCE = "guidance", _("Studie- och yrkesvägledning")
    CV = "cv", _("Skriva cv")
    LETTER = "letter", _("Skriva personligt brev")
    INTERVIEW_TRAINING = "interview_training", _("Träna på intervju")
    JOB_SEARCH = "job_search", _("Söka jobb")
    STUDY_VISIT = "study_visit", _("Studiebesök")
    HEALTH = "health", _("Hälsofrämjande aktivitet")
    SOCIAL = "social", _("Social aktivitet")
    LANGUAGE = "language", _("Språkträning")
    COURSE = "course", _("Kurs")
    OTHER = "other", _("Annat")

    @property
    def usual_focus(self) -> str:
        """What the form proposes; the caseworker may choose another."""
        return {
            "health": ActivityFocus.HEALTH,
            "social": ActivityFocus.SOCIAL,
            "language": ActivityFocus.COMPETENCE,
            "course": ActivityFocus.COMPETENCE,
        }.get(self.value, ActivityFocus.INDIRECT)


class ActivityFocus(models.TextChoices):
    """Work training, internship and jobs are direct; study visits and job search are indirect."""

    DIRECT = "direct", _("Direkt jobbfokuserad")
    INDIRECT = "indirect", _("Indirekt jobbfokuserad")
    HEALTH = "health", _("Hälsa")
    SOCIAL = "social", _("Socialt")
    COMPETENCE = "competence", _("Kompetens")


class ActivityStatus(models.TextChoices):
    PLANNED = "planned", _("Planerad")
    ONGOING = "ongoing", _("Pågår")
    DONE = "done", _("Klar")
    CANCELLED = "cancelled", _("Inställd")

    @property
    def tone(self) -> str:
        return {"planned": "quiet", "ongoing": "info", "done": "good", "cancelled": "bad"}[
            self.value
        ]


class PlacementKind(models.TextChoices):
    WORK_TRAINING = "work_training", _("Arbetsträning")
    INTERNSHIP = "internship", _("Praktik")
    HOURLY = "hourly", _("Timanställning")
    EMPLOYMENT = "employment", _("Anställning")

    @classmethod
    def jobs(cls) -> list["PlacementKind"]:
        return [cls.HOURLY, cls.EMPLOYMENT]


class PlacementStatus(models.TextChoices):
    """Where a placement stands today. Computed from its dates, never typed."""

    PLANNED = "planned", _("Planerad")
    ONGOING = "ongoing", _("Pågår")
    ENDED = "ended", _("Avslutad")
    NEVER_BEGUN = "never_begun", _("Blev inte av")

    @property
    def tone(self) -> str:
        return {"planned": "quiet", "ongoing": "info", "ended": "good", "never_begun": "bad"}[
            self.value
        ]


class EndedBy(models.TextChoices):
    AS_PLANNED = "as_planned", _("Slutade som planerat")
    PARTICIPANT = "participant", _("Deltagaren")
    EMPLOYER = "employer", _("Arbetsgivaren")
    CASEWORKER = "caseworker", _("Handläggaren")


class EndReason(models.TextChoices):
    PERIOD_OVER = "period_over", _("Tiden var slut")
    HIRED = "hired", _("Anställd på platsen")
    OTHER_JOB = "other_job", _("Annat arbete")
    STUDIES = "studies", _("Började studera")
    ILL_HEALTH = "ill_health", _("Ohälsa")
    RELAPSE = "relapse", _("Återfall")
    DID_NOT_FIT = "did_not_fit", _("Passade inte")
    ABSENCE = "absence", _("Frånvaro")
    EMPLOYER_CHANGED = "employer_changed", _("Ändrat hos arbetsgivaren")
    OTHER = "other", _("Annat")


class SupportKind(models.TextChoices):
    """What another principal does at the same time. Never their records, only that it goes on."""

    HOUSING_SUPPORT = "housing_support", _("Boendestöd")
    ADDICTION_CARE = "addiction_care", _("Beroendevård")
    PSYCHIATRY = "psychiatry", _("Psykiatri")
    PRIMARY_CARE = "primary_care", _("Vårdcentral")
    REHABILITATION = "rehabilitation", _("Rehabilitering")
    FINANCIAL_ADVICE = "financial_advice", _("Budget- och skuldrådgivning")
    EMPLOYMENT_SERVICE = "employment_service", _("Insats hos Arbetsförmedlingen")
    EDUCATION = "education", _("Vuxenutbildning eller sfi")
    HOUSING = "housing", _("Boende")
    CONTACT_PERSON = "contact_person", _("Kontaktperson")
    ASSOCIATION = "association", _("Förening eller kamratstöd")
    OTHER = "other", _("Annat")


class Principal(models.TextChoices):
    SOCIAL_SERVICES = "social_services", _("Socialtjänsten")
    REGION = "region", _("Regionen")
    EMPLOYMENT_SERVICE = "employment_service", _("Arbetsförmedlingen")
    SOCIAL_INSURANCE = "social_insurance", _("Försäkringskassan")
    PRISON_SERVICE = "prison_service", _("Kriminalvården")
    SCHOOL = "school", _("Skola")
    ASSOCIATION = "association", _("Civilsamhället")
    OTHER = "other", _("Annan")


class ContactWay(models.TextChoices):
    MEETING = "meeting", _("Möte")
    PHONE = "phone", _("Telefon")
    EMAIL = "email", _("Mejl")
    NETWORK = "network", _("Flerpartsmöte")


class NoteKind(models.TextChoices):
    CONVERSATION = "conversation", _("Samtal")
    PHONE = "phone", _("Telefon")
    VISIT = "visit", _("Besök")
    OBSERVATION = "observation", _("Iakttagelse")
    OTHER = "other", _("Annat")


class MeetingStatus(models.TextChoices):
    PLANNED = "planned", _("Bokat")
    HELD = "held", _("Blev av")
    MISSED = "missed", _("Uteblev")
    CANCELLED = "cancelled", _("Inställt")

    @property
    def tone(self) -> str:
        return {"planned": "info", "held": "good", "missed": "caution", "cancelled": "quiet"}[
            self.value
        ]


class DutyKind(models.TextChoices):
    """What must be told and asked at the start (Vamos 4.7)."""

    DISCRIMINATION_INFORMED = "discrimination_informed", _("Information om diskrimineringslagen")
    DISCRIMINATION_ASKED = "discrimination_asked", _("Fråga om egna erfarenheter av diskriminering")
    PRIVACY_INFORMED = "privacy_informed", _("Information om hur uppgifter hanteras")
    CONSENT = "consent", _("Samtycke till att dela uppgifter")


class Direction(models.TextChoices):
    """Where a review finds that the person is heading."""

    CLOSER = "closer", _("Närmare arbete eller studier")
    SAME = "same", _("Ungefär som förut")
    FURTHER = "further", _("Längre ifrån")

    @property
    def tone(self) -> str:
        return {"closer": "good", "same": "quiet", "further": "caution"}[self.value]


class CheckpointKind(models.TextChoices):
    """What a rule looks at. The number of days stands on the rule."""

    NO_DIRECT_ACTIVITY = "no_direct_activity", _("Ingen direkt jobbfokuserad aktivitet")
    NOTHING_HAPPENED = "nothing_happened", _("Inget har hänt")
    LONG_PAUSE = "long_pause", _("Lång paus")
    LONG_STAY = "long_stay", _("Lång tid i verksamheten")
    NO_VISIT = "no_visit", _("Plats utan besök")
    NO_REVIEW = "no_review", _("Ingen avstämning")


class RowKind(models.TextChoices):
    """What one row of somebody's own follow-up file is about."""

    PERSON = "person", _("En rad för varje person")
    ACTIVITY = "activity", _("En rad för varje aktivitet")


class FileStatus(models.TextChoices):
    MAPPING = "mapping", _("Kolumner ska pekas ut")
    PREVIEWED = "previewed", _("Förhandsgranskad")
    WRITING = "writing", _("Skrivs in")
    WRITTEN = "written", _("Inläst")
    DISCARDED = "discarded", _("Kastad")


class FileRowStatus(models.TextChoices):
    NEW = "new", _("Ny")
    MATCHED = "matched", _("Finns, oförändrad")
    CHANGED = "changed", _("Ändrad")
    WRONG = "wrong", _("Fel")
    DUPLICATE = "duplicate", _("Kanske samma person")
    SKIPPED = "skipped", _("Hoppas över")

    @property
    def tone(self) -> str:
        return {
            "new": "good",
            "matched": "quiet",
            "changed": "info",
            "wrong": "bad",
            "duplicate": "caution",
            "skipped": "quiet",
        }[self.value]
