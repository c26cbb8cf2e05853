from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.casework.enums import DutyKind
from stegvis.casework.forms.work import chosen, not_ahead, prose
from stegvis.core.forms import DateField, Form, VersionedForm
from stegvis.employers.forms.fields import Buttons
from stegvis.participants.enums import YesNo

ASKED = (DutyKind.DISCRIMINATION_ASKED, DutyKind.CONSENT)  # those that have an answer
ANSWERS = [
    (YesNo.YES, _("Ja")),
    (YesNo.NO, _("Nej")),
    (YesNo.UNKNOWN, _("Vet inte eller vill inte svara")),
]
LATER = "later"  # not told or asked yet


class StartTalksForm(Form):
    """All that is not told or asked yet, on one page with one day. What is left blank is left."""

    on = DateField(label=_("Dag"), validators=[not_ahead])

    def __init__(self, *args: Any, missing: list[DutyKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.missing = missing
        for kind in missing:
            answers = [(LATER, _("Inte frågat än")), *ANSWERS]
            told = [(LATER, _("Inte än")), (YesNo.YES, _("Ja, det är gjort"))]
            self.fields[kind.value] = forms.ChoiceField(
                label=kind.label,
                choices=answers if kind in ASKED else told,
                initial=LATER,
                widget=Buttons,
            )

    def clean(self) -> dict[str, Any]:
        super().clean()
        told = [self.cleaned_data.get(kind.value, LATER) for kind in self.missing]
        if not self.errors and set(told) == {LATER}:
            raise forms.ValidationError(_("Välj minst en sak som är gjord."))
        return self.cleaned_data

    def talks(self) -> list[dict[str, Any]]:
        """What is done, as values for the action."""
        return [
            {
                "kind": kind,
                "on": self.cleaned_data["on"],
                "answer": self.cleaned_data[kind.value] if kind in ASKED else "",
            }
            for kind in self.missing
            if self.cleaned_data[kind.value] != LATER
        ]


class DutyTalkForm(VersionedForm):
    """One of them, once more or corrected: a consent can be taken back."""

    kind = chosen(_("Vad?"), DutyKind, _("Välj"))
    on = DateField(label=_("Dag"), validators=[not_ahead])
    answer = forms.ChoiceField(
        label=_("Svar"),
        choices=[("", "–"), *ANSWERS],
        required=False,
        help_text=_("Till frågan om diskriminering och till samtycket."),
    )
    note = prose(_("Anteckning"), required=False)

    def clean(self) -> dict[str, Any]:
        super().clean()
        kind, answer = self.cleaned_data.get("kind"), self.cleaned_data.get("answer")
        if kind in ASKED and not answer:
            self.add_error("answer", _("Välj vad personen svarade."))
        if kind and kind not in ASKED and answer:
            self.add_error("answer", _("Det är en information. Den har inget svar."))
        return self.cleaned_data
