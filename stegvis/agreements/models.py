from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from stegvis.accounts.roles import Permission
from stegvis.agreements.enums import AgreementKind, LimitClass, OptionStatus, PriceModel
from stegvis.core.versions import Versioned
from stegvis.organisations.models import Provider


class ServiceKind(models.Model):
    """A kind of service. Purchases of the same kind add up against a direct-award limit."""

    name = models.CharField(_("namn"), max_length=80, unique=True)
    limit_class = models.CharField(
        _("gräns"), max_length=20, choices=LimitClass, default=LimitClass.ANNEX_2
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("tjänsteslag")
        verbose_name_plural = _("tjänsteslag")

    class Privacy:
        plain = ("name", "limit_class")

    def __str__(self) -> str:
        return self.name


class DirectAwardLimit(models.Model):
    """How much may be bought without competition, from a day on. The newest one in force counts."""

    limit_class = models.CharField(_("gräns för"), max_length=20, choices=LimitClass)
    amount = models.DecimalField(_("belopp"), max_digits=14, decimal_places=2)
    valid_from = models.DateField(_("gäller från"))
    source = models.CharField(_("källa"), max_length=200)

    class Meta:
        ordering = ["limit_class", "-valid_from"]
        verbose_name = _("direktupphandlingsgräns")
        verbose_name_plural = _("direktupphandlingsgränser")
        constraints = [
            models.UniqueConstraint(
                fields=["limit_class", "valid_from"],
                name="limit_one_per_day",
                violation_error_message=_("Det finns redan en gräns från den dagen."),
            ),
            models.CheckConstraint(
                name="limit_is_positive",
                condition=Q(amount__gt=0),
                violation_error_message=_("Gränsen måste vara större än noll."),
            ),
        ]

    class Privacy:
        plain = ("limit_class", "amount", "valid_from", "source")

    def __str__(self) -> str:
        return f"{self.get_limit_class_display()} {self.valid_from}"


class AgreementQuerySet(models.QuerySet):
    def current(self) -> "AgreementQuerySet":
        return self.filter(archived_at=None)

    def visible_to(self, user: Any) -> "AgreementQuerySet":
        return self if user.may(Permission.AGREEMENT_VIEW) else self.none()


class Agreement(Versioned):
    """A framework agreement, a call-off under one, a direct award or an internal agreement."""

    kind = models.CharField(_("slag"), max_length=20, choices=AgreementKind)
    reference_number = models.CharField(_("diarienummer"), max_length=40, unique=True)
    title = models.CharField(_("titel"), max_length=200)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="call_offs",
        verbose_name=_("avrop från"),
    )
    provider = models.ForeignKey(
        Provider,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agreements",
        verbose_name=_("leverantör"),
    )
    panel = models.ManyToManyField(
        Provider, blank=True, related_name="frameworks", verbose_name=_("ramavtalets leverantörer")
    )
    area = models.ForeignKey(
        "AgreementArea",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="call_offs",
        verbose_name=_("område"),
    )
    service_kind = models.ForeignKey(
        ServiceKind, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("tjänsteslag")
    )
    starts_on = models.DateField(_("från"), null=True, blank=True)
    ends_on = models.DateField(_("till och med"), null=True, blank=True)
    ceiling = models.DecimalField(
        _("takbelopp"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    value = models.DecimalField(
        _("värde"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Beräknat värde med alla optioner."),
    )
    price_model = models.CharField(
        _("prismodell"), max_length=20, choices=PriceModel, default=PriceModel.FIXED
    )
    unit_price = models.DecimalField(
        _("pris per enhet"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    note = models.TextField(_("anmärkning"), blank=True)
    archived_at = models.DateTimeField(_("arkiverat"), null=True, blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["ends_on", "reference_number"]
        verbose_name = _("avtal")
        verbose_name_plural = _("avtal")
        constraints = [
            models.CheckConstraint(
                name="agreement_dates_in_order",
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("Avtalets slut kan inte vara före dess början."),
            ),
            models.CheckConstraint(
                name="agreement_call_off_has_parent",
                condition=Q(kind=AgreementKind.CALL_OFF, parent__isnull=False)
                | (~Q(kind=AgreementKind.CALL_OFF) & Q(parent=None)),
                violation_error_message=_(
                    "Ett avrop, och bara ett avrop, hör till ett annat avtal."
                ),
            ),
            models.CheckConstraint(
                name="agreement_has_provider",
                condition=Q(kind=AgreementKind.FRAMEWORK)
                | Q(kind=AgreementKind.INTERNAL)
                | Q(provider__isnull=False),
                violation_error_message=_("Välj leverantör."),
            ),
        ]

    class Privacy:
        plain = (
            "kind",
            "reference_number",
            "title",
            "parent",
            "provider",
            "panel",
            "area",
            "service_kind",
            "starts_on",
            "ends_on",
            "ceiling",
            "value",
            "price_model",
            "unit_price",
            "note",
            "archived_at",
        )

    def __str__(self) -> str:
        return f"{self.reference_number} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("agreements:agreement_detail", args=[self.pk])

    @property
    def contract_form(self) -> str:
        """The form a reader counts: a call-off counts as the form of what it is called off from."""
        if self.kind == AgreementKind.CALL_OFF and self.parent is not None:
            return self.parent.kind
        return self.kind


class AgreementArea(models.Model):
    """A numbered area of a framework agreement."""

    agreement = models.ForeignKey(
        Agreement, on_delete=models.CASCADE, related_name="areas", verbose_name=_("avtal")
    )
    name = models.CharField(_("område"), max_length=120)

    class Meta:
        ordering = ["name"]
        verbose_name = _("avtalsområde")
        verbose_name_plural = _("avtalsområden")
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "name"],
                name="area_once_per_agreement",
                violation_error_message=_("Området finns redan i avtalet."),
            )
        ]

    class Privacy:
        plain = ("agreement", "name")

    def __str__(self) -> str:
        return self.name


class Option(models.Model):
    """A right to extend an agreement."""

    agreement = models.ForeignKey(
        Agreement, on_delete=models.CASCADE, related_name="options", verbose_name=_("avtal")
    )
    extends_to = models.DateField(_("förlänger till och med"), null=True, blank=True)
    last_day = models.DateField(_("sista dag att utlösa"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=20, choices=OptionStatus, default=OptionStatus.AVAILABLE
    )
    decided_on = models.DateField(_("beslutad"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("beslutad av"),
    )

    class Meta:
        ordering = ["extends_to", "pk"]
        verbose_name = _("option")
        verbose_name_plural = _("optioner")

    class Privacy:
        identity = ("decided_by",)
        plain = ("agreement", "extends_to", "last_day", "status", "decided_on")

    def __str__(self) -> str:
        return f"{_('Option')} {self.extends_to or ''}".strip()


class ReminderNote(models.Model):
    """That somebody has taken care of a reminder about an end date or a last option day."""

    agreement = models.ForeignKey(
        Agreement, on_delete=models.CASCADE, related_name="reminder_notes"
    )
    falls_on = models.DateField(_("datum som påminnelsen gäller"))
    note = models.CharField(_("vad som är gjort"), max_length=300)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    handled_at = models.DateTimeField(_("när"), auto_now_add=True)

    class Meta:
        ordering = ["-handled_at"]
        verbose_name = _("hanterad påminnelse")
        verbose_name_plural = _("hanterade påminnelser")
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "falls_on"],
                name="reminder_handled_once",
                violation_error_message=_("Påminnelsen är redan hanterad."),
            )
        ]

    class Privacy:
        identity = ("handled_by",)
        plain = ("agreement", "falls_on", "note", "handled_at")

    def __str__(self) -> str:
        return f"{self.agreement} {self.falls_on}"

    @staticmethod
    def key(agreement_id: int, falls_on: date) -> tuple[int, date]:
        return agreement_id, falls_on
