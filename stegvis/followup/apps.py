from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from stegvis.core.navigation import NavItem


class FollowupConfig(AppConfig):
    name = "stegvis.followup"
    label = "followup"
    verbose_name = _("Uppföljning")
    navigation = (NavItem(_("Lärdomar"), "followup:theme_list", "annual_report_view", 50),)

    def ready(self) -> None:
        # what steps 2 and 5–7 lack, and this room's part of other rooms' pages
        from stegvis.followup import checks, panels  # noqa: F401
