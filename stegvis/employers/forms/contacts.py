from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from stegvis.accounts.models import User
from stegvis.core.forms import DateField, FilterForm, Form
from stegvis.employers import queries
from stegvis.employers.duplicates import fold
from stegvis.employers.enums import ContactMode, ContactResult
from stegvis.employers.forms.fields import Buttons, occupation
from stegvis.employers.models import Employer, EmployerContact, Workplace
from stegvis.participants.models import Enrolment

NEW = "ny"
KEEP_ALIVE_DAYS = 60
MOST = 8  # employers proposed
MOST_OWN = 100  # participants in the list


class ContactForm(Form):
    """What a contact tells. The writer's own participants are proposed."""

    mode = forms.ChoiceField(label=_("Hur?"), choices=ContactMode, widget=Buttons)
    result = forms.ChoiceField(label=_("Vad gav det?"), choices=ContactResult, widget=Buttons)
    note = forms.CharField(
        label=_("Anteckning"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    on = DateField(label=_("Dag"))
    enrolment = forms.ModelChoiceField(
        Enrolment.objects.none(),
        label=_("För en deltagare"),
        required=False,
        empty_label=_("Ingen särskild"),
        help_text=_("Dina egna. För någon annan: börja på deltagarens sida."),
    )
    occupation = occupation()
    next_on = DateField(label=_("Nästa kontakt"), required=False)

    def __init__(self, *args: Any, user: User, today: date, **kwargs: Any) -> None:
        self.user, self.today = user, today
        super().__init__(*args, **kwargs)
        asked = self.data.get("enrolment") or self.initial.get("enrolment") or ""
        visible = Enrolment.objects.visible_to(user).select_related("participant", "unit")
        own = (
            visible.active(today)
            .filter(caseworker=user)
            .order_by("participant__first_name", "participant__last_name")
        )
        self.enrolments = list(own[:MOST_OWN])
        if str(asked).isdecimal() and int(asked) not in {one.pk for one in self.enrolments}:
            self.enrolments += visible.filter(pk=int(asked))
        field = self.fields["enrolment"]
        field.queryset = visible.filter(pk__in=[one.pk for one in self.enrolments])
        field.widget.choices = [
            ("", field.empty_label),
            *((one.pk, str(one.participant)) for one in self.enrolments),
        ]

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > self.today:
            raise ValidationError(_("Dagen har inte varit än."))
        return day

    def clean(self) -> dict[str, Any]:
        self.add_order_error("on", "next_on", _("Nästa kontakt kan inte vara före den här."))
        return self.cleaned_data


class NewContactForm(ContactForm):
    """Also at which employer: found while typing, one of the latest, or a new one."""

    q = forms.CharField(
        label=_("Arbetsgivare"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "enterkeyhint": "search"}),
    )
    employer = forms.ChoiceField(label=_("Vilken?"), required=False, widget=Buttons(wide=True))
    next_in = forms.ChoiceField(
        label=_("Höra av sig igen"),
        required=False,
        widget=Buttons,
        choices=[
            ("", _("Nej")),
            ("7", _("Om 1 vecka")),
            ("14", _("Om 2 veckor")),
            ("30", _("Om 1 månad")),
        ],
    )
    next_on = DateField(label=_("eller en annan dag"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["employer"].choices = self.choices

    @cached_property
    def text(self) -> str:
        return str(self.data.get("q") or self.initial.get("q") or "").strip()

    @cached_property
    def proposed(self) -> list[Employer]:
        """The chosen one, then those that are found; without a word the latest met."""
        asked = str(self.data.get("employer") or self.initial.get("employer") or "")
        visible = Employer.objects.visible_to(self.user)
        chosen = list(visible.filter(pk=int(asked))) if asked.isdecimal() else []
        if self.text:
            found = list(visible.kept().filter(queries.search(self.text))[: 4 * MOST])
            found.sort(key=lambda one: not one.name.casefold().startswith(self.text.casefold()))
        else:
            found = queries.recent(self.user)
        return chosen + [one for one in found if one not in chosen][:MOST]

    @cached_property
    def choices(self) -> list[tuple[str, str]]:
        places = queries.places_of(self.proposed)
        listed = [
            (str(one.pk), f"{one.name}, {places[one.pk]}" if one.pk in places else one.name)
            for one in self.proposed
        ]
        if self.text:
            listed.append((NEW, _("Ny arbetsgivare: %(name)s") % {"name": self.text}))
        return listed

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        data["employer"] = self._employer(data.get("employer", ""))
        days = data.pop("next_in", "")
        if days and not data.get("next_on") and data.get("on"):
            data["next_on"] = data["on"] + timedelta(days=int(days))
        return data

    def _employer(self, chosen: str) -> Employer | None:
        """None is a new one, named as it is typed."""
        same = [one for one in self.proposed if fold(one.name) == fold(self.text)]
        if chosen == NEW and same:
            self.add_error("employer", _("%(name)s finns redan. Välj den.") % {"name": same[0]})
        if chosen and chosen != NEW:
            return next(one for one in self.proposed if str(one.pk) == chosen)
        if not chosen and self.text and len(same) == 1:
            return same[0]
        if not chosen and "employer" not in self.errors:
            field = "employer" if self.choices else "q"
            self.add_error(field, _("Välj arbetsgivaren, eller skriv namnet på en ny."))
        return None

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ContactForm.base_fields}


class ChangeContactForm(ContactForm):
    workplace = forms.ModelChoiceField(
        Workplace.objects.none(), label=_("Arbetsplats"), required=False
    )

    def __init__(self, *args: Any, contact: EmployerContact, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["workplace"].queryset = contact.employer.workplaces.all()


class ReminderFilter(FilterForm):
    who = forms.ChoiceField(
        label=_("Vems"), required=False, choices=[("", _("Mina")), ("alla", _("Hela enhetens"))]
    )
    days = forms.IntegerField(
        label=_("Tyst så många dagar"),
        required=False,
        min_value=1,
        max_value=3650,
        widget=forms.NumberInput(attrs={"placeholder": KEEP_ALIVE_DAYS}),
    )


class FunnelFilter(FilterForm):
    first = DateField(label=_("Från"), required=False)
    last = DateField(label=_("Till och med"), required=False)

    def __init__(self, data: Mapping[str, str], *, today: date, **kwargs: Any) -> None:
        """Shows the last twelve months where nothing is asked for."""
        self.usual = {"first": today - timedelta(days=365), "last": today}
        shown = {} if "last" in data else {name: str(day) for name, day in self.usual.items()}
        super().__init__(shown | dict(data.items()), **kwargs)

    def period(self) -> tuple[date, date]:
        """Both days count. What is left out is a year; the wrong order is turned round."""
        chosen = self.cleaned_data if self.is_valid() else self.usual
        last = chosen["last"] or self.usual["last"]
        first = chosen["first"] or last - timedelta(days=365)
        return (first, last) if first <= last else (last, first)
