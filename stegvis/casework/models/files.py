from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from stegvis.accounts.roles import Permission
from stegvis.casework.enums import FileRowStatus, FileStatus, RowKind
from stegvis.organisations.models import Unit
from stegvis.participants.models import Participant, Programme

USER = settings.AUTH_USER_MODEL


class HeadingMap(models.Model):
    """Which heading of somebody's own file means what; kept for the next time."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="heading_maps")
    row_kind = models.CharField(_("raderna är"), max_length=20, choices=RowKind)
    headings = models.JSONField(_("rubriker"), default=dict)  # folded heading → field name
    saved_at = models.DateTimeField(_("sparad"), auto_now=True)

    class Meta:
        verbose_name = _("utpekade kolumner")
        verbose_name_plural = _("utpekade kolumner")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "row_kind"], name="heading_map_one_per_kind"
            )
        ]

    class Privacy:
        plain = ("programme", "row_kind", "headings", "saved_at")

    def __str__(self) -> str:
        return f"{self.programme}, {self.get_row_kind_display()}"


class FollowUpFileQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "FollowUpFileQuerySet":
        return self.filter(
            programme__unit__in=Unit.objects.allowing(user, Permission.PARTICIPANT_IMPORT)
        )


class FollowUpFile(models.Model):
    """An existing follow-up file that is taken over: mapped, previewed, corrected, accepted."""

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="+", verbose_name=_("verksamhet")
    )
    row_kind = models.CharField(
        _("raderna är"), max_length=20, choices=RowKind, default=RowKind.PERSON
    )
    file_name = models.CharField(_("fil"), max_length=255)
    sha256 = models.CharField(_("kontrollsumma"), max_length=64, db_index=True)
    status = models.CharField(
        _("läge"), max_length=10, choices=FileStatus, default=FileStatus.MAPPING
    )
    headings = models.JSONField(_("rubriker"), default=list)  # as in the file
    mapping = models.JSONField(_("kolumner"), default=dict)  # heading → field name
    counts = models.JSONField(_("antal rader"), default=dict)  # status → rows
    done = models.PositiveIntegerField(_("skrivna rader"), default=0)
    uploaded_at = models.DateTimeField(_("uppladdad"), auto_now_add=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    objects = FollowUpFileQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        verbose_name = _("uppföljningsfil")
        verbose_name_plural = _("uppföljningsfiler")

    class Privacy:
        identity = ("by",)
        plain = (
            "programme",
            "row_kind",
            "file_name",
            "sha256",
            "status",
            "headings",
            "mapping",
            "counts",
            "done",
            "uploaded_at",
        )

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("casework:file_detail", args=[self.pk])


class FollowUpRowQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "FollowUpRowQuerySet":
        return self.filter(file__in=FollowUpFile.objects.visible_to(user))


class FollowUpRow(models.Model):
    """A row as the file has it, what was corrected, and what the check says of it."""

    file = models.ForeignKey(FollowUpFile, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField(_("ordning"))
    sheet = models.CharField(_("blad"), max_length=120, blank=True)
    number = models.PositiveIntegerField(_("radnummer"))
    raw = models.JSONField(_("celler"), default=dict)
    corrected = models.JSONField(_("rättade celler"), default=dict)
    status = models.CharField(_("läge"), max_length=10, choices=FileRowStatus)
    messages = models.JSONField(_("meddelanden"), default=dict)  # field → [text]
    changes = models.JSONField(_("ändringar"), default=dict)  # field → [before, after]
    participant = models.ForeignKey(
        Participant, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )  # whom the row is about, when it is known or chosen
    same_as = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )  # an earlier row of the file that may be, or is, about the same person
    is_same_person = models.BooleanField(
        _("samma person"), null=True, blank=True
    )  # the user's answer to a possible duplicate
    candidates = models.JSONField(_("kanske samma person"), default=list)  # [[key, reasons]]
    written_at = models.DateTimeField(_("skriven"), null=True, blank=True)

    objects = FollowUpRowQuerySet.as_manager()

    class Meta:
        ordering = ["file", "position"]
        verbose_name = _("rad i uppföljningsfil")
        verbose_name_plural = _("rader i uppföljningsfiler")
        constraints = [
            models.UniqueConstraint(fields=["file", "position"], name="follow_up_row_position")
        ]
        indexes = [models.Index(fields=["file", "status"])]

    class Privacy:
        identity = ("raw", "corrected", "participant", "candidates")
        protected = ("messages", "changes")
        plain = (
            "file",
            "position",
            "sheet",
            "number",
            "status",
            "same_as",
            "is_same_person",
            "written_at",
        )

    def __str__(self) -> str:
        return f"{self.file}, {self.number}"

    @property
    def current_status(self) -> FileRowStatus:
        return FileRowStatus(self.status)
