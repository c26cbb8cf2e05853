from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.core.forms import VersionedForm
from stegvis.followup.enums import CarryAnswer


class CarriedForm(VersionedForm):
    answer = forms.ChoiceField(
        label=_("Hur svarar planen?"), choices=CarryAnswer.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("Hur, eller varför inte?"),
        max_length=300,
        error_messages={"max_length": _("Skriv högst 300 tecken (nu %(show_value)d).")},
    )
