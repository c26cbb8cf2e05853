from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from stegvis.core.navigation import NavItem


class AgreementsConfig(AppConfig):
    name = "stegvis.agreements"
    label = "agreements"
    verbose_name = _("Avtal")
    navigation = (NavItem(_("Avtal"), "agreements:agreement_list", "agreement_view", 30),)

    def ready(self) -> None:
        from stegvis.agreements import panels
        from stegvis.organisations.panels import provider_panels

        provider_panels.register(panels.of_provider)
