from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from stegvis.core.navigation import NavItem


class OrganisationsConfig(AppConfig):
    name = "stegvis.organisations"
    label = "organisations"
    verbose_name = _("Organisation")
    navigation = (
        NavItem(_("Leverantörer"), "organisations:provider_list", "provider_view", 40),
        NavItem(_("Användare"), "organisations:user_list", "user_edit", 80),
        NavItem(_("Enheter"), "organisations:unit_list", "unit_edit", 82),
    )
