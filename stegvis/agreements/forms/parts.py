"""Forms for what hangs on an agreement, and for limits."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from stegvis.agreements.enums import LimitClass
from stegvis.agreements.forms.fields import MoneyField
from stegvis.agreements.models import (
    Agreement,
    AgreementArea,
    DirectAwardLimit,
    Option,
    ServiceKind,
)
from stegvis.core.forms import DateField, Form


class OptionForm(Form):
    extends_to = DateField(label=_("Förlänger till och med"))
    last_day = DateField(
        label=_("Sista dag att utlösa"),
        required=False,
        help_text=_("Stegvis påminner 8, 6 och 3 månader och 14 dagar före."),
    )

    @staticmethod
    def initial_of(option: Option) -> dict[str, Any]:
        return {"extends_to": option.extends_to, "last_day": option.last_day}


class DecisionForm(Form):
    decided_on = DateField(label=_("Beslutad den"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)

    def clean_decided_on(self) -> date:
        if self.cleaned_data["decided_on"] > self.today:
            raise ValidationError(_("Dagen har inte varit än. Skriv den dag då beslutet togs."))
        return self.cleaned_data["decided_on"]


class AreaForm(Form):
    name = forms.CharField(
        label=_("Områdets namn"),
        max_length=120,
        help_text=_("Med nummer, till exempel 3. Hälsoinsats."),
    )

    def __init__(
        self, *args: Any, agreement: Agreement, area: AgreementArea | None = None, **kwargs: Any
    ) -> None:
        self.agreement, self.area = agreement, area
        super().__init__(*args, **kwargs)

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        others = self.agreement.areas.exclude(pk=self.area.pk if self.area else None)
        if others.filter(name__iexact=name).exists():
            raise ValidationError(_("Området finns redan i avtalet."))
        return name


class ReminderForm(Form):
    note = forms.CharField(
        label=_("Vad är gjort?"),
        max_length=300,
        help_text=_("Till exempel: ny upphandling är igång, klar i oktober."),
    )


class LimitForm(Form):
    limit_class = forms.ChoiceField(label=_("Gräns för"), choices=LimitClass.choices)
    amount = MoneyField(label=_("Belopp, kronor"))
    valid_from = DateField(label=_("Gäller från"))
    source = forms.CharField(
        label=_("Källa"), max_length=200, help_text=_("Lag eller beslut, och var det går att läsa.")
    )

    def __init__(self, *args: Any, limit: DirectAwardLimit | None = None, **kwargs: Any) -> None:
        self.limit = limit
        super().__init__(*args, **kwargs)

    def clean_amount(self) -> Any:
        if not self.cleaned_data["amount"]:
            raise ValidationError(_("Gränsen måste vara större än noll."))
        return self.cleaned_data["amount"]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        others = DirectAwardLimit.objects.exclude(pk=self.limit.pk if self.limit else None)
        same = {name: data.get(name) for name in ("limit_class", "valid_from")}
        if taken := others.filter(**same).first():
            self.add_error(
                "valid_from",
                _("Det finns redan en gräns från den dagen (%(source)s). Ändra den i stället.")
                % {"source": taken.source},
            )
        return data

    @staticmethod
    def initial_of(limit: DirectAwardLimit) -> dict[str, Any]:
        return {name: getattr(limit, name) for name in LimitForm.base_fields}


class ServiceKindForm(Form):
    name = forms.CharField(label=_("Namn"), max_length=80)
    limit_class = forms.ChoiceField(
        label=_("Gräns"),
        choices=LimitClass.choices,
        help_text=_(
            "Utbildning, hälsa, socialt stöd och stöd att söka arbete står i LOU bilaga 2 och har "
            "en högre gräns."
        ),
    )

    def __init__(self, *args: Any, kind: ServiceKind | None = None, **kwargs: Any) -> None:
        self.kind = kind
        super().__init__(*args, **kwargs)

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        others = ServiceKind.objects.exclude(pk=self.kind.pk if self.kind else None)
        if others.filter(name__iexact=name).exists():
            raise ValidationError(_("Tjänsteslaget finns redan."))
        return name

    @staticmethod
    def initial_of(kind: ServiceKind) -> dict[str, Any]:
        return {"name": kind.name, "limit_class": kind.limit_class}
