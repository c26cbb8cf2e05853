"""Fields that are quick on a phone and work without script."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from stegvis.participants.enums import CodeScheme
from stegvis.participants.models import Code


class Buttons(forms.RadioSelect):
    """Radio buttons as large as a thumb."""

    template_name = "employers/buttons.html"

    def __init__(self, *args: Any, wide: bool = False, **kwargs: Any) -> None:
        self.wide = wide  # for names, which are longer than words
        super().__init__(*args, **kwargs)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["wide"] = self.wide
        return context


class CodeInput(forms.TextInput):
    """A text field that the browser completes from the code list."""

    template_name = "employers/code_input.html"
    codes: "list[Code]" = []

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["list"] = f"{context['widget']['attrs']['id']}_koder"
        options = ((written(code),) for code in self.codes)
        context["options"] = format_html_join("", '<option value="{}"></option>', options)
        return context


def written(code: Code) -> str:
    """As it stands in the field. A letter of SNI means nothing without its edition."""
    edition = f" (SNI {code.edition})" if code.scheme == CodeScheme.INDUSTRY else ""
    return f"{code.code} {code.label}{edition}"


class CodeField(forms.CharField):
    """A code by its number or its words. Answers a Code, or None where nothing is written.

    `shortest` leaves out the broad groups from what is proposed. Two queries at most."""

    widget = CodeInput

    def __init__(self, scheme: CodeScheme, *, shortest: int = 1, **kwargs: Any) -> None:
        self.scheme, self.shortest = scheme, shortest
        super().__init__(**{"required": False, "max_length": 240, **kwargs})
        self.widget.attrs.setdefault("autocomplete", "off")

    def get_bound_field(self, form: forms.Form, field_name: str) -> forms.BoundField:
        # a form's fields are copied for each request, so the list is read once for each form
        self.widget.codes = self.codes()
        return super().get_bound_field(form, field_name)

    def codes(self) -> list[Code]:
        found = Code.objects.of(self.scheme).order_by("-edition", "position", "code")
        return [code for code in found if len(code.code) >= self.shortest]

    def prepare_value(self, value: Any) -> Any:
        return written(value) if isinstance(value, Code) else value

    def clean(self, value: Any) -> Code | None:
        text = super().clean(value)
        if not text:
            return None
        codes = Code.objects.of(self.scheme)
        first, _space, rest = text.partition(" ")
        by_code = [code for code in codes.filter(code=first) if not rest or written(code) == text]
        wanted = text.casefold()
        by_label = [code for code in codes if code.label.casefold() == wanted]
        # the same words may stand on several levels: the finest of them is meant
        finest = max((len(code.code) for code in by_label), default=0)
        found = by_code or [code for code in by_label if len(code.code) == finest]
        if not found:
            raise ValidationError(
                _("Finns inte i listan. Börja skriva och välj något av förslagen.")
            )
        if len(found) > 1:
            raise ValidationError(_("Det finns i flera utgåvor. Välj ett av förslagen."))
        return found[0]


def occupation(**kwargs: Any) -> CodeField:
    return CodeField(
        CodeScheme.OCCUPATION,
        shortest=3,
        label=_("Yrke"),
        help_text=_("Börja skriva och välj ett förslag. Då går det att matcha."),
        **kwargs,
    )
