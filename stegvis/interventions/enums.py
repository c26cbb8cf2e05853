"""The words of an intervention, and the two tables that everything else is made from: the path of
seven steps, and the moves that a step's status can make."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stegvis.accounts.roles import Permission
from stegvis.core.steps import Step

if TYPE_CHECKING:
    from stegvis.interventions.models import Intervention


class InterventionStatus(models.TextChoices):
    ACTIVE = "active", _("Pågående")
    CLOSED = "closed", _("Avslutad")
    CANCELLED = "cancelled", _("Inställd")

    @property
    def tone(self) -> str:
        return {"active": "info", "closed": "good", "cancelled": "bad"}[self.value]


class InterventionStep(models.TextChoices):
    ORDER = "order", _("Beställning")
    PLAN = "plan", _("Planering")
    DIALOGUE = "dialogue", _("Dialog")
    DELIVERY = "delivery", _("Genomförande")
    PROVIDER_FOLLOW_UP = "provider_follow_up", _("Leverantörens uppföljning")
    REPORT = "report", _("Rapport")
    JOINT_ANALYSIS = "joint_analysis", _("Gemensam analys")


class StepStatus(models.TextChoices):
    WAITING = "waiting", _("Inte påbörjat")
    ONGOING = "ongoing", _("Pågår")
    DONE = "done", _("Klart")
    SKIPPED = "skipped", _("Överhoppat")

    @property
    def tone(self) -> str:
        return {"waiting": "quiet", "ongoing": "info", "done": "good", "skipped": "quiet"}[
            self.value
        ]

    @classmethod
    def settled(cls) -> set["StepStatus"]:
        return {cls.DONE, cls.SKIPPED}


STEP_MOVES = (
    Step("start", {StepStatus.WAITING}, StepStatus.ONGOING, "", _("Påbörja")),
    Step(
        "finish",
        {StepStatus.WAITING, StepStatus.ONGOING},
        StepStatus.DONE,
        "",
        _("Markera som klart"),
    ),
    Step(
        "skip",
        {StepStatus.WAITING, StepStatus.ONGOING},
        StepStatus.SKIPPED,
        Permission.STEP_DECIDE,
        _("Hoppa över"),
    ),
    Step(
        "reopen",
        {StepStatus.DONE, StepStatus.SKIPPED},
        StepStatus.ONGOING,
        Permission.STEP_DECIDE,
        _("Öppna igen"),
    ),
)


@dataclass(frozen=True)
class PathStep:
    """One of the seven: who may finish it, where its page is, when it should be done."""

    step: InterventionStep
    number: int
    purpose: str | Promise
    needs: Permission
    url_name: str
    may_skip: bool
    finished_by: str | Promise
    due: Callable[["Intervention"], date | None]


def _from_start(days: int) -> Callable[["Intervention"], date | None]:
    return lambda i: i.starts_on + timedelta(days=days) if i.starts_on else None


def _from_end(days: int) -> Callable[["Intervention"], date | None]:
    def due(intervention: "Intervention") -> date | None:
        last = intervention.follow_up_on or intervention.ends_on
        return last + timedelta(days=days) if last else None

    return due


PATH = (
    PathStep(
        InterventionStep.ORDER,
        1,
        _("Enheten beskriver sitt behov."),
        Permission.ORDER_DECIDE,
        "interventions:order_detail",
        False,
        _("Beställningen antas."),
        _from_start(-42),
    ),
    PathStep(
        InterventionStep.PLAN,
        2,
        _("Syfte, förväntade resultat, upplägg, kostnad och hur det ska följas upp."),
        Permission.PLAN_APPROVE,
        "interventions:plan_detail",
        False,
        _("Planeringsunderlaget godkänns."),
        _from_start(-21),
    ),
    PathStep(
        InterventionStep.DIALOGUE,
        3,
        _("Beställare och leverantör får samma bild."),
        Permission.DIALOGUE_EDIT,
        "interventions:dialogue_detail",
        True,
        _("Minst ett möte är hållet och personalen har förstått underlaget."),
        _from_start(-7),
    ),
    PathStep(
        InterventionStep.DELIVERY,
        4,
        _("Leverantören genomför."),
        Permission.DELIVERY_EDIT,
        "interventions:delivery_detail",
        False,
        _("Insatsen är slut och antal och kostnad är införda."),
        lambda i: i.ends_on,
    ),
    PathStep(
        InterventionStep.PROVIDER_FOLLOW_UP,
        5,
        _("Leverantören svarar på varje förväntat resultat."),
        Permission.REPORT_WRITE,
        "followup:result_list",
        True,
        _("Varje förväntat resultat har ett svar."),
        _from_end(14),
    ),
    PathStep(
        InterventionStep.REPORT,
        6,
        _("Rapporten lämnas över och presenteras."),
        Permission.REPORT_REVIEW,
        "followup:report_detail",
        True,
        _("Beställaren tar emot rapporten."),
        _from_end(30),
    ),
    PathStep(
        InterventionStep.JOINT_ANALYSIS,
        7,
        _("Framgångsfaktorer, utvecklingsområden och vad som görs åt dem."),
        Permission.ANALYSIS_EDIT,
        "followup:analysis_detail",
        True,
        _("Varje utvecklingsområde har ett beslut."),
        _from_end(60),
    ),
)
PATH_BY_STEP = {step.step: step for step in PATH}


class OrderStatus(models.TextChoices):
    DRAFT = "draft", _("Utkast")
    SENT = "sent", _("Skickad")
    ACCEPTED = "accepted", _("Antagen")
    DECLINED = "declined", _("Avböjd")

    @property
    def tone(self) -> str:
        return {"draft": "quiet", "sent": "info", "accepted": "good", "declined": "bad"}[self.value]


ORDER_STEPS = (
    Step("send", {OrderStatus.DRAFT}, OrderStatus.SENT, Permission.ORDER_EDIT, _("Skicka")),
    Step("accept", {OrderStatus.SENT}, OrderStatus.ACCEPTED, Permission.ORDER_DECIDE, _("Anta")),
    Step("decline", {OrderStatus.SENT}, OrderStatus.DECLINED, Permission.ORDER_DECIDE, _("Avböj")),
    Step(
        "reopen",
        {OrderStatus.SENT, OrderStatus.DECLINED},
        OrderStatus.DRAFT,
        Permission.ORDER_DECIDE,
        _("Lämna tillbaka"),
    ),
)


class PlanStatus(models.TextChoices):
    DRAFT = "draft", _("Utkast")
    APPROVED = "approved", _("Godkänt")

    @property
    def tone(self) -> str:
        return {"draft": "quiet", "approved": "good"}[self.value]


PLAN_STEPS = (
    Step("approve", {PlanStatus.DRAFT}, PlanStatus.APPROVED, Permission.PLAN_APPROVE, _("Godkänn")),
    Step(
        "reopen", {PlanStatus.APPROVED}, PlanStatus.DRAFT, Permission.PLAN_APPROVE, _("Öppna igen")
    ),
)


class ChangeKind(models.TextChoices):
    AWARENESS = "awareness", _("Medvetenhet")
    INSIGHT = "insight", _("Insikt")
    KNOWLEDGE = "knowledge", _("Kunskap")
    SKILL = "skill", _("Färdighet")
    CERTIFICATE = "certificate", _("Intyg")
    WORK_OR_STUDIES = "work_or_studies", _("Arbete eller studier")
    OTHER = "other", _("Annat")


class GroupKind(models.TextChoices):
    GROUP = "group", _("Grupp")
    WEEK = "week", _("Vecka")
    MODULE = "module", _("Modul")


class CountingUnit(models.TextChoices):
    """What a count counts. Starts are never added up as persons."""

    STARTS = "starts", _("Starter")
    PERSONS = "persons", _("Personer")
    PERSON_WEEKS = "person_weeks", _("Personveckor")


class Measure(models.TextChoices):
    REGISTERED = "registered", _("Anmälda")
    NO_SHOW = "no_show", _("Uteblev")
    WITHDRAWN = "withdrawn", _("Återtog före start")
    STARTED = "started", _("Startade")
    DROPPED_OUT = "dropped_out", _("Avbrott")
    COMPLETED = "completed", _("Fullföljda")
    ONGOING = "ongoing", _("Pågående")
    UNIQUE_COMPLETED = "unique_completed", _("Unika fullföljda")


class Basis(models.TextChoices):
    """Where a resolved figure comes from."""

    REPORTED = "reported", _("Redovisat")
    SUMMED = "summed", _("Summa av delarna")
    DERIVED = "derived", _("Härlett")
    PERSONS = "persons", _("Från antal personer")
    RULED = "ruled", _("Avgjort av planeraren")


class PlannedRule(models.TextChoices):
    """How a planned number was written."""

    EXACT = "exact", _("Exakt")
    ABOUT = "about", _("Ungefär")
    INTERVAL = "interval", _("Intervall")
    AT_MOST = "at_most", _("Högst")
    PER_GROUP = "per_group", _("Per grupp")
    PER_YEAR = "per_year", _("Per år")
    FLEXIBLE = "flexible", _("Flexibelt")
    UNREAD = "unread", _("Bara som text")


class DialogueSide(models.TextChoices):
    ORDERER = "orderer", _("Beställare")
    PROVIDER = "provider", _("Leverantör")
    PARTICIPANT = "participant", _("Deltagare")
    OTHER = "other", _("Annan")


class RegistrationStatus(models.TextChoices):
    """Rule 2: registered = not begun + no-show + withdrawn + started; started = ongoing + dropped
    out + completed. A registration stands in exactly one of these."""

    REGISTERED = "registered", _("Anmäld")
    NO_SHOW = "no_show", _("Uteblev")
    WITHDRAWN = "withdrawn", _("Återtog före start")
    STARTED = "started", _("Pågår")
    DROPPED_OUT = "dropped_out", _("Avbröt")
    COMPLETED = "completed", _("Fullföljde")

    @property
    def tone(self) -> str:
        return {
            "registered": "quiet",
            "no_show": "warn",
            "withdrawn": "quiet",
            "started": "info",
            "dropped_out": "bad",
            "completed": "good",
        }[self.value]

    @classmethod
    def begun(cls) -> list["RegistrationStatus"]:
        """Those that count as starts."""
        return [cls.STARTED, cls.DROPPED_OUT, cls.COMPLETED]


_NEVER_BEGUN = {RegistrationStatus.NO_SHOW, RegistrationStatus.WITHDRAWN}
_OVER = {RegistrationStatus.DROPPED_OUT, RegistrationStatus.COMPLETED}

REGISTRATION_STEPS = (
    Step(
        "start",
        {RegistrationStatus.REGISTERED},
        RegistrationStatus.STARTED,
        Permission.CASE_EDIT,
        _("Har börjat"),
    ),
    Step(
        "no_show",
        {RegistrationStatus.REGISTERED},
        RegistrationStatus.NO_SHOW,
        Permission.CASE_EDIT,
        _("Uteblev"),
    ),
    Step(
        "withdraw",
        {RegistrationStatus.REGISTERED},
        RegistrationStatus.WITHDRAWN,
        Permission.CASE_EDIT,
        _("Återta anmälan"),
    ),
    Step(
        "complete",
        {RegistrationStatus.STARTED},
        RegistrationStatus.COMPLETED,
        Permission.CASE_EDIT,
        _("Har fullföljt"),
    ),
    Step(
        "drop_out",
        {RegistrationStatus.STARTED},
        RegistrationStatus.DROPPED_OUT,
        Permission.CASE_EDIT,
        _("Har avbrutit"),
    ),
    Step(
        "back",
        _NEVER_BEGUN | {RegistrationStatus.STARTED},
        RegistrationStatus.REGISTERED,
        Permission.CASE_EDIT,
        _("Tillbaka till anmäld"),
    ),
    Step(
        "resume",
        _OVER,
        RegistrationStatus.STARTED,
        Permission.CASE_EDIT,
        _("Pågår igen"),
    ),
)
