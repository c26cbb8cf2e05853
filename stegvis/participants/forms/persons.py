"""Forms about who somebody is, and the choice between a person that is known and a new one."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from stegvis.accounts.models import User
from stegvis.core.forms import DateField, Form, VersionedForm
from stegvis.core.versions import VersionConflict
from stegvis.participants import duplicates, intake, numbers
from stegvis.participants.enums import CodeScheme, IdentityKind, Sex
from stegvis.participants.intake import Load, Match
from stegvis.participants.models import Code, Participant, Programme

NEW = "new"
UNANSWERED = _("Välj om det är samma person eller en ny.")
CONTACT = ("phone", "email", "address", "contact_note")
NAMED = ("identity_number", "first_name", "last_name", "birth_date", *CONTACT)


class NumberField(forms.CharField):
    """A personal number in any way of writing it; twelve digits, or None when it is left out."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Personnummer eller samordningsnummer"))
        kwargs.setdefault("help_text", _("Tio eller tolv siffror. Lämna tomt om det inte är känt."))
        super().__init__(**{"required": False, "max_length": 20, **kwargs})

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"autocomplete": "off", "inputmode": "text"}

    def prepare_value(self, value: Any) -> Any:
        is_kept = isinstance(value, str) and len(value) == 12 and value.isdigit()
        return numbers.Number(value).written if is_kept else value


class IdentityFields(Form):
    """Number, name and contact. Nothing of it is mandatory."""

    identity_number = NumberField()
    first_name = forms.CharField(label=_("Förnamn"), max_length=80, required=False)
    last_name = forms.CharField(label=_("Efternamn"), max_length=80, required=False)
    birth_date = DateField(
        label=_("Födelsedatum"),
        required=False,
        help_text=_("Behövs bara om numret inte är känt."),
    )
    phone = forms.CharField(
        label=_("Telefon"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    email = forms.EmailField(label=_("E-post"), required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)

    def clean_identity_number(self) -> str | None:
        written = self.cleaned_data["identity_number"]
        try:
            return numbers.parse(written, today=self.today).digits if written else None
        except numbers.WrongNumber as wrong:
            raise ValidationError(str(wrong)) from wrong

    def clean_birth_date(self) -> date | None:
        day = self.cleaned_data["birth_date"]
        if day and day > self.today:
            raise ValidationError(_("Dagen har inte varit än."))
        return day


class PersonForm(IdentityFields, VersionedForm):
    """All that is known about who a person is; nothing to be named by for the unidentified."""

    identity_kind = forms.ChoiceField(
        label=_("Identitet"),
        choices=IdentityKind.choices,
        widget=forms.RadioSelect,
        help_text=_("En oidentifierad deltagare räknas, men har varken namn eller nummer."),
    )
    sex = forms.ChoiceField(
        label=_("Kön"), choices=Sex.choices, help_text=_("Följer av numret när det finns.")
    )
    birth_year = forms.IntegerField(
        label=_("Födelseår"),
        required=False,
        min_value=1900,
        help_text=_("När varken nummer eller födelsedatum är känt."),
    )
    address = forms.CharField(label=_("Adress"), max_length=200, required=False)
    language = forms.ModelChoiceField(
        Code.objects.none(), label=_("Språk att tala på"), required=False, empty_label=_("Välj")
    )
    needs_interpreter = forms.BooleanField(label=_("Behöver tolk"), required=False)
    contact_note = forms.CharField(
        label=_("Att tänka på vid kontakt"), max_length=200, required=False
    )

    field_order = (
        *("identity_kind", "identity_number", "first_name", "last_name", "birth_date"),
        *("birth_year", "sex", "phone", "email", "address", "language", "needs_interpreter"),
        "contact_note",
    )

    def __init__(self, *args: Any, participant: Participant, **kwargs: Any) -> None:
        initial = {name: getattr(participant, name) for name in [*self.field_order, "version"]}
        super().__init__(*args, initial=initial, **kwargs)
        known = Code.objects.of(CodeScheme.LANGUAGE)
        kept = Code.objects.filter(pk=participant.language_id)  # also when it is not used any more
        self.fields["language"].queryset = (known | kept).order_by("label", "pk")
        self.unshown = CONTACT if participant.is_protected else ()
        for name in self.unshown:
            self.initial[name] = ""
            self.fields[name].help_text = _("Visas inte här. Skriv bara om den ska bytas.")

    def clean_birth_year(self) -> int | None:
        return _not_later(self.cleaned_data["birth_year"], self.today)

    def clean(self) -> dict[str, Any]:
        refuse_personal(self)
        return self.cleaned_data

    @property
    def values(self) -> dict[str, Any]:
        """What is not shown and not written stays as it is."""
        kept = {name for name in self.unshown if not self.cleaned_data[name]}
        return {name: value for name, value in self.cleaned_data.items() if name not in kept}

    def show_conflict(self, conflict: VersionConflict) -> None:
        super().show_conflict(conflict)
        for name in self.unshown:
            self.conflict.pop(self.add_prefix(name), None)


def _not_later(year: int | None, today: date) -> int | None:
    if year and year > today.year:
        raise ValidationError(_("Året har inte varit än."))
    return year


def refuse_personal(form: forms.Form) -> None:
    """No personal field can be saved about somebody who is unidentified."""
    if form.cleaned_data.get("identity_kind") == IdentityKind.UNIDENTIFIED:
        for name in NAMED:
            if name in form.fields and form.cleaned_data.get(name):
                form.add_error(name, _("En oidentifierad deltagare kan inte ha personuppgifter."))


class StartFields(Form):
    """When the enrolment begins, who is responsible, and whether the person is known already."""

    # not a ChoiceField: who may be the same is known first when the rest is read
    participant = forms.CharField(
        label=_("Är det samma person?"), widget=forms.RadioSelect, required=False
    )
    starts_on = DateField(label=_("Inskriven från"))
    caseworker = forms.ChoiceField(
        label=_("Ansvarig handläggare"),
        required=False,
        help_text=_("Siffran är hur många deltagare var och en har i verksamheten nu."),
    )
    case_number = forms.CharField(label=_("Ärendenummer"), max_length=40, required=False)

    def offer(self, loads: Sequence[Load]) -> None:
        """The caseworkers to choose among."""
        self.users = {str(load.user.pk): load.user for load in loads}
        labels = [(str(load.user.pk), load.label) for load in loads]
        self.fields["caseworker"].choices = [("", _("Ingen än")), *labels]

    def ask(self, matches: Sequence[Match]) -> None:
        """Whether it is the same person is asked only where somebody may be."""
        self.matches = matches
        if not matches:
            self.fields.pop("participant", None)
            return
        field = self.fields["participant"]
        field.required = True
        field.error_messages["required"] = UNANSWERED
        field.widget.choices = [
            *((str(one.key), _("Samma person: %s") % one.label) for one in matches),
            (NEW, _("Ny person")),
        ]

    def choose(self) -> None:
        """The chosen person, None for a new one; an error where it is not answered."""
        chosen = self.cleaned_data.get("participant")
        self.cleaned_data["participant"] = None
        if chosen in {str(one.key) for one in self.matches}:
            self.cleaned_data["participant"] = Participant.objects.get(pk=chosen)
        elif self.matches and chosen != NEW and not self.has_error("participant"):
            self.add_error("participant", UNANSWERED)

    def clean_caseworker(self) -> User | None:
        return self.users.get(self.cleaned_data["caseworker"])

    @property
    def started(self) -> dict[str, Any]:
        names = ("starts_on", "caseworker", "case_number")
        return {name: self.cleaned_data[name] for name in names}


class EnrolForm(IdentityFields, StartFields):
    """Enrols somebody without a referral. Looks for persons who may be the same, and asks."""

    identity_kind = forms.ChoiceField(
        label=_("Identitet"),
        choices=IdentityKind.choices,
        initial=IdentityKind.IDENTIFIED,
        widget=forms.RadioSelect,
        help_text=_("En oidentifierad deltagare räknas, men har varken namn eller nummer."),
    )
    sex = forms.ChoiceField(
        label=_("Kön"),
        choices=Sex.choices,
        initial=Sex.UNKNOWN,
        help_text=_("Följer av numret när det finns."),
    )
    birth_year = forms.IntegerField(
        label=_("Födelseår"),
        required=False,
        min_value=1900,
        help_text=_("När varken nummer eller födelsedatum är känt."),
    )

    field_order = (
        *("identity_kind", "identity_number", "first_name", "last_name", "birth_date"),
        *("birth_year", "sex", "phone", "email", "participant"),
        *("starts_on", "caseworker", "case_number"),
    )
    ABOUT = field_order[:9]

    def __init__(
        self, *args: Any, user: User, programme: Programme, staff: Sequence[Load], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.programme = user, programme
        self.offer(staff)
        if not self.is_bound:
            self.ask([])

    def clean_birth_year(self) -> int | None:
        return _not_later(self.cleaned_data["birth_year"], self.today)

    def clean(self) -> dict[str, Any]:
        refuse_personal(self)
        known = self.cleaned_data.get
        found = duplicates.candidates(
            identity_number=known("identity_number"),
            first_name=known("first_name", ""),
            last_name=known("last_name", ""),
            birth_date=known("birth_date"),
            phone=known("phone", ""),
        )
        self.ask(intake.matches(self.user, found, self.programme.unit))
        self.choose()
        return self.cleaned_data

    @property
    def about(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.ABOUT}

    @property
    def known(self) -> dict[str, Any]:
        """What may fill in the page of somebody who is known."""
        about = self.about
        del about["identity_kind"], about["sex"]
        return about
