from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from stegvis.participants.enums import (
    AttemptChannel,
    Changed,
    ContractKind,
    ExitDestination,
    ExitReason,
    FollowUpStatus,
    OutcomeKind,
    SituationThen,
    Subsidy,
    YesNo,
)
from stegvis.participants.models.codes import Code
from stegvis.participants.models.enrolments import Enrolment, OfVisibleEnrolment

USER = settings.AUTH_USER_MODEL


class Outcome(models.Model):
    """Work or studies that began. One event, with the attributes that four definitions ask for
    (domain 3.2): IPS, Kolada, ESF+ and Vamos. Null or unknown is "not asked"."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="outcomes")
    kind = models.CharField(_("slag"), max_length=10, choices=OutcomeKind)
    starts_on = models.DateField(_("började"))
    ends_on = models.DateField(_("slutade"), null=True, blank=True)
    employer_name = models.CharField(_("arbetsgivare eller skola"), max_length=120, blank=True)
    organisation_number = models.CharField(_("organisationsnummer"), max_length=11, blank=True)
    occupation = models.ForeignKey(
        Code,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("yrke"),
    )
    open_to_anyone = models.CharField(
        _("öppet för vem som helst att söka"), max_length=10, choices=YesNo, default=YesNo.UNKNOWN
    )
    normal_pay = models.CharField(
        _("lön enligt avtal"), max_length=10, choices=YesNo, default=YesNo.UNKNOWN
    )
    subsidy = models.CharField(
        _("anställningsstöd"), max_length=20, choices=Subsidy, default=Subsidy.UNKNOWN
    )
    is_municipal_measure = models.BooleanField(
        _("kommunal arbetsmarknadsanställning"), default=False
    )
    contract = models.CharField(
        _("anställningsform"), max_length=20, choices=ContractKind, default=ContractKind.UNKNOWN
    )
    planned_days = models.PositiveIntegerField(
        _("avtalad längd, dagar"), null=True, blank=True, help_text=_("Tomt vid tillsvidare.")
    )
    hours_per_week = models.DecimalField(
        _("timmar i veckan"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    gives_student_aid = models.CharField(
        _("ger rätt till studiemedel"), max_length=10, choices=YesNo, default=YesNo.UNKNOWN
    )
    is_main = models.BooleanField(_("resultatet vid avslut"), default=False)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = OfVisibleEnrolment.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        verbose_name = _("arbete eller studier")
        verbose_name_plural = _("arbete och studier")
        constraints = [
            models.CheckConstraint(
                name="outcome_dates_in_order",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("Slutdatum kan inte vara före startdatum."),
            ),
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(is_main=True),
                name="outcome_one_main",
            ),
        ]

    class Privacy:
        identity = ("enrolment", "employer_name", "organisation_number", "by")
        plain = (
            "kind",
            "starts_on",
            "ends_on",
            "occupation",
            "open_to_anyone",
            "normal_pay",
            "subsidy",
            "is_municipal_measure",
            "contract",
            "planned_days",
            "hours_per_week",
            "gives_student_aid",
            "is_main",
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.starts_on}"


class Exit(models.Model):
    """The end of an enrolment, with a coded destination: "back to the referrer" is a result too."""

    enrolment = models.OneToOneField(Enrolment, on_delete=models.CASCADE, related_name="exit")
    ended_on = models.DateField(_("avslutad"))
    destination = models.CharField(_("vart"), max_length=20, choices=ExitDestination)
    reason = models.CharField(_("orsak"), max_length=20, choices=ExitReason)
    measure = models.CharField(_("vilken insats eller myndighet"), max_length=120, blank=True)
    life_situation = models.CharField(
        _("livssituationen jämfört med starten"), max_length=20, choices=Changed, blank=True
    )
    feedback = models.TextField(
        _("återkoppling till remittenten"),
        blank=True,
        help_text=_("Vad har hänt, vad ser ni, vad är nästa steg? Remittenten läser den."),
    )
    note = models.TextField(_("intern anteckning"), blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    objects = OfVisibleEnrolment.as_manager()

    class Meta:
        ordering = ["-ended_on"]
        verbose_name = _("avslut")
        verbose_name_plural = _("avslut")

    class Privacy:
        identity = ("enrolment", "by")
        protected = ("reason", "feedback", "note", "life_situation", "measure")
        plain = ("ended_on", "destination")

    def __str__(self) -> str:
        return f"{self.get_destination_display()} {self.ended_on}"


class PostExitFollowUp(models.Model):
    """How it went 1, 6 and 12 months after. Not reached is an answer that is counted."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="follow_ups")
    months = models.PositiveSmallIntegerField(_("månader efter avslut"))
    due_on = models.DateField(_("ska göras"))
    status = models.CharField(
        _("status"), max_length=10, choices=FollowUpStatus, default=FollowUpStatus.DUE
    )
    answered_on = models.DateField(_("klar"), null=True, blank=True)
    situation = models.CharField(
        _("vad personen gör då"), max_length=20, choices=SituationThen, blank=True
    )
    same_work = models.CharField(
        _("kvar i samma arbete eller studier"), max_length=10, choices=YesNo, blank=True
    )
    life_situation = models.CharField(
        _("livssituationen jämfört med starten"), max_length=20, choices=Changed, blank=True
    )
    note = models.TextField(_("anteckning"), blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = OfVisibleEnrolment.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("uppföljning efter avslut")
        verbose_name_plural = _("uppföljningar efter avslut")
        indexes = [models.Index(fields=["status", "due_on"])]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "months"], name="follow_up_once"),
            models.CheckConstraint(
                name="follow_up_answered_on_when_settled",
                condition=Q(status=FollowUpStatus.DUE, answered_on=None)
                | (~Q(status=FollowUpStatus.DUE) & Q(answered_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="follow_up_reached_tells_situation",
                condition=~Q(status=FollowUpStatus.REACHED) | ~Q(situation=""),
                violation_error_message=_("Välj vad personen gör nu."),
            ),
        ]

    class Privacy:
        identity = ("enrolment", "by")
        protected = ("situation", "life_situation", "note")
        plain = ("months", "due_on", "status", "answered_on", "same_work")

    def __str__(self) -> str:
        return f"{self.enrolment}, {self.months} mån"

    @property
    def current_status(self) -> FollowUpStatus:
        return FollowUpStatus(self.status)


class FollowUpAttemptQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "FollowUpAttemptQuerySet":
        return self.filter(follow_up__in=PostExitFollowUp.objects.visible_to(user))


class FollowUpAttempt(models.Model):
    """A try to reach the person."""

    follow_up = models.ForeignKey(
        PostExitFollowUp, on_delete=models.CASCADE, related_name="attempts"
    )
    on = models.DateField(_("dag"))
    channel = models.CharField(_("hur"), max_length=10, choices=AttemptChannel)
    was_reached = models.BooleanField(_("fick kontakt"), default=False)
    note = models.CharField(_("anteckning"), max_length=200, blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    objects = FollowUpAttemptQuerySet.as_manager()

    class Meta:
        ordering = ["on", "pk"]
        verbose_name = _("kontaktförsök")
        verbose_name_plural = _("kontaktförsök")

    class Privacy:
        identity = ("follow_up", "by")
        protected = ("note",)
        plain = ("on", "channel", "was_reached")

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.on}"
