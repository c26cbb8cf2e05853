"""What can be done with an option. Buttons, pages and tests are made from this table."""

from django.utils.translation import gettext_lazy as _

from stegvis.accounts.roles import Permission
from stegvis.agreements.enums import OptionStatus
from stegvis.core.steps import Step

OPTION_STEPS = (
    Step(
        "exercise",
        {OptionStatus.AVAILABLE},
        OptionStatus.EXERCISED,
        Permission.AGREEMENT_EDIT,
        _("Utlös optionen"),
    ),
    Step(
        "let_lapse",
        {OptionStatus.AVAILABLE},
        OptionStatus.LAPSED,
        Permission.AGREEMENT_EDIT,
        _("Låt optionen förfalla"),
    ),
    Step(
        "reopen",
        {OptionStatus.EXERCISED, OptionStatus.LAPSED},
        OptionStatus.AVAILABLE,
        Permission.AGREEMENT_EDIT,
        _("Ångra beslutet"),
    ),
)

# Addresses are Swedish.
PATH_BY_STEP = {"exercise": "utlos", "let_lapse": "lat-forfalla", "reopen": "angra"}
STEP_BY_PATH = {path: name for name, path in PATH_BY_STEP.items()}
