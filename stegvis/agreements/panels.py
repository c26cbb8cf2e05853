"""Places on this room's pages where rooms to the right put their part, and this room's own part of
the provider's page (core.panels)."""

from django.utils import timezone

from stegvis.accounts.models import User
from stegvis.accounts.roles import Permission
from stegvis.agreements import queries
from stegvis.core.panels import Panel, Panels
from stegvis.organisations.models import Provider

agreement_panels = Panels()


def of_provider(user: User, provider: Provider) -> Panel | None:
    """The provider's agreements, what ends next first."""
    if not user.may(Permission.AGREEMENT_VIEW):
        return None
    today = timezone.localdate()
    context = {
        "provider": provider,
        "rows": queries.rows(queries.of_provider(user, provider, today=today), today=today),
        "can_edit": user.may(Permission.AGREEMENT_EDIT),
    }
    return Panel("agreements/provider_panel.html", context)
