from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from stegvis.organisations.models import Unit


class ProgrammeQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "ProgrammeQuerySet":
        """What programmes there are is no secret to those who work in the organisation."""
        return self.filter(unit__in=Unit.objects.visible_to(user))

    def open_on(self, today: Any) -> "ProgrammeQuerySet":
        """Those that take people in today."""
        return self.filter(archived_at=None, starts_on__lte=today).filter(
            Q(ends_on=None) | Q(ends_on__gte=today)
        )


class Programme(models.Model):
    """What a person is enrolled in: Vamos, KC, CFA 1."""

    name = models.CharField(_("namn"), max_length=120, unique=True)
    slug = models.SlugField(
        _("kort namn"), max_length=40, unique=True, help_text=_("Används i adresser och kommandon.")
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="programmes", verbose_name=_("enhet")
    )
    description = models.TextField(
        _("beskrivning"),
        blank=True,
        help_text=_("För vem, och vad som erbjuds. Remittenten ser den."),
    )
    starts_on = models.DateField(_("från"))
    ends_on = models.DateField(_("till och med"), null=True, blank=True)
    capacity = models.PositiveIntegerField(
        _("platser"), null=True, blank=True, help_text=_("Så många kan vara inskrivna samtidigt.")
    )
    capacity_per_caseworker = models.PositiveIntegerField(
        _("deltagare per handläggare"), null=True, blank=True
    )
    archived_at = models.DateTimeField(_("arkiverad"), null=True, blank=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("verksamhet")
        verbose_name_plural = _("verksamheter")
        constraints = [
            models.CheckConstraint(
                name="programme_dates_in_order",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("Slutdatum kan inte vara före startdatum."),
            )
        ]

    class Privacy:
        plain = (
            "name",
            "slug",
            "unit",
            "description",
            "starts_on",
            "ends_on",
            "capacity",
            "capacity_per_caseworker",
            "archived_at",
        )

    def __str__(self) -> str:
        return self.name


class Factor(models.Model):
    """Something more that a programme asks about at the start, answered yes or no."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="factors")
    name = models.CharField(_("fråga"), max_length=120)
    is_sensitive = models.BooleanField(
        _("känslig uppgift"),
        default=True,
        help_text=_("Syns bara för den som får se uppgifter om hälsa och missbruk."),
    )
    position = models.PositiveSmallIntegerField(_("ordning"), default=0)
    archived_at = models.DateTimeField(_("arkiverad"), null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("bakgrundsfråga")
        verbose_name_plural = _("bakgrundsfrågor")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "name"],
                name="factor_once_in_programme",
                violation_error_message=_("Frågan finns redan."),
            )
        ]

    class Privacy:
        plain = ("programme", "name", "is_sensitive", "position", "archived_at")

    def __str__(self) -> str:
        return self.name
