from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stegvis.core.forms import DateField, VersionedForm
from stegvis.core.versions import VersionConflict
from stegvis.followup.enums import DecisionKind, FindingKind, FindingSource, ThemeKind
from stegvis.followup.forms.rows import RowForm
from stegvis.followup.models import Finding, JointAnalysis, Theme
from stegvis.interventions.models import Intervention


def _text(name: str, label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        widget=forms.Textarea,
        required=False,
        help_text=JointAnalysis._meta.get_field(name).help_text,
    )


class AnalysisForm(VersionedForm):
    held_on = DateField(label=_("När hölls den?"), required=False)
    took_part = _text("took_part", _("Vilka deltog?"))
    right_thing = _text("right_thing", _("Var det rätt insats för målgruppen?"))
    right_way = _text("right_way", _("Gjordes den på rätt sätt?"))
    summary = _text("summary", _("Sammanfattning"))

    def __init__(self, *args: Any, intervention: Intervention, today: date, **kwargs: Any) -> None:
        self.intervention, self.today = intervention, today
        super().__init__(*args, **kwargs)

    def clean_held_on(self) -> date | None:
        day, starts_on = self.cleaned_data["held_on"], self.intervention.starts_on
        if day and day > self.today:
            raise forms.ValidationError(_("Dagen har inte varit än. Skriv datumet efter mötet."))
        if day and starts_on and day < starts_on:
            raise forms.ValidationError(
                _("Analysen kan inte ha hållits före insatsens början, %(day)s."),
                params={"day": starts_on},
            )
        return day


class ThemeChoices(forms.CheckboxSelectMultiple):
    """The themes in as many columns as there is room for."""

    template_name = "followup/theme_choices.html"


class FindingForm(RowForm):
    kind = forms.ChoiceField(label=_("Slag"), choices=FindingKind.choices, widget=forms.RadioSelect)
    statement = forms.CharField(
        label=_("Kort"),
        max_length=120,
        help_text=_("En mening som går att förstå utan resten, högst 120 tecken."),
        error_messages={
            "max_length": _("Skriv högst 120 tecken (nu %(show_value)d). Resten ryms under Text.")
        },
    )
    text = forms.CharField(label=_("Text"), widget=forms.Textarea, required=False)
    source = forms.ChoiceField(
        label=_("Vem säger det?"), choices=FindingSource.choices, initial=FindingSource.JOINT
    )
    themes = forms.ModelMultipleChoiceField(
        Theme.objects.none(),
        label=_("Teman"),
        widget=ThemeChoices,
        help_text=_("Minst ett. Teman gör att samma sak känns igen i andra insatser."),
    )
    year = forms.IntegerField(
        label=_("År"),
        min_value=1990,
        max_value=2100,
        help_text=_("Det år som lärdomen redovisas i."),
    )

    def __init__(self, *args: Any, finding: Finding | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = finding.themes.values("pk") if finding else ()
        themes = Theme.objects.filter(Q(archived_at=None) | Q(pk__in=chosen))
        self.fields["themes"].queryset = themes
        self.fields["themes"].error_messages["required"] = _("Välj minst ett tema.")

    def clean(self) -> dict[str, Any]:
        super().clean()
        kind = self.cleaned_data.get("kind")
        wrong = [
            f"”{theme}”"
            for theme in self.cleaned_data.get("themes", ())
            if kind and theme.kind not in (kind, ThemeKind.BOTH)
        ]
        if wrong:
            self.add_error(
                "themes",
                _("%(themes)s är inte tema för det slaget. Välj ett annat.")
                % {"themes": ", ".join(wrong)},
            )
        return self.cleaned_data


class DecisionForm(RowForm):
    kind = forms.ChoiceField(
        label=_("Beslut"), choices=DecisionKind.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(label=_("Vad ska göras?"), max_length=300, required=False)
    owner = forms.CharField(
        label=_("Ansvarig"),
        max_length=120,
        required=False,
        help_text=_("Skriv rollen, inte namnet."),
    )
    due_on = DateField(label=_("Senast"), required=False)

    def __init__(self, *args: Any, held_on: date | None = None, **kwargs: Any) -> None:
        self.held_on = held_on
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("kind") in (DecisionKind.ACT_NEXT_PLAN, DecisionKind.ACT_ELSEWHERE):
            if not data.get("owner"):
                self.add_error("owner", _("Skriv vem som ansvarar."))
            if not data.get("text"):
                self.add_error("text", _("Skriv vad som ska göras."))
        due_on = data.get("due_on")
        if due_on and self.held_on and due_on < self.held_on:
            self.add_error(
                "due_on",
                _("Det är före den gemensamma analysen, %(day)s.") % {"day": self.held_on},
            )
        return data

    def show_conflict(self, conflict: VersionConflict) -> None:
        """Also tells that it is done: that is written in another form."""
        super().show_conflict(conflict)
        if done_on := getattr(conflict.latest, "done_on", None):
            self.add_error(None, _("Beslutet är markerat som gjort %(day)s.") % {"day": done_on})


class DoneForm(VersionedForm):
    done_on = DateField(label=_("När gjordes det?"))
    done_note = forms.CharField(
        label=_("Vad gjordes?"),
        max_length=300,
        required=False,
        help_text=_("Står på temats sida, så att andra kan göra likadant."),
    )

    def __init__(self, *args: Any, today: date, is_done: bool, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)
        if is_done:
            self.fields["done_on"].required = False
            self.fields["done_on"].help_text = _("Töm fältet för att öppna beslutet igen.")

    def clean_done_on(self) -> date | None:
        day = self.cleaned_data["done_on"]
        if day and day > self.today:
            raise forms.ValidationError(_("Dagen har inte varit än."))
        return day
