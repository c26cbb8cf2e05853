from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from stegvis.core.forms import DateField, FilterForm, NumberField, VersionedForm
from stegvis.employers import queries
from stegvis.employers.enums import OpeningKind, OpeningStatus
from stegvis.employers.forms.fields import occupation
from stegvis.employers.models import Employer, Workplace


class OpeningForm(VersionedForm):
    title = forms.CharField(
        label=_("Vad det gäller"), max_length=120, help_text=_("Till exempel diskare eller städ.")
    )
    kind = forms.ChoiceField(label=_("Slag"), choices=OpeningKind)
    workplace = forms.ModelChoiceField(Workplace.objects.none(), label=_("Arbetsplats"))
    occupation = occupation()
    places = forms.IntegerField(label=_("Antal platser"), min_value=1, max_value=999, initial=1)
    hours_per_week = NumberField(
        label=_("Timmar i veckan"), required=False, min_value=1, max_value=60, decimal_places=1
    )
    requirements = forms.CharField(
        label=_("Krav och villkor"), widget=forms.Textarea, required=False
    )
    starts_on = DateField(label=_("Från"), required=False)
    last_on = DateField(label=_("Gäller till och med"), required=False)

    def __init__(self, *args: Any, employer: Employer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        workplaces = employer.workplaces.kept()
        self.fields["workplace"].queryset = workplaces
        if len(workplaces) == 1:
            self.fields["workplace"].initial = workplaces[0]

    def clean(self) -> dict[str, Any]:
        self.add_order_error(
            "starts_on", "last_on", _("Sista dagen kan inte vara före den första.")
        )
        return self.cleaned_data


class OpeningFilter(FilterForm):
    q = forms.CharField(label=_("Sök"), required=False)
    kind = forms.ChoiceField(
        label=_("Slag"), required=False, choices=[("", _("Alla")), *OpeningKind.choices]
    )
    status = forms.ChoiceField(
        label=_("Läge"),
        required=False,
        choices=[("", OpeningStatus.OPEN.label), *OpeningStatus.choices[1:], ("alla", _("Alla"))],
    )

    def filter(self, queryset: QuerySet) -> QuerySet:
        if not self.is_valid():
            return queryset.open()
        chosen = self.cleaned_data
        fields = ("title", "workplace__name", "workplace__place", "workplace__employer__name")
        queryset = queryset.filter(queries.containing(chosen["q"], *fields))
        if chosen["status"] != "alla":
            queryset = queryset.filter(status=chosen["status"] or OpeningStatus.OPEN)
        if chosen["kind"]:
            queryset = queryset.filter(kind=chosen["kind"])
        return queryset
