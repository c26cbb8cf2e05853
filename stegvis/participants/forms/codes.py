from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from stegvis.core.forms import FilterForm, Form
from stegvis.participants.enums import CodeScheme
from stegvis.participants.models import Code


class CodeFilter(FilterForm):
    q = forms.CharField(label=_("Sök på kod eller benämning"), required=False)
    edition = forms.ChoiceField(label=_("Utgåva"), required=False)
    show = forms.ChoiceField(
        label=_("Visa"),
        required=False,
        choices=[
            ("", _("Används")),
            ("local", _("Egna")),
            ("archived", _("Arkiverade")),
            ("all", _("Alla")),
        ],
    )

    def __init__(self, *args: Any, editions: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["edition"].choices = [("", _("Alla")), *((one, one) for one in editions)]
        if len(editions) < 2:
            del self.fields["edition"]

    def filter(self, queryset: QuerySet) -> QuerySet:
        chosen = self.cleaned_data if self.is_valid() else {}
        if text := chosen.get("q"):
            queryset = queryset.filter(Q(code__istartswith=text) | Q(label__icontains=text))
        if edition := chosen.get("edition"):
            queryset = queryset.filter(edition=edition)
        show = chosen.get("show", "")
        if show == "archived":
            return queryset.exclude(archived_at=None)
        if show == "local":
            queryset = queryset.filter(is_local=True)
        return queryset if show == "all" else queryset.filter(archived_at=None)


class CodeForm(Form):
    """A code of the municipality's own, beside those of the list."""

    edition = forms.CharField(
        label=_("Utgåva"),
        max_length=20,
        help_text=_("Samma kod kan betyda olika saker i två utgåvor av listan."),
    )
    code = forms.CharField(label=_("Kod"), max_length=20)
    label = forms.CharField(label=_("Benämning"), max_length=200)
    position = forms.IntegerField(
        label=_("Plats i listan"),
        required=False,
        min_value=0,
        max_value=100_000,
        help_text=_("Lägst nummer står först. Tomt betyder sist."),
    )

    def __init__(self, *args: Any, scheme: CodeScheme, **kwargs: Any) -> None:
        self.scheme = scheme
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        asked = {name: self.cleaned_data.get(name) for name in ("edition", "code")}
        if all(asked.values()) and Code.objects.filter(scheme=self.scheme, **asked).exists():
            self.add_error("code", ValidationError(_("Koden finns redan i den här utgåvan.")))
        return self.cleaned_data


class CodeChangeForm(Form):
    """What the code means does not move: only its words and its place."""

    label = forms.CharField(label=_("Benämning"), max_length=200)
    position = forms.IntegerField(label=_("Plats i listan"), min_value=0, max_value=100_000)
