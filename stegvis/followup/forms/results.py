from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.core.forms import Form
from stegvis.core.versions import VersionConflict
from stegvis.followup.enums import Answer
from stegvis.followup.forms.rows import RowForm
from stegvis.followup.models import ReportedResult


class ResultForm(RowForm):
    """The provider's answer to an expected result. Its figures are a formset beside it."""

    theirs: tuple[str, ...] = ()  # the figures that somebody else saved

    answer = forms.ChoiceField(
        label=_("Nåddes resultatet?"), choices=Answer.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("Redovisat resultat"),
        widget=forms.Textarea,
        required=False,
        help_text=_("Vad ni har sett hos deltagarna, och hur ni vet det."),
    )

    def show_conflict(self, conflict: VersionConflict) -> None:
        super().show_conflict(conflict)
        latest = conflict.latest
        self.theirs = tuple(map(str, latest.figures.all())) if latest.pk else ()


class OtherResultForm(ResultForm):
    """A result that no line of the plan expected. Without a text there is nothing to read."""

    text = forms.CharField(label=_("Resultat"), widget=forms.Textarea)


class FigureForm(Form):
    """3 of 5 – passed all the modules."""

    count = forms.IntegerField(label=_("Antal"), required=False, min_value=0)
    of = forms.IntegerField(label=_("av"), required=False, min_value=0)
    what = forms.CharField(
        label=_("vad"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("fick godkänt i alla moduler")}),
    )

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        count, of, what = data.get("count"), data.get("of"), data.get("what")
        if count is None and (what or of is not None) and "count" not in self.errors:
            self.add_error("count", _("Skriv antalet, eller töm raden."))
        if count is not None and not what:
            self.add_error("what", _("Skriv vad siffran räknar."))
        if count is not None and of is not None and count > of:
            self.add_error("count", _("Antalet kan inte vara större än det hela."))
        return data


FigureFormSet = forms.formset_factory(FigureForm, extra=2, max_num=12)


def filled(figures: Any) -> list[dict[str, Any]]:
    """The rows with a number; empty rows are left out."""
    return [row for form in figures if (row := form.cleaned_data) and row["count"] is not None]


def figures_of(result: ReportedResult | None) -> list[dict[str, Any]]:
    return list(result.figures.values("count", "of", "what")) if result else []
