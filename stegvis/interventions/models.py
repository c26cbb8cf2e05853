from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from stegvis.accounts.roles import Permission
from stegvis.agreements.enums import PriceModel
from stegvis.agreements.models import Agreement, AgreementArea, ServiceKind
from stegvis.core.versions import Versioned
from stegvis.interventions.enums import (
    Basis,
    ChangeKind,
    CountingUnit,
    DialogueSide,
    GroupKind,
    InterventionStatus,
    InterventionStep,
    Measure,
    OrderStatus,
    PlannedRule,
    PlanStatus,
    RegistrationStatus,
    StepStatus,
)
from stegvis.organisations.models import Provider, ProviderStaff, Unit, own_providers
from stegvis.participants.models import Enrolment
from stegvis.participants.models.enrolments import OfVisibleEnrolment

USER = settings.AUTH_USER_MODEL


class Category(models.Model):
    """How the annual report groups interventions: language, vocational, health …"""

    name = models.CharField(_("kategori"), max_length=80, unique=True)
    position = models.PositiveSmallIntegerField(_("ordning"), default=0)

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("kategori")
        verbose_name_plural = _("kategorier")

    class Privacy:
        plain = ("name", "position")

    def __str__(self) -> str:
        return self.name


class TargetGroup(models.Model):
    """For whom. Findings about one target group meet the next plan for the same."""

    name = models.CharField(_("målgrupp"), max_length=120, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("målgrupp")
        verbose_name_plural = _("målgrupper")

    class Privacy:
        plain = ("name",)

    def __str__(self) -> str:
        return self.name


class CatalogueEntry(models.Model):
    """A kind of intervention that can be ordered again."""

    name = models.CharField(_("namn"), max_length=200, unique=True)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, verbose_name=_("kategori"))
    description = models.TextField(_("beskrivning"), blank=True)
    target_group = models.ForeignKey(
        TargetGroup, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("målgrupp")
    )
    service_kind = models.ForeignKey(
        ServiceKind, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("tjänsteslag")
    )
    archived_at = models.DateTimeField(_("arkiverad"), null=True, blank=True)

    class Meta:
        ordering = ["category", "name"]
        verbose_name = _("post i insatskatalogen")
        verbose_name_plural = _("insatskatalog")

    class Privacy:
        plain = ("name", "category", "description", "target_group", "service_kind", "archived_at")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("interventions:catalogue_detail", args=[self.pk])


class InterventionQuerySet(models.QuerySet):
    def visible_to(self, user: Any, *, by: str = "unit") -> "InterventionQuerySet":
        """The user's units' interventions, and for provider staff those of their provider."""
        units = Unit.objects.allowing(user, Permission.INTERVENTION_VIEW)
        return self.filter(Q(**{f"{by}__in": units}) | Q(provider__in=own_providers(user)))

    def listed_for(self, user: Any) -> "InterventionQuerySet":
        """As visible_to, for long lists in order. A sum has no index: the database then walks the
        list's own index and stops at a full page, instead of sorting all rows of all units."""
        return self.alias(unit_key=F("unit") + 0).visible_to(user, by="unit_key")

    def active(self) -> "InterventionQuerySet":
        return self.filter(status=InterventionStatus.ACTIVE)

    def of_year(self, year: int) -> "InterventionQuerySet":
        """Those whose period touches the year (both ends inclusive), cancelled ones too."""
        return self.filter(starts_on__lte=date(year, 12, 31), ends_on__gte=date(year, 1, 1))

    def with_year(self, year: int) -> "InterventionQuerySet":
        """Annotates the year's resolved figures: started, completed, outcome (None if none)."""
        of_year = Q(years__year=year)
        return self.annotate(
            year_started=models.Max("years__started", filter=of_year),
            year_completed=models.Max("years__completed", filter=of_year),
            year_outcome=models.Max("years__outcome_year", filter=of_year),
        )


# The list's order, then what it filters on: a search reads this index and no row.
LISTED = (
    *("-starts_on", "title", "id"),
    *("unit", "provider", "category", "reference_number", "ends_on", "status", "current_step"),
)


class Intervention(Versioned):
    """An ordered, numbered, time-limited delivery: "Språka 1, nr 3"."""

    title = models.CharField(_("titel"), max_length=200)
    number = models.PositiveSmallIntegerField(_("nummer i ordningen"), null=True, blank=True)
    reference_number = models.CharField(
        _("diarienummer"), max_length=40, null=True, blank=True, unique=True
    )
    category = models.ForeignKey(Category, on_delete=models.PROTECT, verbose_name=_("kategori"))
    catalogue_entry = models.ForeignKey(
        CatalogueEntry,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="interventions",
        verbose_name=_("insatskatalogen"),
    )
    target_group = models.ForeignKey(
        TargetGroup, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("målgrupp")
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="interventions", verbose_name=_("enhet")
    )
    provider = models.ForeignKey(
        Provider,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="interventions",
        verbose_name=_("leverantör"),
    )
    agreement = models.ForeignKey(
        Agreement,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="interventions",
        verbose_name=_("avtal"),
    )
    area = models.ForeignKey(
        AgreementArea, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("område")
    )
    responsible_role = models.CharField(_("ansvarig"), max_length=120, blank=True)
    starts_on = models.DateField(_("från"), null=True, blank=True)
    ends_on = models.DateField(_("till och med"), null=True, blank=True)
    follow_up_on = models.DateField(
        _("följs upp senast"),
        null=True,
        blank=True,
        help_text=_("När slutuppföljningen väntas, om den kommer efter insatsens slut."),
    )
    status = models.CharField(
        _("läge"), max_length=20, choices=InterventionStatus, default=InterventionStatus.ACTIVE
    )
    current_step = models.CharField(
        _("steg"), max_length=30, choices=InterventionStep, default=InterventionStep.ORDER
    )
    predecessor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name=_("fortsättning på"),
    )
    cancelled_at = models.DateTimeField(_("inställd"), null=True, blank=True)
    cancelled_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    cancel_reason = models.CharField(_("varför inställd"), max_length=300, blank=True)
    comment = models.TextField(_("övriga kommentarer"), blank=True)

    objects = InterventionQuerySet.as_manager()

    class Meta:
        ordering = [F("starts_on").desc(nulls_first=True), "title", "pk"]
        verbose_name = _("insats")
        verbose_name_plural = _("insatser")
        indexes = [
            models.Index(fields=["starts_on", "ends_on"]),
            models.Index(fields=LISTED, name="intervention_listed"),
        ]
        constraints = [
            models.CheckConstraint(
                name="intervention_dates_in_order",
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("Insatsens slut kan inte vara före dess början."),
            ),
            models.CheckConstraint(
                name="intervention_cancelled_with_reason",
                condition=(~Q(status=InterventionStatus.CANCELLED) & Q(cancel_reason=""))
                | (Q(status=InterventionStatus.CANCELLED) & ~Q(cancel_reason="")),
                violation_error_message=_("Skriv varför insatsen är inställd."),
            ),
            models.CheckConstraint(
                name="intervention_not_its_own_predecessor",
                condition=Q(predecessor=None) | ~Q(predecessor=F("id")),
                violation_error_message=_("En insats kan inte vara en fortsättning på sig själv."),
            ),
        ]

    class Privacy:
        identity = ("cancelled_by",)
        plain = (
            "title",
            "number",
            "reference_number",
            "category",
            "catalogue_entry",
            "target_group",
            "unit",
            "provider",
            "agreement",
            "area",
            "responsible_role",
            "starts_on",
            "ends_on",
            "follow_up_on",
            "status",
            "current_step",
            "predecessor",
            "cancelled_at",
            "cancel_reason",
            "comment",
        )

    def __str__(self) -> str:
        return f"{self.title}, nr {self.number}" if self.number else self.title

    def get_absolute_url(self) -> str:
        return reverse("interventions:intervention_detail", args=[self.pk])

    def runs_on(self, day: date) -> bool:
        return bool(self.starts_on and self.ends_on and self.starts_on <= day <= self.ends_on)


class StepRecord(models.Model):
    """One of an intervention's seven steps and how far it has come."""

    intervention = models.ForeignKey(Intervention, on_delete=models.CASCADE, related_name="steps")
    step = models.CharField(_("steg"), max_length=30, choices=InterventionStep)
    status = models.CharField(
        _("status"), max_length=20, choices=StepStatus, default=StepStatus.WAITING
    )
    due_on = models.DateField(_("ska vara klart"), null=True, blank=True)
    settled_at = models.DateTimeField(_("klart eller överhoppat"), null=True, blank=True)
    settled_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(_("varför överhoppat"), max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("steg i vägen")
        verbose_name_plural = _("steg i vägen")
        constraints = [
            models.UniqueConstraint(fields=["intervention", "step"], name="step_once"),
            models.CheckConstraint(
                name="step_skipped_with_reason",
                condition=~Q(status=StepStatus.SKIPPED) | ~Q(reason=""),
                violation_error_message=_("Skriv varför steget hoppas över."),
            ),
        ]

    class Privacy:
        identity = ("settled_by",)
        plain = ("intervention", "step", "status", "due_on", "settled_at", "reason")

    def __str__(self) -> str:
        return f"{self.intervention}: {self.get_step_display()}"


class Order(Versioned):
    """Step 1: a unit's need."""

    intervention = models.OneToOneField(
        Intervention, on_delete=models.CASCADE, related_name="order"
    )
    need = models.TextField(_("behov"), blank=True)
    target_group = models.TextField(_("målgrupp"), blank=True)
    asked_by_role = models.CharField(_("vem som ber om insatsen"), max_length=120, blank=True)
    number_text = models.CharField(
        _("antal deltagare"),
        max_length=120,
        blank=True,
        help_text=_("Skriv som du brukar: 15, ca 15, 30–35, 10/grupp eller flexibelt."),
    )
    wanted_start_on = models.DateField(_("önskad start"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=20, choices=OrderStatus, default=OrderStatus.DRAFT
    )
    sent_at = models.DateTimeField(_("skickad"), null=True, blank=True)
    sent_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("beslutad"), null=True, blank=True)
    decided_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decision_note = models.TextField(_("motivering"), blank=True)

    class Meta:
        verbose_name = _("beställning")
        verbose_name_plural = _("beställningar")
        indexes = [models.Index(fields=["status", "sent_at"], name="order_by_status")]
        constraints = [
            models.CheckConstraint(
                name="order_decided_at_and_by_together",
                condition=Q(decided_at=None, decided_by=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
            )
        ]

    class Privacy:
        identity = ("sent_by", "decided_by")
        plain = (
            "intervention",
            "need",
            "target_group",
            "asked_by_role",
            "number_text",
            "wanted_start_on",
            "status",
            "sent_at",
            "decided_at",
            "decision_note",
        )

    def __str__(self) -> str:
        return f"{_('Beställning')}: {self.intervention}"


class Plan(Versioned):
    """Step 2: the planning document (planeringsunderlag)."""

    intervention = models.OneToOneField(Intervention, on_delete=models.CASCADE, related_name="plan")
    purpose = models.TextField(_("syfte"), blank=True)
    target_group = models.TextField(_("målgrupp"), blank=True)
    entry_requirements = models.TextField(_("förkunskaper"), blank=True)
    set_up = models.TextField(_("upplägg"), blank=True)
    weeks = models.DecimalField(_("veckor"), max_digits=5, decimal_places=1, null=True, blank=True)
    hours_per_week = models.DecimalField(
        _("timmar per vecka"), max_digits=5, decimal_places=1, null=True, blank=True
    )
    group_count = models.PositiveSmallIntegerField(_("antal grupper"), null=True, blank=True)
    minimum_to_start = models.PositiveSmallIntegerField(
        _("minsta antal för start"), null=True, blank=True
    )
    planned_text = models.CharField(
        _("planerat antal"),
        max_length=200,
        blank=True,
        help_text=_("Skriv som du brukar: 15, ca 15, 30–35, 10/grupp eller flexibelt."),
    )
    planned_low = models.PositiveIntegerField(_("planerat lägst"), null=True, editable=False)
    planned_high = models.PositiveIntegerField(_("planerat högst"), null=True, editable=False)
    planned_rule = models.CharField(
        _("så skrevs antalet"), max_length=20, choices=PlannedRule, default=PlannedRule.UNREAD
    )
    group_dynamics = models.TextField(
        _("gruppdynamik"),
        blank=True,
        help_text=_("Hur gruppen ska bli ett stöd för lärandet, och hur det följs upp."),
    )
    participants_say = models.TextField(
        _("deltagarnas inflytande"),
        blank=True,
        help_text=_("Hur deltagarna är med och formar insatsen."),
    )
    price_model = models.CharField(
        _("prismodell"), max_length=20, choices=PriceModel, default=PriceModel.FIXED
    )
    unit_price = models.DecimalField(
        _("pris per enhet"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    quantity = models.DecimalField(
        _("antal enheter"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    planned_cost = models.DecimalField(
        _("planerad kostnad"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    status = models.CharField(
        _("status"), max_length=20, choices=PlanStatus, default=PlanStatus.DRAFT
    )
    approved_at = models.DateTimeField(_("godkänt"), null=True, blank=True)
    approved_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("planeringsunderlag")
        verbose_name_plural = _("planeringsunderlag")
        constraints = [
            models.CheckConstraint(
                name="plan_approved_at_and_by_together",
                condition=Q(approved_at=None, approved_by=None)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
            )
        ]

    class Privacy:
        identity = ("approved_by",)
        plain = (
            "intervention",
            "purpose",
            "target_group",
            "entry_requirements",
            "set_up",
            "weeks",
            "hours_per_week",
            "group_count",
            "minimum_to_start",
            "planned_text",
            "planned_low",
            "planned_high",
            "planned_rule",
            "group_dynamics",
            "participants_say",
            "price_model",
            "unit_price",
            "quantity",
            "planned_cost",
            "status",
            "approved_at",
        )

    def __str__(self) -> str:
        return f"{_('Planeringsunderlag')}: {self.intervention}"


class ExpectedResult(models.Model):
    """One line of the plan that the provider answers in the report."""

    intervention = models.ForeignKey(
        Intervention, on_delete=models.CASCADE, related_name="expected_results"
    )
    position = models.PositiveSmallIntegerField(_("nr"))
    text = models.CharField(_("förväntat resultat"), max_length=300)
    change_kind = models.CharField(_("slags förändring"), max_length=20, choices=ChangeKind)
    how = models.CharField(_("hur det följs upp"), max_length=300, blank=True)
    by_whom = models.CharField(_("av vem"), max_length=120, blank=True)
    when = models.CharField(_("när"), max_length=120, blank=True)

    class Meta:
        ordering = ["intervention", "position"]
        verbose_name = _("förväntat resultat")
        verbose_name_plural = _("förväntade resultat")
        constraints = [
            models.UniqueConstraint(
                fields=["intervention", "position"],
                name="expected_result_position_once",
                violation_error_message=_("Numret finns redan i insatsen."),
            )
        ]

    class Privacy:
        plain = ("intervention", "position", "text", "change_kind", "how", "by_whom", "when")

    def __str__(self) -> str:
        return self.text


class DialogueMeeting(Versioned):
    """Step 3 and on: a meeting between orderer and provider."""

    intervention = models.ForeignKey(
        Intervention, on_delete=models.CASCADE, related_name="meetings"
    )
    held_on = models.DateField(_("datum"))
    purpose = models.CharField(_("syfte"), max_length=200)
    notes = models.TextField(_("anteckningar"), blank=True)

    class Meta:
        ordering = ["held_on", "pk"]
        verbose_name = _("dialogmöte")
        verbose_name_plural = _("dialogmöten")

    class Privacy:
        plain = ("intervention", "held_on", "purpose", "notes")

    def __str__(self) -> str:
        return f"{self.held_on} {self.purpose}"


class DialogueParticipant(models.Model):
    """Who took part, by role and never by name."""

    meeting = models.ForeignKey(
        DialogueMeeting, on_delete=models.CASCADE, related_name="participants"
    )
    side = models.CharField(_("part"), max_length=20, choices=DialogueSide)
    role = models.CharField(_("roll"), max_length=120)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("deltog i dialogen")
        verbose_name_plural = _("deltog i dialogen")

    class Privacy:
        plain = ("meeting", "side", "role")

    def __str__(self) -> str:
        return f"{self.get_side_display()}: {self.role}"


class DialogueDecision(models.Model):
    meeting = models.ForeignKey(DialogueMeeting, on_delete=models.CASCADE, related_name="decisions")
    text = models.CharField(_("beslut"), max_length=300)
    owner = models.CharField(_("ansvarig"), max_length=120)
    due_on = models.DateField(_("senast"), null=True, blank=True)
    done_on = models.DateField(_("gjort"), null=True, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("beslut i dialogen")
        verbose_name_plural = _("beslut i dialogen")

    class Privacy:
        plain = ("meeting", "text", "owner", "due_on", "done_on")

    def __str__(self) -> str:
        return self.text


class DeliveryStaffQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "DeliveryStaffQuerySet":
        return self.filter(intervention__in=Intervention.objects.visible_to(user))


class DeliveryStaff(models.Model):
    """Who delivers this intervention, and whether they have understood the plan."""

    intervention = models.ForeignKey(
        Intervention, on_delete=models.CASCADE, related_name="delivery_staff"
    )
    staff = models.ForeignKey(
        ProviderStaff, on_delete=models.PROTECT, related_name="deliveries", verbose_name=_("person")
    )
    understood_on = models.DateField(_("har förstått underlaget"), null=True, blank=True)
    noted_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = DeliveryStaffQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("genomförande personal")
        verbose_name_plural = _("genomförande personal")
        constraints = [
            models.UniqueConstraint(fields=["intervention", "staff"], name="delivery_staff_once")
        ]

    class Privacy:
        identity = ("staff", "noted_by")
        plain = ("intervention", "understood_on")

    def __str__(self) -> str:
        return str(self.staff)


class Group(models.Model):
    """A run of an intervention: a group, a week or a module."""

    intervention = models.ForeignKey(Intervention, on_delete=models.CASCADE, related_name="groups")
    name = models.CharField(_("namn"), max_length=80)
    kind = models.CharField(_("slag"), max_length=20, choices=GroupKind, default=GroupKind.GROUP)
    starts_on = models.DateField(_("från"), null=True, blank=True)
    ends_on = models.DateField(_("till och med"), null=True, blank=True)
    cancel_reason = models.CharField(_("varför inställd"), max_length=300, blank=True)

    class Meta:
        ordering = ["intervention", "starts_on", "name"]
        verbose_name = _("grupp")
        verbose_name_plural = _("grupper")
        constraints = [
            models.UniqueConstraint(
                fields=["intervention", "name"],
                name="group_name_once",
                violation_error_message=_("Det finns redan en del med det namnet."),
            ),
            models.CheckConstraint(
                name="group_dates_in_order",
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("Slutet kan inte vara före början."),
            ),
        ]

    class Privacy:
        plain = ("intervention", "name", "kind", "starts_on", "ends_on", "cancel_reason")

    def __str__(self) -> str:
        return self.name


def _count(label: Any) -> models.PositiveIntegerField:
    return models.PositiveIntegerField(label, null=True, blank=True)


def _at_most(smaller: str, larger: str) -> Q:
    return Q((smaller, None)) | Q((larger, None)) | Q((f"{smaller}__lte", F(larger)))


class Counts(models.Model):
    """The counts of rule 2: registered = no-show + withdrawn + started. None: not reported."""

    registered = _count(_("anmälda"))
    no_show = _count(_("uteblev"))
    withdrawn = _count(_("återtog före start"))
    started = _count(_("startade"))
    dropped_out = _count(_("avbrott"))
    completed = _count(_("fullföljda"))
    ongoing = _count(_("pågående"))
    unique_completed = _count(_("unika fullföljda"))

    class Meta:
        abstract = True


class ReportedCount(Counts):
    """Counts as somebody reported them, for the whole or a part, in one unit, for one year."""

    intervention = models.ForeignKey(
        Intervention, on_delete=models.CASCADE, related_name="reported_counts"
    )
    group = models.ForeignKey(
        Group,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="reported_counts",
        verbose_name=_("del"),
    )
    year = models.PositiveSmallIntegerField(_("år"))
    unit = models.CharField(
        _("räknar"), max_length=20, choices=CountingUnit, default=CountingUnit.STARTS
    )
    planned_text = models.CharField(_("planerat"), max_length=200, blank=True)
    planned_low = models.PositiveIntegerField(_("planerat lägst"), null=True, editable=False)
    planned_high = models.PositiveIntegerField(_("planerat högst"), null=True, editable=False)
    note = models.CharField(_("anmärkning"), max_length=300, blank=True)

    class Meta:
        ordering = ["intervention", "year", Coalesce("group", 0), "unit"]
        verbose_name = _("redovisat antal")
        verbose_name_plural = _("redovisade antal")
        constraints = [
            models.UniqueConstraint(
                fields=["intervention", "year", "unit"],
                condition=Q(group=None),
                name="count_once_for_the_whole",
                violation_error_message=_("Det finns redan antal för hela insatsen det året."),
            ),
            models.UniqueConstraint(
                fields=["intervention", "group", "year", "unit"],
                condition=Q(group__isnull=False),
                name="count_once_for_a_group",
                violation_error_message=_("Det finns redan antal för den delen det året."),
            ),
            models.CheckConstraint(
                name="count_completed_at_most_started",
                condition=_at_most("completed", "started"),
                violation_error_message=_("Fullföljda kan inte vara fler än startade."),
            ),
            models.CheckConstraint(
                name="count_dropped_out_at_most_started",
                condition=_at_most("dropped_out", "started"),
                violation_error_message=_("Avbrott kan inte vara fler än startade."),
            ),
            models.CheckConstraint(
                name="count_no_show_at_most_registered",
                condition=_at_most("no_show", "registered"),
                violation_error_message=_("Uteblivna kan inte vara fler än anmälda."),
            ),
            models.CheckConstraint(
                name="count_unique_at_most_completed",
                condition=_at_most("unique_completed", "completed"),
                violation_error_message=_("Unika fullföljda kan inte vara fler än fullföljda."),
            ),
        ]

    class Privacy:
        plain = (
            "intervention",
            "group",
            "year",
            "unit",
            "planned_text",
            "planned_low",
            "planned_high",
            "note",
            *(measure.value for measure in Measure),
        )

    def __str__(self) -> str:
        return f"{self.group or self.intervention} {self.year} {self.get_unit_display()}"


class Cost(models.Model):
    """What an intervention was planned to cost and cost: in all, and in one report year. Kronor."""

    intervention = models.ForeignKey(Intervention, on_delete=models.CASCADE, related_name="costs")
    year = models.PositiveSmallIntegerField(_("år"))
    planned_total = models.DecimalField(
        _("planerat totalt"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    planned_year = models.DecimalField(
        _("planerat året"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    outcome_total = models.DecimalField(
        _("utfall totalt"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    outcome_year = models.DecimalField(
        _("utfall året"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    note = models.CharField(_("anmärkning"), max_length=300, blank=True)

    class Meta:
        ordering = ["intervention", "year"]
        verbose_name = _("kostnad")
        verbose_name_plural = _("kostnader")
        constraints = [
            models.UniqueConstraint(
                fields=["intervention", "year"],
                name="cost_once_a_year",
                violation_error_message=_("Det finns redan kostnader för det året."),
            ),
            models.CheckConstraint(
                name="cost_year_at_most_total",
                condition=_at_most("outcome_year", "outcome_total"),
                violation_error_message=_("Årets utfall kan inte vara större än hela utfallet."),
            ),
        ]

    class Privacy:
        plain = (
            "intervention",
            "year",
            "planned_total",
            "planned_year",
            "outcome_total",
            "outcome_year",
            "note",
        )

    def __str__(self) -> str:
        return f"{self.intervention} {self.year}"


class InterventionYear(Counts):
    """The resolved figures of one year, in starts, with where each comes from.

    Made by `counting.resolve` whenever counts, costs or rulings change; never typed. Lists, pages,
    dashboards, documents and exports all read these rows, so they cannot disagree."""

    intervention = models.ForeignKey(Intervention, on_delete=models.CASCADE, related_name="years")
    year = models.PositiveSmallIntegerField(_("år"))
    started_basis = models.CharField(_("startade enligt"), max_length=20, choices=Basis, blank=True)
    completed_basis = models.CharField(
        _("fullföljda enligt"), max_length=20, choices=Basis, blank=True
    )
    planned_total = models.DecimalField(
        _("planerat totalt"), max_digits=14, decimal_places=2, null=True
    )
    planned_year = models.DecimalField(
        _("planerat året"), max_digits=14, decimal_places=2, null=True
    )
    outcome_total = models.DecimalField(
        _("utfall totalt"), max_digits=14, decimal_places=2, null=True
    )
    outcome_year = models.DecimalField(_("utfall året"), max_digits=14, decimal_places=2, null=True)

    class Meta:
        ordering = ["intervention", "year"]
        verbose_name = _("insatsens årssiffror")
        verbose_name_plural = _("insatsernas årssiffror")
        constraints = [
            models.UniqueConstraint(fields=["intervention", "year"], name="resolved_once_a_year")
        ]

    class Privacy:
        plain = (
            "intervention",
            "year",
            "started_basis",
            "completed_basis",
            "planned_total",
            "planned_year",
            "outcome_total",
            "outcome_year",
            *(measure.value for measure in Measure),
        )

    def __str__(self) -> str:
        return f"{self.intervention} {self.year}"


class Ruling(models.Model):
    """The planner's word on a discrepancy: which figure is right, and why."""

    intervention = models.ForeignKey(Intervention, on_delete=models.CASCADE, related_name="rulings")
    year = models.PositiveSmallIntegerField(_("år"))
    code = models.CharField(_("avvikelse"), max_length=60)
    measure = models.CharField(_("mått"), max_length=20, choices=Measure, blank=True)
    value = models.PositiveIntegerField(_("rätt antal"), null=True, blank=True)
    note = models.TextField(_("motivering"))
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("när"), auto_now=True)

    class Meta:
        ordering = ["-at"]
        verbose_name = _("avgörande")
        verbose_name_plural = _("avgöranden")
        constraints = [
            models.UniqueConstraint(fields=["intervention", "year", "code"], name="ruling_once")
        ]

    class Privacy:
        identity = ("by",)
        plain = ("intervention", "year", "code", "measure", "value", "note", "at")

    def __str__(self) -> str:
        return f"{self.intervention} {self.year} {self.code}"


class Registration(models.Model):
    """A participant in an intervention or one of its groups: where the two ways meet.

    Only those who see the participant see the row; everybody else sees counts."""

    enrolment = models.ForeignKey(
        Enrolment,
        on_delete=models.CASCADE,
        related_name="registrations",
        verbose_name=_("deltagare"),
    )
    intervention = models.ForeignKey(
        Intervention,
        on_delete=models.PROTECT,
        related_name="registrations",
        verbose_name=_("insats"),
    )
    group = models.ForeignKey(
        Group,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="registrations",
        verbose_name=_("grupp"),
    )
    status = models.CharField(
        _("status"),
        max_length=20,
        choices=RegistrationStatus,
        default=RegistrationStatus.REGISTERED,
    )
    registered_on = models.DateField(_("anmäld"))
    started_on = models.DateField(_("började"), null=True, blank=True)
    ended_on = models.DateField(_("slutade"), null=True, blank=True)
    reason = models.CharField(_("varför"), max_length=200, blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    objects = OfVisibleEnrolment.as_manager()

    class Meta:
        ordering = ["registered_on", "pk"]
        verbose_name = _("anmälan")
        verbose_name_plural = _("anmälningar")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "intervention"],
                condition=Q(group=None),
                name="registration_once_in_intervention",
                violation_error_message=_("Deltagaren är redan anmäld till insatsen."),
            ),
            models.UniqueConstraint(
                fields=["enrolment", "group"],
                condition=Q(group__isnull=False),
                name="registration_once_in_group",
                violation_error_message=_("Deltagaren är redan anmäld till gruppen."),
            ),
            models.CheckConstraint(
                name="registration_dates_in_order",
                condition=(Q(started_on=None) | Q(started_on__gte=F("registered_on")))
                & (Q(ended_on=None) | Q(ended_on__gte=Coalesce("started_on", "registered_on"))),
                violation_error_message=_("Dagarna ska komma i ordning: anmäld, började, slutade."),
            ),
            models.CheckConstraint(
                name="registration_status_has_its_dates",
                condition=Q(status=RegistrationStatus.REGISTERED, started_on=None, ended_on=None)
                | Q(
                    status__in=[RegistrationStatus.NO_SHOW, RegistrationStatus.WITHDRAWN],
                    started_on=None,
                    ended_on__isnull=False,
                )
                | Q(status=RegistrationStatus.STARTED, started_on__isnull=False, ended_on=None)
                | Q(
                    status__in=[RegistrationStatus.DROPPED_OUT, RegistrationStatus.COMPLETED],
                    started_on__isnull=False,
                    ended_on__isnull=False,
                ),
                violation_error_message=_("Statusen stämmer inte med dagarna."),
            ),
            models.CheckConstraint(
                name="registration_dropped_out_with_reason",
                condition=~Q(status=RegistrationStatus.DROPPED_OUT) | ~Q(reason=""),
                violation_error_message=_("Skriv varför."),
            ),
        ]

    class Privacy:
        identity = ("enrolment", "by")
        protected = ("reason",)
        plain = ("intervention", "group", "status", "registered_on", "started_on", "ended_on")

    def __str__(self) -> str:
        return f"{self.intervention}, {self.group}" if self.group else str(self.intervention)
