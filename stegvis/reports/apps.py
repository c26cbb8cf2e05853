from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from stegvis.core.navigation import NavItem


class ReportsConfig(AppConfig):
    name = "stegvis.reports"
    label = "reports"
    verbose_name = _("Rapporter")
    navigation = (
        NavItem(_("Årsrapporter"), "reports:annual_report_list", "annual_report_view", 60),
        NavItem(_("Projektrapporter"), "reports:project_list", "project_report_view", 61),
    )
