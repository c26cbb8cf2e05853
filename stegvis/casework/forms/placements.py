from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stegvis.casework.enums import EndedBy, EndReason, PlacementKind
from stegvis.casework.models import Placement
from stegvis.core.forms import DateField, FilterForm, Form, NumberField, VersionedForm
from stegvis.employers.enums import ContactMode
from stegvis.employers.forms.fields import Buttons, occupation
from stegvis.employers.models import ContactPerson, Employer
from stegvis.participants.models import Enrolment

EMPTY = [("", "–")]


class WorkplaceFilter(FilterForm):
    q = forms.CharField(label=_("Sök arbetsplats"), required=False)


class PlacementForm(VersionedForm):
    """A placement at a workplace that is known. The supervisor may be new."""

    kind = forms.ChoiceField(label=_("Slag"), choices=PlacementKind, widget=Buttons(wide=True))
    starts_on = DateField(
        label=_("Från"), help_text=_("En dag som inte har varit ger en planerad plats.")
    )
    ends_on = DateField(
        label=_("Till och med"), required=False, help_text=_("Om slutet är bestämt.")
    )
    hours_per_week = NumberField(
        label=_("Timmar i veckan"),
        required=False,
        min_value=1,
        max_value=60,
        max_digits=4,
        decimal_places=1,
    )
    schedule = forms.CharField(
        label=_("Schema"),
        max_length=200,
        required=False,
        help_text=_("Till exempel måndag och onsdag 9–12."),
    )
    occupation = occupation()
    supervisor = forms.ModelChoiceField(
        ContactPerson.objects.none(), label=_("Handledare"), required=False, empty_label="–"
    )
    supervisor_name = forms.CharField(
        label=_("Ny handledare, namn"), max_length=120, required=False
    )
    supervisor_phone = forms.CharField(
        label=_("Ny handledare, telefon"), max_length=40, required=False
    )
    tasks = forms.CharField(label=_("Arbetsuppgifter"), widget=forms.Textarea, required=False)
    adaptations = forms.CharField(label=_("Anpassningar"), widget=forms.Textarea, required=False)
    support = forms.CharField(
        label=_("Stöd från oss"),
        widget=forms.Textarea,
        required=False,
        help_text=_("Hur handledaren når oss, hur ofta vi kommer."),
    )
    may_end_same_day = forms.BooleanField(
        label=_("Får avslutas samma dag av båda"), required=False, initial=True
    )

    def __init__(self, *args: Any, enrolment: Enrolment, employer: Employer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.enrolment = enrolment
        chosen = self.initial.get("supervisor")
        persons = employer.persons.filter(Q(archived_at=None) | Q(pk=chosen.pk if chosen else None))
        self.fields["supervisor"].queryset = persons

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        self.add_order_error("starts_on", "ends_on", _("Platsen kan inte sluta före den börjar."))
        starts_on = data.get("starts_on")
        if starts_on and starts_on < self.enrolment.starts_on:
            message = _("Det är före inskrivningen, %(day)s.") % {"day": self.enrolment.starts_on}
            self.add_error("starts_on", message)
        if data.get("supervisor") and data.get("supervisor_name"):
            message = _("Välj en handledare i listan eller skriv en ny, inte båda.")
            self.add_error("supervisor_name", message)
        if data.get("supervisor_phone") and not data.get("supervisor_name"):
            self.add_error("supervisor_name", _("Skriv handledarens namn."))
        return data

    def new_supervisor(self) -> dict[str, Any] | None:
        """The values of a contact person to be added."""
        name = self.cleaned_data["supervisor_name"]
        return {"name": name, "phone": self.cleaned_data["supervisor_phone"]} if name else None

    def values(self) -> dict[str, Any]:
        """For the action, without the new supervisor."""
        own = ("supervisor_name", "supervisor_phone")
        return {name: value for name, value in self.cleaned_data.items() if name not in own}

    @staticmethod
    def initial_of(placement: Placement) -> dict[str, Any]:
        own = {"supervisor_name", "supervisor_phone"}
        names = PlacementForm.base_fields.keys() - own
        return {name: getattr(placement, name) for name in names}


class BeginForm(Form):
    starts_on = DateField(label=_("Första dagen"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)

    def clean_starts_on(self) -> date:
        day: date = self.cleaned_data["starts_on"]
        if day > self.today:
            raise forms.ValidationError(_("Dagen har inte varit än."))
        return day


class EndForm(VersionedForm):
    ends_on = DateField(label=_("Sista dagen"))
    ended_by = forms.ChoiceField(label=_("Vem avslutade?"), choices=EndedBy, widget=Buttons)
    end_reason = forms.ChoiceField(label=_("Varför?"), choices=[*EMPTY, *EndReason.choices])
    followed_by = forms.CharField(
        label=_("Vad hände sedan?"), widget=forms.Textarea, required=False
    )

    def __init__(self, *args: Any, placement: Placement, today: date, **kwargs: Any) -> None:
        self.placement, self.today = placement, today
        super().__init__(*args, **kwargs)
        if placement.is_planned:
            self.fields["ends_on"].required = False
            self.fields["ends_on"].widget = forms.HiddenInput()

    def clean_ends_on(self) -> date:
        if self.placement.is_planned:
            return self.placement.starts_on
        day: date = self.cleaned_data["ends_on"]
        if day < self.placement.starts_on:
            raise forms.ValidationError(
                _("Platsen började %(day)s."), params={"day": self.placement.starts_on}
            )
        if day > self.today:
            raise forms.ValidationError(
                _("Dagen har inte varit än. Ett bestämt slut skrivs under Ändra.")
            )
        return day


class NextForm(Form):
    """What the placement turns into."""

    kind = forms.ChoiceField(label=_("Blir"), choices=PlacementKind, widget=Buttons(wide=True))
    starts_on = DateField(label=_("Från"))
    hours_per_week = NumberField(
        label=_("Timmar i veckan"),
        required=False,
        min_value=1,
        max_value=60,
        max_digits=4,
        decimal_places=1,
    )
    schedule = forms.CharField(label=_("Schema"), max_length=200, required=False)

    def __init__(self, *args: Any, placement: Placement, today: date, **kwargs: Any) -> None:
        self.placement, self.today = placement, today
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [
            one for one in PlacementKind.choices if one[0] != placement.kind
        ]

    def clean_starts_on(self) -> date:
        day: date = self.cleaned_data["starts_on"]
        if day > self.today:
            raise forms.ValidationError(_("Dagen har inte varit än. För in det när det har hänt."))
        return day


class VisitForm(Form):
    on = DateField(label=_("Dag"))
    mode = forms.ChoiceField(
        label=_("Hur?"), choices=ContactMode, widget=Buttons, initial=ContactMode.VISIT
    )
    note = forms.CharField(label=_("Anteckning"), widget=forms.Textarea, required=False)

    def __init__(self, *args: Any, placement: Placement, today: date, **kwargs: Any) -> None:
        self.placement, self.today = placement, today
        super().__init__(*args, **kwargs)
        self.fields["mode"].choices = [
            one for one in ContactMode.choices if one[0] != ContactMode.EVENT
        ]

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > self.today:
            raise forms.ValidationError(_("Dagen har inte varit än."))
        if day < self.placement.starts_on:
            raise forms.ValidationError(
                _("Platsen började %(day)s."), params={"day": self.placement.starts_on}
            )
        return day
