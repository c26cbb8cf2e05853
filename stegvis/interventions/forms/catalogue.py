from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from stegvis.agreements.models import ServiceKind
from stegvis.core.forms import Form
from stegvis.interventions.models import CatalogueEntry, Category, TargetGroup


class CatalogueForm(Form):
    name = forms.CharField(label=_("Namn"), max_length=200)
    category = forms.ModelChoiceField(Category.objects.all(), label=_("Kategori"))
    description = forms.CharField(label=_("Beskrivning"), widget=forms.Textarea, required=False)
    target_group = forms.ModelChoiceField(
        TargetGroup.objects.all(), label=_("Målgrupp"), required=False
    )
    service_kind = forms.ModelChoiceField(
        ServiceKind.objects.all(), label=_("Tjänsteslag"), required=False
    )

    def __init__(self, *args: Any, entry: CatalogueEntry | None = None, **kwargs: Any) -> None:
        self.entry = entry
        super().__init__(*args, **kwargs)

    def clean_name(self) -> str:
        name = self.cleaned_data["name"].strip()
        others = CatalogueEntry.objects.exclude(pk=self.entry.pk if self.entry else None)
        if others.filter(name=name).exists():
            raise ValidationError(_("Det finns redan en post med det namnet."))
        return name
