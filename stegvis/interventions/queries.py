"""What pages read. Each function says what it costs where that is not one query."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise

from stegvis.accounts.models import User
from stegvis.accounts.roles import Role, permissions_of
from stegvis.interventions import access, checks, discrepancies
from stegvis.interventions.counting import CountRow, resolve
from stegvis.interventions.discrepancies import Discrepancy, YearFacts
from stegvis.interventions.enums import (
    PATH,
    PATH_BY_STEP,
    InterventionStatus,
    InterventionStep,
    Measure,
    PathStep,
    StepStatus,
)
from stegvis.interventions.models import (
    CatalogueEntry,
    Cost,
    Intervention,
    InterventionYear,
    ReportedCount,
    Ruling,
    StepRecord,
)


def interventions(user: User) -> QuerySet[Intervention]:
    """Visible interventions for the list, newest first, with what each row shows.

    For a KeyPaginator: the whole is read from the list's own index."""
    return (
        Intervention.objects.listed_for(user)
        .select_related("unit", "category", "provider")
        .only(
            "title",
            "number",
            "reference_number",
            "starts_on",
            "ends_on",
            "status",
            "current_step",
            "unit__short_name",
            "category__name",
            "provider__name",
        )
    )


@dataclass(frozen=True)
class PathEntry:
    """One of the seven steps as the path shows it."""

    definition: PathStep
    record: StepRecord
    url: str
    is_overdue: bool
    missing: list[str]
    may_finish: bool

    @property
    def tone(self) -> str:
        return "bad" if self.is_overdue else StepStatus(self.record.status).tone

    @property
    def status(self) -> StepStatus:
        return StepStatus(self.record.status)

    @property
    def label(self) -> str | Promise:
        return self.definition.step.label

    @property
    def roles(self) -> list[str]:
        """Who may finish the step, by role."""
        return [str(role.label) for role in Role if self.definition.needs in permissions_of(role)]

    @property
    def is_settled(self) -> bool:
        return self.status in StepStatus.settled()


def path(intervention: Intervention, user: User, *, today: date, at: str = "") -> list[PathEntry]:
    """The seven steps in order. What is missing is told to those who may finish the step, for the
    first that is not settled and for the one the page is about (`at`).

    One query, and those of the two steps' checks."""
    records = {record.step: record for record in intervention.steps.select_related("settled_by")}
    is_active = intervention.status == InterventionStatus.ACTIVE
    waiting = [d.step for d in PATH if records[d.step].status not in StepStatus.settled()]
    told = {*waiting[:1], at} & set(waiting) if is_active else set()
    entries = []
    for definition in PATH:
        record = records[definition.step]
        may_finish = access.allowed(user, definition.needs, intervention)
        is_told = definition.step in told and may_finish
        late = bool(record.due_on and record.due_on < today and definition.step in waiting)
        entries.append(
            PathEntry(
                definition,
                record,
                reverse(definition.url_name, args=[intervention.pk]),
                late and is_active,
                checks.missing(intervention, definition.step) if is_told else [],
                may_finish,
            )
        )
    return entries


def overdue_steps(user: User, *, today: date) -> QuerySet[StepRecord]:
    """Steps of visible active interventions that should be done, the latest first to come."""
    late = current_steps(user).filter(due_on__lt=today)
    return late.exclude(status__in=StepStatus.settled())


def current_steps(user: User) -> QuerySet[StepRecord]:
    """The step where each visible active intervention stands, by due date."""
    # active ones are few, so each is asked whether the user sees it
    seen = Intervention.objects.visible_to(user).filter(pk=OuterRef("intervention"))
    return (
        StepRecord.objects.filter(
            Exists(seen),
            intervention__status=InterventionStatus.ACTIVE,
            step=F("intervention__current_step"),
        )
        .select_related("intervention__unit", "intervention__provider")
        .order_by(F("due_on").asc(nulls_last=True), "pk")
    )


def step_url(record: StepRecord) -> str:
    return reverse(PATH_BY_STEP[record.step].url_name, args=[record.intervention_id])


def count_row(row: ReportedCount) -> CountRow:
    return CountRow(
        unit=row.unit,
        part=row.group.name if row.group else None,
        **{measure: getattr(row, measure) for measure in Measure.values},
    )


def year_facts(interventions: Iterable[Intervention]) -> dict[tuple[int, int], YearFacts]:
    """(intervention, year) → everything its counts and costs say. Three queries for any number."""
    by_id = {intervention.pk: intervention for intervention in interventions}
    rows: dict[tuple[int, int], list[CountRow]] = {}
    planned: dict[tuple[int, int], tuple[int | None, int | None]] = {}
    for count in ReportedCount.objects.filter(intervention__in=by_id).select_related("group"):
        key = (count.intervention_id, count.year)
        rows.setdefault(key, []).append(count_row(count))
        if count.group_id is None and count.planned_high is not None:
            planned[key] = (count.planned_low, count.planned_high)
    costs = {(c.intervention_id, c.year): c for c in Cost.objects.filter(intervention__in=by_id)}
    ruled: dict[tuple[int, int], dict[str, int]] = {}
    for ruling in Ruling.objects.filter(intervention__in=by_id, value__isnull=False):
        ruled.setdefault((ruling.intervention_id, ruling.year), {})[ruling.measure] = ruling.value
    return {
        key: _facts(
            by_id[key[0]],
            key[1],
            rows.get(key, []),
            planned.get(key),
            costs.get(key),
            ruled.get(key),
        )
        for key in rows.keys() | costs.keys()
    }


def _facts(
    intervention: Intervention,
    year: int,
    rows: list[CountRow],
    planned: tuple[int | None, int | None] | None,
    cost: Cost | None,
    ruled: dict[str, int] | None,
) -> YearFacts:
    low, high = planned or (None, None)
    return YearFacts(
        year=year,
        starts_on=intervention.starts_on,
        ends_on=intervention.ends_on,
        follow_up_on=intervention.follow_up_on,
        rows=tuple(rows),
        resolved=resolve(rows, ruled, was_held=intervention.status != InterventionStatus.CANCELLED),
        planned_low=low,
        planned_high=high,
        planned_total=cost.planned_total if cost else None,
        outcome_year=cost.outcome_year if cost else None,
        outcome_total=cost.outcome_total if cost else None,
    )


@dataclass(frozen=True)
class FoundDiscrepancy:
    """A contradiction, with the planner's word on it if there is one."""

    intervention: Intervention
    year: int
    found: Discrepancy
    ruling: Ruling | None


def discrepancies_of(interventions: Iterable[Intervention]) -> list[FoundDiscrepancy]:
    """All contradictions in the interventions' figures. Four queries for any number."""
    by_id = {intervention.pk: intervention for intervention in interventions}
    rulings = {
        (ruling.intervention_id, ruling.year, ruling.code): ruling
        for ruling in Ruling.objects.filter(intervention__in=by_id).select_related("by")
    }
    facts = sorted(year_facts(by_id.values()).items())
    return [
        FoundDiscrepancy(by_id[pk], year, found, rulings.get((pk, year, found.code)))
        for (pk, year), of_year in facts
        for found in discrepancies.find(of_year)
    ]


def catalogue() -> QuerySet[CatalogueEntry]:
    return (
        CatalogueEntry.objects.filter(archived_at=None)
        .select_related("category", "target_group")
        .order_by("category__position", "name")
    )


def runs_of(user: User, entry: CatalogueEntry) -> QuerySet[Intervention]:
    """Earlier interventions of the same kind, with the figures of their years."""
    return (
        Intervention.objects.visible_to(user)
        .filter(catalogue_entry=entry)
        .select_related("unit", "provider")
        .prefetch_related("years")
    )


def chain(intervention: Intervention) -> list[Intervention]:
    """The interventions it continues, nearest first. Walks at most twenty steps back."""
    found: list[Intervention] = []
    current = intervention.predecessor
    while current is not None and current not in found and len(found) < 20:
        found.append(current)
        current = current.predecessor
    return found


def with_delivery(intervention: Intervention) -> QuerySet[ReportedCount]:
    return intervention.reported_counts.select_related("group").order_by("-year", "group", "unit")


def related_to(intervention: Intervention) -> Q:
    """Earlier interventions whose lessons concern this one: those it continues, and others of
    the same kind in the catalogue or for the same target group."""
    related = Q(pk__in=[earlier.pk for earlier in chain(intervention)])
    if intervention.catalogue_entry_id:
        related |= Q(catalogue_entry=intervention.catalogue_entry_id)
    if intervention.target_group_id:
        related |= Q(target_group=intervention.target_group_id)
    return related & ~Q(pk=intervention.pk)


@dataclass(frozen=True)
class Row:
    """One line of the list: the intervention and its figures of the year asked for."""

    intervention: Intervention
    started: int | None
    completed: int | None
    outcome: Decimal | None
    is_running: bool
    year: int | None = None

    @property
    def stands_at(self) -> str | Promise:
        """The step of an active intervention, else how it ended."""
        if self.intervention.status == InterventionStatus.ACTIVE:
            return InterventionStep(self.intervention.current_step).label
        return InterventionStatus(self.intervention.status).label

    @property
    def share(self) -> float | None:
        """Completed of started, where both are known and can be compared."""
        if not self.started or self.completed is None or self.completed > self.started:
            return None
        return self.completed / self.started


def with_figures(page: Iterable[Intervention], *, year: int | None, today: date) -> list[Row]:
    """The page's interventions with the resolved figures of the year, or of each one's newest
    year where none is asked for. One query more."""
    listed = list(page)
    rows = InterventionYear.objects.filter(intervention__in=listed).order_by("year")
    rows = rows.only("intervention", "started", "completed", "outcome_year")
    if year is not None:
        rows = rows.filter(year=year)
    figures = {figure.intervention_id: figure for figure in rows}  # the newest year comes last
    return [
        Row(
            one,
            started=getattr(figures.get(one.pk), "started", None),
            completed=getattr(figures.get(one.pk), "completed", None),
            outcome=getattr(figures.get(one.pk), "outcome_year", None),
            is_running=one.status == InterventionStatus.ACTIVE and one.runs_on(today),
        )
        for one in listed
    ]


def new_from_catalogue(key: str | None) -> dict[str, Any]:
    """What a new intervention starts with when it is ordered out of the catalogue."""
    if not (key and key.isdigit()):
        return {}
    entry = CatalogueEntry.objects.filter(pk=key).first()
    if entry is None:
        return {}
    return {
        "title": entry.name,
        "category": entry.category_id,
        "catalogue_entry": entry.pk,
        "target_group": entry.target_group_id,
    }


def catalogue_with_figures(user: User) -> QuerySet[CatalogueEntry]:
    """The catalogue with how many times each kind has run and when it last ended."""
    seen = Q(interventions__in=Intervention.objects.visible_to(user))
    return catalogue().annotate(
        runs=Count("interventions", filter=seen, distinct=True),
        last_ended_on=Max("interventions__ends_on", filter=seen),
    )


def years_of(interventions: QuerySet[Intervention]) -> list[Row]:
    """A line for each intervention and year, newest first; one without figures has a line too.
    Two queries."""
    listed = list(interventions.select_related("unit", "category"))
    figures: dict[int, list[InterventionYear]] = {}
    for figure in InterventionYear.objects.filter(intervention__in=listed).order_by("-year"):
        figures.setdefault(figure.intervention_id, []).append(figure)
    return [
        Row(
            one,
            started=getattr(figure, "started", None),
            completed=getattr(figure, "completed", None),
            outcome=getattr(figure, "outcome_year", None),
            is_running=False,
            year=getattr(figure, "year", None),
        )
        for one in listed
        for figure in figures.get(one.pk, [None])
    ]
