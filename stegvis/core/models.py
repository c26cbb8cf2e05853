from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from stegvis.core.imports.models import ImportBatch, ImportRow

__all__ = ["AuditEvent", "Draft", "ImportBatch", "ImportRow", "ReadEvent"]


class AppendOnlyQuerySet(models.QuerySet):
    def update(self, **kwargs: Any) -> int:
        raise TypeError("the log is append-only")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("the log is append-only")

    def visible_to(self, user: Any) -> "AppendOnlyQuerySet":
        return self if user.may("log_review") else self.none()


class AppendOnly(models.Model):
    at = models.DateTimeField(_("tidpunkt"), auto_now_add=True, db_index=True)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("the log is append-only")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("the log is append-only")


class AuditEvent(AppendOnly):
    """Who changed what, when and why."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    action = models.CharField(_("händelse"), max_length=80, db_index=True)
    object_kind = models.CharField(_("slag"), max_length=80)
    object_id = models.BigIntegerField(_("nummer"))
    object_label = models.CharField(_("vad"), max_length=200)
    changes = models.JSONField(_("ändringar"), default=dict)
    reason = models.TextField(_("varför"), blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("ändringslogg")
        verbose_name_plural = _("ändringslogg")
        indexes = [models.Index(fields=["object_kind", "object_id"])]

    class Privacy:
        identity = ("by",)
        protected = ("changes", "reason", "object_label")
        plain = ("at", "action", "object_kind", "object_id")

    def __str__(self) -> str:
        return f"{self.action} {self.object_label}"


class ReadEvent(AppendOnly):
    """Who looked at which person, when and on which page."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    subject_kind = models.CharField(_("slag"), max_length=80)
    subject_id = models.BigIntegerField(_("nummer"))
    path = models.CharField(_("sida"), max_length=300)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("läslogg")
        verbose_name_plural = _("läslogg")
        indexes = [models.Index(fields=["subject_kind", "subject_id"])]

    class Privacy:
        identity = ("by", "subject_kind", "subject_id")
        plain = ("at", "path")

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id}"


class DraftQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "DraftQuerySet":
        return self.filter(by=user)


class Draft(models.Model):
    """Text being written in a form, kept until the form is saved. Seen by its writer only."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(_("formulär"), max_length=120)
    fields = models.JSONField(_("innehåll"), default=dict)
    saved_at = models.DateTimeField(_("sparat"), auto_now=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("utkast")
        verbose_name_plural = _("utkast")
        constraints = [models.UniqueConstraint(fields=["by", "key"], name="draft_one_per_form")]

    class Privacy:
        identity = ("by",)
        protected = ("fields",)
        plain = ("key", "saved_at")

    def __str__(self) -> str:
        return self.key
