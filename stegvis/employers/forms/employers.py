from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from stegvis.core.forms import FilterForm, Form, VersionedForm
from stegvis.employers import numbers, queries
from stegvis.employers.duplicates import Similar, similar
from stegvis.employers.enums import EmployerSize, FunnelStage, Market
from stegvis.employers.forms.fields import CodeField
from stegvis.employers.models import Employer, Workplace
from stegvis.participants.enums import CodeScheme


class EmployerFilter(FilterForm):
    q = forms.CharField(
        label=_("Sök"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("Namn, nummer, nätverk eller ort")}),
    )
    stage = forms.ChoiceField(
        label=_("Hur långt"), required=False, choices=[("", _("Alla")), *FunnelStage.choices]
    )
    market = forms.ChoiceField(
        label=_("Marknad"), required=False, choices=[("", _("Alla")), *Market.choices]
    )
    order = forms.ChoiceField(
        label=_("Ordning"),
        required=False,
        choices=[
            ("", _("Namn")),
            ("next", _("Nästa kontakt")),
            ("longest", _("Längst sedan kontakt")),
            ("latest", _("Senast kontaktad")),
        ],
    )
    archived = forms.ChoiceField(
        label=_("Visa"), required=False, choices=[("", _("Aktuella")), ("ja", _("Arkiverade"))]
    )

    ORDERS = {
        "next": F("next_on").asc(nulls_last=True),
        "longest": F("last_contact_on").asc(nulls_first=True),
        "latest": F("last_contact_on").desc(nulls_last=True),
    }

    def filter(self, queryset: QuerySet) -> QuerySet:
        if not self.is_valid():
            return queryset.kept()
        chosen = self.cleaned_data
        queryset = queryset.exclude(archived_at=None) if chosen["archived"] else queryset.kept()
        queryset = queryset.filter(queries.search(chosen["q"]))
        if chosen["stage"]:
            queryset = queryset.filter(stage=chosen["stage"])
        if chosen["market"]:
            at = Workplace.objects.kept().filter(market=chosen["market"])
            queryset = queryset.filter(pk__in=at.values("employer"))
        if chosen["order"]:
            queryset = queryset.order_by(self.ORDERS[chosen["order"]], "name", "pk")
        return queryset


class EmployerForm(VersionedForm):
    """The facts of an employer. One that may be here already has to be looked at first."""

    name = forms.CharField(label=_("Namn"), max_length=120)
    organisation_number = forms.CharField(
        label=_("Organisationsnummer"),
        max_length=20,
        required=False,
        help_text=_("Tio siffror, som 556677-8899. Lämna tomt för en enskild firma."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    industry = CodeField(CodeScheme.INDUSTRY, label=_("Bransch (SNI)"))
    size = forms.ChoiceField(label=_("Storlek"), choices=EmployerSize, initial=EmployerSize.UNKNOWN)
    network = forms.CharField(
        label=_("Nätverk"), max_length=80, required=False, help_text=_("Till exempel företagsvän.")
    )
    note = forms.CharField(
        label=_("Bra att veta"),
        widget=forms.Textarea,
        required=False,
        help_text=_("Alla enheter läser det. Skriv inget om deltagare här."),
    )
    is_other = forms.BooleanField(
        label=_("Det är en annan arbetsgivare"), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, employer: Employer | None = None, **kwargs: Any) -> None:
        self.employer = employer
        self.similar: list[Similar] = []
        super().__init__(*args, **kwargs)

    def clean_organisation_number(self) -> str | None:
        text = self.cleaned_data["organisation_number"]
        try:
            return numbers.parse(text) if text else None
        except numbers.WrongNumber as wrong:
            raise ValidationError(str(wrong)) from wrong

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        is_other = data.pop("is_other", False)
        name, number = data.get("name", ""), data.get("organisation_number")
        if name and self._is_changed(name, number):
            self.similar = similar(name=name, organisation_number=number, exclude=self.employer)
        if any(one.is_certain for one in self.similar):
            self.add_error(
                "organisation_number", _("Numret finns redan hos en annan arbetsgivare.")
            )
        elif self.similar:
            self.fields["is_other"].widget = forms.CheckboxInput()
            if not is_other:
                self.add_error(
                    "is_other", _("Titta på dem som liknar, och kryssa här om ingen är rätt.")
                )
        return data

    def _is_changed(self, name: str, number: str | None) -> bool:
        before = self.employer
        return before is None or (before.name, before.organisation_number) != (name, number)


class NewEmployerForm(EmployerForm):
    """Also its first workplace."""

    workplace_name = forms.CharField(
        label=_("Arbetsplatsens namn"),
        max_length=120,
        required=False,
        help_text=_("Tomt betyder samma namn som arbetsgivaren. Fler kan läggas till sedan."),
    )
    address = forms.CharField(label=_("Adress"), max_length=200, required=False)
    place = forms.CharField(label=_("Ort eller stadsdel"), max_length=80, required=False)
    phone = forms.CharField(label=_("Telefon"), max_length=40, required=False)
    market = forms.ChoiceField(label=_("Marknad"), choices=Market, initial=Market.REGULAR)

    field_order = ["version", "name", "place", "phone", "organisation_number", "industry", "size"]

    def values(self) -> dict[str, Any]:
        """For the action: the employer's values, with those of the workplace apart."""
        data = dict(self.cleaned_data)
        data.pop("version")
        workplace = {name: data.pop(name) for name in ("address", "place", "phone", "market")}
        if name := data.pop("workplace_name"):
            workplace["name"] = name
        return {**data, "workplace": workplace}


class WorkplaceForm(Form):
    name = forms.CharField(label=_("Arbetsplats"), max_length=120)
    place = forms.CharField(
        label=_("Ort eller stadsdel"),
        max_length=80,
        required=False,
        help_text=_("Lediga platser matchas mot var deltagare vill arbeta."),
    )
    address = forms.CharField(label=_("Adress"), max_length=200, required=False)
    phone = forms.CharField(label=_("Telefon"), max_length=40, required=False)
    market = forms.ChoiceField(
        label=_("Marknad"),
        choices=Market,
        initial=Market.REGULAR,
        help_text=_("Platser som redan finns behåller den marknad de hade när de började."),
    )
    is_archived = forms.BooleanField(label=_("Används inte längre"), required=False)

    def __init__(self, *args: Any, is_new: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_new:
            del self.fields["is_archived"]


class PersonForm(Form):
    name = forms.CharField(label=_("Namn"), max_length=120)
    role = forms.CharField(label=_("Roll"), max_length=80, required=False)
    workplace = forms.ModelChoiceField(
        Workplace.objects.none(), label=_("Arbetsplats"), required=False
    )
    phone = forms.CharField(label=_("Telefon"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-post"), required=False)
    is_archived = forms.BooleanField(label=_("Är inte kvar"), required=False)

    def __init__(self, *args: Any, employer: Employer, is_new: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["workplace"].queryset = employer.workplaces.kept()
        if is_new:
            del self.fields["is_archived"]
