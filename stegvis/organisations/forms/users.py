from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from stegvis.accounts.models import User
from stegvis.accounts.roles import Role
from stegvis.core.forms import DateField, FilterForm, Form
from stegvis.organisations.models import Assignment, Provider, Unit


class UserFilter(FilterForm):
    q = forms.CharField(label=_("Sök på namn eller e-post"), required=False)
    role = forms.ChoiceField(
        label=_("Roll"), required=False, choices=[("", _("Alla")), *Role.choices]
    )
    closed = forms.ChoiceField(
        label=_("Läge"), required=False, choices=[("", _("Aktiva")), ("ja", _("Stängda"))]
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)

    def filter(self, queryset: QuerySet) -> QuerySet:
        chosen = self.cleaned_data if self.is_valid() else {}
        if text := chosen.get("q"):
            queryset = queryset.filter(Q(name__icontains=text) | Q(email__icontains=text))
        if role := chosen.get("role"):
            having = Assignment.objects.current(self.today).filter(role=role)
            queryset = queryset.filter(pk__in=having.values("user"))
        return queryset.filter(is_active=not chosen.get("closed"))


class UserForm(Form):
    name = forms.CharField(label=_("Namn"), max_length=120)
    email = forms.EmailField(
        label=_("E-post"),
        max_length=254,
        error_messages={"invalid": _("Skriv hela e-postadressen, till exempel namn@kommunen.se.")},
        help_text=_("Personen loggar in med den."),
    )

    def __init__(self, *args: Any, person: User | None = None, **kwargs: Any) -> None:
        self.person = person
        super().__init__(*args, **kwargs)

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        others = User.objects.exclude(pk=self.person.pk if self.person else None)
        if taken := others.filter(email__iexact=email).first():
            raise ValidationError(
                _("%(name)s har redan den e-postadressen."), params={"name": taken.name}
            )
        return email


class UserChangeForm(UserForm):
    is_active = forms.BooleanField(
        label=_("Kan logga in"),
        required=False,
        help_text=_("Tas krysset bort loggas personen ut direkt. Det personen gjort finns kvar."),
    )

    @staticmethod
    def initial_of(person: User) -> dict[str, Any]:
        return {name: getattr(person, name) for name in ("name", "email", "is_active")}


class AssignmentForm(Form):
    """A role at a unit or, for a provider's staff, at a provider."""

    role = forms.ChoiceField(label=_("Roll"), choices=Role.choices)
    unit = forms.ModelChoiceField(
        Unit.objects.filter(archived_at=None),
        label=_("Enhet"),
        required=False,
        empty_label=_("Välj enhet"),
        help_text=_("Gäller också enheter under den. Lämna tomt för leverantörens personal."),
    )
    provider = forms.ModelChoiceField(
        Provider.objects.active(),
        label=_("Leverantör"),
        required=False,
        empty_label=_("Välj leverantör"),
        help_text=_("Bara för leverantörens personal."),
    )
    starts_on = DateField(label=_("Från"))
    ends_on = DateField(
        label=_("Till och med"), required=False, help_text=_("Tomt betyder tills vidare.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].label_from_instance = lambda unit: unit.name

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        self.add_order_error("starts_on", "ends_on", _("Slutdatum kan inte vara före startdatum."))
        wanted, other = ("unit", "provider")
        if data.get("role") == Role.PROVIDER_STAFF:
            wanted, other = other, wanted
        if not data.get(wanted) and wanted not in self.errors:
            text = _("Välj enhet.") if wanted == "unit" else _("Välj leverantör.")
            self.add_error(wanted, text)
        if data.get(other):
            self.add_error(
                other,
                _("Leverantörens personal hör till en leverantör, alla andra till en enhet."),
            )
        return self.cleaned_data


class NewUserForm(UserForm, AssignmentForm):
    """An account with its first assignment."""

    field_order = ("name", "email", "role", "unit", "provider", "starts_on", "ends_on")


class AssignmentEndForm(Form):
    """The last day, or `now` (a button of its own) when access must end at once."""

    ends_on = DateField(label=_("Sista dag med åtkomst"))
    now = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, assignment: Assignment, **kwargs: Any) -> None:
        self.assignment = assignment
        super().__init__(*args, **kwargs)
        self.fields["ends_on"].required = "now" not in self.data

    def clean_ends_on(self) -> date | None:
        ends_on = self.cleaned_data["ends_on"]
        if ends_on and ends_on < self.assignment.starts_on:
            raise ValidationError(
                _("Uppdraget började %(day)s. Sista dagen kan inte vara före det."),
                params={"day": self.assignment.starts_on.isoformat()},
            )
        return ends_on
