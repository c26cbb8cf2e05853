from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.agreements.enums import PriceModel
from stegvis.core.forms import Form, NumberField, VersionedForm
from stegvis.interventions.enums import ChangeKind
from stegvis.interventions.models import Plan


def _text(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea, required=False, help_text=help_text)


def _number(label: Any, **kwargs: Any) -> NumberField:
    return NumberField(label=label, required=False, min_value=0, **kwargs)


class PlanForm(VersionedForm):
    purpose = _text(_("Syfte"))
    target_group = _text(_("Målgrupp"))
    entry_requirements = _text(_("Förkunskaper"))
    set_up = _text(_("Upplägg"))
    weeks = _number(_("Veckor"), max_digits=5, decimal_places=1)
    hours_per_week = _number(_("Timmar per vecka"), max_digits=5, decimal_places=1)
    group_count = forms.IntegerField(label=_("Antal grupper"), required=False, min_value=1)
    minimum_to_start = forms.IntegerField(
        label=_("Minsta antal för start"),
        required=False,
        min_value=1,
        help_text=_("Under det antalet ställs gruppen in eller slås ihop."),
    )
    planned_text = forms.CharField(
        label=_("Planerat antal"),
        max_length=200,
        required=False,
        help_text=Plan._meta.get_field("planned_text").help_text,
    )
    group_dynamics = _text(_("Gruppdynamik"), Plan._meta.get_field("group_dynamics").help_text)
    participants_say = _text(
        _("Deltagarnas inflytande"), Plan._meta.get_field("participants_say").help_text
    )
    price_model = forms.ChoiceField(
        label=_("Prismodell"), choices=PriceModel.choices, initial=PriceModel.FIXED
    )
    unit_price = _number(_("Pris per enhet, kronor"), max_digits=12, decimal_places=2)
    quantity = _number(_("Antal enheter"), max_digits=10, decimal_places=2)
    planned_cost = _number(
        _("Planerad kostnad, kronor"),
        max_digits=14,
        decimal_places=2,
        help_text=_("Räknas ut av pris och antal. Skriv den själv bara vid fast pris."),
    )

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("price_model") != PriceModel.FIXED:
            for name in ("unit_price", "quantity"):
                if name not in self.errors and data.get(name) is None:
                    self.add_error(
                        name, _("Behövs för att räkna ut kostnaden med den här prismodellen.")
                    )
        return data


class ExpectedResultForm(Form):
    text = forms.CharField(
        label=_("Förväntat resultat"),
        max_length=300,
        help_text=_("En rad, ett resultat: vad deltagaren ska kunna, veta eller ha nått."),
    )
    change_kind = forms.ChoiceField(label=_("Slags förändring"), choices=ChangeKind.choices)
    how = forms.CharField(label=_("Hur följs det upp?"), max_length=300, required=False)
    by_whom = forms.CharField(label=_("Av vem?"), max_length=120, required=False)
    when = forms.CharField(label=_("När?"), max_length=120, required=False)
