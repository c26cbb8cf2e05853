import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from stegvis.accounts.models import User
from stegvis.accounts.roles import Permission
from stegvis.core.forms import DateField, Form
from stegvis.organisations.models import Unit
from stegvis.participants.models import Programme

FACTS = (
    *("name", "slug", "unit", "description", "starts_on", "ends_on"),
    *("capacity", "capacity_per_caseworker"),
)


class ProgrammeForm(Form):
    name = forms.CharField(label=_("Namn"), max_length=120)
    slug = forms.CharField(
        label=_("Kort namn"),
        max_length=40,
        help_text=_("Används i adresser och kommandon: små bokstäver, siffror och bindestreck."),
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Enhet"),
        empty_label=_("Välj enhet"),
        help_text=_("Enhetens handläggare och chefer ser deltagarna."),
    )
    description = forms.CharField(
        label=_("Beskrivning"),
        widget=forms.Textarea,
        required=False,
        help_text=_("För vem, och vad som erbjuds. Remittenten läser den."),
    )
    starts_on = DateField(label=_("Från"))
    ends_on = DateField(
        label=_("Till och med"), required=False, help_text=_("Tomt betyder tills vidare.")
    )
    capacity = forms.IntegerField(
        label=_("Platser"),
        required=False,
        min_value=1,
        max_value=100_000,
        help_text=_("Så många kan vara inskrivna samtidigt."),
    )
    capacity_per_caseworker = forms.IntegerField(
        label=_("Deltagare per handläggare"), required=False, min_value=1, max_value=1_000
    )

    def __init__(
        self, *args: Any, user: User, programme: Programme | None = None, **kwargs: Any
    ) -> None:
        self.programme = programme
        super().__init__(*args, **kwargs)
        units = Unit.objects.allowing(user, Permission.PROGRAMME_EDIT).filter(archived_at=None)
        self.fields["unit"].queryset = units.order_by("path")
        self.fields["unit"].label_from_instance = lambda unit: unit.name

    def clean_name(self) -> str:
        name = self.cleaned_data["name"].strip()
        others = Programme.objects.exclude(pk=self.programme.pk if self.programme else None)
        # in Python: SQLite does not know that Å and å are the same letter
        if name.casefold() in {one.casefold() for one in others.values_list("name", flat=True)}:
            raise ValidationError(_("Det finns redan en verksamhet med det namnet."))
        return name

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"].strip().lower()
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug):
            raise ValidationError(
                _("Skriv med små bokstäver a–z, siffror och bindestreck, till exempel vamos.")
            )
        others = Programme.objects.exclude(pk=self.programme.pk if self.programme else None)
        if others.filter(slug=slug).exists():
            raise ValidationError(_("En annan verksamhet har redan det korta namnet."))
        return slug

    def clean(self) -> dict[str, Any]:
        self.add_order_error("starts_on", "ends_on", _("Slutdatum kan inte vara före startdatum."))
        return self.cleaned_data

    @staticmethod
    def initial_of(programme: Programme) -> dict[str, Any]:
        return {name: getattr(programme, name) for name in FACTS}


class FactorForm(Form):
    prefix = "fraga"  # stands on a page with another form
    name = forms.CharField(
        label=_("Fråga"),
        max_length=120,
        help_text=_("Besvaras med ja, nej eller vet inte. Till exempel: Har ett CV"),
    )
    is_sensitive = forms.BooleanField(
        label=_("Känslig uppgift"),
        required=False,
        initial=True,
        help_text=_("Syns bara för den som får se uppgifter om hälsa och missbruk."),
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        self.programme = programme
        super().__init__(*args, **kwargs)

    def clean_name(self) -> str:
        name = self.cleaned_data["name"].strip()
        asked = self.programme.factors.values_list("name", flat=True)
        if name.casefold() in {one.casefold() for one in asked}:
            raise ValidationError(_("Frågan finns redan."))
        return name
