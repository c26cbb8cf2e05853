from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.core.forms import DateField, Form, VersionedForm
from stegvis.followup.models import ProviderReport
from stegvis.interventions.models import Intervention


def _text(name: str, label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        widget=forms.Textarea,
        required=False,
        help_text=ProviderReport._meta.get_field(name).help_text,
    )


class ReportForm(VersionedForm):
    delivery = _text("delivery", _("Genomförande"))
    participants_view = _text("participants_view", _("Deltagarnas utvärdering"))
    other = _text("other", _("Övriga kommentarer"))


class SubmitForm(Form):
    """Nothing to fill in: the button is the whole form."""

    def __init__(self, *args: Any, intervention: Intervention, today: date, **kwargs: Any) -> None:
        self.intervention, self.today = intervention, today
        super().__init__(*args, **kwargs)


class HandBackForm(SubmitForm):
    comment = forms.CharField(
        label=_("Vad behöver ändras?"),
        widget=forms.Textarea,
        help_text=_("Leverantören läser det här och kan skriva i rapporten igen."),
    )


class AcceptForm(SubmitForm):
    presented_on = DateField(
        label=_("När presenterades rapporten?"),
        help_text=_("Dagen då leverantören gick igenom rapporten med er."),
    )

    def clean_presented_on(self) -> date:
        day = self.cleaned_data["presented_on"]
        starts_on = self.intervention.starts_on
        if day > self.today:
            raise forms.ValidationError(
                _("Dagen har inte varit än. Ta emot rapporten när den är presenterad.")
            )
        if starts_on and day < starts_on:
            raise forms.ValidationError(
                _("Rapporten kan inte ha presenterats före insatsens början, %(day)s."),
                params={"day": starts_on},
            )
        return day


MOVE_FORMS = {"submit": SubmitForm, "hand_back": HandBackForm, "accept": AcceptForm}
