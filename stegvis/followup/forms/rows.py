from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from stegvis.core.forms import VersionedForm

GONE = _(
    "Någon annan har tagit bort det medan du skrev. Din text finns kvar. Spara om den ska läggas "
    "till igen."
)


class RowForm(VersionedForm):
    """A form about a row that has its number in the address. When the last row is removed the next
    new one gets its number, so the form remembers which row it was opened on."""

    row = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        self.cleaned_data.pop("row", None)
        return self.cleaned_data

    def is_about(self, found: models.Model | None) -> bool:
        """False when the row that the form was opened on is not there, or another has its place.
        A form that was opened on no row is about any."""
        opened = self.data.get(self.add_prefix("row"))
        return not opened or opened == str(getattr(found, "pk", ""))

    def show_gone(self, message: Any = GONE) -> None:
        """Keeps the writer's text, to be saved as something new."""
        self.is_valid()
        self.conflict = {}
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = ""
        self.add_error(None, message)
