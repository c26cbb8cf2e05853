from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.core.forms import DateField, Form, VersionedForm
from stegvis.interventions.enums import DialogueSide
from stegvis.interventions.models import Intervention
from stegvis.organisations.models import ProviderStaff


class MeetingForm(VersionedForm):
    held_on = DateField(label=_("Datum"))
    purpose = forms.CharField(label=_("Syfte med mötet"), max_length=200)
    notes = forms.CharField(label=_("Anteckningar"), widget=forms.Textarea, required=False)


class ParticipantForm(Form):
    side = forms.ChoiceField(label=_("Part"), choices=DialogueSide.choices)
    role = forms.CharField(label=_("Roll"), max_length=120, required=False)


class DecisionForm(Form):
    text = forms.CharField(label=_("Beslut"), max_length=300, required=False)
    owner = forms.CharField(label=_("Ansvarig roll"), max_length=120, required=False)
    due_on = DateField(label=_("Senast"), required=False)
    done_on = DateField(label=_("Gjort"), required=False)

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("text") and not self.cleaned_data.get("owner"):
            self.add_error("owner", _("Skriv vem som ansvarar för beslutet."))
        return self.cleaned_data


ParticipantFormSet = forms.formset_factory(ParticipantForm, extra=3, max_num=40)
DecisionFormSet = forms.formset_factory(DecisionForm, extra=2, max_num=40)


def filled(formset: Any, key: str) -> list[dict[str, Any]]:
    """The lines where the key field is written; empty lines are left out."""
    return [line for form in formset if (line := form.cleaned_data) and line.get(key)]


class DeliveryStaffForm(Form):
    staff = forms.ModelChoiceField(ProviderStaff.objects.none(), label=_("Person hos leverantören"))

    def __init__(self, *args: Any, intervention: Intervention, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = intervention.delivery_staff.values("staff")
        self.fields["staff"].queryset = ProviderStaff.objects.filter(
            provider=intervention.provider, ended_on=None
        ).exclude(pk__in=chosen)
