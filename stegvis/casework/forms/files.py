from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from stegvis.casework.enums import FileRowStatus, RowKind
from stegvis.casework.models import FollowUpFile, FollowUpRow
from stegvis.casework.takeover import fields
from stegvis.core.forms import FilterForm, Form
from stegvis.core.imports.cells import decode, shown
from stegvis.core.imports.workbook import UnreadableFile, Workbook, read
from stegvis.participants.models import Programme


class BookField(forms.FileField):
    """One file, read into a workbook. What cannot be read is told in plain words."""

    widget = forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt"})

    def clean(self, data: Any, initial: Any = None) -> Workbook:  # type: ignore[override]
        try:
            if data is not None and data.size == 0:  # Django's own words for it are no way out
                return read(data.name, data.file, 0)
            file = super().clean(data, initial)
            return read(file.name, file.file, file.size)
        except UnreadableFile as unreadable:
            raise forms.ValidationError(str(unreadable)) from None


class UploadForm(Form):
    programme = forms.ModelChoiceField(Programme.objects.none(), label=_("Verksamhet"))
    row_kind = forms.ChoiceField(
        label=_("Vad är en rad?"), choices=RowKind, initial=RowKind.PERSON, widget=forms.RadioSelect
    )
    book = BookField(
        label=_("Fil"),
        help_text=_(
            "Excel (.xlsx) eller CSV, högst 20 MB. Rubrikerna får stå i vilken ordning som helst."
        ),
    )

    def __init__(self, *args: Any, programmes: QuerySet[Programme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = programmes


class MappingForm(Form):
    """A choice for each heading of the file, named k0, k1 …: headings may be anything."""

    def __init__(
        self, *args: Any, file: FollowUpFile, samples: Mapping[str, str], **kwargs: Any
    ) -> None:
        self.file = file
        super().__init__(*args, **kwargs)
        choices = [("", _("Läs inte"))]
        choices += [(field.name, field.title) for field in fields.of(file.row_kind)]
        for place, heading in enumerate(file.headings):
            sample = samples.get(heading, "")
            self.fields[f"k{place}"] = forms.ChoiceField(
                label=heading,
                choices=choices,
                required=False,
                initial=file.mapping.get(heading, ""),
                help_text=_("Till exempel: %(sample)s") % {"sample": sample} if sample else "",
            )

    def chosen(self) -> dict[str, str]:
        """Heading → field name."""
        return {
            heading: self.cleaned_data[f"k{place}"]
            for place, heading in enumerate(self.file.headings)
        }


class RowFilter(FilterForm):
    status = forms.ChoiceField(
        label=_("Visa"), choices=[("", _("Alla rader")), *FileRowStatus.choices], required=False
    )

    def filter(self, queryset: QuerySet) -> QuerySet:
        status = self.value("status")
        return queryset.filter(status=status) if status else queryset


class RowForm(Form):
    """The cells of one row that are read, to mend; and who it is, when that is a question."""

    def __init__(
        self, *args: Any, row: FollowUpRow, candidates: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        self.row = row
        super().__init__(*args, **kwargs)
        if candidates:
            self.fields["participant"] = forms.ChoiceField(
                label=_("Är det samma person?"),
                choices=[*candidates, ("new", _("Nej, en ny person"))],
                widget=forms.RadioSelect,
            )
        known = fields.by_name(row.file.row_kind)
        for heading, name in row.file.mapping.items():
            if name in known:
                self.fields[name] = forms.CharField(
                    label=known[name].title,
                    required=False,
                    initial=cell_text(row, heading, name),
                    help_text=" ".join(row.messages.get(name, [])),
                )

    def corrected(self) -> dict[str, str]:
        """Only what was changed in the form."""
        return {
            name: self.cleaned_data[name]
            for name in self.fields
            if name != "participant" and name in self.changed_data
        }


def cell_text(row: FollowUpRow, heading: str, name: str) -> str:
    if name in row.corrected:
        return str(row.corrected[name])
    return shown(decode(row.raw.get(heading)).value)
