"""This room's part of other rooms' pages (core.panels)."""

from stegvis.accounts.models import User
from stegvis.accounts.roles import Permission
from stegvis.core.panels import Panel
from stegvis.followup import access, learning, queries
from stegvis.interventions.enums import PlanStatus
from stegvis.interventions.models import Intervention
from stegvis.interventions.panels import intervention_panels, plan_panels
from stegvis.organisations.models import Provider
from stegvis.organisations.panels import provider_panels


@plan_panels.register
def carried(user: User, intervention: Intervention) -> Panel | None:
    """What earlier interventions decided, on the plan's page. Not for providers: the decisions
    tell what others fell short of."""
    if not access.allowed(user, Permission.PLAN_APPROVE, intervention):
        return None
    found = [one for one in queries.carried_decisions(intervention, user) if one.decision]
    if intervention.plan.status == PlanStatus.APPROVED:
        found = [one for one in found if one.answer]
    if not found:
        return None
    context = {
        "intervention": intervention,
        "carried": found,
        "answered": sum(not one.needs_answer for one in found),
        "can_answer": intervention.plan.status == PlanStatus.DRAFT
        and access.allowed(user, Permission.PLAN_EDIT, intervention),
    }
    return Panel("followup/carried_panel.html", context)


@intervention_panels.register
def summary(user: User, intervention: Intervention) -> Panel | None:
    """What the follow-up has come to, on the intervention's page."""
    found = queries.summary(intervention)
    if found.is_empty:
        return None
    return Panel("followup/summary_panel.html", {"intervention": intervention, "summary": found})


@provider_panels.register
def over_time(user: User, provider: Provider) -> Panel | None:
    """Findings from the provider's interventions, year by year, on the provider's page."""
    if not user.may(access.LESSONS):
        return None
    table = learning.theme_table(
        learning.findings(user).filter(intervention__provider=provider), keep_unused=False
    )
    if not table.rows:
        return None
    context = {
        "provider": provider,
        "years": learning.findings_over_time(user, provider),
        "rows": table.rows[:8],
    }
    return Panel("followup/provider_panel.html", context)
