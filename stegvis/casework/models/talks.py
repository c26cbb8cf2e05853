from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from stegvis.casework.enums import (
    ContactWay,
    Direction,
    DutyKind,
    MeetingStatus,
    NoteKind,
    Principal,
)
from stegvis.core.versions import Versioned
from stegvis.participants.enums import YesNo
from stegvis.participants.models import Enrolment
from stegvis.participants.models.enrolments import OfVisibleEnrolment

USER = settings.AUTH_USER_MODEL


class Note(Versioned):
    """What was said and seen. Stands under the same rights as the file."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="notes")
    on = models.DateField(_("dag"))
    kind = models.CharField(
        _("slag"), max_length=20, choices=NoteKind, default=NoteKind.CONVERSATION
    )
    text = models.TextField(_("anteckning"))
    is_sensitive = models.BooleanField(
        _("om hälsa eller missbruk"),
        default=False,
        help_text=_("Syns bara för den som får se sådana uppgifter."),
    )
    by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    objects = OfVisibleEnrolment.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = _("anteckning")
        verbose_name_plural = _("anteckningar")

    class Privacy:
        identity = ("enrolment", "by")
        protected = ("text", "is_sensitive")
        plain = ("on", "kind")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"


class CollaborationContact(models.Model):
    """A contact with somebody else around the participant."""

    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.CASCADE, related_name="collaboration_contacts"
    )
    on = models.DateField(_("dag"))
    principal = models.CharField(_("med vem"), max_length=20, choices=Principal)
    way = models.CharField(_("hur"), max_length=10, choices=ContactWay)
    about = models.TextField(_("vad det gällde"), blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    objects = OfVisibleEnrolment.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = _("samverkanskontakt")
        verbose_name_plural = _("samverkanskontakter")

    class Privacy:
        identity = ("enrolment", "by")
        protected = ("principal", "about")
        plain = ("on", "way")

    def __str__(self) -> str:
        return f"{self.get_principal_display()} {self.on}"


class Meeting(models.Model):
    """A booked time with the participant."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="meetings")
    at = models.DateTimeField(_("när"))
    minutes = models.PositiveSmallIntegerField(_("minuter"), default=60)
    place = models.CharField(_("plats"), max_length=120, blank=True)
    about = models.CharField(_("vad det gäller"), max_length=120, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=MeetingStatus, default=MeetingStatus.PLANNED
    )
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="meetings")

    objects = OfVisibleEnrolment.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("bokat möte")
        verbose_name_plural = _("bokade möten")
        indexes = [models.Index(fields=["by", "at"])]

    class Privacy:
        identity = ("enrolment", "by")
        protected = ("about", "place")
        plain = ("at", "minutes", "status")

    def __str__(self) -> str:
        return f"{self.enrolment} {self.at:%Y-%m-%d %H:%M}"

    @property
    def current_status(self) -> MeetingStatus:
        return MeetingStatus(self.status)


class DutyTalk(models.Model):
    """That the participant has been told or asked what must be told and asked, and when."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="duty_talks")
    kind = models.CharField(_("vad"), max_length=30, choices=DutyKind)
    on = models.DateField(_("dag"))
    answer = models.CharField(_("svar"), max_length=10, choices=YesNo, blank=True)
    note = models.TextField(_("anteckning"), blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    objects = OfVisibleEnrolment.as_manager()

    class Meta:
        ordering = ["on", "pk"]
        verbose_name = _("pliktsamtal")
        verbose_name_plural = _("pliktsamtal")

    class Privacy:
        identity = ("enrolment", "by")
        protected = ("answer", "note")
        plain = ("kind", "on")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"


class Review(models.Model):
    """A stop on the way: is the person coming nearer, and should anything change?"""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="reviews")
    on = models.DateField(_("dag"))
    direction = models.CharField(_("riktning"), max_length=10, choices=Direction)
    text = models.TextField(_("vad vi ser och vad som ändras"), blank=True)
    next_on = models.DateField(_("nästa avstämning"), null=True, blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    objects = OfVisibleEnrolment.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = _("avstämning")
        verbose_name_plural = _("avstämningar")

    class Privacy:
        identity = ("enrolment", "by")
        protected = ("direction", "text")
        plain = ("on", "next_on")

    def __str__(self) -> str:
        return f"{self.get_direction_display()} {self.on}"
