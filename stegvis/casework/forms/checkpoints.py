from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from stegvis.casework.enums import CheckpointKind
from stegvis.core.forms import DateField, Form
from stegvis.participants.models import Programme

REST = 14  # days that the form proposes


class RestForm(Form):
    until = DateField(label=_("Vila till och med"))
    note = forms.CharField(
        label=_("Vad har du sett, och varför kan det vänta?"), widget=forms.Textarea
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"until": today + timedelta(days=REST)})
        super().__init__(*args, **kwargs)


class RuleForm(Form):
    programme = forms.ModelChoiceField(Programme.objects.none(), label=_("Verksamhet"))
    kind = forms.ChoiceField(label=_("Vad ska regeln se på?"), choices=CheckpointKind)
    days = forms.IntegerField(
        label=_("Fler än så många dagar"),
        min_value=1,
        max_value=3000,
        help_text=_("Till exempel 90: regeln pekar ut personen från dag 91."),
    )
    is_active = forms.BooleanField(label=_("Regeln används"), required=False, initial=True)

    def __init__(self, *args: Any, programmes: QuerySet[Programme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = programmes
