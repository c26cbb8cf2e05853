"""The only way from an id to an object: not visible is 404, visible but not allowed is 403."""

from django.db.models import QuerySet

from stegvis.accounts.models import User
from stegvis.accounts.roles import Permission
from stegvis.core.access import require, visible_or_404
from stegvis.organisations.models import Unit
from stegvis.participants.access import allowed as allowed_at
from stegvis.participants.models import Programme
from stegvis.reports.models import AnnualReport, FrozenVersion, Goal, ProseBlock, WordTemplate

# The files are megabytes; who wants one asks for it by name.
FILES = ("template", "docx", "pdf", "xlsx")


def allowed(user: User, permission: Permission, report: AnnualReport) -> bool:
    """The permission at every unit that the report is about."""
    may = set(Unit.objects.allowing(user, permission).values_list("pk", flat=True))
    return {unit.pk for unit in report.units.all()} <= may


def annual_report(user: User, pk: int, needs: Permission | None = None) -> AnnualReport:
    visible = AnnualReport.objects.visible_to(user).select_related("snapshot")
    found = visible_or_404(visible.prefetch_related("units"), pk=pk)
    require(needs is None or allowed(user, needs, found))
    return found


def prose_block(user: User, pk: int, key: str) -> ProseBlock:
    report = annual_report(user, pk, Permission.ANNUAL_REPORT_EDIT)
    return visible_or_404(ProseBlock.objects.select_related("report"), report=report, key=key)


def listed_versions(report: AnnualReport) -> QuerySet[FrozenVersion]:
    """A visible report's frozen versions, newest first, without their files."""
    return report.versions.select_related("frozen_by").defer(*FILES)


def frozen_version(user: User, pk: int, number: int) -> FrozenVersion:
    report = annual_report(user, pk)
    versions = FrozenVersion.objects.select_related("report", "snapshot").defer(*FILES)
    return visible_or_404(versions, report=report, number=number)


def word_template(user: User, pk: int) -> WordTemplate:
    require(user.may(Permission.TEMPLATE_EDIT))
    return visible_or_404(WordTemplate.objects.all(), pk=pk)


def projects(user: User) -> QuerySet[Programme]:
    """The programmes whose project report the user may see."""
    units = Unit.objects.allowing(user, Permission.PROJECT_REPORT_VIEW)
    return Programme.objects.filter(unit__in=units).select_related("unit")


def project(user: User, slug: str, needs: Permission | None = None) -> Programme:
    found = visible_or_404(projects(user), slug=slug)
    require(needs is None or allowed_at(user, needs, found.unit))
    return found


def may_see_persons(user: User, programme: Programme) -> bool:
    """Whether the user may see who is behind a figure; otherwise small counts are protected."""
    return allowed_at(user, Permission.PARTICIPANT_VIEW, programme.unit)


def may_recount(user: User, programme: Programme) -> bool:
    """Who answers for the report. A reader who could recount at will could tell single changes."""
    needs = (Permission.GOAL_EDIT, Permission.ANNUAL_REPORT_EDIT)
    return any(allowed_at(user, need, programme.unit) for need in needs)


def goal(user: User, slug: str, pk: int, needs: Permission | None = None) -> Goal:
    programme = project(user, slug, needs)
    goals = Goal.objects.visible_to(user).select_related("programme__unit")
    return visible_or_404(goals, programme=programme, pk=pk)
