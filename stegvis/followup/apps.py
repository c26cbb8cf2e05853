from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from stegvis.core.navigation import NavItem


class FollowupConfig(AppConfig):
    name = "stegvis.followup"
    label = "followup"
    verbose_name = _("Uppföljning")
    navigation = (NavItem(_("Lärdomar"), "followup:theme_list", "analysis_edit", 50),)

    def ready(self) -> None:
        from stegvis.followup import checks  # noqa: F401 - tells the path what steps 2 and 5–7 lack
