from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from stegvis.casework.forms.work import chosen, not_ahead, prose
from stegvis.core.forms import DateField, Form
from stegvis.participants.enums import PauseReason
from stegvis.participants.models import Pause

LOOK_AGAIN = 30  # days that the form proposes


class PauseForm(Form):
    reason = chosen(_("Skäl"), PauseReason, _("Välj"))
    starts_on = DateField(label=_("Från"))
    look_again_on = DateField(
        label=_("Se över igen"), help_text=_("Den dagen står personen på din dag.")
    )
    note = prose(_("Anteckning"), required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        again = today + timedelta(days=LOOK_AGAIN)
        super().__init__(*args, initial={"starts_on": today, "look_again_on": again}, **kwargs)


class ResumeForm(Form):
    ends_on = DateField(label=_("Sista dagen i pausen"), validators=[not_ahead])

    def __init__(self, *args: Any, pause: Pause, today: date, **kwargs: Any) -> None:
        last = max(pause.starts_on, today - timedelta(days=1))
        super().__init__(*args, initial={"ends_on": last}, **kwargs)
