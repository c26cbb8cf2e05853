from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from stegvis.accounts.models import User
from stegvis.core.forms import DateField, Form
from stegvis.participants.enums import Protection


class ProtectionForm(Form):
    protection = forms.ChoiceField(label=_("Skydd"), choices=Protection.choices)
    reason = forms.CharField(
        label=_("Varför?"),
        max_length=200,
        help_text=_("Vem som har bett om det eller vad som har upphört. Skriv inga namn."),
    )


class AccessForm(Form):
    prefix = "atkomst"  # stands on a page with another form
    user = forms.ModelChoiceField(
        User.objects.none(), label=_("Vem"), empty_label=_("Välj medarbetare")
    )
    reason = forms.CharField(
        label=_("Varför behövs det?"),
        max_length=200,
        help_text=_("Till exempel: ersätter den ansvariga handläggaren under semestern."),
    )
    starts_on = DateField(label=_("Från"))
    ends_on = DateField(
        label=_("Till och med"), required=False, help_text=_("Tomt betyder tills vidare.")
    )

    def __init__(self, *args: Any, colleagues: QuerySet[User], today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"starts_on": today}, **kwargs)
        self.fields["user"].queryset = colleagues

    def clean(self) -> dict[str, Any]:
        self.add_order_error("starts_on", "ends_on", _("Slutdatum kan inte vara före startdatum."))
        return self.cleaned_data
