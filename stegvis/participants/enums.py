"""The words about a person's way: referral, enrolment, exit and what came of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stegvis.accounts.roles import Permission
from stegvis.core.steps import Step


class Sex(models.TextChoices):
    WOMAN = "woman", _("Kvinna")
    MAN = "man", _("Man")
    OTHER = "other", _("Annat")
    UNKNOWN = "unknown", _("Ej uppgivet")


class IdentityKind(models.TextChoices):
    IDENTIFIED = "identified", _("Med namn")
    UNIDENTIFIED = "unidentified", _("Oidentifierad")


class Protection(models.TextChoices):
    """The three forms of protected personal data (domain 7.2)."""

    NONE = "none", _("Ingen")
    MARKED = "marked", _("Sekretessmarkering")
    REGISTERED = "registered", _("Skyddad folkbokföring")
    FICTITIOUS = "fictitious", _("Fingerade personuppgifter")


class Initiator(models.TextChoices):
    """Who took the initiative, as Kolada U40806–U40810 asks."""

    SOCIAL_SERVICES = "social_services", _("Socialtjänsten")
    EMPLOYMENT_SERVICE = "employment_service", _("Arbetsförmedlingen")
    SOCIAL_INSURANCE = "social_insurance", _("Försäkringskassan")
    PERSON = "person", _("Personen själv")
    HEALTH_CARE = "health_care", _("Vården")
    OTHER = "other", _("Annan")


class ReferralStatus(models.TextChoices):
    RECEIVED = "received", _("Inkommen")
    QUEUED = "queued", _("I kö")
    STARTED = "started", _("Inskriven")
    DECLINED = "declined", _("Avböjd")
    PASSED_ON = "passed_on", _("Skickad vidare")
    WITHDRAWN = "withdrawn", _("Återtagen")

    @property
    def tone(self) -> str:
        return {
            "received": "caution",
            "queued": "info",
            "started": "good",
            "declined": "bad",
            "passed_on": "quiet",
            "withdrawn": "quiet",
        }[self.value]

    @classmethod
    def waiting(cls) -> list["ReferralStatus"]:
        return [cls.RECEIVED, cls.QUEUED]


_WAITING = {ReferralStatus.RECEIVED, ReferralStatus.QUEUED}

REFERRAL_STEPS = (
    Step(
        "accept",
        {ReferralStatus.RECEIVED},
        ReferralStatus.QUEUED,
        Permission.REFERRAL_DECIDE,
        _("Ta emot i kön"),
    ),
    Step("start", _WAITING, ReferralStatus.STARTED, Permission.REFERRAL_DECIDE, _("Skriv in")),
    Step("decline", _WAITING, ReferralStatus.DECLINED, Permission.REFERRAL_DECIDE, _("Avböj")),
    Step(
        "pass_on",
        _WAITING,
        ReferralStatus.PASSED_ON,
        Permission.REFERRAL_DECIDE,
        _("Skicka vidare"),
    ),
    Step(
        "withdraw", _WAITING, ReferralStatus.WITHDRAWN, Permission.REFERRAL_WRITE, _("Ta tillbaka")
    ),
)


class DecisionReason(models.TextChoices):
    """Why a referral is declined or passed on. Readiness is no reason here: everybody may try."""

    OTHER_PROGRAMME_FITS = "other_programme_fits", _("Annan verksamhet passar bättre")
    OUTSIDE_TARGET_GROUP = "outside_target_group", _("Hör inte till målgruppen")
    OUTSIDE_AREA = "outside_area", _("Bor utanför området")
    ALREADY_ENROLLED = "already_enrolled", _("Har redan en plats")
    NOT_REACHED = "not_reached", _("Går inte att nå")
    DOES_NOT_WANT = "does_not_want", _("Vill inte")
    HAS_WORK_OR_STUDIES = "has_work_or_studies", _("Har fått arbete eller studier")
    NO_CAPACITY = "no_capacity", _("Platserna räcker inte")
    OTHER = "other", _("Annat skäl")


class PauseReason(models.TextChoices):
    ILL_HEALTH = "ill_health", _("Ohälsa")
    RELAPSE = "relapse", _("Återfall")
    TREATMENT = "treatment", _("Behandling")
    PARENTAL_LEAVE = "parental_leave", _("Föräldraledighet")
    OTHER = "other", _("Annat")


class ExitDestination(models.TextChoices):
    """Where the person goes. Work and studies come with an Outcome that has their attributes."""

    WORK = "work", _("Arbete")
    STUDIES = "studies", _("Studier")
    OTHER_MEASURE = "other_measure", _("Annan arbetsmarknadsinsats")
    OTHER_AUTHORITY = "other_authority", _("Annan myndighet tar över")
    BACK_TO_REFERRER = "back_to_referrer", _("Ny planering hos remittenten")
    MOVED = "moved", _("Flyttat")
    DECEASED = "deceased", _("Avliden")
    OTHER = "other", _("Annat")

    @classmethod
    def goal(cls) -> list["ExitDestination"]:
        return [cls.WORK, cls.STUDIES]


class ExitReason(models.TextChoices):
    GOAL_REACHED = "goal_reached", _("Målet är nått")
    NEXT_STEP = "next_step", _("Nästa steg finns någon annanstans")
    ACTIVE_ADDICTION = "active_addiction", _("Aktivt missbruk, behöver annat stöd först")
    WORSE_HEALTH = "worse_health", _("Försämrad hälsa")
    DOES_NOT_WANT = "does_not_want", _("Vill inte ta del av det som erbjuds")
    NOT_REACHED = "not_reached", _("Går inte att nå")
    MOVED = "moved", _("Flyttat")
    DECEASED = "deceased", _("Avliden")
    PROGRAMME_ENDED = "programme_ended", _("Verksamheten har upphört")
    OTHER = "other", _("Annan orsak")


class OutcomeKind(models.TextChoices):
    WORK = "work", _("Arbete")
    STUDIES = "studies", _("Studier")


class Subsidy(models.TextChoices):
    NONE = "none", _("Inget stöd")
    NEW_START = "new_start", _("Nystartsjobb")
    WAGE_SUBSIDY = "wage_subsidy", _("Lönebidrag")
    INTRODUCTION = "introduction", _("Introduktionsjobb")
    OTHER = "other", _("Annat anställningsstöd")
    UNKNOWN = "unknown", _("Vet inte")


class ContractKind(models.TextChoices):
    PERMANENT = "permanent", _("Tillsvidare")
    FIXED_TERM = "fixed_term", _("Tidsbegränsad")
    HOURLY = "hourly", _("Timanställning")
    OWN_BUSINESS = "own_business", _("Eget företag")
    UNKNOWN = "unknown", _("Vet inte")


class FollowUpStatus(models.TextChoices):
    DUE = "due", _("Ska göras")
    REACHED = "reached", _("Nådd")
    REFUSED = "refused", _("Vill inte svara")
    UNKNOWN = "unknown", _("Går inte att nå")

    @property
    def tone(self) -> str:
        return {"due": "caution", "reached": "good", "refused": "quiet", "unknown": "quiet"}[
            self.value
        ]


class SituationThen(models.TextChoices):
    """What the person does at the follow-up."""

    WORK = "work", _("Arbetar")
    STUDIES = "studies", _("Studerar")
    MEASURE = "measure", _("I insats")
    JOB_SEEKING = "job_seeking", _("Söker arbete")
    SICK = "sick", _("Sjukskriven")
    OTHER = "other", _("Annat")


class Changed(models.TextChoices):
    """How the situation has changed, as SKR's user survey asks (domain 3.3)."""

    MUCH_BETTER = "much_better", _("Mycket bättre")
    BETTER = "better", _("Lite bättre")
    SAME = "same", _("Oförändrad")
    WORSE = "worse", _("Sämre")
    DO_NOT_KNOW = "do_not_know", _("Vet inte")

    @classmethod
    def improved(cls) -> list["Changed"]:
        return [cls.MUCH_BETTER, cls.BETTER]


class AttemptChannel(models.TextChoices):
    PHONE = "phone", _("Telefon")
    SMS = "sms", _("Sms")
    EMAIL = "email", _("E-post")
    LETTER = "letter", _("Brev")
    MEETING = "meeting", _("Möte")


class CodeScheme(models.TextChoices):
    """The versioned word lists of others. Values are what data files call them."""

    EDUCATION = "sun", _("Utbildningsnivå (SUN)")
    OCCUPATION = "ssyk", _("Yrke (SSYK)")
    INDUSTRY = "sni", _("Näringsgren (SNI)")
    SFI = "sfi", _("Studieväg och kurs i sfi")
    LANGUAGE = "language", _("Språk")
    LIVELIHOOD = "livelihood", _("Försörjning")


class DrivingLicence(models.TextChoices):
    NONE = "none", _("Nej")
    CAR = "car", _("B, personbil")
    HEAVY = "heavy", _("Tung behörighet")
    REVOKED = "revoked", _("Återkallat")
    UNKNOWN = "unknown", _("Vet inte")


class YesNo(models.TextChoices):
    YES = "yes", _("Ja")
    NO = "no", _("Nej")
    UNKNOWN = "unknown", _("Vet inte")
