"""A code that is typed: a text field with a list of suggestions. Works without script."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from stegvis.core.imports.cells import fold
from stegvis.core.imports.values import alike
from stegvis.participants.enums import CodeScheme
from stegvis.participants.models import Code

SHORTEST = {CodeScheme.OCCUPATION: 3}  # digits: what is coarser says too little to be suggested


class CodeText(forms.CharField):
    """Takes a code's label, its code, or both as they are suggested; gives the Code.

    The page has a <datalist> of `suggestions` under the id `list_id(scheme)`."""

    def __init__(self, *, scheme: CodeScheme, known: Sequence[Code], **kwargs: Any) -> None:
        self.scheme, self.known = scheme, known
        attrs = {"list": list_id(scheme), "autocomplete": "off"}
        kwargs.setdefault("required", False)
        super().__init__(widget=forms.TextInput(attrs=attrs), **kwargs)

    def to_python(self, value: Any) -> Code | None:  # type: ignore[override]
        if isinstance(value, Code):
            return value
        text = super().to_python(value)
        return self._code(text) if text else None

    def _code(self, text: str) -> Code:
        written = fold(text)
        # one name may stand for a group and for its only trade: the finest is meant
        for code in sorted(self.known, key=lambda one: -len(one.code)):
            if written in (fold(written_as(code)), fold(code.label), fold(code.code)):
                return code
        near = alike(text, [code.label for code in self.known])
        if near:
            raise ValidationError(
                _("”%(text)s” finns inte i listan. Menar du ”%(near)s”?"),
                params={"text": text, "near": near[0]},
            )
        raise ValidationError(
            _("”%(text)s” finns inte i listan. Välj något av förslagen."), params={"text": text}
        )

    def prepare_value(self, value: Any) -> Any:
        return written_as(value) if isinstance(value, Code) else value


def written_as(code: Code) -> str:
    """How the code stands in the field."""
    if code.scheme == CodeScheme.OCCUPATION:
        return f"{code.label} ({code.code})"
    return code.label


def list_id(scheme: CodeScheme) -> str:
    return f"koder-{scheme.value}"


def suggestions(scheme: CodeScheme, known: Iterable[Code]) -> list[str]:
    least = SHORTEST.get(scheme, 0)
    return [written_as(code) for code in known if len(code.code) >= least or code.is_local]
