from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from stegvis.accounts.roles import Permission
from stegvis.core.versions import Versioned
from stegvis.organisations.models import Unit
from stegvis.participants.enums import DrivingLicence, PauseReason, YesNo
from stegvis.participants.models.codes import Code
from stegvis.participants.models.persons import Participant, open_to
from stegvis.participants.models.programmes import Factor, Programme
from stegvis.participants.models.referrals import Referral

USER = settings.AUTH_USER_MODEL


class EnrolmentQuerySet(models.QuerySet):
    def active(self, today: date) -> "EnrolmentQuerySet":
        """Begun and not ended; the last day counts."""
        return self.filter(starts_on__lte=today).filter(Q(ends_on=None) | Q(ends_on__gte=today))

    def visible_to(self, user: Any) -> "EnrolmentQuerySet":
        """Of the user's units, but not of protected persons that the user is not named for."""
        units = Unit.objects.allowing(user, Permission.PARTICIPANT_VIEW)
        return self.filter(open_to(user, "participant__"), unit__in=units)

    def countable_by(self, user: Any) -> "EnrolmentQuerySet":
        """For figures only: protected and unidentified persons count too, and nobody is named."""
        return self.filter(unit__in=Unit.objects.allowing(user, Permission.PROJECT_REPORT_VIEW))


class Enrolment(Versioned):
    """A period in one programme of one unit. A person may have several, also at once."""

    participant = models.ForeignKey(
        Participant,
        on_delete=models.PROTECT,
        related_name="enrolments",
        verbose_name=_("deltagare"),
    )
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="enrolments", verbose_name=_("verksamhet")
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", editable=False
    )  # the programme's, kept here so that lists need no join
    referral = models.OneToOneField(
        Referral, on_delete=models.PROTECT, null=True, blank=True, related_name="enrolment"
    )
    case_number = models.CharField(_("ärendenummer"), max_length=40, blank=True)
    starts_on = models.DateField(_("inskriven"))
    ends_on = models.DateField(_("avslutad"), null=True, blank=True)
    caseworker = models.ForeignKey(
        USER,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="enrolments",
        verbose_name=_("ansvarig handläggare"),
    )

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        verbose_name = _("inskrivning")
        verbose_name_plural = _("inskrivningar")
        indexes = [
            models.Index(fields=["unit", "ends_on", "starts_on"]),
            models.Index(fields=["caseworker", "ends_on"]),
            models.Index(fields=["programme", "starts_on"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="enrolment_dates_in_order",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("Slutdatum kan inte vara före startdatum."),
            ),
            models.UniqueConstraint(
                fields=["participant", "programme"],
                condition=Q(ends_on=None),
                name="enrolment_one_open_in_programme",
                violation_error_message=_("Personen är redan inskriven i verksamheten."),
            ),
        ]

    class Privacy:
        identity = ("participant", "case_number", "caseworker", "referral")
        plain = ("programme", "unit", "starts_on", "ends_on")

    def __str__(self) -> str:
        return f"{self.participant}, {self.programme}"

    def get_absolute_url(self) -> str:
        return f"{self.participant.get_absolute_url()}?inskrivning={self.pk}"


class OfVisibleEnrolment(models.QuerySet):
    """Rows that hang on an enrolment are seen by those who see the enrolment."""

    def visible_to(self, user: Any) -> "OfVisibleEnrolment":
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user))


class Responsibility(models.Model):
    """Who was responsible, from a day to a day. Changes of caseworker are counted from here."""

    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.CASCADE, related_name="responsibilities"
    )
    caseworker = models.ForeignKey(
        USER, on_delete=models.PROTECT, related_name="+", verbose_name=_("handläggare")
    )
    starts_on = models.DateField(_("från"))
    ends_on = models.DateField(_("till och med"), null=True, blank=True)
    reason = models.CharField(_("varför bytet"), max_length=200, blank=True)

    objects = OfVisibleEnrolment.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        verbose_name = _("ansvar")
        verbose_name_plural = _("ansvar")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(ends_on=None),
                name="responsibility_one_at_a_time",
            ),
            models.CheckConstraint(
                name="responsibility_dates_in_order",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
        ]

    class Privacy:
        identity = ("enrolment", "caseworker")
        protected = ("reason",)
        plain = ("starts_on", "ends_on")

    def __str__(self) -> str:
        return f"{self.caseworker}: {self.enrolment}"


class Background(Versioned):
    """How things were at the start. What is not asked is null or blank, never a guess."""

    enrolment = models.OneToOneField(Enrolment, on_delete=models.CASCADE, related_name="background")
    recorded_on = models.DateField(_("uppgifterna gäller"))
    education = models.ForeignKey(
        Code,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("högsta utbildning"),
    )
    sfi = models.ForeignKey(
        Code,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("studieväg och kurs i sfi"),
    )
    languages = models.ManyToManyField(
        Code, blank=True, related_name="+", verbose_name=_("språk personen talar")
    )
    months_without_work = models.PositiveSmallIntegerField(
        _("månader utan arbete"),
        null=True,
        blank=True,
        help_text=_("Jobb på högst en månad räknas inte som avbrott."),
    )
    livelihood = models.ForeignKey(
        Code,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("försörjning"),
    )
    livelihood_months = models.PositiveSmallIntegerField(
        _("månader med den försörjningen"), null=True, blank=True
    )
    dependants = models.PositiveSmallIntegerField(_("barn att försörja"), null=True, blank=True)
    youngest_child_born = models.PositiveSmallIntegerField(
        _("yngsta barnets födelseår"), null=True, blank=True
    )
    driving_licence = models.CharField(
        _("körkort"), max_length=10, choices=DrivingLicence, default=DrivingLicence.UNKNOWN
    )
    addiction = models.CharField(
        _("bakgrund med beroende"), max_length=10, choices=YesNo, default=YesNo.UNKNOWN
    )
    mental_ill_health = models.CharField(
        _("psykisk ohälsa"), max_length=10, choices=YesNo, default=YesNo.UNKNOWN
    )
    obstacles_own = models.TextField(_("hinder som personen ser dem"), blank=True)
    obstacles_staff = models.TextField(_("hinder som handläggaren ser dem"), blank=True)

    objects = OfVisibleEnrolment.as_manager()

    class Meta:
        verbose_name = _("bakgrund")
        verbose_name_plural = _("bakgrund")

    class Privacy:
        identity = ("enrolment",)
        protected = ("addiction", "mental_ill_health", "obstacles_own", "obstacles_staff")
        plain = (
            "recorded_on",
            "education",
            "sfi",
            "languages",
            "months_without_work",
            "livelihood",
            "livelihood_months",
            "dependants",
            "youngest_child_born",
            "driving_licence",
        )

    def __str__(self) -> str:
        return f"{_('Bakgrund')}: {self.enrolment}"


class FactorAnswerQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "FactorAnswerQuerySet":
        return self.filter(background__in=Background.objects.visible_to(user))


class FactorAnswer(models.Model):
    """The answer to one of the programme's own background questions."""

    background = models.ForeignKey(Background, on_delete=models.CASCADE, related_name="answers")
    factor = models.ForeignKey(Factor, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(_("svar"), max_length=10, choices=YesNo, default=YesNo.UNKNOWN)

    objects = FactorAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["factor__position", "pk"]
        verbose_name = _("svar på bakgrundsfråga")
        verbose_name_plural = _("svar på bakgrundsfrågor")
        constraints = [
            models.UniqueConstraint(fields=["background", "factor"], name="factor_answered_once")
        ]

    class Privacy:
        identity = ("background",)
        protected = ("answer",)
        plain = ("factor",)

    def __str__(self) -> str:
        return f"{self.factor}: {self.get_answer_display()}"


class OccupationWish(models.Model):
    """Work that the person wants, and where. Openings are matched against it."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="wishes")
    occupation = models.ForeignKey(
        Code,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("yrke"),
    )
    text = models.CharField(_("med egna ord"), max_length=200, blank=True)
    place = models.CharField(_("ort eller stadsdel"), max_length=80, blank=True)
    position = models.PositiveSmallIntegerField(_("ordning"), default=0)

    objects = OfVisibleEnrolment.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("yrkesönskan")
        verbose_name_plural = _("yrkesönskemål")
        constraints = [
            models.CheckConstraint(
                name="wish_says_something",
                condition=Q(occupation__isnull=False) | ~Q(text=""),
                violation_error_message=_("Välj ett yrke eller skriv med egna ord."),
            )
        ]

    class Privacy:
        identity = ("enrolment",)
        protected = ("text",)
        plain = ("occupation", "place", "position")

    def __str__(self) -> str:
        return self.text or str(self.occupation)


class Pause(models.Model):
    """A break without exit. The enrolment continues."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="pauses")
    reason = models.CharField(_("skäl"), max_length=20, choices=PauseReason)
    starts_on = models.DateField(_("från"))
    ends_on = models.DateField(_("till och med"), null=True, blank=True)
    look_again_on = models.DateField(_("se över"))
    note = models.TextField(_("anteckning"), blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    objects = OfVisibleEnrolment.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        verbose_name = _("paus")
        verbose_name_plural = _("pauser")
        constraints = [
            models.CheckConstraint(
                name="pause_dates_in_order",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("Slutdatum kan inte vara före startdatum."),
            ),
            models.CheckConstraint(
                name="pause_looked_at_later",
                condition=Q(look_again_on__gte=F("starts_on")),
                violation_error_message=_("Dagen att se över kan inte vara före pausens början."),
            ),
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(ends_on=None),
                name="pause_one_at_a_time",
                violation_error_message=_("Deltagaren har redan en paus."),
            ),
        ]

    class Privacy:
        identity = ("enrolment", "by")
        protected = ("reason", "note")
        plain = ("starts_on", "ends_on", "look_again_on")

    def __str__(self) -> str:
        return f"{self.get_reason_display()} {self.starts_on}"
