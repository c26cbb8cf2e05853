from datetime import date
from typing import Any

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from stegvis.accounts.roles import Permission, Role, permissions_of
from stegvis.organisations.enums import ProviderKind, SecrecyBasis


class Municipality(models.Model):
    """The organisation that runs this Stegvis. One row."""

    name = models.CharField(_("namn"), max_length=120)
    department = models.CharField(_("förvaltning"), max_length=120, blank=True)
    reference_number_pattern = models.CharField(
        _("mönster för diarienummer"),
        max_length=120,
        default=r"\d{4}/\d{2}",
        help_text=_("Ett reguljärt uttryck. Systemförvaltaren ändrar det."),
    )
    reference_number_example = models.CharField(
        _("exempel på diarienummer"), max_length=40, default="0123/25"
    )

    class Meta:
        verbose_name = _("kommun")
        verbose_name_plural = _("kommuner")

    class Privacy:
        plain = ("name", "department", "reference_number_pattern", "reference_number_example")

    def __str__(self) -> str:
        return self.name


class UnitQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "UnitQuerySet":
        """Unit names are no secret inside the organisation; provider staff see none."""
        return self if any(a.unit_id for a in user.current_assignments) else self.none()

    def allowing(self, user: Any, permission: Permission) -> "UnitQuerySet":
        """Units where the user has the permission, with all units below them."""
        paths = [
            a.unit.path
            for a in user.current_assignments
            if a.unit_id and permission in permissions_of(a.role)
        ]
        if not paths:
            return self.none()
        below = Q()
        for path in paths:
            below |= Q(path__startswith=path)
        return self.filter(below)


class Unit(models.Model):
    """A node in the tree of units. `path` holds the keys from the root down: 1/3/."""

    name = models.CharField(_("namn"), max_length=120)
    short_name = models.CharField(_("kort namn"), max_length=30, unique=True)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("hör till"),
    )
    path = models.CharField(_("plats i trädet"), max_length=200, db_index=True, editable=False)
    is_report_group = models.BooleanField(
        _("egen kolumn i årsrapporten"),
        default=False,
        help_text=_("Insatser hos enheter under den räknas hit."),
    )
    secrecy_basis = models.CharField(
        _("sekretess"),
        max_length=20,
        choices=SecrecyBasis,
        default=SecrecyBasis.SOCIAL_SERVICES,
        help_text=_(
            "Står på deltagarnas sidor. Det strängaste gäller tills något annat är bestämt."
        ),
    )
    archived_at = models.DateTimeField(_("arkiverad"), null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["path"]
        verbose_name = _("enhet")
        verbose_name_plural = _("enheter")

    class Privacy:
        plain = (
            "name",
            "short_name",
            "parent",
            "path",
            "is_report_group",
            "secrecy_basis",
            "archived_at",
        )

    def __str__(self) -> str:
        return self.short_name

    @property
    def depth(self) -> int:
        return self.path.count("/") - 1


class ProviderQuerySet(models.QuerySet):
    def active(self) -> "ProviderQuerySet":
        return self.filter(archived_at=None)

    def visible_to(self, user: Any) -> "ProviderQuerySet":
        """All to those who may see providers; otherwise the user's own."""
        if user.may(Permission.PROVIDER_VIEW):
            return self
        return self.filter(pk__in=own_providers(user))


def own_providers(user: Any) -> list[int]:
    return [a.provider_id for a in user.current_assignments if a.provider_id]


class Provider(models.Model):
    """Who delivers: a company, an association or the municipality's own school."""

    name = models.CharField(_("namn"), max_length=120, unique=True)
    full_name = models.CharField(_("fullständigt namn"), max_length=200, blank=True)
    kind = models.CharField(
        _("slag"), max_length=20, choices=ProviderKind, default=ProviderKind.EXTERNAL
    )
    organisation_number = models.CharField(
        _("organisationsnummer"),
        max_length=11,
        blank=True,
        validators=[
            RegexValidator(r"^\d{6}-\d{4}$", _("Skriv organisationsnumret som 556677-8899."))
        ],
    )
    archived_at = models.DateTimeField(_("arkiverad"), null=True, blank=True)

    objects = ProviderQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("leverantör")
        verbose_name_plural = _("leverantörer")

    class Privacy:
        plain = ("name", "full_name", "kind", "organisation_number", "archived_at")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("organisations:provider_detail", args=[self.pk])


class ProviderStaffQuerySet(models.QuerySet):
    def employed(self, today: date) -> "ProviderStaffQuerySet":
        return self.filter(started_on__lte=today).filter(Q(ended_on=None) | Q(ended_on__gte=today))

    def visible_to(self, user: Any) -> "ProviderStaffQuerySet":
        return self.filter(provider__in=Provider.objects.visible_to(user))


class ProviderStaff(models.Model):
    """A person who delivers. Who came and who left is kept: continuity is followed up."""

    provider = models.ForeignKey(
        Provider, on_delete=models.PROTECT, related_name="staff", verbose_name=_("leverantör")
    )
    name = models.CharField(_("namn"), max_length=120)
    role = models.CharField(_("roll"), max_length=80)
    email = models.EmailField(_("e-post"), blank=True)
    started_on = models.DateField(_("började"))
    ended_on = models.DateField(_("slutade"), null=True, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="provider_staff",
        verbose_name=_("konto"),
    )

    objects = ProviderStaffQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("leverantörens personal")
        verbose_name_plural = _("leverantörens personal")
        constraints = [
            models.CheckConstraint(
                name="provider_staff_dates_in_order",
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                violation_error_message=_("Slutdatum kan inte vara före startdatum."),
            )
        ]

    class Privacy:
        identity = ("name", "email", "user")
        plain = ("provider", "role", "started_on", "ended_on")

    def __str__(self) -> str:
        return f"{self.name}, {self.role}"


class AssignmentQuerySet(models.QuerySet):
    def current(self, today: date) -> "AssignmentQuerySet":
        return self.filter(starts_on__lte=today).filter(Q(ends_on=None) | Q(ends_on__gte=today))

    def visible_to(self, user: Any) -> "AssignmentQuerySet":
        return self if user.may(Permission.USER_EDIT) else self.filter(user=user)


class Assignment(models.Model):
    """A user's role at a unit or a provider, from a day to a day. Access ends with it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="assignments",
        verbose_name=_("användare"),
    )
    role = models.CharField(_("roll"), max_length=30, choices=Role)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("enhet")
    )
    provider = models.ForeignKey(
        Provider, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("leverantör")
    )
    starts_on = models.DateField(_("från"))
    ends_on = models.DateField(_("till och med"), null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["user", "role"]
        verbose_name = _("uppdrag")
        verbose_name_plural = _("uppdrag")
        constraints = [
            models.CheckConstraint(
                name="assignment_unit_or_provider",
                condition=Q(role=Role.PROVIDER_STAFF, provider__isnull=False, unit=None)
                | (~Q(role=Role.PROVIDER_STAFF) & Q(provider=None, unit__isnull=False)),
                violation_error_message=_(
                    "Leverantörens personal hör till en leverantör, alla andra till en enhet."
                ),
            ),
            models.CheckConstraint(
                name="assignment_dates_in_order",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("Slutdatum kan inte vara före startdatum."),
            ),
        ]

    class Privacy:
        identity = ("user",)
        plain = ("role", "unit", "provider", "starts_on", "ends_on")

    def __str__(self) -> str:
        return f"{self.user} – {self.get_role_display()}"
