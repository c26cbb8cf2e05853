import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from stegvis.core.forms import Form
from stegvis.organisations.enums import SecrecyBasis
from stegvis.organisations.models import Unit


class MunicipalityForm(Form):
    name = forms.CharField(label=_("Kommunens namn"), max_length=120)
    department = forms.CharField(label=_("Förvaltning"), max_length=120, required=False)
    reference_number_pattern = forms.CharField(
        label=_("Mönster för diarienummer"),
        max_length=120,
        help_text=_(
            r"Ett reguljärt uttryck. \d{4}/\d{2} betyder fyra siffror, snedstreck, två siffror."
        ),
    )
    reference_number_example = forms.CharField(
        label=_("Exempel på diarienummer"),
        max_length=40,
        help_text=_("Visas när någon skriver ett diarienummer som inte följer mönstret."),
    )

    def clean_reference_number_pattern(self) -> str:
        pattern = self.cleaned_data["reference_number_pattern"]
        try:
            re.compile(pattern)
        except re.error as error:
            raise ValidationError(
                _("Mönstret går inte att läsa (%(error)s). Kontrollera parenteser och klamrar."),
                params={"error": str(error)},
            ) from None
        return pattern

    def clean(self) -> dict[str, Any]:
        pattern = self.cleaned_data.get("reference_number_pattern")
        example = self.cleaned_data.get("reference_number_example")
        if pattern and example and not re.fullmatch(pattern, example):
            self.add_error(
                "reference_number_example",
                _("Exemplet följer inte mönstret. Ändra det ena så att de stämmer ihop."),
            )
        return self.cleaned_data


class UnitForm(Form):
    name = forms.CharField(label=_("Namn"), max_length=120)
    short_name = forms.CharField(
        label=_("Kort namn"),
        max_length=30,
        help_text=_("Används i tabeller och i filer som läses in, till exempel KC."),
    )
    parent = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Hör till"),
        required=False,
        empty_label=_("Ingen, står överst"),
    )
    is_report_group = forms.BooleanField(
        label=_("Egen kolumn i årsrapporten"),
        required=False,
        help_text=_("Insatser hos enheter under den räknas hit."),
    )

    secrecy_basis = forms.ChoiceField(
        label=_("Sekretess"),
        choices=SecrecyBasis,
        initial=SecrecyBasis.SOCIAL_SERVICES,
        help_text=_(
            "Står på deltagarnas sidor. Det strängaste gäller tills något annat är bestämt."
        ),
    )

    def __init__(self, *args: Any, unit: Unit | None = None, **kwargs: Any) -> None:
        self.unit = unit
        super().__init__(*args, **kwargs)
        parents = Unit.objects.filter(archived_at=None)
        if unit:
            parents = parents.exclude(path__startswith=unit.path)
        self.fields["parent"].queryset = parents.order_by("path")
        self.fields["parent"].label_from_instance = lambda parent: parent.name

    def clean_short_name(self) -> str:
        short_name = self.cleaned_data["short_name"]
        others = Unit.objects.exclude(pk=self.unit.pk if self.unit else None)
        if taken := others.filter(short_name__iexact=short_name).first():
            raise ValidationError(
                _("%(name)s har redan det korta namnet."), params={"name": taken.name}
            )
        return short_name


class UnitChangeForm(UnitForm):
    is_archived = forms.BooleanField(
        label=_("Används inte längre"),
        required=False,
        help_text=_("Enheten finns kvar där den har använts, men går inte att välja på nytt."),
    )

    @staticmethod
    def initial_of(unit: Unit) -> dict[str, Any]:
        names = ("name", "short_name", "parent", "is_report_group", "secrecy_basis")
        return {name: getattr(unit, name) for name in names} | {
            "is_archived": bool(unit.archived_at)
        }
