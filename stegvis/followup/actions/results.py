"""Step 5: the provider answers each expected result, and tells what nobody expected."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.core import audit
from stegvis.core.steps import StepRefused
from stegvis.followup.actions.common import locked, refuse_if_handed_in, settle
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
    unchecked: bool = False,
    **values: Any,
) -> ReportedResult:
    """Answers an expected result, or writes down one that no line expected, with its figures.

    Finishes step 5 when it was the last thing missing. `unchecked` is for taking over history:
    then a report that is handed in may be changed, and no step moves."""
    intervention = locked(intervention)
    if not unchecked:
        refuse_if_handed_in(ProviderReport.objects.filter(intervention=intervention).first())
    if expected_result and reported_result is None:
        reported_result = ReportedResult.objects.filter(expected_result=expected_result).first()
    result = reported_result or ReportedResult(
        intervention=intervention, position=_next_position(intervention)
    )
    created = result.pk is None
    changed = audit.assign(result, {"expected_result": expected_result, **values})
    if changed or created:
        result.save()
    changed |= _write_figures(result, list(figures))
    if changed or created:
        action = "result.answered" if created else "result.changed"
        audit.record(action, result, by=by, changed=changed)
    if not unchecked:
        settle(intervention, InterventionStep.PROVIDER_FOLLOW_UP, by)
    return result


@transaction.atomic
def remove(*, reported_result: ReportedResult, by: User) -> None:
    """Takes away a result that no line expected. The change log keeps that it was there."""
    if reported_result.expected_result_id:
        raise StepRefused(_("Ett förväntat resultat har alltid ett svar. Ändra svaret i stället."))
    intervention = locked(reported_result.intervention)
    refuse_if_handed_in(ProviderReport.objects.filter(intervention=intervention).first())
    audit.record("result.removed", reported_result, by=by)
    reported_result.delete()


def _next_position(intervention: Intervention) -> int:
    return (intervention.reported_results.aggregate(last=Max("position"))["last"] or 0) + 1


def _write_figures(result: ReportedResult, figures: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Replaces the figures when they differ; answers the change for the log."""
    before = list(result.figures.all())
    after = [ResultFigure(reported_result=result, **figure) for figure in figures]
    was, now = ("; ".join(map(str, some)) for some in (before, after))
    if was == now:
        return {}
    result.figures.all().delete()
    ResultFigure.objects.bulk_create(after)
    return {"figures": [was, now]}
