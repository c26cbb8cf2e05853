from datetime import date
from functools import cached_property
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stegvis.accounts.roles import permissions_of


class UserQuerySet(models.QuerySet):
    def active(self) -> "UserQuerySet":
        return self.filter(is_active=True)

    def visible_to(self, user: Any) -> "UserQuerySet":
        """Administrators see all users, others themselves."""
        return self if user.may("user_edit") else self.filter(pk=user.pk)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def get_by_natural_key(self, username: str) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """Somebody who signs in. What they may do follows from their assignments, not from here."""

    email = models.EmailField(_("e-post"), unique=True)
    name = models.CharField(_("namn"), max_length=120)
    is_active = models.BooleanField(_("aktiv"), default=True)

    objects = UserManager()

    USERNAME_FIELD = "email"

    class Meta:
        ordering = ["name"]
        verbose_name = _("användare")
        verbose_name_plural = _("användare")

    class Privacy:
        identity = ("email", "name")
        protected = ("password",)
        plain = ("is_active", "last_login")

    def __str__(self) -> str:
        return self.name

    @cached_property
    def current_assignments(self) -> list[Any]:
        """Today's assignments. One query per request; the rows live in `organisations`."""
        today: date = timezone.localdate()
        return list(self.assignments.current(today).select_related("unit", "provider"))  # type: ignore[attr-defined]

    def may(self, permission: str) -> bool:
        """Has the permission somewhere. Where is asked of the object, in each room's access.py."""
        return any(permission in permissions_of(a.role) for a in self.current_assignments)
