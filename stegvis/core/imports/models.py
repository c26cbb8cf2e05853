from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from stegvis.core.imports.enums import SEE_ALL, BatchStatus, RowStatus


class ImportBatchQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "ImportBatchQuerySet":
        return self if user.may(SEE_ALL) else self.filter(by=user)


class ImportBatch(models.Model):
    """Files uploaded together: previewed, corrected, then written as a whole or thrown away."""

    file_name = models.CharField(_("fil"), max_length=255)
    sha256 = models.CharField(_("kontrollsumma"), max_length=64, db_index=True)
    uploaded_at = models.DateTimeField(_("uppladdad"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("av"),
    )
    status = models.CharField(
        _("läge"), max_length=10, choices=BatchStatus, default=BatchStatus.PREVIEWED
    )
    decided_at = models.DateTimeField(_("avgjord"), null=True)
    notes = models.JSONField(_("anmärkningar"), default=list)
    counts = models.JSONField(_("antal rader"), default=dict)  # sheet → status → rows

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        verbose_name = _("import")
        verbose_name_plural = _("importer")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status=BatchStatus.PREVIEWED, decided_at=None)
                | (~models.Q(status=BatchStatus.PREVIEWED) & models.Q(decided_at__isnull=False)),
                name="import_batch_decided_with_status",
                violation_error_message=_("En avgjord import har en tidpunkt, en väntande ingen."),
            )
        ]

    class Privacy:
        identity = ("by",)
        protected = ("notes",)
        plain = ("file_name", "sha256", "uploaded_at", "status", "decided_at", "counts")

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("core:import_detail", args=[self.pk])

    @property
    def current_status(self) -> BatchStatus:
        return BatchStatus(self.status)

    def count(self, *statuses: RowStatus) -> int:
        """Rows with these statuses, on all sheets."""
        return sum(found.get(status, 0) for found in self.counts.values() for status in statuses)


class ImportRowQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "ImportRowQuerySet":
        return self if user.may(SEE_ALL) else self.filter(batch__by=user)


class ImportRow(models.Model):
    """A row as the file has it, what the user corrected, and what the check said of it."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField(_("ordning"))
    sheet = models.CharField(_("slag"), max_length=60)
    source = models.CharField(_("fil eller blad"), max_length=255)
    number = models.PositiveIntegerField(_("radnummer"))
    raw = models.JSONField(_("celler"), default=dict)
    corrected = models.JSONField(_("rättade celler"), default=dict)
    problem = models.TextField(_("fel i filen"), blank=True)
    notes = models.JSONField(_("anmärkningar från filen"), default=list)
    status = models.CharField(_("läge"), max_length=10, choices=RowStatus)
    messages = models.JSONField(_("meddelanden"), default=dict)  # heading → [[text, is fatal]]
    changes = models.JSONField(_("ändringar"), default=dict)  # heading → [before, after]
    refusal = models.JSONField(_("skäl från systemet"), default=dict)  # heading → text

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        ordering = ["batch", "position"]
        verbose_name = _("importrad")
        verbose_name_plural = _("importrader")
        constraints = [
            models.UniqueConstraint(fields=["batch", "position"], name="import_row_position")
        ]
        indexes = [models.Index(fields=["batch", "status"], name="import_row_by_status")]

    class Privacy:
        protected = ("raw", "corrected", "messages", "changes", "refusal", "problem", "notes")
        plain = ("batch", "position", "sheet", "source", "number", "status")

    def __str__(self) -> str:
        return _("%(source)s, rad %(row)s") % {"source": self.source, "row": self.number}
