from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from stegvis.core.forms import DateField, FilterForm, Form
from stegvis.organisations.enums import ProviderKind
from stegvis.organisations.models import Provider, ProviderStaff


class ProviderFilter(FilterForm):
    q = forms.CharField(label=_("Sök"), required=False)
    kind = forms.ChoiceField(
        label=_("Slag"), required=False, choices=[("", _("Alla")), *ProviderKind.choices]
    )
    archived = forms.ChoiceField(
        label=_("Läge"),
        required=False,
        choices=[("", _("Används")), ("ja", _("Arkiverade"))],
    )

    def filter(self, queryset: QuerySet) -> QuerySet:
        chosen = self.cleaned_data if self.is_valid() else {}
        if text := chosen.get("q"):
            queryset = queryset.filter(
                Q(name__icontains=text)
                | Q(full_name__icontains=text)
                | Q(organisation_number__startswith=text)
            )
        if kind := chosen.get("kind"):
            queryset = queryset.filter(kind=kind)
        return queryset.exclude(archived_at=None) if chosen.get("archived") else queryset.active()


class ProviderForm(Form):
    name = forms.CharField(
        label=_("Namn"), max_length=120, help_text=_("Det ni säger till vardags.")
    )
    full_name = forms.CharField(label=_("Fullständigt namn"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("Slag"), choices=ProviderKind.choices)
    organisation_number = forms.RegexField(
        r"^\d{6}-\d{4}$",
        label=_("Organisationsnummer"),
        required=False,
        error_messages={"invalid": _("Skriv organisationsnumret som 556677-8899.")},
    )

    def __init__(self, *args: Any, provider: Provider | None = None, **kwargs: Any) -> None:
        self.provider = provider
        super().__init__(*args, **kwargs)

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        others = Provider.objects.exclude(pk=self.provider.pk if self.provider else None)
        if taken := others.filter(name__iexact=name).first():
            raise ValidationError(
                _("Det finns redan en leverantör som heter %(name)s. Sök upp den i listan."),
                params={"name": taken.name},
            )
        return name


class ProviderChangeForm(ProviderForm):
    is_archived = forms.BooleanField(
        label=_("Används inte längre"),
        required=False,
        help_text=_("Leverantören finns kvar där den har använts, men går inte att välja på nytt."),
    )

    @staticmethod
    def initial_of(provider: Provider) -> dict[str, Any]:
        names = ("name", "full_name", "kind", "organisation_number")
        return {name: getattr(provider, name) for name in names} | {
            "is_archived": bool(provider.archived_at)
        }


class StaffForm(Form):
    name = forms.CharField(label=_("Namn"), max_length=120)
    role = forms.CharField(
        label=_("Roll"), max_length=80, help_text=_("Till exempel lärare eller handledare.")
    )
    email = forms.EmailField(
        label=_("E-post"),
        required=False,
        error_messages={"invalid": _("Skriv hela e-postadressen, till exempel namn@foretag.se.")},
    )
    started_on = DateField(label=_("Började"))
    ended_on = DateField(
        label=_("Slutade"),
        required=False,
        help_text=_("Sista arbetsdagen. Tomt så länge personen är kvar."),
    )

    def clean(self) -> dict[str, Any]:
        self.add_order_error(
            "started_on", "ended_on", _("Slutdatum kan inte vara före startdatum.")
        )
        return self.cleaned_data

    @staticmethod
    def initial_of(person: ProviderStaff) -> dict[str, Any]:
        names = ("name", "role", "email", "started_on", "ended_on")
        return {name: getattr(person, name) for name in names}


class StaffEndForm(Form):
    ended_on = DateField(
        label=_("Sista arbetsdag"), help_text=_("Får ligga framåt i tiden om det redan är bestämt.")
    )

    def __init__(self, *args: Any, person: ProviderStaff, **kwargs: Any) -> None:
        self.person = person
        super().__init__(*args, **kwargs)

    def clean_ended_on(self) -> Any:
        ended_on = self.cleaned_data["ended_on"]
        if ended_on < self.person.started_on:
            raise ValidationError(
                _("Personen började %(day)s. Sista arbetsdagen kan inte vara före det."),
                params={"day": self.person.started_on.isoformat()},
            )
        return ended_on
