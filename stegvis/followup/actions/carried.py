"""A plan answers what was decided after earlier interventions."""

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.core import audit
from stegvis.core.steps import StepRefused
from stegvis.core.versions import check_version
from stegvis.followup.enums import CarryAnswer
from stegvis.followup.models import CarriedAnswer, Decision
from stegvis.interventions.enums import PlanStatus
from stegvis.interventions.models import Intervention, Plan


@transaction.atomic
def answer(
    *,
    intervention: Intervention,
    decision: Decision,
    by: User,
    answer: CarryAnswer,
    text: str,
    version: int | None = None,
) -> CarriedAnswer:
    """Answers the decision in the plan, or changes the answer (version 0: there was none). An
    approved plan stands."""
    plan = Plan.objects.select_for_update(of=("self",)).get(intervention=intervention)
    if plan.status == PlanStatus.APPROVED:
        raise StepRefused(_("Underlaget är godkänt. Öppna det igen för att ändra."))
    found = CarriedAnswer.objects.filter(decision=decision, intervention=intervention).first()
    given = found or CarriedAnswer(decision=decision, intervention=intervention, version=0)
    check_version(given, version)
    changed = audit.assign(given, {"answer": answer, "text": text})
    if changed:
        given.by = by
        given.version += 1
        given.save()
        action = "carried_answer.changed" if found else "carried_answer.given"
        audit.record(action, given, by=by, changed=changed)
    return given
