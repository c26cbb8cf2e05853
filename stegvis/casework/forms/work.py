"""The short forms of the daily work. Few fields, today as the day, nothing asked twice."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stegvis.casework.enums import (
    ActivityFocus,
    ActivityKind,
    ActivityStatus,
    ContactWay,
    Direction,
    NoteKind,
    Principal,
    SupportKind,
)
from stegvis.core.forms import DateField, NumberField, VersionedForm
from stegvis.core.versions import VersionConflict
from stegvis.employers.forms.fields import Buttons


def not_ahead(day: date) -> None:
    if day > timezone.localdate():
        raise ValidationError(_("Dagen har inte varit än."))


def chosen(label: Any, choices: Any, empty: Any = "", **more: Any) -> forms.ChoiceField:
    """A list where nothing is chosen to begin with, unless the view says what."""
    choices = getattr(choices, "choices", choices)
    return forms.ChoiceField(label=label, choices=[("", empty or "–"), *choices], **more)


def prose(label: Any, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea, **more)


class PeriodForm(VersionedForm):
    def clean(self) -> dict[str, Any]:
        super().clean()
        message = _("Slutdatum kan inte vara före startdatum.")
        self.add_order_error("starts_on", "ends_on", message)
        return self.cleaned_data


class ActivityForm(PeriodForm):
    kind = chosen(_("Vad är det?"), ActivityKind, _("Välj"))
    focus = chosen(
        _("Inriktning"),
        ActivityFocus,
        _("Det vanliga för slaget"),
        required=False,
        help_text=_("Föreslås av slaget. Arbetsplatser är direkt jobbfokuserade."),
    )
    title = forms.CharField(label=_("Med egna ord"), max_length=120, required=False)
    status = forms.ChoiceField(label=_("Läge"), choices=ActivityStatus.choices)
    starts_on = DateField(label=_("Från"))
    ends_on = DateField(label=_("Till och med"), required=False)
    hours_per_week = NumberField(
        label=_("Timmar i veckan"),
        required=False,
        min_value=Decimal("0.5"),
        max_value=Decimal(60),
        max_digits=4,
        decimal_places=1,
        help_text=_("Från en halvtimme till heltid."),
    )
    place = forms.CharField(label=_("Plats"), max_length=120, required=False)
    note = prose(_("Anteckning"), required=False)
    cancel_reason = forms.CharField(
        label=_("Varför inställd?"),
        max_length=200,
        required=False,
        help_text=_("Bara när läget är Inställd."),
    )

    def __init__(
        self, *args: Any, propose_at: str = "", is_new: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if is_new:  # what has never been planned is not cancelled
            del self.fields["cancel_reason"]
            self.fields["status"].choices = [
                one for one in ActivityStatus.choices if one[0] != ActivityStatus.CANCELLED
            ]
        if propose_at:
            told = {"hx-get": propose_at, "hx-target": "#id_focus", "hx-swap": "outerHTML"}
            self.fields["kind"].widget.attrs.update(told)
        self.fields["hours_per_week"].short = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        super().clean()
        is_cancelled = self.cleaned_data.get("status") == ActivityStatus.CANCELLED
        reason = self.cleaned_data.get("cancel_reason")
        if is_cancelled and not reason and "cancel_reason" not in self.errors:
            self.add_error("cancel_reason", _("Skriv varför aktiviteten är inställd."))
        if reason and not is_cancelled:
            self.add_error("status", _("Välj Inställd, eller töm fältet om varför."))
        return self.cleaned_data


class NoteForm(VersionedForm):
    # not a tick: a draft brings radio buttons back, but not ticks
    is_sensitive = forms.TypedChoiceField(
        label=_("Handlar den om hälsa eller missbruk?"),
        choices=[(False, _("Nej")), (True, _("Ja, den är känslig"))],
        coerce=lambda value: value in ("True", True),
        initial=False,
        widget=Buttons,
        help_text=_("En känslig anteckning syns bara för den som får se sådana uppgifter."),
    )
    kind = forms.ChoiceField(label=_("Slag"), choices=NoteKind.choices)
    on = DateField(label=_("Dag"), validators=[not_ahead])
    text = prose(_("Anteckning"))

    field_order = ("text", "is_sensitive", "kind", "on")


class SupportForm(PeriodForm):
    kind = chosen(_("Vad för stöd?"), SupportKind, _("Välj"))
    principal = chosen(_("Huvudman"), Principal, _("Välj"))
    starts_on = DateField(label=_("Från"))
    ends_on = DateField(label=_("Till och med"), required=False)
    contact = forms.CharField(
        label=_("Kontakt där"),
        max_length=120,
        required=False,
        help_text=_("Namn eller funktion, och hur man når dem."),
    )
    note = prose(
        _("Anteckning"),
        required=False,
        help_text=_("Vad vi har kommit överens om. Skriv inget ur deras journaler."),
    )


class ContactForm(VersionedForm):
    principal = chosen(_("Med vem?"), Principal, _("Välj"))
    way = forms.ChoiceField(label=_("Hur?"), choices=ContactWay.choices)
    on = DateField(label=_("Dag"), validators=[not_ahead])
    about = prose(_("Vad gällde det?"), required=False)


class ReviewForm(VersionedForm):
    direction = forms.ChoiceField(
        label=_("Vart är personen på väg?"), choices=Direction.choices, widget=Buttons
    )
    text = prose(_("Vad ser vi, och vad ändrar vi?"), required=False)
    on = DateField(label=_("Dag"), validators=[not_ahead])
    next_on = DateField(label=_("Nästa avstämning"), required=False)

    def clean(self) -> dict[str, Any]:
        super().clean()
        message = _("Nästa avstämning kan inte vara före den här.")
        self.add_order_error("on", "next_on", message)
        return self.cleaned_data


class MeetingForm(VersionedForm):
    on = DateField(label=_("Dag"))
    time = forms.TimeField(
        label=_("Klockan"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Skriv tiden som 09:30.")},
    )
    minutes = forms.IntegerField(label=_("Minuter"), min_value=5, max_value=600)
    place = forms.CharField(label=_("Plats"), max_length=120, required=False)
    about = forms.CharField(label=_("Vad gäller det?"), max_length=120, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("time", "minutes"):
            self.fields[name].short = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        super().clean()
        if not self.errors:
            moment = datetime.combine(self.cleaned_data.pop("on"), self.cleaned_data.pop("time"))
            self.cleaned_data["at"] = timezone.make_aware(moment)
        return self.cleaned_data

    def show_conflict(self, conflict: VersionConflict) -> None:
        """The day and the time stand apart in the form."""
        at = self.cleaned_data.pop("at")
        self.cleaned_data |= when(at)
        for name, value in when(conflict.latest.at).items():  # type: ignore[attr-defined]
            setattr(conflict.latest, name, value)
        super().show_conflict(conflict)


def when(at: datetime) -> dict[str, Any]:
    """The day and the time of a moment, as the form has them."""
    local = timezone.localtime(at)
    return {"on": local.date(), "time": local.time()}
