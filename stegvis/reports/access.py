"""The only way from an id to an object: not visible is 404, visible but not allowed is 403."""

from django.db.models import QuerySet

from stegvis.accounts.models import User
from stegvis.accounts.roles import Permission
from stegvis.core.access import require, visible_or_404
from stegvis.organisations.models import Unit
from stegvis.reports.models import AnnualReport, FrozenVersion, ProseBlock, WordTemplate

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
