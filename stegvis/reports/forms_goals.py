from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.core.forms import DateField, Form, NumberField, VersionedForm
from stegvis.reports.enums import GoalDirection, GoalValueKind
from stegvis.reports.models import Goal
from stegvis.reports.project.source import measurable


def measures() -> dict[str, str]:
    """The figures that a goal can be held against, by name. Their titles are the report's."""
    return {name: one.title_sv for name, one in measurable().items()}


class GoalForm(VersionedForm):
    title = forms.CharField(label=_("Mål"), max_length=200)
    indicator = forms.ChoiceField(
        label=_("Tal som målet hålls mot"),
        required=False,
        help_text=_("Lämna tomt när inget tal i systemet mäter det."),
    )
    direction = forms.ChoiceField(
        label=_("Målet är nått när utfallet är"),
        choices=GoalDirection.choices,
        initial=GoalDirection.AT_LEAST,
    )
    difficulty = forms.CharField(
        label=_("Vad som är svårt att mäta, och varför"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Står i rapportens kapitel om det som inte gick att mäta."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].choices = [("", _("Inget tal")), *measures().items()]

    @staticmethod
    def initial_of(goal: Goal) -> dict[str, Any]:
        names = ("title", "indicator", "direction", "difficulty", "version")
        return {name: getattr(goal, name) for name in names}

    def values(self) -> dict[str, Any]:
        """What a new goal is made of."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class GoalValueForm(Form):
    value = NumberField(
        label=_("Målvärde"),
        min_value=0,
        max_digits=10,
        decimal_places=2,
        help_text=_("Andelar skrivs i procent, till exempel 25."),
    )
    valid_from = DateField(label=_("Gäller från"))
    kind = forms.ChoiceField(
        label=_("Slag"),
        choices=GoalValueKind.choices,
        initial=GoalValueKind.DECIDED,
        help_text=_(
            "Ett resonemang är inget beslut: vad som i efterhand hade varit ett rimligt mål."
        ),
    )
    reason = forms.CharField(
        label=_("Varför"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    decided_by = forms.CharField(
        label=_("Beslutat av"),
        max_length=120,
        required=False,
        help_text=_("En roll eller grupp, till exempel styrgruppen. Inte en persons namn."),
    )
