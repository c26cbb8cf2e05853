"""What is read over many interventions: themes that return, findings searched, decisions to do."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, F, Prefetch, Q, QuerySet, Value, When
from django.db.models.fields import BooleanField

from stegvis.accounts.models import User
from stegvis.accounts.roles import Permission
from stegvis.followup.enums import DecisionKind, FindingKind, ReportStatus
from stegvis.followup.models import CarriedAnswer, Decision, Finding, ProviderReport, Theme
from stegvis.followup.queries import Lesson, lesson
from stegvis.interventions.access import allowed
from stegvis.organisations.models import Provider

THEMES = Finding.themes.through


@dataclass(frozen=True)
class ThemeRow:
    """How often a theme returns. `by_year` has the number of interventions, year by year."""

    theme: Theme
    interventions: int
    success: int
    development: int
    open_decisions: int
    by_year: list[tuple[int, int]]


@dataclass(frozen=True)
class ThemeTable:
    years: list[int]
    rows: list[ThemeRow]


def findings(user: User) -> QuerySet[Finding]:
    """Visible findings with what a list shows, newest year first."""
    return (
        Finding.objects.visible_to(user)
        .select_related("intervention__unit", "decision")
        .prefetch_related("themes")
        .order_by(
            "-year", F("intervention__starts_on").desc(nulls_last=True), "intervention", "position"
        )
    )


def theme_table(found: QuerySet[Finding], *, keep_unused: bool = True) -> ThemeTable:
    """Themes by how many of the findings' interventions they return in. Three queries.

    Themes that nothing is about stand last, unless archived or `keep_unused` is False."""
    links = THEMES.objects.filter(finding__in=found.order_by().values("pk"))
    counted = {row["theme"]: row for row in _per_theme(links)}
    by_year: dict[int, dict[int, int]] = defaultdict(dict)
    for theme, year, number in _per_year(links):
        by_year[theme][year] = number
    years = sorted({year for of_theme in by_year.values() for year in of_theme})
    wanted = Q(pk__in=counted) | (Q(archived_at=None) if keep_unused else Q(pk=None))
    rows = [
        _theme_row(theme, counted.get(theme.pk), by_year[theme.pk], years)
        for theme in Theme.objects.filter(wanted)
    ]
    return ThemeTable(years, sorted(rows, key=lambda row: (-row.interventions, row.theme.name)))


def _per_theme(links: QuerySet) -> QuerySet:
    development = Q(finding__kind=FindingKind.DEVELOPMENT)
    return links.values("theme").annotate(
        interventions=Count("finding__intervention", distinct=True),
        success=Count("pk", filter=Q(finding__kind=FindingKind.SUCCESS)),
        development=Count("pk", filter=development),
        open_decisions=Count("pk", filter=Q(finding__decision__in=Decision.objects.open())),
    )


def _per_year(links: QuerySet) -> QuerySet:
    return (
        links.values("theme", "finding__year")
        .annotate(number=Count("finding__intervention", distinct=True))
        .values_list("theme", "finding__year", "number")
    )


def _theme_row(
    theme: Theme, counted: dict[str, int] | None, by_year: dict[int, int], years: Iterable[int]
) -> ThemeRow:
    counted = counted or {}
    return ThemeRow(
        theme,
        counted.get("interventions", 0),
        counted.get("success", 0),
        counted.get("development", 0),
        counted.get("open_decisions", 0),
        [(year, by_year.get(year, 0)) for year in years],
    )


def theme_row(table: ThemeTable, theme: Theme) -> ThemeRow:
    """The theme's own row. One that nothing is about has an empty row."""
    found = (row for row in table.rows if row.theme == theme)
    return next(found, _theme_row(theme, None, {}, table.years))


def containing(text: str, *fields: str) -> Q:
    """Rows where each word stands in some of the fields. SQLite does not know that Å and å are the
    same letter, so both are asked for."""
    every = Q()
    for word in text.split():
        some = Q()
        for written in {word, word.lower(), word.capitalize()}:
            for name in fields:
                some |= Q(**{f"{name}__icontains": written})
        every &= some
    return every


@dataclass(frozen=True)
class Told:
    """A finding on a theme's page, with what was done about it."""

    lesson: Lesson
    answers: list[CarriedAnswer]


def about(user: User, theme: Theme) -> QuerySet[Finding]:
    """Visible findings about the theme, with what later plans answered, newest year first."""
    answers = CarriedAnswer.objects.select_related("intervention")
    return (
        findings(user).filter(themes=theme).prefetch_related(Prefetch("decision__answers", answers))
    )


def told(found: Iterable[Finding]) -> list[Told]:
    lessons = [lesson(finding) for finding in found]
    return [Told(one, list(one.decision.answers.all()) if one.decision else []) for one in lessons]


@dataclass(frozen=True)
class ToDo:
    """A decision in a list."""

    decision: Decision
    is_overdue: bool
    may_edit: bool

    @property
    def kind(self) -> DecisionKind:
        return DecisionKind(self.decision.kind)


def to_do(user: User, found: Iterable[Decision]) -> list[ToDo]:
    """The decisions of a page of `decisions`, with whether the user may say that they are done."""
    return [
        ToDo(
            one,
            one.is_overdue,
            one.kind != DecisionKind.LEAVE
            and allowed(user, Permission.ANALYSIS_EDIT, one.finding.intervention),
        )
        for one in found
    ]


def decisions(user: User, *, today: date) -> QuerySet[Decision]:
    """Visible decisions by due date, with `is_overdue`: open, and its day is past."""
    overdue = Q(pk__in=Decision.objects.open().filter(due_on__lt=today))
    return (
        Decision.objects.visible_to(user)
        .select_related("finding__intervention__unit")
        .annotate(
            is_overdue=Case(
                When(overdue, then=Value(True)), default=Value(False), output_field=BooleanField()
            )
        )
        .order_by(F("due_on").asc(nulls_last=True), "pk")
    )


def reports_to_review(user: User) -> QuerySet[ProviderReport]:
    """Visible reports that are handed in and wait for the orderer, the oldest first."""
    return (
        ProviderReport.objects.visible_to(user)
        .filter(status=ReportStatus.SUBMITTED)
        .select_related("intervention__unit", "intervention__provider")
        .order_by("submitted_at", "pk")
    )


def reports_to_mend(user: User) -> QuerySet[ProviderReport]:
    """Visible reports that were handed back and wait for the provider."""
    return (
        ProviderReport.objects.visible_to(user)
        .filter(status=ReportStatus.HANDED_BACK)
        .select_related("intervention__unit", "intervention__provider")
        .order_by("pk")
    )


@dataclass(frozen=True)
class YearOfFindings:
    year: int
    success: int
    development: int
    undecided: int


def findings_over_time(user: User, provider: Provider) -> list[YearOfFindings]:
    """Findings from the provider's visible interventions, newest year first."""
    development = Q(kind=FindingKind.DEVELOPMENT)
    counted = (
        Finding.objects.visible_to(user)
        .filter(intervention__provider=provider)
        .order_by()
        .values("year")
        .annotate(
            success=Count("pk", filter=Q(kind=FindingKind.SUCCESS)),
            development=Count("pk", filter=development),
            undecided=Count("pk", filter=development & Q(decision=None)),
        )
    )
    return [YearOfFindings(**row) for row in counted.order_by("-year")]
