from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from stegvis.accounts.roles import Permission
from stegvis.core.versions import Versioned
from stegvis.organisations.models import Unit
from stegvis.participants.enums import (
    DecisionReason,
    Initiator,
    Protection,
    ReferralStatus,
    Sex,
)
from stegvis.participants.models.persons import Participant
from stegvis.participants.models.programmes import Programme

USER = settings.AUTH_USER_MODEL


class ReferralQuerySet(models.QuerySet):
    def waiting(self) -> "ReferralQuerySet":
        return self.filter(status__in=ReferralStatus.waiting())

    def visible_to(self, user: Any) -> "ReferralQuerySet":
        """Own referrals, and those to the units where the user decides. Those about a person with
        protected identity: own ones, the handler's, and whoever may grant access to them."""
        units = Unit.objects.allowing(user, Permission.REFERRAL_DECIDE)
        granting = Unit.objects.allowing(user, Permission.PROTECTED_GRANT)
        return self.filter(
            Q(by=user)
            | Q(handler=user, programme__unit__in=units)
            | Q(programme__unit__in=units, protection=Protection.NONE)
            | Q(programme__unit__in=granting)
        )


class Referral(Versioned):
    """An expression of interest: from a referrer, from the person, or taken down on the phone.

    Nothing is mandatory beyond what is needed to call back."""

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="referrals", verbose_name=_("verksamhet")
    )
    status = models.CharField(
        _("status"), max_length=20, choices=ReferralStatus, default=ReferralStatus.RECEIVED
    )
    initiator = models.CharField(
        _("initiativet kom från"),
        max_length=20,
        choices=Initiator,
        default=Initiator.SOCIAL_SERVICES,
    )
    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, null=True, blank=True, related_name="referrals"
    )
    # who is meant, as the referrer wrote it; blank stays blank
    first_name = models.CharField(_("förnamn"), max_length=80, blank=True)
    last_name = models.CharField(_("efternamn"), max_length=80, blank=True)
    identity_number = models.CharField(
        _("personnummer eller samordningsnummer"), max_length=12, null=True, blank=True
    )
    birth_date = models.DateField(_("födelsedatum"), null=True, blank=True)
    sex = models.CharField(_("kön"), max_length=10, choices=Sex, default=Sex.UNKNOWN)
    phone = models.CharField(_("telefon"), max_length=40, blank=True)
    email = models.EmailField(_("e-post"), blank=True)
    language = models.CharField(_("språk"), max_length=80, blank=True)
    protection = models.CharField(
        _("skyddade personuppgifter"), max_length=20, choices=Protection, default=Protection.NONE
    )
    reason = models.TextField(_("varför just nu"), blank=True)
    wishes = models.TextField(_("personens egna önskemål"), blank=True)
    helps = models.TextField(_("vad som brukar hjälpa"), blank=True)
    to_know = models.TextField(_("bra att veta"), blank=True)
    # who refers, when it is not the signed-in user herself
    referrer_name = models.CharField(_("remittentens namn"), max_length=120, blank=True)
    referrer_organisation = models.CharField(
        _("remittentens arbetsplats"), max_length=120, blank=True
    )
    referrer_phone = models.CharField(_("remittentens telefon"), max_length=40, blank=True)
    referrer_email = models.EmailField(_("remittentens e-post"), blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    received_on = models.DateField(_("inkom"))
    handler = models.ForeignKey(
        USER,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("handläggs av"),
    )
    decided_on = models.DateField(_("beslutad"), null=True, blank=True)
    decided_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decision_reason = models.CharField(_("skäl"), max_length=30, choices=DecisionReason, blank=True)
    feedback = models.TextField(
        _("återkoppling till remittenten"), blank=True, help_text=_("Remittenten läser den.")
    )
    started_on = models.DateField(_("inskriven"), null=True, blank=True)
    passed_on_to = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="passed_on_from"
    )

    objects = ReferralQuerySet.as_manager()

    class Meta:
        ordering = ["received_on", "pk"]
        verbose_name = _("intresseanmälan")
        verbose_name_plural = _("intresseanmälningar")
        indexes = [models.Index(fields=["status", "programme", "received_on"])]
        constraints = [
            models.CheckConstraint(
                name="referral_number_never_blank",
                condition=Q(identity_number=None) | Q(identity_number__regex=r"^\d{12}$"),
                violation_error_message=_("Numret ska ha tolv siffror."),
            ),
            models.CheckConstraint(
                name="referral_turned_away_with_reason",
                condition=~Q(status__in=[ReferralStatus.DECLINED, ReferralStatus.PASSED_ON])
                | ~Q(decision_reason=""),
                violation_error_message=_("Välj ett skäl."),
            ),
            models.CheckConstraint(
                name="referral_decided_on_and_by_together",
                condition=Q(decided_on=None, decided_by=None)
                | Q(decided_on__isnull=False, decided_by__isnull=False),
            ),
            models.CheckConstraint(
                name="referral_started_has_participant",
                condition=~Q(status=ReferralStatus.STARTED)
                | Q(participant__isnull=False, started_on__isnull=False),
            ),
        ]

    class Privacy:
        identity = (
            "participant",
            "first_name",
            "last_name",
            "identity_number",
            "birth_date",
            "phone",
            "email",
            "referrer_name",
            "referrer_phone",
            "referrer_email",
            "by",
            "handler",
            "decided_by",
        )
        protected = ("protection", "reason", "wishes", "helps", "to_know", "feedback")
        plain = (
            "programme",
            "status",
            "initiator",
            "sex",
            "language",
            "referrer_organisation",
            "received_on",
            "decided_on",
            "decision_reason",
            "started_on",
            "passed_on_to",
        )

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or f"{_('Namn saknas')} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("participants:referral_detail", args=[self.pk])
