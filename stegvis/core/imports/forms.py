from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from stegvis.core.forms import FilterForm, Form
from stegvis.core.imports import spec
from stegvis.core.imports.enums import RowStatus
from stegvis.core.imports.models import ImportBatch
from stegvis.core.imports.spec import ImportSheet
from stegvis.core.imports.workbook import UnreadableFile, Workbook, read

FILES_LIMIT = 30


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files, read into workbooks. A file that cannot be read is told in plain words."""

    widget = FilesInput(attrs={"accept": ".xlsx,.csv,.txt"})

    def clean(self, data: Any, initial: Any = None) -> list[Workbook]:  # type: ignore[override]
        files = data or [None]
        if len(files) > FILES_LIMIT:
            raise forms.ValidationError(
                _("Välj högst %(limit)s filer."), params={"limit": FILES_LIMIT}
            )
        books, faults = [], []
        for file in files:
            try:
                books.append(self._read(file, initial))
            except (UnreadableFile, forms.ValidationError) as fault:
                faults.append(fault)
        if faults:
            raise forms.ValidationError([_told(fault) for fault in faults])
        return books

    def _read(self, file: UploadedFile, initial: Any) -> Workbook:
        if file is not None and file.size == 0:  # Django's own words for it are no way out
            return read(file.name, file.file, 0)
        file = super().clean(file, initial)
        return read(file.name, file.file, file.size)


def _told(fault: Exception) -> forms.ValidationError:
    return fault if isinstance(fault, forms.ValidationError) else forms.ValidationError(str(fault))


class UploadForm(Form):
    books = FilesField(
        label=_("Filer"),
        help_text=_("Excel (.xlsx) eller CSV, högst 20 MB. Du kan välja flera filer på en gång."),
    )
    sheet = forms.ChoiceField(
        label=_("Slag"),
        required=False,
        help_text=_("Behövs bara när filens eller bladets namn inte säger vad raderna är."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles = [(sheet.key, sheet.title) for sheet in spec.registered()]
        self.fields["sheet"].choices = [("", _("Känn igen efter namnet")), *titles]
        self.fields["books"].error_messages["required"] = _("Välj minst en fil.")

    def clean_sheet(self) -> ImportSheet | None:
        return spec.get(self.cleaned_data["sheet"])


class AcceptForm(Form):
    leave_out = forms.BooleanField(required=False)

    def __init__(self, *args: Any, batch: ImportBatch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wrong = batch.count(RowStatus.WRONG)
        if wrong:
            self.fields["leave_out"].label = _("Utelämna felaktiga rader (%(rows)s)") % {
                "rows": wrong
            }
        else:
            del self.fields["leave_out"]


class RowFilter(FilterForm):
    status = forms.ChoiceField(
        label=_("Läge"), required=False, choices=[("", _("Alla")), *RowStatus.choices]
    )
    sheet = forms.ChoiceField(label=_("Slag"), required=False)

    def __init__(self, *args: Any, sheets: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sheet"].choices = [("", _("Alla")), *sheets]
        if len(sheets) < 2:
            del self.fields["sheet"]

    def filter(self, queryset: QuerySet) -> QuerySet:
        if not self.is_valid():
            return queryset
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        return queryset.filter(**chosen)
