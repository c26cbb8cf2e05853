from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from stegvis.organisations.models import Unit
from stegvis.participants.enums import Changed
from stegvis.participants.models.enrolments import Enrolment, OfVisibleEnrolment
from stegvis.participants.models.programmes import Programme


class SurveyQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "SurveyQuerySet":
        return self.filter(programme__unit__in=Unit.objects.visible_to(user))


class Survey(models.Model):
    """A questionnaire about how life has changed. Those who did not answer are counted too."""

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="surveys", verbose_name=_("verksamhet")
    )
    title = models.CharField(_("titel"), max_length=120)
    question = models.CharField(_("fråga"), max_length=300)
    sent_on = models.DateField(_("utskickad"))
    closed_on = models.DateField(_("stängd"), null=True, blank=True)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_on", "-pk"]
        verbose_name = _("enkät")
        verbose_name_plural = _("enkäter")
        constraints = [
            models.CheckConstraint(
                name="survey_dates_in_order",
                condition=Q(closed_on=None) | Q(closed_on__gte=F("sent_on")),
                violation_error_message=_("Stängningsdagen kan inte vara före utskicket."),
            )
        ]

    class Privacy:
        plain = ("programme", "title", "question", "sent_on", "closed_on")

    def __str__(self) -> str:
        return self.title


class SurveyInvitation(models.Model):
    """One person's invitation to a survey, answered or not."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="invitations")
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.CASCADE, related_name="survey_invitations"
    )
    answered_on = models.DateField(_("besvarad"), null=True, blank=True)
    answer = models.CharField(_("svar"), max_length=20, choices=Changed, blank=True)

    objects = OfVisibleEnrolment.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("enkätutskick")
        verbose_name_plural = _("enkätutskick")
        constraints = [
            models.UniqueConstraint(fields=["survey", "enrolment"], name="survey_sent_once"),
            models.CheckConstraint(
                name="survey_answer_and_day_together",
                condition=Q(answered_on=None, answer="")
                | (Q(answered_on__isnull=False) & ~Q(answer="")),
            ),
        ]

    class Privacy:
        identity = ("enrolment",)
        protected = ("answer",)
        plain = ("survey", "answered_on")

    def __str__(self) -> str:
        return f"{self.survey}: {self.enrolment}"
