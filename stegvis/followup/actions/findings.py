"""Success factors and development areas: short statements, each with at least one theme."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.core import audit
from stegvis.core.steps import StepRefused
from stegvis.core.versions import check_version
from stegvis.followup.actions.common import (
    is_done,
    locked,
    open_again,
    present,
    refuse_if_changed,
    settle,
)
from stegvis.followup.enums import FindingKind
from stegvis.followup.models import Decision, Finding, Theme
from stegvis.interventions.enums import InterventionStep
from stegvis.interventions.models import Intervention

STEP = InterventionStep.JOINT_ANALYSIS


@transaction.atomic
def save(
    *,
    intervention: Intervention,
    by: User | None,
    themes: Iterable[Theme],
    finding: Finding | None = None,
    version: int | None = None,
    unchecked: bool = False,
    **values: Any,
) -> Finding:
    """Writes a finding. A development area without a decision opens a finished step 7 again.

    `unchecked` is for taking over history: no step moves."""
    intervention = locked(intervention)
    if finding:
        finding = present(finding)
        check_version(finding, version)
    else:
        position = _next_position(intervention)
        finding = Finding(intervention=intervention, position=position, version=0)
    created, themes = finding.pk is None, list(themes)
    changed = audit.assign(finding, values) | _other_themes(finding, themes)
    _refuse_success_with_decision(finding)
    if changed or created:
        finding.version += 1
        finding.save()
        if "themes" in changed:
            finding.themes.set(themes)
        action = "finding.added" if created else "finding.changed"
        audit.record(action, finding, by=by, changed=changed)
    if not unchecked:
        _move_step(finding, by, asks_decision=created or "kind" in changed)
    return finding


@transaction.atomic
def remove(*, finding: Finding, by: User, version: int | None = None) -> None:
    """Takes a finding away. One that has been decided on stays."""
    finding = present(finding)
    refuse_if_changed(finding, version)
    if Decision.objects.filter(finding=finding).exists():
        raise StepRefused(_("Lärdomen har ett beslut och kan inte tas bort. Ändra den i stället."))
    audit.record("finding.removed", finding, by=by)
    finding.delete()


def _next_position(intervention: Intervention) -> int:
    return (intervention.findings.aggregate(last=Max("position"))["last"] or 0) + 1


def _refuse_success_with_decision(finding: Finding) -> None:
    is_success = finding.kind == FindingKind.SUCCESS
    if is_success and finding.pk and Decision.objects.filter(finding=finding).exists():
        raise StepRefused(
            _("Lärdomen har ett beslut. Bara utvecklingsområden kan ha det, så slaget står fast.")
        )


def _other_themes(finding: Finding, themes: list[Theme]) -> dict[str, list[str]]:
    """The change for the log; empty where the themes are the same."""
    before = finding.themes.all() if finding.pk else ()
    was, now = (", ".join(sorted(theme.name for theme in some)) for some in (before, themes))
    return {} if was == now else {"themes": [was, now]}


def _move_step(finding: Finding, by: User | None, *, asks_decision: bool) -> None:
    if is_done(finding.intervention, STEP):
        is_undecided = finding.kind == FindingKind.DEVELOPMENT and asks_decision
        if is_undecided and not Decision.objects.filter(finding=finding).exists():
            open_again(finding.intervention, STEP)
    else:
        settle(finding.intervention, STEP, by)
