from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from stegvis.accounts.models import User
from stegvis.accounts.roles import Permission
from stegvis.core.forms import Form, VersionedForm
from stegvis.organisations.models import Unit
from stegvis.reports.models import AnnualReport, WordTemplate
from stegvis.reports.queries import has_interventions


class NewReportForm(Form):
    year = forms.IntegerField(label=_("År"), min_value=1990, max_value=2100)
    title = forms.CharField(label=_("Titel"), max_length=200)
    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        label=_("Enheter"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Enheterna under dem kommer med."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = Unit.objects.allowing(user, Permission.ANNUAL_REPORT_EDIT)

    def clean(self) -> dict[str, Any]:
        year, units = self.cleaned_data.get("year"), self.cleaned_data.get("units")
        if year and units and not has_interventions(year, units):
            self.add_error(
                "year",
                _("Enheterna har inga insatser %(year)s. Se efter om året är rätt.")
                % {"year": year},
            )
        return self.cleaned_data


class ReportForm(VersionedForm):
    title = forms.CharField(label=_("Titel"), max_length=200)
    template = forms.ModelChoiceField(
        WordTemplate.objects.defer("content"),
        label=_("Wordmall"),
        required=False,
        empty_label=_("Stegvis mall"),
    )


class ProseForm(VersionedForm):
    text = forms.CharField(
        label=_("Text"),
        widget=forms.Textarea(attrs={"rows": 10}),
        required=False,
        help_text=_("Tom rad ger nytt stycke. **fet**, *kursiv*, rad som börjar med - blir punkt."),
    )

    def clean_text(self) -> str:
        """Browsers send other line ends than files have; only a changed text is a new text."""
        text: str = self.cleaned_data["text"]
        return text.replace("\r\n", "\n")


class TemplateForm(Form):
    name = forms.CharField(label=_("Namn"), max_length=120)
    file = forms.FileField(label=_("Wordfil (.docx)"))

    def clean_file(self) -> bytes:
        from stegvis.reports.documents import docx  # large, and seldom needed

        upload = self.cleaned_data["file"]
        if upload.size > settings.UPLOAD_LIMIT:
            raise ValidationError(_("Filen är för stor. En mall får vara högst 20 MB."))
        content: bytes = upload.read()
        if faults := docx.check_template(content):
            raise ValidationError(faults)
        return content


class CompareForm(Form):
    other = forms.ModelChoiceField(AnnualReport.objects.none(), label=_("Jämför med"))

    def __init__(self, *args: Any, user: User, report: AnnualReport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = AnnualReport.objects.visible_to(user).exclude(pk=report.pk)
        self.fields["other"].queryset = others
