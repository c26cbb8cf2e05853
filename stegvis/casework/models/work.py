from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from stegvis.casework.enums import (
    ActivityFocus,
    ActivityKind,
    ActivityStatus,
    EndedBy,
    EndReason,
    PlacementKind,
    Principal,
    SupportKind,
)
from stegvis.core.versions import Versioned
from stegvis.employers.enums import ContactMode, Market
from stegvis.employers.models import ContactPerson, Opening, Workplace
from stegvis.participants.models import Code, Enrolment, Outcome
from stegvis.participants.models.enrolments import OfVisibleEnrolment

USER = settings.AUTH_USER_MODEL
HOURS = [MinValueValidator(Decimal("0.5")), MaxValueValidator(Decimal(60))]


class Activity(Versioned):
    """Something that the participant does, from a few hours a week to full time."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="activities")
    kind = models.CharField(_("slag"), max_length=20, choices=ActivityKind)
    focus = models.CharField(_("inriktning"), max_length=20, choices=ActivityFocus)
    title = models.CharField(_("vad"), max_length=120, blank=True)
    starts_on = models.DateField(_("från"))
    ends_on = models.DateField(_("till och med"), null=True, blank=True)
    hours_per_week = models.DecimalField(
        _("timmar i veckan"),
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=HOURS,
    )
    place = models.CharField(_("plats"), max_length=120, blank=True)
    status = models.CharField(
        _("status"), max_length=20, choices=ActivityStatus, default=ActivityStatus.PLANNED
    )
    cancel_reason = models.CharField(_("varför inställd"), max_length=200, blank=True)
    note = models.TextField(_("anteckning"), blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    objects = OfVisibleEnrolment.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        verbose_name = _("aktivitet")
        verbose_name_plural = _("aktiviteter")
        constraints = [
            models.CheckConstraint(
                name="activity_dates_in_order",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("Slutdatum kan inte vara före startdatum."),
            ),
            models.CheckConstraint(
                name="activity_cancelled_with_reason",
                condition=~Q(status=ActivityStatus.CANCELLED) | ~Q(cancel_reason=""),
                violation_error_message=_("Skriv varför aktiviteten är inställd."),
            ),
        ]

    class Privacy:
        identity = ("enrolment", "by")
        protected = ("title", "note", "cancel_reason", "place")
        plain = ("kind", "focus", "starts_on", "ends_on", "hours_per_week", "status")

    def __str__(self) -> str:
        return self.title or self.get_kind_display()


class Placement(Versioned):
    """Work training, internship, hourly employment or employment at a workplace."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="placements")
    workplace = models.ForeignKey(
        Workplace,
        on_delete=models.PROTECT,
        related_name="placements",
        verbose_name=_("arbetsplats"),
    )
    market = models.CharField(_("marknad"), max_length=10, choices=Market)  # as it was then
    kind = models.CharField(_("slag"), max_length=20, choices=PlacementKind)
    opening = models.ForeignKey(
        Opening,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="placements",
        verbose_name=_("ledig plats"),
    )
    occupation = models.ForeignKey(
        Code,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("yrke"),
    )
    starts_on = models.DateField(_("från"))
    ends_on = models.DateField(_("till och med"), null=True, blank=True)
    is_planned = models.BooleanField(_("planerad, har inte börjat"), default=False)
    hours_per_week = models.DecimalField(
        _("timmar i veckan"),
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=HOURS,
    )
    schedule = models.CharField(_("schema"), max_length=200, blank=True)
    supervisor = models.ForeignKey(
        ContactPerson,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="placements",
        verbose_name=_("handledare"),
    )
    tasks = models.TextField(_("arbetsuppgifter"), blank=True)
    adaptations = models.TextField(_("anpassningar"), blank=True)
    support = models.TextField(_("stöd från oss"), blank=True)
    may_end_same_day = models.BooleanField(_("får avslutas samma dag av båda"), default=True)
    ended_by = models.CharField(_("vem avslutade"), max_length=20, choices=EndedBy, blank=True)
    end_reason = models.CharField(_("orsak"), max_length=20, choices=EndReason, blank=True)
    followed_by = models.TextField(_("vad som hände sedan"), blank=True)
    outcome = models.OneToOneField(
        Outcome, on_delete=models.SET_NULL, null=True, blank=True, related_name="placement"
    )
    by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    objects = OfVisibleEnrolment.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        verbose_name = _("plats")
        verbose_name_plural = _("platser")
        indexes = [models.Index(fields=["ends_on", "starts_on"])]
        constraints = [
            models.CheckConstraint(
                name="placement_dates_in_order",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("Slutdatum kan inte vara före startdatum."),
            ),
            models.CheckConstraint(
                name="placement_ended_by_and_reason_together",
                condition=Q(ended_by="", end_reason="")
                | (~Q(ended_by="") & ~Q(end_reason="") & Q(ends_on__isnull=False)),
                violation_error_message=_("Fyll i slutdatum, vem som avslutade och orsaken."),
            ),
        ]

    class Privacy:
        identity = ("enrolment", "supervisor", "by")
        protected = ("adaptations", "support", "end_reason", "followed_by", "tasks")
        plain = (
            "workplace",
            "market",
            "kind",
            "opening",
            "occupation",
            "starts_on",
            "ends_on",
            "is_planned",
            "hours_per_week",
            "schedule",
            "may_end_same_day",
            "ended_by",
            "outcome",
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.workplace}"


class PlacementVisitQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "PlacementVisitQuerySet":
        return self.filter(placement__in=Placement.objects.visible_to(user))


class PlacementVisit(models.Model):
    """The caseworker at the workplace, in person or on the phone."""

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="visits")
    on = models.DateField(_("dag"))
    mode = models.CharField(_("hur"), max_length=10, choices=ContactMode, default=ContactMode.VISIT)
    note = models.TextField(_("anteckning"), blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    objects = PlacementVisitQuerySet.as_manager()

    class Meta:
        ordering = ["on", "pk"]
        verbose_name = _("besök på plats")
        verbose_name_plural = _("besök på platser")

    class Privacy:
        identity = ("placement", "by")
        protected = ("note",)
        plain = ("on", "mode")

    def __str__(self) -> str:
        return f"{self.get_mode_display()} {self.on}"


class ParallelSupport(models.Model):
    """What another principal does meanwhile: who, what kind and when; never their records."""

    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.CASCADE, related_name="parallel_supports"
    )
    kind = models.CharField(_("slag"), max_length=20, choices=SupportKind)
    principal = models.CharField(_("huvudman"), max_length=20, choices=Principal)
    starts_on = models.DateField(_("från"))
    ends_on = models.DateField(_("till och med"), null=True, blank=True)
    contact = models.CharField(_("kontakt"), max_length=120, blank=True)
    note = models.TextField(_("anteckning"), blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    objects = OfVisibleEnrolment.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        verbose_name = _("parallell insats")
        verbose_name_plural = _("parallella insatser")
        constraints = [
            models.CheckConstraint(
                name="parallel_support_dates_in_order",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("Slutdatum kan inte vara före startdatum."),
            )
        ]

    class Privacy:
        identity = ("enrolment", "contact", "by")
        protected = ("kind", "principal", "note")
        plain = ("starts_on", "ends_on")

    def __str__(self) -> str:
        return self.get_kind_display()
