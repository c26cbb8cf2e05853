"""What all forms share: look, version check, the words for missing input, filters in the URL."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.db import models
from django.db.models import QuerySet
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _

from stegvis.core import formats
from stegvis.core.versions import VersionConflict


class Renderer(TemplatesSetting):
    field_template_name = "core/forms/field.html"


class DateField(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {}).setdefault(
            "invalid", _("Skriv datumet som år-månad-dag, till exempel 2025-03-31.")
        )
        super().__init__(**kwargs)


class NumberField(forms.DecimalField):
    """A number as Swedes write it: 7,5 and 1 450 000 kr. Kept as Decimal."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {}).setdefault(
            "invalid", _("Skriv ett tal, till exempel 12, 7,5 eller 450 000.")
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        if isinstance(value, str):
            value = re.sub(r"\s|kr$", "", value.strip()).replace(",", ".").replace("−", "-")
        number: Decimal | None = super().to_python(value)
        return number

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Decimal):
            return value
        return formats.number(value, max(0, -int(value.normalize().as_tuple().exponent)))


class Form(forms.Form):
    """A form that parses. It never saves: the view hands `values` to an action."""

    required_css_class = "required"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if field.widget.template_name == forms.Select.template_name:
                field.widget.template_name = "core/forms/select.html"
            field.error_messages["required"] = _("Fyll i det här fältet.")
            if isinstance(field, forms.ChoiceField):
                field.error_messages["invalid_choice"] = _("Välj något i listan.")

    def add_order_error(self, first: str, last: str, message: str) -> None:
        """An error beside `last` when both dates are there and come in the wrong order."""
        start, end = self.cleaned_data.get(first), self.cleaned_data.get(last)
        if start and end and end < start:
            self.add_error(last, message)


class VersionedForm(Form):
    """Remembers which version it was opened on, and can show what somebody else saved since."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def show_conflict(self, conflict: VersionConflict) -> None:
        """Keeps the writer's text and puts the saved text beside each field that differs."""
        latest: dict[str, str] = {}
        for name, field in self.fields.items():
            if name != "version" and hasattr(conflict.latest, name):
                theirs = _listed(getattr(conflict.latest, name))
                if theirs != _listed(self.cleaned_data.get(name)):
                    latest[name] = display(field, theirs)
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = str(conflict.latest.version)  # type: ignore[attr-defined]
        self.conflict = {self.add_prefix(name): text for name, text in latest.items()}
        self.add_error(
            None,
            _(
                "Någon annan har sparat medan du skrev. Din text finns kvar. Under varje fält som "
                "skiljer sig står vad som är sparat. Ändra om du vill och spara igen."
            ),
        )

    conflict: dict[str, str] | None = None  # what is saved, by field; None where nobody came first


def _listed(value: Any) -> Any:
    """Several chosen objects as their names in order; anything else as it is."""
    return sorted(map(str, value.all())) if hasattr(value, "all") else value


def display(field: forms.Field, value: Any) -> str:
    """The value as the field would show it, in words."""
    if value in (None, "", []):
        return "–"
    if isinstance(value, list):
        return ", ".join(value)
    if isinstance(value, models.Model):
        return str(value)
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))
    return str(value)


class FilterForm(Form):
    """Filters live in the URL. `filter` narrows a queryset, `active_count` says how many are on."""

    def filter(self, queryset: QuerySet) -> QuerySet:
        raise NotImplementedError  # pragma: no cover - each list says how

    def value(self, name: str) -> Any:
        return self.cleaned_data.get(name) if self.is_valid() or self.is_bound else None

    def active_count(self) -> int:
        self.is_valid()
        return sum(bool(value) for value in getattr(self, "cleaned_data", {}).values())
