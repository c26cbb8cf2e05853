from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from stegvis.core.navigation import NavItem


class CaseworkConfig(AppConfig):
    name = "stegvis.casework"
    label = "casework"
    verbose_name = _("Arbetet med deltagare")
    navigation = (
        NavItem(_("Min dag"), "casework:my_day", "case_edit", 1),
        NavItem(_("Se över"), "casework:stuck_list", "stuck_view", 3),
        NavItem(_("Uppföljningsfiler"), "casework:file_list", "participant_import", 27),
        NavItem(_("Riktmärken"), "casework:rule_list", "programme_edit", 79),
    )

    def ready(self) -> None:
        # they take their places on the participant's page and on other rooms' pages
        from stegvis.casework import (  # noqa: F401
            list_columns,
            panels_exit,
            panels_file,
            panels_placements,
            panels_work,
        )
