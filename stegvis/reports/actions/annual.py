"""The annual report: create, recount, write prose, freeze."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

import stegvis
from stegvis.accounts.models import User
from stegvis.core import audit
from stegvis.core.steps import StepRefused
from stegvis.core.versions import check_version
from stegvis.organisations.models import Unit
from stegvis.reports import producing
from stegvis.reports.actions import snapshots
from stegvis.reports.annual.prose import PLACES
from stegvis.reports.enums import AnnualReportStatus
from stegvis.reports.models import (
    AnnualReport,
    FrozenVersion,
    ProseBlock,
    ProseRevision,
    WordTemplate,
)


@transaction.atomic
def create(*, year: int, title: str, units: list[Unit], by: User) -> AnnualReport:
    """A draft with figures as they are now, and the prose that every report starts with."""
    report = AnnualReport.objects.create(
        year=year, title=title, snapshot=snapshots.take(by=by), created_by=by
    )
    report.units.set(units)
    ProseBlock.objects.bulk_create(
        ProseBlock(report=report, key=place.key, text=place.start) for place in PLACES
    )
    audit.record("annual_report.created", report, by=by)
    return report


@transaction.atomic
def recount(*, report: AnnualReport, by: User) -> AnnualReport:
    """New figures from a new snapshot. The prose stays. A frozen version stays with its own."""
    report = AnnualReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    report.snapshot = snapshots.take(by=by)
    report.status = AnnualReportStatus.DRAFT
    report.save(update_fields=["snapshot", "status"])
    audit.record("annual_report.recounted", report, by=by)
    return report


@transaction.atomic
def change(
    *, report: AnnualReport, by: User, version: int | None = None, **values: Any
) -> AnnualReport:
    report = AnnualReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    check_version(report, version)
    changed = audit.assign(report, values)
    if changed:
        report.version += 1
        report.status = AnnualReportStatus.DRAFT
        report.save(update_fields=[*values, "version", "status"])
        audit.record("annual_report.changed", report, by=by, changed=changed)
    return report


@transaction.atomic
def write(*, block: ProseBlock, text: str, by: User, version: int | None = None) -> ProseBlock:
    """Writes one block of prose and keeps what was there before. Raises VersionConflict."""
    block = ProseBlock.objects.select_for_update(of=("self",)).get(pk=block.pk)
    check_version(block, version)
    if text != block.text:
        ProseRevision.objects.create(block=block, text=text, by=by)
        block.text = text
        block.version += 1
        block.save(update_fields=["text", "version"])
        AnnualReport.objects.filter(pk=block.report_id).update(status=AnnualReportStatus.DRAFT)
        audit.record("annual_report.written", block, by=by)
    return block


@transaction.atomic
def freeze(*, report: AnnualReport, by: User, on: date) -> FrozenVersion:
    """A numbered version that never changes, with the very bytes of its documents.

    Everything that the documents are made of is kept, so that they can be made again. Refused
    while a text that must be there is missing, and when nothing has changed since the last."""
    report = (
        AnnualReport.objects.select_for_update(of=("self",))
        .select_related("snapshot")
        .get(pk=report.pk)
    )
    _refuse_unwritten(report)
    if report.is_frozen:
        raise StepRefused(
            _("Rapporten är redan fastställd som den är. Inget har ändrats sedan dess.")
        )
    number = (report.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    recipe = producing.recipe(report, dated_on=on, number=number)
    made = producing.produce(recipe, producing.FORMATS)
    version = FrozenVersion.objects.create(
        report=report,
        number=number,
        frozen_on=on,
        frozen_by=by,
        snapshot=report.snapshot,
        software_version=stegvis.__version__,
        prose=recipe.prose,
        settings=recipe.as_json(),
        template=recipe.template(),
        checksums={name: producing.checksum(content) for name, content in made.items()},
        **{name: made[name] for name in producing.KEPT},
    )
    report.status = AnnualReportStatus.FROZEN
    report.save(update_fields=["status"])
    audit.record("annual_report.frozen", version, by=by)
    return version


def _refuse_unwritten(report: AnnualReport) -> None:
    if empty := producing.empty_prose(report):
        raise StepRefused(
            _("Skriv klart innan rapporten fastställs: %(places)s.") % {"places": ", ".join(empty)}
        )


@transaction.atomic
def upload_template(*, name: str, content: bytes, by: User) -> WordTemplate:
    """Keeps a Word template that the form has checked."""
    template = WordTemplate.objects.create(
        name=name, content=content, sha256=producing.checksum(content), uploaded_by=by
    )
    audit.record("word_template.uploaded", template, by=by)
    return template
