from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from stegvis.accounts.roles import Permission
from stegvis.core.versions import Versioned
from stegvis.organisations.models import Unit
from stegvis.participants.models import Programme
from stegvis.reports.enums import AnnualReportStatus, GoalDirection, GoalValueKind

USER = settings.AUTH_USER_MODEL


class Snapshot(models.Model):
    """Pseudonymised Parquet tables of one moment. A report is pinned to its own."""

    taken_at = models.DateTimeField(_("tagen"), auto_now_add=True)
    taken_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    schema_version = models.CharField(_("tabellernas version"), max_length=20)
    software_version = models.CharField(_("programmets version"), max_length=40)
    folder = models.CharField(_("mapp"), max_length=200, unique=True)
    manifest = models.JSONField(_("innehåll"), default=dict)

    class Meta:
        ordering = ["-taken_at", "-pk"]
        verbose_name = _("ögonblicksbild")
        verbose_name_plural = _("ögonblicksbilder")

    class Privacy:
        identity = ("taken_by",)
        plain = ("taken_at", "schema_version", "software_version", "folder", "manifest")

    def __str__(self) -> str:
        return f"{_('Ögonblicksbild')} {self.taken_at:%Y-%m-%d %H:%M}"


class PublishedFigure(models.Model):
    """A figure as it was printed in an earlier report, to hold the computed one against."""

    year = models.PositiveSmallIntegerField(_("år"))
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("enhet")
    )
    measure = models.CharField(_("tal"), max_length=80)
    as_written = models.CharField(_("som skrivet"), max_length=120)
    value = models.DecimalField(_("värde"), max_digits=16, decimal_places=4)
    precision = models.DecimalField(_("avrundat till"), max_digits=12, decimal_places=4, default=1)
    source = models.CharField(_("källa"), max_length=120)
    explanation = models.TextField(_("förklaring"), blank=True)

    class Meta:
        ordering = ["year", "unit", "pk"]
        verbose_name = _("publicerat tal")
        verbose_name_plural = _("publicerade tal")
        constraints = [
            models.UniqueConstraint(
                fields=["year", "unit", "measure", "as_written", "source"],
                name="published_figure_once",
                violation_error_message=_("Talet finns redan för enheten och året."),
            )
        ]

    class Privacy:
        plain = (
            "year",
            "unit",
            "measure",
            "as_written",
            "value",
            "precision",
            "source",
            "explanation",
        )

    def __str__(self) -> str:
        return f"{self.year} {self.unit or ''} {self.measure}: {self.as_written}"


class WordTemplate(models.Model):
    """The municipality's own Word template."""

    name = models.CharField(_("namn"), max_length=120)
    content = models.BinaryField(_("fil"))
    sha256 = models.CharField(_("kontrollsumma"), max_length=64)
    uploaded_at = models.DateTimeField(_("uppladdad"), auto_now_add=True)
    uploaded_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-uploaded_at"]
        verbose_name = _("Wordmall")
        verbose_name_plural = _("Wordmallar")

    class Privacy:
        identity = ("uploaded_by",)
        plain = ("name", "content", "sha256", "uploaded_at")

    def __str__(self) -> str:
        return self.name


class AnnualReportQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "AnnualReportQuerySet":
        """Those who may see annual reports at every unit the report is about: its totals tell of
        all of them."""
        units = Unit.objects.allowing(user, Permission.ANNUAL_REPORT_VIEW)
        links = AnnualReport.units.through.objects
        elsewhere = links.exclude(unit__in=units).values("annualreport")
        return self.filter(pk__in=links.values("annualreport")).exclude(pk__in=elsewhere)


class AnnualReport(Versioned):
    """A year's report on some units: figures from a snapshot, prose from the planner."""

    year = models.PositiveSmallIntegerField(_("år"))
    title = models.CharField(_("titel"), max_length=200)
    units = models.ManyToManyField(Unit, verbose_name=_("enheter"))
    status = models.CharField(
        _("status"), max_length=20, choices=AnnualReportStatus, default=AnnualReportStatus.DRAFT
    )
    snapshot = models.ForeignKey(
        Snapshot, on_delete=models.PROTECT, related_name="drafts", verbose_name=_("ögonblicksbild")
    )
    template = models.ForeignKey(
        WordTemplate, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("Wordmall")
    )
    created_at = models.DateTimeField(_("skapad"), auto_now_add=True)
    created_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    objects = AnnualReportQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-created_at"]
        verbose_name = _("årsrapport")
        verbose_name_plural = _("årsrapporter")

    class Privacy:
        identity = ("created_by",)
        plain = ("year", "title", "units", "status", "snapshot", "template", "created_at")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reports:annual_report_detail", args=[self.pk])

    @property
    def badge(self) -> AnnualReportStatus:
        """The status with its label and tone, for the component."""
        return AnnualReportStatus(self.status)

    @property
    def is_frozen(self) -> bool:
        """Neither text nor figures have changed since the newest frozen version."""
        return self.status == AnnualReportStatus.FROZEN


class ProseBlock(Versioned):
    """A text in a report, written in place. It survives every recount."""

    report = models.ForeignKey(AnnualReport, on_delete=models.CASCADE, related_name="prose")
    key = models.CharField(_("plats"), max_length=80)
    text = models.TextField(_("text"), blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("text i rapport")
        verbose_name_plural = _("texter i rapport")
        constraints = [models.UniqueConstraint(fields=["report", "key"], name="prose_block_once")]

    class Privacy:
        plain = ("report", "key", "text")

    def __str__(self) -> str:
        return f"{self.report}: {self.key}"


class ProseRevision(models.Model):
    """Who wrote what when. Nothing is overwritten."""

    block = models.ForeignKey(ProseBlock, on_delete=models.CASCADE, related_name="revisions")
    text = models.TextField(_("text"), blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("när"), auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("tidigare text")
        verbose_name_plural = _("tidigare texter")

    class Privacy:
        identity = ("by",)
        plain = ("block", "text", "at")

    def __str__(self) -> str:
        return f"{self.block} {self.at:%Y-%m-%d %H:%M}"


class FrozenVersionQuerySet(models.QuerySet):
    def update(self, **kwargs: Any) -> int:
        raise TypeError("a frozen version never changes")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("a frozen version never goes away")


class FrozenVersion(models.Model):
    """A numbered, dated, immutable version, pinned to its snapshot and kept with all its parts."""

    report = models.ForeignKey(AnnualReport, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("nummer"))
    frozen_on = models.DateField(_("fastställd"))
    frozen_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="versions")
    software_version = models.CharField(_("programmets version"), max_length=40)
    prose = models.JSONField(_("texter"), default=dict)
    settings = models.JSONField(_("uppgifter om rapporten"), default=dict)
    template = models.BinaryField(_("Wordmall"))
    docx = models.BinaryField(_("Word"))
    pdf = models.BinaryField(_("PDF"))
    xlsx = models.BinaryField(_("Excel"))
    checksums = models.JSONField(_("kontrollsummor"), default=dict)

    objects = FrozenVersionQuerySet.as_manager()

    class Meta:
        ordering = ["report", "-number"]
        verbose_name = _("fastställd version")
        verbose_name_plural = _("fastställda versioner")
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="frozen_number_once")
        ]

    class Privacy:
        identity = ("frozen_by",)
        plain = (
            "report",
            "number",
            "frozen_on",
            "snapshot",
            "software_version",
            "prose",
            "settings",
            "template",
            "docx",
            "pdf",
            "xlsx",
            "checksums",
        )

    def __str__(self) -> str:
        return f"{self.report}, {_('version')} {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("a frozen version never changes")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("a frozen version never goes away")


class GoalQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "GoalQuerySet":
        """Goals stand in the project report: who may see it sees them."""
        units = Unit.objects.allowing(user, Permission.PROJECT_REPORT_VIEW)
        return self.filter(programme__unit__in=units)


class Goal(Versioned):
    """What a programme is to reach. Its values are decisions: each from a day, with a reason."""

    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, related_name="goals", verbose_name=_("verksamhet")
    )
    title = models.CharField(_("mål"), max_length=200)
    indicator = models.CharField(
        _("tal som målet hålls mot"),
        max_length=60,
        blank=True,
        help_text=_("Tomt när inget tal i systemet mäter det."),
    )
    direction = models.CharField(
        _("målet är nått när utfallet är"),
        max_length=10,
        choices=GoalDirection,
        default=GoalDirection.AT_LEAST,
    )
    difficulty = models.TextField(
        _("vad som är svårt att mäta, och varför"),
        blank=True,
        help_text=_("Står i rapportens kapitel om det som inte gick att mäta."),
    )
    position = models.PositiveSmallIntegerField(_("ordning"), default=0)

    objects = GoalQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("mål för verksamhet")
        verbose_name_plural = _("mål för verksamheter")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "title"],
                name="goal_once_in_programme",
                violation_error_message=_("Målet finns redan."),
            )
        ]

    class Privacy:
        plain = ("programme", "title", "indicator", "direction", "difficulty", "position")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reports:goal_edit", args=[self.programme.slug, self.pk])


class GoalValue(models.Model):
    """The goal as it has applied from a day. Earlier ones stay: outcome is shown against each."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="values")
    value = models.DecimalField(
        _("målvärde"),
        max_digits=10,
        decimal_places=2,
        help_text=_("Andelar skrivs i procent, till exempel 25."),
    )
    valid_from = models.DateField(_("gäller från"))
    kind = models.CharField(
        _("slag"), max_length=10, choices=GoalValueKind, default=GoalValueKind.DECIDED
    )
    reason = models.TextField(_("varför"), blank=True)
    decided_by = models.CharField(
        _("beslutat av"),
        max_length=120,
        blank=True,
        help_text=_("En roll eller grupp, till exempel styrgruppen. Inte en persons namn."),
    )

    class Meta:
        ordering = ["valid_from", "kind", "pk"]
        verbose_name = _("målvärde")
        verbose_name_plural = _("målvärden")
        constraints = [
            models.UniqueConstraint(
                fields=["goal", "valid_from", "kind"],
                name="goal_value_once_a_day",
                violation_error_message=_("Det finns redan ett sådant målvärde från den dagen."),
            ),
            models.CheckConstraint(
                name="goal_value_not_negative", condition=models.Q(value__gte=0)
            ),
        ]

    class Privacy:
        plain = ("goal", "value", "valid_from", "kind", "reason", "decided_by")

    def __str__(self) -> str:
        return f"{self.goal}: {self.value:g}"
