"""From a valid form to an action: what the action refuses becomes an error in the form."""

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.http import HttpRequest

from stegvis.core import drafts
from stegvis.core.forms import VersionedForm
from stegvis.core.steps import StepRefused
from stegvis.core.versions import VersionConflict

T = TypeVar("T")


def attempt(form: forms.Form, action: Callable[[], T]) -> T | None:
    """The action's result, or None with the reason in the form. Nothing is half-saved."""
    if not form.is_valid():
        return None
    try:
        with transaction.atomic():
            return action()
    except VersionConflict as conflict:
        assert isinstance(form, VersionedForm)
        form.show_conflict(conflict)
    except StepRefused as refusal:
        form.add_error(None, str(refusal))
    except ValidationError as refused:
        for name, texts in _by_field(refused).items():
            form.add_error(name if name in form.fields else None, texts)
    return None


def _by_field(refused: ValidationError) -> dict[str, list[str]]:
    if hasattr(refused, "error_dict"):
        return refused.message_dict
    return {NON_FIELD_ERRORS: refused.messages}


def press(request: HttpRequest, action: Callable[[], object], done: str) -> bool:
    """For a button without a form: does it and says so, or says why not."""
    try:
        with transaction.atomic():
            action()
    except StepRefused as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, done)
    return True


def saved(request: HttpRequest, message: str, *, draft: str = "") -> None:
    """Tells that it is saved, and throws away the draft that the form kept."""
    if draft:
        drafts.discard(by=request.user, key=draft)
    messages.success(request, message)
