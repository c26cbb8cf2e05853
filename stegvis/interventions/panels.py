"""Places on this room's pages where rooms to the right put their part, and this room's own part of
the provider's and the agreement's pages (core.panels)."""

from collections.abc import Collection
from decimal import Decimal

from django.db.models import Sum

from stegvis.accounts.models import User
from stegvis.accounts.roles import Permission
from stegvis.agreements import spend
from stegvis.agreements.models import Agreement
from stegvis.agreements.panels import agreement_panels
from stegvis.core.panels import Panel, Panels
from stegvis.interventions import queries, registered
from stegvis.interventions.models import Cost, Intervention
from stegvis.organisations.models import Provider
from stegvis.organisations.panels import provider_panels

intervention_panels = Panels()
plan_panels = Panels()


@intervention_panels.register
def of_registrations(user: User, intervention: Intervention) -> Panel | None:
    """How many participants are registered, and where that differs from what was reported.
    Counts only: also for planners and providers, who see no participant."""
    counted = registered.of_intervention(intervention)
    if not counted.by_status:
        return None
    context = {
        "registered": counted,
        "differences": registered.differences(counted, intervention.years.all()),
    }
    return Panel("interventions/registered_panel.html", context)


@provider_panels.register
def of_provider(user: User, provider: Provider) -> Panel | None:
    """The provider's interventions over time, with what became of them."""
    if not user.may(Permission.INTERVENTION_VIEW):
        return None
    rows = queries.years_of(Intervention.objects.visible_to(user).filter(provider=provider))
    return Panel("interventions/years_panel.html", {"rows": rows})


@agreement_panels.register
def of_agreement(user: User, agreement: Agreement) -> Panel | None:
    """The interventions under the agreement and its call-offs."""
    if not user.may(Permission.INTERVENTION_VIEW):
        return None
    under = [agreement.pk, *agreement.call_offs.values_list("pk", flat=True)]
    rows = queries.years_of(Intervention.objects.visible_to(user).filter(agreement__in=under))
    return Panel("interventions/years_panel.html", {"rows": rows})


@spend.register
def outcome(agreement_ids: Collection[int]) -> dict[int, Decimal]:
    """What the interventions under each agreement have cost, all years together."""
    spent = Cost.objects.filter(
        intervention__agreement__in=agreement_ids, outcome_year__isnull=False
    )
    sums = spent.values("intervention__agreement").annotate(kronor=Sum("outcome_year"))
    return {row["intervention__agreement"]: row["kronor"] for row in sums}
