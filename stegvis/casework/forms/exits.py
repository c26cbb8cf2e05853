from datetime import date
from typing import Any

from django import forms
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from stegvis.core.forms import DateField, Form, NumberField
from stegvis.participants.actions.exits import KIND_OF
from stegvis.participants.enums import (
    AttemptChannel,
    Changed,
    CodeScheme,
    ContractKind,
    ExitDestination,
    ExitReason,
    FollowUpStatus,
    OutcomeKind,
    SituationThen,
    Subsidy,
    YesNo,
)
from stegvis.participants.models import Code, Enrolment, Exit, Outcome

EMPTY = [("", "–")]


class OutcomeForm(Form):
    """What work or which studies. Only the first day is needed; the rest can be filled in later."""

    kind = forms.ChoiceField(label=_("Slag"), choices=OutcomeKind)
    starts_on = DateField(label=_("Första dag"))
    employer_name = forms.CharField(
        label=_("Arbetsgivare eller skola"), max_length=120, required=False
    )
    organisation_number = forms.CharField(
        label=_("Organisationsnummer"), max_length=11, required=False
    )
    occupation = forms.ModelChoiceField(
        Code.objects.none(), label=_("Yrke"), required=False, empty_label="–"
    )
    contract = forms.ChoiceField(
        label=_("Anställningsform"),
        choices=ContractKind,
        initial=ContractKind.UNKNOWN,
        required=False,
    )
    planned_days = forms.IntegerField(
        label=_("Avtalad längd i dagar"),
        min_value=1,
        required=False,
        help_text=_("Tomt vid tillsvidare. Jobb kortare än en månad räknas inte av Kolada."),
    )
    hours_per_week = NumberField(
        label=_("Timmar i veckan"), min_value=0, max_value=80, required=False
    )
    open_to_anyone = forms.ChoiceField(
        label=_("Kunde vem som helst söka det?"), choices=YesNo, initial=YesNo.UNKNOWN
    )
    normal_pay = forms.ChoiceField(
        label=_("Lön enligt avtal?"), choices=YesNo, initial=YesNo.UNKNOWN
    )
    subsidy = forms.ChoiceField(
        label=_("Anställningsstöd"), choices=Subsidy, initial=Subsidy.UNKNOWN
    )
    is_municipal_measure = forms.BooleanField(
        label=_("Kommunal arbetsmarknadsanställning"), required=False
    )
    gives_student_aid = forms.ChoiceField(
        label=_("Ger studierna rätt till studiemedel?"),
        choices=YesNo,
        initial=YesNo.UNKNOWN,
        help_text=_("Sfi och grundläggande kurser utan studiemedel: nej."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = Code.objects.of(CodeScheme.OCCUPATION).annotate(digits=Length("code"))
        self.fields["occupation"].queryset = codes.filter(digits=2)

    def clean_contract(self) -> str:
        return self.cleaned_data["contract"] or ContractKind.UNKNOWN

    @staticmethod
    def initial_of(outcome: Outcome) -> dict[str, Any]:
        return {name: getattr(outcome, name) for name in OutcomeForm.base_fields}


class ExitForm(Form):
    """Where the person goes. The outcome's fields are asked for in the same page (OutcomeForm)."""

    ended_on = DateField(label=_("Sista dag"))
    destination = forms.ChoiceField(
        label=_("Vart går personen?"), choices=ExitDestination, widget=forms.RadioSelect
    )
    reason = forms.ChoiceField(label=_("Varför?"), choices=[*EMPTY, *ExitReason.choices])
    measure = forms.CharField(
        label=_("Vilken insats eller myndighet?"),
        max_length=120,
        required=False,
        help_text=_("När personen går vidare till en annan insats eller myndighet."),
    )
    life_situation = forms.ChoiceField(
        label=_("Livssituationen jämfört med starten, enligt personen"),
        choices=[("", _("Inte frågat")), *Changed.choices],
        required=False,
    )
    feedback = forms.CharField(
        label=_("Återkoppling till remittenten"),
        widget=forms.Textarea,
        required=False,
        help_text=Exit._meta.get_field("feedback").help_text,
    )
    note = forms.CharField(label=_("Intern anteckning"), widget=forms.Textarea, required=False)

    def __init__(
        self, *args: Any, enrolment: Enrolment, today: date, asks_sensitive: bool, **kwargs: Any
    ) -> None:
        self.enrolment, self.today = enrolment, today
        super().__init__(*args, **kwargs)
        if not asks_sensitive:
            del self.fields["note"]

    def clean_ended_on(self) -> date:
        day: date = self.cleaned_data["ended_on"]
        if day > self.today:
            raise forms.ValidationError(
                _("Dagen har inte varit än. Avsluta när personen har slutat.")
            )
        return day

    def clean(self) -> dict[str, Any]:
        going_on = (ExitDestination.OTHER_MEASURE, ExitDestination.OTHER_AUTHORITY)
        told = self.cleaned_data
        if told.get("destination") in going_on and not told.get("measure"):
            self.add_error("measure", _("Skriv vilken insats eller myndighet som tar vid."))
        return told

    @property
    def needs_outcome(self) -> bool:
        return self.data.get("destination") in KIND_OF


class ReopenForm(Form):
    reason = forms.CharField(label=_("Varför öppnas inskrivningen igen?"), max_length=200)


class AttemptForm(Form):
    """A try to reach the person."""

    on = DateField(label=_("Dag"))
    channel = forms.ChoiceField(
        label=_("Hur?"), choices=AttemptChannel, initial=AttemptChannel.PHONE
    )
    was_reached = forms.BooleanField(label=_("Jag fick kontakt"), required=False)
    note = forms.CharField(label=_("Anteckning"), max_length=200, required=False)


SETTLED = [choice for choice in FollowUpStatus.choices if choice[0] != FollowUpStatus.DUE]


class SettleForm(Form):
    """How it went, or that nobody answered: that is a result too."""

    answered_on = DateField(label=_("Dag"))
    status = forms.ChoiceField(label=_("Fick ni svar?"), choices=SETTLED, widget=forms.RadioSelect)
    situation = forms.ChoiceField(
        label=_("Vad gör personen nu?"), choices=[*EMPTY, *SituationThen.choices], required=False
    )
    same_work = forms.ChoiceField(
        label=_("Kvar i samma arbete eller studier?"),
        choices=[*EMPTY, *YesNo.choices],
        required=False,
    )
    life_situation = forms.ChoiceField(
        label=_("Livssituationen jämfört med starten, enligt personen"),
        choices=[("", _("Inte frågat")), *Changed.choices],
        required=False,
    )
    note = forms.CharField(label=_("Anteckning"), widget=forms.Textarea, required=False)

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        is_reached = told.get("status") == FollowUpStatus.REACHED
        if is_reached and not told.get("situation"):
            self.add_error("situation", _("Välj vad personen gör nu."))
        if not is_reached:
            told |= {"situation": "", "same_work": "", "life_situation": ""}
        return told
