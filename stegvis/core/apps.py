from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from stegvis.core.navigation import NavItem


class CoreConfig(AppConfig):
    name = "stegvis.core"
    label = "core"
    verbose_name = _("Gemensamt")
    navigation = (NavItem(_("Importer"), "core:import_list", "import_run", 70),)

    def ready(self) -> None:
        # Each room's imports.py registers the sheets that it can take in.
        autodiscover_modules("imports")
