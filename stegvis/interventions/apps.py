from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from stegvis.core.navigation import NavItem


class InterventionsConfig(AppConfig):
    name = "stegvis.interventions"
    label = "interventions"
    verbose_name = _("Insatser")
    navigation = (
        NavItem(_("Insatser"), "interventions:intervention_list", "intervention_view", 10),
        NavItem(_("Katalog"), "interventions:catalogue_list", "catalogue_view", 20),
    )

    def ready(self) -> None:
        from stegvis.interventions import panels  # noqa: F401 - takes its places on other pages
