from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.core.forms import Form


class ContactReasonForm(Form):
    reason = forms.CharField(
        label=_("Varför behöver du kontaktuppgifterna?"),
        max_length=200,
        help_text=_("Skälet sparas i loggen tillsammans med ditt namn."),
    )
