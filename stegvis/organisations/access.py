"""The only way from an id to an object: not visible is 404, visible but not allowed is 403."""

from stegvis.accounts.models import User
from stegvis.accounts.roles import Permission
from stegvis.core import reading
from stegvis.core.access import require, visible_or_404
from stegvis.organisations.models import Assignment, Provider, ProviderStaff, Unit


def unit(user: User, pk: int) -> Unit:
    return visible_or_404(Unit.objects.visible_to(user).select_related("parent"), pk=pk)


def provider(user: User, pk: int, needs: Permission | None = None) -> Provider:
    found = visible_or_404(Provider.objects.visible_to(user), pk=pk)
    require(needs is None or user.may(needs))
    return found


def staff_member(user: User, pk: int, needs: Permission | None = None) -> ProviderStaff:
    """A person: the look is written in the read log."""
    visible = ProviderStaff.objects.visible_to(user).select_related("provider")
    found = visible_or_404(visible, pk=pk)
    require(needs is None or user.may(needs))
    reading.note(found)
    return found


def staff_of(user: User, provider: Provider) -> list[ProviderStaff]:
    """Everybody who delivers or has delivered for the provider. Each look is logged."""
    staff = list(ProviderStaff.objects.visible_to(user).filter(provider=provider))
    for person in staff:
        reading.note(person)
    return staff


def assignment(user: User, pk: int) -> Assignment:
    visible = Assignment.objects.visible_to(user).select_related("user", "unit", "provider")
    return visible_or_404(visible, pk=pk)
