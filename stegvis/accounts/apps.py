from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from stegvis.core.navigation import NavItem


class AccountsConfig(AppConfig):
    name = "stegvis.accounts"
    label = "accounts"
    verbose_name = _("Konton")
    navigation = (
        NavItem(_("Roller"), "accounts:role_list", "user_edit", 81),
        NavItem(_("Loggar"), "core:audit_list", "log_review", 90),
    )
