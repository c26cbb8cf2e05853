from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.accounts.models import User
from stegvis.core.forms import DateField, Form
from stegvis.interventions import registered
from stegvis.interventions.models import Group, Intervention

REASON = {"max_length": 200, "widget": forms.Textarea(attrs={"rows": 2})}


class RegistrationForm(Form):
    """One choice for intervention and group: a value is the intervention's key, or both keys."""

    place = forms.ChoiceField(
        label=_("Insats"),
        help_text=_("De insatser på dina enheter som pågår eller ska börja, med sina grupper."),
    )
    registered_on = DateField(label=_("Anmäld"))

    def __init__(self, *args: Any, user: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"registered_on": today}, **kwargs)
        self.places: dict[str, tuple[Intervention, Group | None]] = {}
        for one in registered.open_to_registration(user, today=today):
            self.places[str(one.pk)] = (one, None)
            for group in one.groups.all():
                if not group.cancel_reason and not (group.ends_on and group.ends_on < today):
                    self.places[f"{one.pk}-{group.pk}"] = (one, group)
        self.fields["place"].choices = [("", _("Välj"))] + [
            (key, f"{one}, {group}" if group else f"{one} ({one.unit})")
            for key, (one, group) in self.places.items()
        ]

    def clean_place(self) -> tuple[Intervention, Group | None]:
        return self.places[self.cleaned_data["place"]]


class DayForm(Form):
    """When it happened."""

    on = DateField(label=_("Dag"))


class DayAndReasonForm(DayForm):
    reason = forms.CharField(label=_("Varför"), required=False, **REASON)


class DropOutForm(DayForm):
    reason = forms.CharField(
        label=_("Varför"),
        help_text=_("Kort, och bara det som behövs för att lära av det."),
        **REASON,
    )
