"""core.saving, and what a model's own rules refuse shown in the form too."""

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from stegvis.core import saving

T = TypeVar("T")


def attempt(form: forms.Form, action: Callable[[], T]) -> T | None:
    """The action's result, or None with the reason in the form, beside its field."""
    try:
        return saving.attempt(form, action)
    except ValidationError as refused:
        for name, messages in _by_field(refused).items():
            form.add_error(name if name in form.fields else None, messages)
        return None


def _by_field(refused: ValidationError) -> dict[str, list[str]]:
    if hasattr(refused, "error_dict"):
        return refused.message_dict
    return {NON_FIELD_ERRORS: refused.messages}
