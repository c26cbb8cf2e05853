from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from stegvis.core.formats import number
from stegvis.core.imports.values import BadValue, Money


class MoneyField(forms.CharField):
    """Kronor as people write them: 450 000, 450000,50 or 450 tkr. Never guesses."""

    parse = Money()

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        super().__init__(max_length=40, **kwargs)
        self.short = True  # the field's template keeps the box narrow

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return self.parse(text)
        except BadValue as error:
            raise ValidationError(str(error)) from None

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Decimal):
            return value
        return number(value, 0 if value == value.to_integral_value() else 2)
