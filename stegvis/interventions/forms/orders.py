from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.core.forms import DateField, Form, VersionedForm
from stegvis.interventions.models import Order


class OrderForm(VersionedForm):
    need = forms.CharField(
        label=_("Behov"),
        widget=forms.Textarea,
        required=False,
        help_text=_("Vad saknar deltagarna i dag, och vad ska insatsen göra åt det?"),
    )
    target_group = forms.CharField(label=_("Målgrupp"), widget=forms.Textarea, required=False)
    asked_by_role = forms.CharField(
        label=_("Vem ber om insatsen?"),
        max_length=120,
        required=False,
        help_text=_("Skriv rollen, till exempel enhetschef KC."),
    )
    number_text = forms.CharField(
        label=_("Antal deltagare"),
        max_length=120,
        required=False,
        help_text=Order._meta.get_field("number_text").help_text,
    )
    wanted_start_on = DateField(label=_("Önskad start"), required=False)


class DecisionNoteForm(Form):
    note = forms.CharField(
        label=_("Motivering"),
        widget=forms.Textarea,
        required=False,
        help_text=_("Den som beställt läser det här."),
    )
