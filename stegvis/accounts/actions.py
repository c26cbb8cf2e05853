"""Writes accounts. What a user may do is written in organisations (assignments)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.core import audit


@transaction.atomic
def create(*, name: str, email: str, password: str, by: User | None) -> User:
    """An account without rights. The password is handed over once and is not kept in clear."""
    user = User(name=name, email=email.lower())
    user.set_password(password)
    user.full_clean()
    user.save()
    audit.record("user.created", user, by=by)
    return user


@transaction.atomic
def change(*, user: User, name: str, email: str, is_active: bool, by: User | None) -> User:
    """Changes the account. An account that is not active cannot sign in, and is signed out."""
    if by == user and not is_active:
        raise ValidationError(
            {"is_active": _("Du kan inte stänga ditt eget konto. Be en annan systemförvaltare.")}
        )
    user = User.objects.select_for_update().get(pk=user.pk)
    values = {"name": name, "email": email.lower(), "is_active": is_active}
    if changed := audit.assign(user, values):
        user.full_clean()
        user.save(update_fields=list(values))
        audit.record("user.changed", user, by=by, changed=changed)
    return user


@transaction.atomic
def set_password(*, user: User, password: str, by: User | None) -> User:
    """The user's own choice. Other sessions of the user end."""
    user = User.objects.select_for_update().get(pk=user.pk)
    user.set_password(password)
    user.save(update_fields=["password"])
    audit.record("user.password_changed", user, by=by)
    return user


@transaction.atomic
def hand_out_password(*, user: User, password: str, by: User) -> User:
    """A one-time password from an administrator. All sessions of the user end."""
    user = User.objects.select_for_update().get(pk=user.pk)
    user.set_password(password)
    user.last_login = None  # nobody has signed in with it: the sign-in page asks for a new one
    user.save(update_fields=["password", "last_login"])
    audit.record("user.password_handed_out", user, by=by)
    return user
