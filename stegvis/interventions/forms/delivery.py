from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.core.forms import DateField, Form, NumberField
from stegvis.interventions.enums import CountingUnit, GroupKind, Measure
from stegvis.interventions.models import Cost, Intervention, ReportedCount

NOT_MORE = (
    ("completed", "started", _("Fullföljda kan inte vara fler än startade.")),
    ("dropped_out", "started", _("Avbrott kan inte vara fler än startade.")),
    ("no_show", "registered", _("Uteblivna kan inte vara fler än anmälda.")),
    ("unique_completed", "completed", _("Unika fullföljda kan inte vara fler än fullföljda.")),
)


class GroupForm(Form):
    name = forms.CharField(label=_("Namn"), max_length=80)
    kind = forms.ChoiceField(label=_("Slag"), choices=GroupKind.choices)
    starts_on = DateField(label=_("Från"), required=False)
    ends_on = DateField(label=_("Till och med"), required=False)
    cancel_reason = forms.CharField(
        label=_("Inställd, därför att"),
        max_length=300,
        required=False,
        help_text=_("Lämna tomt om den blir av."),
    )

    def __init__(self, *args: Any, intervention: Intervention, group: Any = None, **kwargs: Any):
        self.intervention, self.group = intervention, group
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        self.add_order_error("starts_on", "ends_on", _("Slutet kan inte vara före början."))
        others = self.intervention.groups.exclude(pk=self.group.pk if self.group else None)
        if others.filter(name=self.cleaned_data.get("name")).exists():
            self.add_error("name", _("Det finns redan en del med det namnet."))
        return self.cleaned_data


class CountForm(Form):
    """A row of counts. An empty field means not reported, which is not the same as zero."""

    year = forms.IntegerField(label=_("År"), min_value=1990, max_value=2100)
    group = forms.ModelChoiceField(
        None, label=_("Del"), required=False, empty_label=_("Hela insatsen")
    )
    unit = forms.ChoiceField(
        label=_("Räknar"),
        choices=CountingUnit.choices,
        help_text=_("Starter och personer är inte samma sak: en person kan börja flera gånger."),
    )
    planned_text = forms.CharField(label=_("Planerat"), max_length=200, required=False)
    note = forms.CharField(label=_("Anmärkning"), max_length=300, required=False)

    def __init__(
        self,
        *args: Any,
        intervention: Intervention,
        row: ReportedCount | None = None,
        **kwargs: Any,
    ) -> None:
        self.intervention, self.row = intervention, row
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = intervention.groups.all()
        for measure in Measure:
            self.fields[measure.value] = forms.IntegerField(
                label=measure.label,
                required=False,
                min_value=0,
                error_messages={"invalid": _("Skriv ett heltal, eller lämna tomt.")},
            )
        self.order_fields(["year", "group", "unit", "planned_text", *Measure.values, "note"])

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        for smaller, larger, message in NOT_MORE:
            few, many = data.get(smaller), data.get(larger)
            if few is not None and many is not None and few > many:
                self.add_error(smaller, message)
        rows = self.intervention.reported_counts.exclude(pk=self.row.pk if self.row else None)
        same = {name: data.get(name) for name in ("year", "group", "unit")}
        if rows.filter(**same).exists():
            self.add_error(
                "unit", _("Det finns redan antal för den delen det året. Ändra den raden.")
            )
        return data


def _kronor(label: Any) -> NumberField:
    return NumberField(label=label, required=False, min_value=0, max_digits=14, decimal_places=2)


class CostForm(Form):
    year = forms.IntegerField(label=_("År"), min_value=1990, max_value=2100)
    planned_total = _kronor(_("Planerat totalt, kronor"))
    planned_year = _kronor(_("Planerat det året, kronor"))
    outcome_total = _kronor(_("Utfall totalt, kronor"))
    outcome_year = _kronor(_("Utfall det året, kronor"))
    note = forms.CharField(label=_("Anmärkning"), max_length=300, required=False)

    def __init__(
        self, *args: Any, intervention: Intervention, cost: Cost | None = None, **kwargs: Any
    ) -> None:
        self.intervention, self.cost = intervention, cost
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        part, whole = data.get("outcome_year"), data.get("outcome_total")
        if part is not None and whole is not None and part > whole:
            self.add_error("outcome_year", _("Årets utfall kan inte vara större än hela utfallet."))
        others = self.intervention.costs.exclude(pk=self.cost.pk if self.cost else None)
        if others.filter(year=data.get("year")).exists():
            self.add_error("year", _("Det finns redan kostnader för det året. Ändra den raden."))
        return data


class RulingForm(Form):
    value = forms.IntegerField(
        label=_("Rätt antal"),
        required=False,
        min_value=0,
        help_text=_("Lämna tomt om du bara vill förklara. Ett antal här gäller i alla rapporter."),
    )
    note = forms.CharField(
        label=_("Motivering"), widget=forms.Textarea, help_text=_("Hur vet du det?")
    )
