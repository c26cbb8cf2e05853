from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from stegvis.core.versions import Versioned
from stegvis.participants.models import Enrolment
from stegvis.participants.models.enrolments import OfVisibleEnrolment

USER = settings.AUTH_USER_MODEL


class CasePlan(Versioned):
    """The person's own plan: goals and steps on one page. A new plan leaves the earlier ones as
    they were."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="plans")
    number = models.PositiveSmallIntegerField(_("nummer"))
    made_on = models.DateField(_("gjord"))
    aim = models.TextField(_("dit jag vill"), blank=True)
    strengths = models.TextField(_("det jag kan och det som hjälper"), blank=True)
    replaced_on = models.DateField(_("ersatt"), null=True, blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    objects = OfVisibleEnrolment.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = _("individuell plan")
        verbose_name_plural = _("individuella planer")
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "number"], name="case_plan_number_once"),
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=models.Q(replaced_on=None),
                name="case_plan_one_current",
            ),
        ]

    class Privacy:
        identity = ("enrolment", "by")
        protected = ("aim", "strengths")
        plain = ("number", "made_on", "replaced_on")

    def __str__(self) -> str:
        return f"{_('Plan')} {self.number}"


class OfVisiblePlan(models.QuerySet):
    def visible_to(self, user: Any) -> "OfVisiblePlan":
        return self.filter(plan__in=CasePlan.objects.visible_to(user))


class PlanGoal(models.Model):
    """One goal of the plan, in the person's own words."""

    plan = models.ForeignKey(CasePlan, on_delete=models.CASCADE, related_name="goals")
    text = models.CharField(_("mål"), max_length=300)
    position = models.PositiveSmallIntegerField(_("ordning"), default=0)
    reached_on = models.DateField(_("nått"), null=True, blank=True)

    objects = OfVisiblePlan.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("mål i planen")
        verbose_name_plural = _("mål i planen")

    class Privacy:
        identity = ("plan",)
        protected = ("text",)
        plain = ("position", "reached_on")

    def __str__(self) -> str:
        return self.text


class PlanStepQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "PlanStepQuerySet":
        return self.filter(goal__in=PlanGoal.objects.visible_to(user))


class PlanStep(models.Model):
    """A step towards a goal: who does what by when."""

    goal = models.ForeignKey(PlanGoal, on_delete=models.CASCADE, related_name="steps")
    text = models.CharField(_("steg"), max_length=300)
    who = models.CharField(_("vem"), max_length=80, blank=True)
    due_on = models.DateField(_("senast"), null=True, blank=True)
    done_on = models.DateField(_("gjort"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("ordning"), default=0)

    objects = PlanStepQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("steg i planen")
        verbose_name_plural = _("steg i planen")

    class Privacy:
        identity = ("goal", "who")
        protected = ("text",)
        plain = ("due_on", "done_on", "position")

    def __str__(self) -> str:
        return self.text
