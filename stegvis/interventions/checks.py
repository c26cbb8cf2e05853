"""What a step lacks before it can be finished, in words. Later rooms add checks for their steps."""

from collections import defaultdict
from collections.abc import Callable

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.interventions.enums import InterventionStep, OrderStatus, PlanStatus
from stegvis.interventions.models import Intervention

Check = Callable[[Intervention], list[str]]
_checks: dict[str, list[Check]] = defaultdict(list)


def missing_for(step: InterventionStep) -> Callable[[Check], Check]:
    """Registers a check. The order in which rooms load is the order of the sentences."""

    def register(check: Check) -> Check:
        if check not in _checks[step]:
            _checks[step].append(check)
        return check

    return register


def missing(intervention: Intervention, step: str) -> list[str]:
    """Sentences that say what is missing. An empty list: the step can be finished."""
    return [sentence for check in _checks[step] for sentence in check(intervention)]


def _unless(answers: list[tuple[bool, str]]) -> list[str]:
    return [sentence for there, sentence in answers if not there]


@missing_for(InterventionStep.ORDER)
def order_lacks(intervention: Intervention) -> list[str]:
    order = intervention.order
    return _unless(
        [
            (bool(order.need), _("Behovet är inte beskrivet.")),
            (bool(order.target_group), _("Målgruppen är inte beskriven.")),
            (bool(order.asked_by_role), _("Det står inte vem som ber om insatsen.")),
            (order.status == OrderStatus.ACCEPTED, _("Beställningen är inte antagen.")),
        ]
    )


@missing_for(InterventionStep.PLAN)
def plan_lacks(intervention: Intervention) -> list[str]:
    plan = intervention.plan
    return [
        *plan_content_lacks(intervention),
        *_unless([(plan.status == PlanStatus.APPROVED, _("Underlaget är inte godkänt."))]),
    ]


def plan_content_lacks(intervention: Intervention) -> list[str]:
    """What must be written before the plan can be approved."""
    plan = intervention.plan
    expected = list(intervention.expected_results.all())
    vague = [
        str(line.position) for line in expected if not (line.how and line.by_whom and line.when)
    ]
    return _unless(
        [
            (bool(plan.purpose), _("Syftet är inte skrivet.")),
            (bool(plan.set_up), _("Upplägget är inte skrivet.")),
            (bool(plan.planned_text), _("Planerat antal är inte skrivet.")),
            (plan.planned_cost is not None, _("Kostnaden är inte beräknad.")),
            (bool(plan.group_dynamics), _("Gruppdynamiken är inte planerad.")),
            (bool(plan.participants_say), _("Deltagarnas inflytande är inte planerat.")),
            (bool(intervention.provider_id), _("Leverantör är inte vald.")),
            (bool(intervention.starts_on and intervention.ends_on), _("Perioden är inte satt.")),
            (bool(expected), _("Det finns inga förväntade resultat.")),
            (
                not vague,
                _("Hur, av vem eller när saknas för förväntat resultat %(lines)s.")
                % {"lines": ", ".join(vague)},
            ),
        ]
    )


@missing_for(InterventionStep.DIALOGUE)
def dialogue_lacks(intervention: Intervention) -> list[str]:
    waiting = intervention.delivery_staff.filter(understood_on=None).count()
    return _unless(
        [
            (intervention.meetings.exists(), _("Inget möte är hållet.")),
            (intervention.delivery_staff.exists(), _("Ingen genomförande personal är vald.")),
            (
                not waiting,
                _("%(n)d i personalen har inte fått underlaget förklarat.") % {"n": waiting},
            ),
        ]
    )


@missing_for(InterventionStep.DELIVERY)
def delivery_lacks(intervention: Intervention) -> list[str]:
    ended = bool(intervention.ends_on and intervention.ends_on < timezone.localdate())
    counted = intervention.reported_counts.filter(
        Q(started__isnull=False) | Q(completed__isnull=False)
    ).exists()
    return _unless(
        [
            (ended, _("Insatsen är inte slut.")),
            (counted, _("Antal startade eller fullföljda är inte infört.")),
            (
                intervention.costs.filter(outcome_year__isnull=False).exists(),
                _("Kostnadens utfall är inte infört."),
            ),
        ]
    )
