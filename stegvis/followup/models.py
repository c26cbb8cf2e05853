from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from stegvis.core.versions import Versioned
from stegvis.followup.enums import (
    Answer,
    CarryAnswer,
    DecisionKind,
    FindingKind,
    FindingSource,
    ReportStatus,
    ThemeKind,
)
from stegvis.interventions.models import ExpectedResult, Intervention

USER = settings.AUTH_USER_MODEL


def of_visible(user: Any, intervention: str) -> Exists:
    """Whether the user sees the intervention behind that key. Asked row by row: where few rows are
    left, a list of all visible interventions would be the dearest part of the query."""
    return Exists(Intervention.objects.visible_to(user).filter(pk=OuterRef(intervention)))


class OfVisibleIntervention(models.QuerySet):
    """Rows that hang on an intervention are seen by those who see the intervention."""

    def visible_to(self, user: Any) -> "OfVisibleIntervention":
        return self.filter(of_visible(user, "intervention"))


class Theme(Versioned):
    """What success factors and development areas are about. The planner owns the list."""

    name = models.CharField(_("tema"), max_length=80, unique=True)
    kind = models.CharField(_("för"), max_length=20, choices=ThemeKind, default=ThemeKind.BOTH)
    description = models.CharField(_("beskrivning"), max_length=300, blank=True)
    archived_at = models.DateTimeField(_("arkiverat"), null=True, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("tema")
        verbose_name_plural = _("teman")

    class Privacy:
        plain = ("name", "kind", "description", "archived_at")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("followup:theme_detail", args=[self.pk])


class ProviderReport(Versioned):
    """The provider's follow-up report on one intervention."""

    intervention = models.OneToOneField(
        Intervention, on_delete=models.CASCADE, related_name="report"
    )
    status = models.CharField(
        _("status"), max_length=20, choices=ReportStatus, default=ReportStatus.DRAFT
    )
    delivery = models.TextField(
        _("genomförande"), blank=True, help_text=_("Hur det gick, och vad som blev annorlunda.")
    )
    participants_view = models.TextField(
        _("deltagarnas utvärdering"), blank=True, help_text=_("Vad deltagarna själva säger.")
    )
    other = models.TextField(_("övriga kommentarer"), blank=True)
    submitted_at = models.DateTimeField(_("inlämnad"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    accepted_at = models.DateTimeField(_("mottagen"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    presented_on = models.DateField(_("presenterad för beställaren"), null=True, blank=True)

    objects = OfVisibleIntervention.as_manager()

    class Meta:
        verbose_name = _("leverantörens rapport")
        verbose_name_plural = _("leverantörernas rapporter")
        indexes = [models.Index(fields=["status", "submitted_at"], name="report_by_status")]
        constraints = [
            models.CheckConstraint(
                name="report_accepted_at_and_by_together",
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
            )
        ]

    class Privacy:
        identity = ("submitted_by", "accepted_by")
        plain = (
            "intervention",
            "status",
            "delivery",
            "participants_view",
            "other",
            "submitted_at",
            "accepted_at",
            "presented_on",
        )

    def __str__(self) -> str:
        return f"{_('Rapport')}: {self.intervention}"


class ReportComment(models.Model):
    """The orderer's comment when a report is handed back."""

    report = models.ForeignKey(ProviderReport, on_delete=models.CASCADE, related_name="comments")
    text = models.TextField(_("kommentar"))
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("när"), auto_now_add=True)

    class Meta:
        ordering = ["at"]
        verbose_name = _("kommentar till rapport")
        verbose_name_plural = _("kommentarer till rapporter")

    class Privacy:
        identity = ("by",)
        plain = ("report", "text", "at")

    def __str__(self) -> str:
        return self.text[:60]


class ReportedResult(Versioned):
    """The answer to one expected result, or a result that nobody expected (no line)."""

    intervention = models.ForeignKey(
        Intervention, on_delete=models.CASCADE, related_name="reported_results"
    )
    expected_result = models.OneToOneField(
        ExpectedResult,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="reported",
        verbose_name=_("svarar på"),
    )
    position = models.PositiveSmallIntegerField(_("rad"))
    answer = models.CharField(_("bedömning"), max_length=20, choices=Answer)
    text = models.TextField(_("redovisat resultat"), blank=True)

    objects = OfVisibleIntervention.as_manager()

    class Meta:
        ordering = ["intervention", "position"]
        verbose_name = _("redovisat resultat")
        verbose_name_plural = _("redovisade resultat")
        constraints = [
            models.UniqueConstraint(
                fields=["intervention", "position"], name="reported_result_position_once"
            )
        ]

    class Privacy:
        plain = ("intervention", "expected_result", "position", "answer", "text")

    def __str__(self) -> str:
        return self.text[:60] or str(self.get_answer_display())


class ResultFigure(models.Model):
    """A figure in an answer: 3 of 5 passed all five modules."""

    reported_result = models.ForeignKey(
        ReportedResult, on_delete=models.CASCADE, related_name="figures"
    )
    count = models.PositiveIntegerField(_("antal"))
    of = models.PositiveIntegerField(_("av"), null=True, blank=True)
    what = models.CharField(_("vad"), max_length=200)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("siffra i resultat")
        verbose_name_plural = _("siffror i resultat")
        constraints = [
            models.CheckConstraint(
                name="result_figure_count_at_most_of",
                condition=Q(of=None) | Q(count__lte=F("of")),
                violation_error_message=_("Antalet kan inte vara större än det hela."),
            )
        ]

    class Privacy:
        plain = ("reported_result", "count", "of", "what")

    def __str__(self) -> str:
        whole = f" {_('av')} {self.of}" if self.of is not None else ""
        return f"{self.count}{whole} {self.what}"


class Finding(Versioned):
    """A success factor or a development area: a short statement, with themes."""

    intervention = models.ForeignKey(
        Intervention, on_delete=models.CASCADE, related_name="findings"
    )
    year = models.PositiveSmallIntegerField(_("år"))
    position = models.PositiveSmallIntegerField(_("rad"))
    kind = models.CharField(_("slag"), max_length=20, choices=FindingKind)
    statement = models.CharField(_("kort"), max_length=120)
    text = models.TextField(_("text"), blank=True)
    source = models.CharField(
        _("källa"), max_length=20, choices=FindingSource, default=FindingSource.JOINT
    )
    themes = models.ManyToManyField(Theme, related_name="findings", verbose_name=_("teman"))

    objects = OfVisibleIntervention.as_manager()

    class Meta:
        ordering = ["intervention", "position"]
        verbose_name = _("lärdom")
        verbose_name_plural = _("lärdomar")
        constraints = [
            models.UniqueConstraint(
                fields=["intervention", "position"], name="finding_position_once"
            )
        ]

    class Privacy:
        plain = (
            "intervention",
            "year",
            "position",
            "kind",
            "statement",
            "text",
            "source",
            "themes",
        )

    def __str__(self) -> str:
        return self.statement


class JointAnalysis(Versioned):
    """Step 7: orderer and provider look at the findings together and decide."""

    intervention = models.OneToOneField(
        Intervention, on_delete=models.CASCADE, related_name="analysis"
    )
    held_on = models.DateField(_("datum"), null=True, blank=True)
    took_part = models.TextField(
        _("vilka deltog"), blank=True, help_text=_("Roller, inte namn. En per rad.")
    )
    summary = models.TextField(_("sammanfattning"), blank=True)
    right_thing = models.TextField(
        _("var det rätt insats för målgruppen?"), blank=True, help_text=_("Gör vi rätt saker?")
    )
    right_way = models.TextField(
        _("gjordes den på rätt sätt?"), blank=True, help_text=_("Gör vi sakerna på rätt sätt?")
    )

    objects = OfVisibleIntervention.as_manager()

    class Meta:
        verbose_name = _("gemensam analys")
        verbose_name_plural = _("gemensamma analyser")

    class Privacy:
        plain = ("intervention", "held_on", "took_part", "summary", "right_thing", "right_way")

    def __str__(self) -> str:
        return f"{_('Gemensam analys')}: {self.intervention}"


class DecisionQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "DecisionQuerySet":
        return self.filter(of_visible(user, "finding__intervention"))

    def open(self) -> "DecisionQuerySet":
        """Something is to be done and is not done."""
        return self.filter(done_on=None).exclude(kind=DecisionKind.LEAVE)


class Decision(Versioned):
    """What is to be done about a development area, by whom and when."""

    finding = models.OneToOneField(Finding, on_delete=models.CASCADE, related_name="decision")
    kind = models.CharField(_("beslut"), max_length=20, choices=DecisionKind)
    text = models.CharField(_("vad som ska göras"), max_length=300, blank=True)
    owner = models.CharField(_("ansvarig"), max_length=120, blank=True)
    due_on = models.DateField(_("senast"), null=True, blank=True)
    done_on = models.DateField(_("gjort"), null=True, blank=True)
    done_note = models.CharField(_("vad som gjordes"), max_length=300, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("beslut")
        verbose_name_plural = _("beslut")
        indexes = [
            models.Index(fields=["due_on"], condition=Q(done_on=None), name="decision_not_done")
        ]
        constraints = [
            models.CheckConstraint(
                name="decision_to_act_has_owner",
                condition=Q(kind=DecisionKind.LEAVE) | ~Q(owner=""),
                violation_error_message=_("Skriv vem som ansvarar."),
            )
        ]

    class Privacy:
        plain = ("finding", "kind", "text", "owner", "due_on", "done_on", "done_note")

    def __str__(self) -> str:
        return self.text or str(self.get_kind_display())


class CarriedAnswer(Versioned):
    """How a later plan answers a decision from an earlier intervention."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="answers")
    intervention = models.ForeignKey(
        Intervention, on_delete=models.CASCADE, related_name="carried_answers"
    )
    answer = models.CharField(_("svar"), max_length=20, choices=CarryAnswer)
    text = models.CharField(_("hur"), max_length=300)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("när"), auto_now=True)

    objects = OfVisibleIntervention.as_manager()

    class Meta:
        ordering = ["at"]
        verbose_name = _("svar på tidigare beslut")
        verbose_name_plural = _("svar på tidigare beslut")
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "intervention"], name="carried_answer_once_per_plan"
            )
        ]

    class Privacy:
        identity = ("by",)
        plain = ("decision", "intervention", "answer", "text", "at")

    def __str__(self) -> str:
        return f"{self.get_answer_display()}: {self.text}"
