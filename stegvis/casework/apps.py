from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CaseworkConfig(AppConfig):
    name = "stegvis.casework"
    label = "casework"
    verbose_name = _("Arbetet med deltagare")

    def ready(self) -> None:
        # they take their places on the participant's page and on other rooms' pages
        from stegvis.casework import (  # noqa: F401
            panels_exit,
            panels_file,
            panels_placements,
            panels_work,
        )
