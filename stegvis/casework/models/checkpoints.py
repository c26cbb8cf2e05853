from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from stegvis.casework.enums import CheckpointKind
from stegvis.participants.models import Enrolment, Programme
from stegvis.participants.models.enrolments import OfVisibleEnrolment

USER = settings.AUTH_USER_MODEL


class CheckpointRule(models.Model):
    """Says "look at this person now". The enrolment continues whatever the rule says."""

    programme = models.ForeignKey(
        Programme,
        on_delete=models.CASCADE,
        related_name="checkpoint_rules",
        verbose_name=_("verksamhet"),
    )
    kind = models.CharField(_("vad regeln ser på"), max_length=30, choices=CheckpointKind)
    days = models.PositiveSmallIntegerField(_("dagar"), validators=[MinValueValidator(1)])
    is_active = models.BooleanField(_("används"), default=True)

    class Meta:
        ordering = ["programme", "kind", "days"]
        verbose_name = _("riktmärke")
        verbose_name_plural = _("riktmärken")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "kind", "days"],
                name="checkpoint_rule_once",
                violation_error_message=_("Riktmärket finns redan."),
            )
        ]

    class Privacy:
        plain = ("programme", "kind", "days", "is_active")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.days} {_('dagar')}"


class Snooze(models.Model):
    """Looked at, and left until a day, with a note that says why."""

    rule = models.ForeignKey(CheckpointRule, on_delete=models.CASCADE, related_name="snoozes")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="snoozes")
    until = models.DateField(_("vila till"))
    note = models.TextField(_("varför"))
    at = models.DateTimeField(_("när"), auto_now_add=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    objects = OfVisibleEnrolment.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("vilande riktmärke")
        verbose_name_plural = _("vilande riktmärken")
        indexes = [models.Index(fields=["enrolment", "rule", "until"])]

    class Privacy:
        identity = ("enrolment", "by")
        protected = ("note",)
        plain = ("rule", "until", "at")

    def __str__(self) -> str:
        return f"{self.rule}: {self.until}"
