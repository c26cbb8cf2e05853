from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from stegvis.accounts.roles import Permission
from stegvis.core.versions import Versioned
from stegvis.employers.enums import (
    ContactMode,
    ContactResult,
    EmployerSize,
    Market,
    OpeningKind,
    OpeningStatus,
)
from stegvis.organisations.models import Unit
from stegvis.participants.models import Code, Enrolment

USER = settings.AUTH_USER_MODEL


class SharedQuerySet(models.QuerySet):
    """Employers are shared by all units: two caseworkers should not knock on the same door."""

    def visible_to(self, user: Any) -> "SharedQuerySet":
        return self if user.may(Permission.EMPLOYER_VIEW) else self.none()

    def kept(self) -> "SharedQuerySet":
        return self.filter(archived_at=None)


class Employer(Versioned):
    """A company, an association or an authority that may take somebody on."""

    name = models.CharField(_("namn"), max_length=120)
    organisation_number = models.CharField(
        _("organisationsnummer"),
        max_length=11,
        null=True,
        blank=True,
        unique=True,
        validators=[
            RegexValidator(r"^\d{6}-\d{4}$", _("Skriv organisationsnumret som 556677-8899."))
        ],
    )
    industry = models.ForeignKey(
        Code,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("bransch"),
    )
    size = models.CharField(
        _("storlek"), max_length=10, choices=EmployerSize, default=EmployerSize.UNKNOWN
    )
    network = models.CharField(
        _("nätverk"), max_length=80, blank=True, help_text=_("Till exempel företagsvän.")
    )
    note = models.TextField(_("bra att veta"), blank=True)
    archived_at = models.DateTimeField(_("arkiverad"), null=True, blank=True)

    objects = SharedQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("arbetsgivare")
        verbose_name_plural = _("arbetsgivare")
        indexes = [models.Index(fields=["name"])]
        constraints = [
            models.CheckConstraint(
                name="employer_number_never_blank",
                condition=Q(organisation_number=None) | ~Q(organisation_number=""),
            )
        ]

    class Privacy:
        plain = (
            "name",
            "organisation_number",
            "industry",
            "size",
            "network",
            "note",
            "archived_at",
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("employers:employer_detail", args=[self.pk])


class Workplace(models.Model):
    """A place where somebody works. An employer may have several."""

    employer = models.ForeignKey(
        Employer,
        on_delete=models.CASCADE,
        related_name="workplaces",
        verbose_name=_("arbetsgivare"),
    )
    name = models.CharField(_("arbetsplats"), max_length=120)
    address = models.CharField(_("adress"), max_length=200, blank=True)
    place = models.CharField(_("ort eller stadsdel"), max_length=80, blank=True)
    phone = models.CharField(_("telefon"), max_length=40, blank=True)
    market = models.CharField(_("marknad"), max_length=10, choices=Market, default=Market.REGULAR)
    archived_at = models.DateTimeField(_("arkiverad"), null=True, blank=True)

    objects = SharedQuerySet.as_manager()

    class Meta:
        ordering = ["employer", "name", "pk"]
        verbose_name = _("arbetsplats")
        verbose_name_plural = _("arbetsplatser")
        constraints = [
            models.UniqueConstraint(
                fields=["employer", "name"],
                name="workplace_once",
                violation_error_message=_("Arbetsplatsen finns redan hos arbetsgivaren."),
            )
        ]

    class Privacy:
        plain = ("employer", "name", "address", "place", "phone", "market", "archived_at")

    def __str__(self) -> str:
        return self.name


class ContactPersonQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "ContactPersonQuerySet":
        return self if user.may(Permission.EMPLOYER_VIEW) else self.none()


class ContactPerson(models.Model):
    """Whom to talk to at an employer; may be a supervisor."""

    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="persons")
    workplace = models.ForeignKey(
        Workplace,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="persons",
        verbose_name=_("arbetsplats"),
    )
    name = models.CharField(_("namn"), max_length=120)
    role = models.CharField(_("roll"), max_length=80, blank=True)
    phone = models.CharField(_("telefon"), max_length=40, blank=True)
    email = models.EmailField(_("e-post"), blank=True)
    archived_at = models.DateTimeField(_("arkiverad"), null=True, blank=True)

    objects = ContactPersonQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("kontaktperson")
        verbose_name_plural = _("kontaktpersoner")

    class Privacy:
        identity = ("name", "phone", "email")
        plain = ("employer", "workplace", "role", "archived_at")

    def __str__(self) -> str:
        return self.name


class EmployerContactQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "EmployerContactQuerySet":
        """Generic contacts by all who see employers; those for a participant by those who see
        the participant."""
        if not user.may(Permission.EMPLOYER_VIEW):
            return self.none()
        return self.filter(Q(enrolment=None) | Q(enrolment__in=Enrolment.objects.visible_to(user)))


class EmployerContact(models.Model):
    """A knock on a door, a call or a mail, and what came of it."""

    employer = models.ForeignKey(
        Employer, on_delete=models.CASCADE, related_name="contacts", verbose_name=_("arbetsgivare")
    )
    workplace = models.ForeignKey(
        Workplace,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="contacts",
        verbose_name=_("arbetsplats"),
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="employer_contacts")
    on = models.DateField(_("dag"))
    mode = models.CharField(_("hur"), max_length=10, choices=ContactMode)
    result = models.CharField(_("vad det gav"), max_length=20, choices=ContactResult)
    enrolment = models.ForeignKey(
        Enrolment,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="employer_contacts",
        verbose_name=_("för deltagare"),
    )
    occupation = models.ForeignKey(
        Code,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("yrke"),
    )
    note = models.TextField(_("anteckning"), blank=True)
    next_on = models.DateField(_("nästa kontakt"), null=True, blank=True)
    next_done_on = models.DateField(_("nästa kontakt gjord"), null=True, blank=True)

    objects = EmployerContactQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = _("arbetsgivarkontakt")
        verbose_name_plural = _("arbetsgivarkontakter")
        indexes = [models.Index(fields=["by", "on"]), models.Index(fields=["next_on"])]
        constraints = [
            models.CheckConstraint(
                name="employer_contact_next_is_later",
                condition=Q(next_on=None) | Q(next_on__gte=F("on")),
                violation_error_message=_("Nästa kontakt kan inte vara före den här."),
            )
        ]

    class Privacy:
        identity = ("by", "enrolment")
        protected = ("note",)
        plain = (
            "employer",
            "workplace",
            "unit",
            "on",
            "mode",
            "result",
            "occupation",
            "next_on",
            "next_done_on",
        )

    def __str__(self) -> str:
        return f"{self.employer} {self.on}"


class OpeningQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "OpeningQuerySet":
        return self if user.may(Permission.EMPLOYER_VIEW) else self.none()

    def open(self) -> "OpeningQuerySet":
        return self.filter(status=OpeningStatus.OPEN)


class Opening(Versioned):
    """A place that an employer offers."""

    workplace = models.ForeignKey(
        Workplace, on_delete=models.CASCADE, related_name="openings", verbose_name=_("arbetsplats")
    )
    kind = models.CharField(_("slag"), max_length=20, choices=OpeningKind)
    occupation = models.ForeignKey(
        Code,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("yrke"),
    )
    title = models.CharField(_("vad det gäller"), max_length=120)
    places = models.PositiveSmallIntegerField(
        _("antal"), default=1, validators=[MinValueValidator(1)]
    )
    hours_per_week = models.DecimalField(
        _("timmar i veckan"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    requirements = models.TextField(_("krav och villkor"), blank=True)
    starts_on = models.DateField(_("från"), null=True, blank=True)
    last_on = models.DateField(_("gäller till och med"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=OpeningStatus, default=OpeningStatus.OPEN
    )
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    objects = OpeningQuerySet.as_manager()

    class Meta:
        ordering = ["status", "-pk"]
        verbose_name = _("ledig plats")
        verbose_name_plural = _("lediga platser")
        indexes = [models.Index(fields=["status"])]

    class Privacy:
        identity = ("by",)
        plain = (
            "workplace",
            "kind",
            "occupation",
            "title",
            "places",
            "hours_per_week",
            "requirements",
            "starts_on",
            "last_on",
            "status",
        )

    def __str__(self) -> str:
        return f"{self.title}, {self.workplace}"
