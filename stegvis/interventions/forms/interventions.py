from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from stegvis.accounts.models import User
from stegvis.accounts.roles import Permission
from stegvis.agreements.models import Agreement, AgreementArea
from stegvis.core.forms import DateField, FilterForm, Form, VersionedForm
from stegvis.interventions.enums import InterventionStatus, InterventionStep
from stegvis.interventions.models import CatalogueEntry, Category, Intervention, TargetGroup
from stegvis.organisations.models import Provider, Unit
from stegvis.organisations.queries import reference_number_problem


class InterventionFilter(FilterForm):
    q = forms.CharField(label=_("Sök"), required=False)
    year = forms.IntegerField(label=_("År"), required=False, min_value=1990, max_value=2100)
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Enhet"), required=False, empty_label=_("Alla")
    )
    category = forms.ModelChoiceField(
        Category.objects.all(), label=_("Kategori"), required=False, empty_label=_("Alla")
    )
    step = forms.ChoiceField(
        label=_("Steg"), required=False, choices=[("", _("Alla")), *InterventionStep.choices]
    )
    status = forms.ChoiceField(
        label=_("Läge"), required=False, choices=[("", _("Alla")), *InterventionStatus.choices]
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.allowing(user, Permission.INTERVENTION_VIEW)
        self.fields["unit"].queryset = units
        if not any(assignment.unit_id for assignment in user.current_assignments):
            del self.fields["unit"]

    def filter(self, queryset: QuerySet) -> QuerySet:
        if not self.is_valid():
            return queryset
        chosen = self.cleaned_data
        if chosen["q"]:
            queryset = queryset.filter(
                Q(title__icontains=chosen["q"])
                | Q(reference_number__icontains=chosen["q"])
                | Q(provider__in=Provider.objects.filter(name__icontains=chosen["q"]))
            )
        if chosen["year"]:
            queryset = queryset.of_year(chosen["year"])
        if chosen.get("unit"):
            queryset = queryset.filter(unit__path__startswith=chosen["unit"].path)
        if chosen["category"]:
            queryset = queryset.filter(category=chosen["category"])
        if chosen["step"]:
            queryset = queryset.active().filter(current_step=chosen["step"])
        if chosen["status"]:
            queryset = queryset.filter(status=chosen["status"])
        return queryset


class NewInterventionForm(Form):
    """The beginning: what, for which unit, and the need in a few words."""

    title = forms.CharField(label=_("Titel"), max_length=200)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Enhet"))
    category = forms.ModelChoiceField(Category.objects.all(), label=_("Kategori"))
    catalogue_entry = forms.ModelChoiceField(
        CatalogueEntry.objects.filter(archived_at=None),
        label=_("Ur insatskatalogen"),
        required=False,
    )
    target_group = forms.ModelChoiceField(
        TargetGroup.objects.all(),
        label=_("Målgrupp"),
        required=False,
        help_text=_("Då möter planen det som tidigare lärts om samma målgrupp."),
    )
    need = forms.CharField(
        label=_("Behov"),
        widget=forms.Textarea,
        required=False,
        help_text=_("Vad saknar deltagarna i dag? Du kan skriva mer sedan."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.allowing(user, Permission.ORDER_EDIT)


class InterventionForm(VersionedForm):
    """The facts of an intervention."""

    title = forms.CharField(label=_("Titel"), max_length=200)
    number = forms.IntegerField(
        label=_("Nummer i ordningen"), required=False, min_value=1, max_value=999
    )
    reference_number = forms.CharField(label=_("Diarienummer"), max_length=40, required=False)
    category = forms.ModelChoiceField(Category.objects.all(), label=_("Kategori"))
    catalogue_entry = forms.ModelChoiceField(
        CatalogueEntry.objects.all(), label=_("Ur insatskatalogen"), required=False
    )
    target_group = forms.ModelChoiceField(
        TargetGroup.objects.all(), label=_("Målgrupp"), required=False
    )
    provider = forms.ModelChoiceField(
        Provider.objects.active(), label=_("Leverantör"), required=False
    )
    agreement = forms.ModelChoiceField(
        Agreement.objects.current(), label=_("Avtal"), required=False
    )
    area = forms.ModelChoiceField(
        AgreementArea.objects.select_related("agreement"),
        label=_("Ramavtalsområde"),
        required=False,
    )
    responsible_role = forms.CharField(
        label=_("Ansvarig roll"),
        max_length=120,
        required=False,
        help_text=_("Skriv rollen, inte namnet."),
    )
    starts_on = DateField(label=_("Från"), required=False)
    ends_on = DateField(label=_("Till och med"), required=False)
    follow_up_on = DateField(
        label=_("Följs upp senast"),
        required=False,
        help_text=_("Om slutuppföljningen kommer efter insatsens slut."),
    )
    comment = forms.CharField(label=_("Övriga kommentarer"), widget=forms.Textarea, required=False)

    def __init__(self, *args: Any, intervention: Intervention, **kwargs: Any) -> None:
        self.intervention = intervention
        super().__init__(*args, **kwargs)

    def clean_reference_number(self) -> str | None:
        number = self.cleaned_data["reference_number"].strip()
        if not number:
            return None
        if problem := reference_number_problem(number):
            raise ValidationError(problem)
        others = Intervention.objects.exclude(pk=self.intervention.pk)
        if taken := others.filter(reference_number=number).first():
            raise ValidationError(
                _("Diarienumret används redan av ”%(title)s”. Kontrollera numret."),
                params={"title": str(taken)},
            )
        return number

    def clean(self) -> dict[str, Any]:
        self.add_order_error(
            "starts_on",
            "ends_on",
            _("Insatsen kan inte sluta före den börjar. Ändra ett av datumen."),
        )
        self.add_order_error(
            "starts_on", "follow_up_on", _("Uppföljningen kan inte vara före insatsens början.")
        )
        return self.cleaned_data


class ReasonForm(Form):
    reason = forms.CharField(label=_("Varför?"), max_length=300, widget=forms.Textarea)
