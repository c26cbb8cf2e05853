from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from stegvis.casework.forms.work import not_ahead
from stegvis.casework.queries_work import Receiver
from stegvis.core.forms import DateField, Form
from stegvis.participants.models import Enrolment

WIDE = "casework/pick_wide.html"


class Ticks(forms.CheckboxSelectMultiple):
    template_name = WIDE


class Receivers(forms.RadioSelect):
    template_name = WIDE


class Persons(forms.ModelMultipleChoiceField):
    def label_from_instance(self, enrolment: Any) -> str:
        return f"{enrolment.participant}, {enrolment.programme}"


class HandOverForm(Form):
    enrolments = Persons(
        Enrolment.objects.none(),
        label=_("Vilka?"),
        widget=Ticks,
    )
    caseworker = forms.ChoiceField(label=_("Till vem?"), widget=Receivers)
    on = DateField(label=_("Från och med"), validators=[not_ahead])
    reason = forms.CharField(
        label=_("Varför?"),
        max_length=200,
        help_text=_("Till exempel: slutar, går ner i tid, annan inriktning."),
    )

    def __init__(
        self,
        *args: Any,
        enrolments: QuerySet[Enrolment],
        receivers: Sequence[Receiver],
        ticked: Sequence[int],
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, initial={"on": today, "enrolments": ticked}, **kwargs)
        self.receivers = {str(one.user.pk): one for one in receivers}
        self.fields["enrolments"].queryset = enrolments
        self.fields["enrolments"].error_messages |= {
            "required": _("Kryssa i minst en person."),
            "invalid_choice": _(
                "Någon av dem har redan fått en annan handläggare eller avslutats. Se över listan "
                "och skicka igen."
            ),
        }
        self.fields["caseworker"].choices = [
            (key, f"{one.user} – {one.words}") for key, one in self.receivers.items()
        ]
        self.fields["caseworker"].error_messages["required"] = _("Välj vem som tar över.")

    def clean(self) -> dict[str, Any]:
        super().clean()
        receiver = self.receivers.get(self.cleaned_data.get("caseworker", ""))
        if receiver is None:
            return self.cleaned_data
        self.cleaned_data["caseworker"] = receiver.user
        chosen = self.cleaned_data.get("enrolments") or ()
        elsewhere = sorted({str(one.unit) for one in chosen if not receiver.works_at(one.unit)})
        if elsewhere:
            self.add_error(
                "caseworker",
                _("%(person)s arbetar inte på %(units)s. Välj någon annan för de deltagarna.")
                % {"person": receiver.user, "units": ", ".join(elsewhere)},
            )
        return self.cleaned_data
