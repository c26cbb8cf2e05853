from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.core.forms import Form
from stegvis.participants import comparing
from stegvis.participants.models import Participant


class MergeForm(Form):
    """Whose value it shall be, where the two differ, and why they are the same person."""

    reason = forms.CharField(
        label=_("Hur vet ni att det är samma person?"), max_length=200, widget=forms.Textarea
    )

    def __init__(self, *args: Any, kept: Participant, other: Participant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = comparing.choices(kept, other)
        for row in self.choices:
            self.fields[row.name] = forms.ChoiceField(
                label=row.label,
                choices=[("kept", row.kept), ("merged", row.other)],
                initial="kept",
                widget=forms.RadioSelect,
            )
        self.order_fields([*(row.name for row in self.choices), "reason"])

    def chosen(self) -> dict[str, str]:
        return {row.name: self.cleaned_data[row.name] for row in self.choices}
