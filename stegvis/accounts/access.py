"""The only way from an id to a user: administrators reach all, others themselves."""

from stegvis.accounts.models import User
from stegvis.core.access import visible_or_404


def user(by: User, pk: int) -> User:
    return visible_or_404(User.objects.visible_to(by), pk=pk)
