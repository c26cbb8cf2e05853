from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from stegvis.core.navigation import NavItem


class EmployersConfig(AppConfig):
    name = "stegvis.employers"
    label = "employers"
    verbose_name = _("Arbetsgivare")
    navigation = (NavItem(_("Arbetsgivare"), "employers:employer_list", "employer_view", 25),)
