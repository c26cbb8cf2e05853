from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from stegvis.accounts.models import User
from stegvis.accounts.roles import Permission
from stegvis.core.forms import FilterForm, Form, VersionedForm
from stegvis.organisations.models import Unit
from stegvis.participants.enums import DecisionReason, Initiator, Protection, ReferralStatus
from stegvis.participants.forms.persons import IdentityFields, StartFields
from stegvis.participants.intake import Load, Match
from stegvis.participants.models import Programme, Referral

# the questions in the order that a conversation has, and what stands on one line
GROUPS = (
    (
        _("Vem gäller det?"),
        (("first_name", "last_name"), ("identity_number", "birth_date"), ("protection",)),
    ),
    (_("Hur når vi personen?"), (("phone", "email"), ("language",))),
    (_("Berätta kort"), (("reason",), ("wishes",), ("helps",), ("to_know",))),
    (
        _("Vem anmäler?"),
        (
            ("initiator",),
            ("referrer_name", "referrer_organisation"),
            ("referrer_phone", "referrer_email"),
        ),
    ),
)
ASKED = [name for _legend, lines in GROUPS for line in lines for name in line]


def _text(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, widget=forms.Textarea(attrs={"rows": 3}), required=False
    )


class ReferralForm(IdentityFields, VersionedForm):
    """Two minutes: somebody to call, and a name or a reason. Nothing else is mandatory."""

    programme = forms.ModelChoiceField(
        Programme.objects.none(), label=_("Till vilken verksamhet?"), empty_label=_("Välj")
    )
    protection = forms.ChoiceField(
        label=_("Skyddade personuppgifter"),
        choices=Protection.choices,
        initial=Protection.NONE,
        help_text=_("Då ser bara den som handlägger anmälan vem det gäller."),
    )
    language = forms.CharField(
        label=_("Språk att tala på"),
        max_length=80,
        required=False,
        help_text=_("Om det inte är svenska."),
    )
    reason = _text(_("Varför just nu?"))
    wishes = _text(_("Vad vill personen själv?"))
    helps = _text(_("Vad brukar hjälpa?"))
    to_know = _text(
        _("Vad är bra att veta?"), _("Skriv bara det som behövs för ett första samtal.")
    )
    initiator = forms.ChoiceField(
        label=_("Vem tog initiativet?"),
        choices=Initiator.choices,
        initial=Initiator.SOCIAL_SERVICES,
    )
    referrer_name = forms.CharField(label=_("Vem som anmäler"), max_length=120, required=False)
    referrer_organisation = forms.CharField(label=_("Arbetsplats"), max_length=120, required=False)
    referrer_phone = forms.CharField(
        label=_("Telefon till den som anmäler"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    referrer_email = forms.EmailField(label=_("E-post till den som anmäler"), required=False)

    def __init__(
        self,
        *args: Any,
        programmes: QuerySet[Programme],
        referral: Referral | None = None,
        **kwargs: Any,
    ) -> None:
        if referral:
            names = ["programme", *ASKED, "version"]
            kwargs["initial"] = {name: getattr(referral, name) for name in names}
            programmes = programmes | Programme.objects.filter(pk=referral.programme_id)
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = programmes

    @property
    def told(self) -> dict[str, Any]:
        """For a new one: nobody has another version of it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    @property
    def groups(self) -> list[tuple[Any, list[list[forms.BoundField]]]]:
        return [
            (legend, [[self[name] for name in line] for line in lines]) for legend, lines in GROUPS
        ]

    def clean(self) -> dict[str, Any]:
        known = self.cleaned_data
        contact = ("phone", "email", "referrer_phone", "referrer_email")
        if not any(known.get(name) or name in self.errors for name in contact):
            self.add_error(
                "phone", _("Skriv telefon eller e-post till personen eller till den som anmäler.")
            )
        about = ("first_name", "last_name", "reason")
        if not any(known.get(name) for name in about):
            self.add_error("first_name", _("Skriv ett namn, eller berätta varför just nu."))
        return known


class ReferralFilter(FilterForm):
    """What waits, unless something else is asked for. Never by what is told about the person."""

    WAITING, SETTLED, OWN = "", "avgjorda", "egna"

    show = forms.ChoiceField(
        label=_("Läge"),
        required=False,
        choices=[
            (WAITING, _("Väntar")),
            (SETTLED, _("Avgjorda")),
            (OWN, _("Dem jag har lämnat")),
        ],
    )
    programme = forms.ModelChoiceField(
        Programme.objects.none(), label=_("Verksamhet"), required=False, empty_label=_("Alla")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """Who decides on none sees only the own ones, and has nothing to choose."""
        super().__init__(*args, **kwargs)
        units = Unit.objects.allowing(user, Permission.REFERRAL_DECIDE)
        self.decides = user.may(Permission.REFERRAL_DECIDE)
        self.fields["programme"].queryset = Programme.objects.filter(unit__in=units)
        if not self.decides:
            self.fields.clear()

    @property
    def is_own(self) -> bool:
        return not self.decides or self.value("show") == self.OWN

    def filter(self, queryset: QuerySet[Referral]) -> QuerySet[Referral]:
        waits = Q(status__in=ReferralStatus.waiting())
        if self.value("programme"):
            queryset = queryset.filter(programme=self.value("programme"))
        if self.is_own:
            return queryset
        is_settled = self.value("show") == self.SETTLED
        return queryset.exclude(waits) if is_settled else queryset.filter(waits)


def _feedback() -> forms.CharField:
    return forms.CharField(
        label=_("Återkoppling till remittenten"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=_("Remittenten läser den. Skriv vad som händer nu."),
    )


class StepForm(Form):
    """A step without anything to fill in."""


class AcceptForm(StepForm):
    handler = forms.ChoiceField(
        label=_("Vem håller kontakten under väntan?"),
        required=False,
        help_text=_("Siffran är hur många deltagare var och en har i verksamheten nu."),
    )
    feedback = _feedback()

    def __init__(self, *args: Any, staff: Sequence[Load], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.users = {str(load.user.pk): load.user for load in staff}
        labels = [(str(load.user.pk), load.label) for load in staff]
        self.fields["handler"].choices = [("", _("Ingen än")), *labels]

    def clean_handler(self) -> User | None:
        return self.users.get(self.cleaned_data["handler"])


class DeclineForm(StepForm):
    decision_reason = forms.ChoiceField(
        label=_("Skäl"), choices=[("", _("Välj skäl")), *DecisionReason.choices]
    )
    feedback = _feedback()

    def clean(self) -> dict[str, Any]:
        is_other = self.cleaned_data.get("decision_reason") == DecisionReason.OTHER
        if is_other and not self.cleaned_data.get("feedback"):
            self.add_error("feedback", _("Skriv vilket skälet är."))
        return self.cleaned_data


class PassOnForm(DeclineForm):
    programme = forms.ModelChoiceField(
        Programme.objects.none(),
        label=_("Skicka till"),
        required=False,
        empty_label=_("Någon utanför Stegvis"),
        help_text=_("Väntetiden räknas från när den första anmälan kom in."),
    )
    field_order = ("programme", "decision_reason", "feedback")

    def __init__(self, *args: Any, programmes: QuerySet[Programme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = programmes


class StartForm(StartFields):
    """Enrols the person that a referral is about."""

    def __init__(
        self, *args: Any, matches: Sequence[Match], staff: Sequence[Load], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer(staff)
        self.ask(matches)

    def clean(self) -> dict[str, Any]:
        self.choose()
        return self.cleaned_data

    def answer(self, referral: Referral) -> dict[str, Any]:
        """The person of a referral that is joined to one already stays."""
        chosen = referral.participant or self.cleaned_data["participant"]
        return {"participant": chosen, **self.started}
