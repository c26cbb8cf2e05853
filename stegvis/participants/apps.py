from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from stegvis.core.navigation import NavItem


class ParticipantsConfig(AppConfig):
    name = "stegvis.participants"
    label = "participants"
    verbose_name = _("Deltagare")
    navigation = (
        NavItem(_("Deltagare"), "participants:participant_list", "participant_view", 2),
        NavItem(_("Intresseanmälningar"), "participants:referral_list", "referral_write", 4),
        NavItem(_("Verksamheter"), "participants:programme_list", "programme_edit", 78),
    )
