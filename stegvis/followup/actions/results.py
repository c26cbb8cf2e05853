"""Step 5: the provider answers each expected result, and tells what nobody expected."""

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
    locked,
    present,
    refuse_if_changed,
    refuse_if_handed_in,
    settle,
)
from stegvis.followup.models import ProviderReport, ReportedResult, ResultFigure
from stegvis.interventions.enums import InterventionStep
from stegvis.interventions.models import ExpectedResult, Intervention


@transaction.atomic
def answer(
    *,
    intervention: Intervention,
    by: User | None,
    expected_result: ExpectedResult | None = None,
    reported_result: ReportedResult | None = None,
    figures: Iterable[dict[str, Any]] = (),
    version: int | None = None,
    unchecked: bool = False,
    **values: Any,
) -> ReportedResult:
    """Answers an expected result, or writes down one that no line expected, with its figures.
    Version 0: there was no answer.

    Finishes step 5 when it was the last thing missing. `unchecked` is for taking over history:
    then a report that is handed in may be changed, and no step moves."""
    intervention = locked(intervention)
    if not unchecked:
        refuse_if_handed_in(ProviderReport.objects.filter(intervention=intervention).first())
    result = _answered(expected_result, reported_result) or ReportedResult(
        intervention=intervention, position=_next_position(intervention), version=0
    )
    check_version(result, version)
    created = result.pk is None
    new_figures = [ResultFigure(**figure) for figure in figures]
    changed = audit.assign(result, {"expected_result": expected_result, **values})
    changed |= _other_figures(result, new_figures)
    if changed or created:
        result.version += 1
        result.save()
        if "figures" in changed:
            _write_figures(result, new_figures)
        action = "result.answered" if created else "result.changed"
        audit.record(action, result, by=by, changed=changed)
    if not unchecked:
        settle(intervention, InterventionStep.PROVIDER_FOLLOW_UP, by)
    return result


def _answered(
    expected_result: ExpectedResult | None, reported_result: ReportedResult | None
) -> ReportedResult | None:
    """The answer as it is now: somebody may have saved it since it was read."""
    if reported_result:
        return present(reported_result)
    if expected_result:
        return ReportedResult.objects.filter(expected_result=expected_result).first()
    return None


@transaction.atomic
def remove(*, reported_result: ReportedResult, by: User, version: int | None = None) -> None:
    """Takes away a result that no line expected. The change log keeps that it was there."""
    if reported_result.expected_result_id:
        raise StepRefused(_("Ett förväntat resultat har alltid ett svar. Ändra svaret i stället."))
    intervention = locked(reported_result.intervention)
    refuse_if_handed_in(ProviderReport.objects.filter(intervention=intervention).first())
    reported_result = present(reported_result)
    refuse_if_changed(reported_result, version)
    audit.record("result.removed", reported_result, by=by)
    reported_result.delete()


def _next_position(intervention: Intervention) -> int:
    return (intervention.reported_results.aggregate(last=Max("position"))["last"] or 0) + 1


def _other_figures(result: ReportedResult, figures: list[ResultFigure]) -> dict[str, list[str]]:
    """The change for the log; empty where the figures are the same."""
    before = result.figures.all() if result.pk else ()
    was, now = ("; ".join(map(str, some)) for some in (before, figures))
    return {} if was == now else {"figures": [was, now]}


def _write_figures(result: ReportedResult, figures: list[ResultFigure]) -> None:
    result.figures.all().delete()
    for figure in figures:
        figure.reported_result = result
    ResultFigure.objects.bulk_create(figures)
