from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from stegvis.accounts import throttle
from stegvis.accounts.models import User
from stegvis.core.forms import Form


def _password(label: Any, autocomplete: str, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        max_length=200,
        help_text=help_text,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
    )


class SignInForm(Form):
    email = forms.EmailField(
        label=_("E-post"),
        error_messages={"invalid": _("Skriv hela e-postadressen, till exempel namn@kommunen.se.")},
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    password = _password(_("Lösenord"), "current-password")
    next = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        self.request = request
        self.user: User | None = None
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        email, password = self.cleaned_data.get("email"), self.cleaned_data.get("password")
        if not email or not password:
            return self.cleaned_data
        address = self.request.META.get("REMOTE_ADDR", "")
        if throttle.is_paused(email, address):
            raise ValidationError(
                _("För många försök. Vänta %(minutes)s minuter och försök sedan igen."),
                params={"minutes": throttle.PAUSE_MINUTES},
            )
        self.user = authenticate(self.request, username=email, password=password)
        if self.user is None:
            throttle.note_failure(email, address)
            raise ValidationError(
                _(
                    "E-post och lösenord stämmer inte ihop. Försök igen, eller be "
                    "systemförvaltaren om ett nytt lösenord."
                )
            )
        throttle.forget(email, address)
        return self.cleaned_data


class PasswordForm(Form):
    current = _password(_("Nuvarande lösenord"), "current-password")
    new = _password(
        _("Nytt lösenord"),
        "new-password",
        _("Minst 12 tecken. Några ord efter varandra går bra."),
    )
    again = _password(_("Nytt lösenord en gång till"), "new-password")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_current(self) -> str:
        if not self.user.check_password(self.cleaned_data["current"]):
            raise ValidationError(_("Det är inte ditt nuvarande lösenord."))
        return self.cleaned_data["current"]

    def clean_new(self) -> str:
        validate_password(self.cleaned_data["new"], self.user)
        return self.cleaned_data["new"]

    def clean(self) -> dict[str, Any]:
        new, again = self.cleaned_data.get("new"), self.cleaned_data.get("again")
        if new and again and new != again:
            self.add_error("again", _("De två nya lösenorden är olika. Skriv samma i båda."))
        return self.cleaned_data
