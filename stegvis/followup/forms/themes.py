from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from stegvis.accounts.models import User
from stegvis.core.forms import FilterForm, VersionedForm
from stegvis.followup import access, learning
from stegvis.followup.enums import DecisionKind, FindingKind, ThemeKind
from stegvis.followup.models import Theme
from stegvis.organisations.models import Unit


class ThemeForm(VersionedForm):
    name = forms.CharField(label=_("Tema"), max_length=80)
    kind = forms.ChoiceField(label=_("För"), choices=ThemeKind.choices, initial=ThemeKind.BOTH)
    description = forms.CharField(
        label=_("Beskrivning"),
        max_length=300,
        required=False,
        help_text=_("Vad som hör hit, så att alla väljer samma tema för samma sak."),
    )

    def __init__(self, *args: Any, theme: Theme | None = None, **kwargs: Any) -> None:
        self.theme = theme
        super().__init__(*args, **kwargs)

    def clean_name(self) -> str:
        name = self.cleaned_data["name"].strip()
        others = Theme.objects.exclude(pk=self.theme.pk if self.theme else None)
        # in Python: SQLite does not know that Å and å are the same letter
        if name.casefold() in {other.casefold() for other in others.values_list("name", flat=True)}:
            raise forms.ValidationError(_("Temat finns redan."))
        return name


def _year() -> forms.IntegerField:
    return forms.IntegerField(label=_("År"), required=False, min_value=1990, max_value=2100)


def _unit() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        Unit.objects.none(), label=_("Enhet"), required=False, empty_label=_("Alla")
    )


class FindingFilter(FilterForm):
    """Narrows findings: those that the themes are counted over, and those that are searched."""

    q = forms.CharField(label=_("Sök i lärdomar"), required=False)
    year = _year()
    kind = forms.ChoiceField(
        label=_("Slag"), required=False, choices=[("", _("Alla")), *FindingKind.choices]
    )
    unit = _unit()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.allowing(user, access.LESSONS)

    def filter(self, queryset: QuerySet) -> QuerySet:
        if not self.is_valid():
            return queryset
        chosen = self.cleaned_data
        queryset = queryset.filter(learning.containing(chosen["q"], "statement", "text"))
        if chosen["year"]:
            queryset = queryset.filter(year=chosen["year"])
        if chosen["kind"]:
            queryset = queryset.filter(kind=chosen["kind"])
        if chosen["unit"]:
            queryset = queryset.filter(intervention__unit__path__startswith=chosen["unit"].path)
        return queryset


class DecisionFilter(FilterForm):
    """The open ones, unless something else is asked for."""

    q = forms.CharField(label=_("Sök"), required=False)
    show = forms.ChoiceField(
        label=_("Visa"),
        required=False,
        choices=[
            ("", _("Öppna")),
            ("overdue", _("Försenade")),
            ("done", _("Gjorda")),
            ("all", _("Alla")),
        ],
    )
    kind = forms.ChoiceField(
        label=_("Beslut"), required=False, choices=[("", _("Alla")), *DecisionKind.choices]
    )
    unit = _unit()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.allowing(user, access.LESSONS)

    def filter(self, queryset: QuerySet) -> QuerySet:
        if not self.is_valid():
            return queryset.open()
        chosen = self.cleaned_data
        queryset = {
            "": lambda: queryset.open(),
            "overdue": lambda: queryset.filter(is_overdue=True),
            "done": lambda: queryset.exclude(done_on=None),
            "all": lambda: queryset,
        }[chosen["show"]]()
        fields = ("text", "owner", "finding__statement", "done_note")
        queryset = queryset.filter(learning.containing(chosen["q"], *fields))
        if chosen["kind"]:
            queryset = queryset.filter(kind=chosen["kind"])
        if chosen["unit"]:
            path = chosen["unit"].path
            queryset = queryset.filter(finding__intervention__unit__path__startswith=path)
        return queryset
