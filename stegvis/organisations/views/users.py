from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from stegvis.accounts import access as account_access
from stegvis.accounts import actions as account_actions
from stegvis.accounts import passwords
from stegvis.accounts.models import User
from stegvis.accounts.roles import Permission
from stegvis.core.fragments import render_part
from stegvis.core.page import page
from stegvis.core.saving import attempt, saved
from stegvis.organisations import access, queries
from stegvis.organisations.actions import assignments as actions
from stegvis.organisations.forms.users import (
    AssignmentEndForm,
    AssignmentForm,
    NewUserForm,
    UserChangeForm,
    UserFilter,
)


def _crumbs(person: User | None = None) -> list[tuple[str, str]]:
    crumbs = [(reverse("organisations:user_list"), _("Användare"))]
    return [*crumbs, (_url(person), person.name)] if person else crumbs


def _url(person: User) -> str:
    return reverse("organisations:user_edit", args=[person.pk])


@page(needs=Permission.USER_EDIT)
def user_list(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    form = UserFilter(request.GET, today=today)
    people = form.filter(queries.users(request.user, today=today))
    context = {"form": form, "people": Paginator(people, 50).get_page(request.GET.get("sida"))}
    return render_part(request, "organisations/user_list.html", "table", context)


@page(needs=Permission.USER_EDIT, writes=["POST"])
@never_cache
def user_create(request: HttpRequest) -> HttpResponse:
    form = NewUserForm(request.POST or None, initial={"starts_on": timezone.localdate()})
    password = passwords.one_time()
    if person := attempt(form, lambda: _create(form, password, request.user)):
        return _show_password(request, person, password)
    context = {
        "title": _("Ny användare"),
        "intro": _("Personen får ett engångslösenord som visas en gång när du har sparat."),
        "form": form,
        "submit": _("Lägg till användaren"),
        "cancel": reverse("organisations:user_list"),
        "crumbs": _crumbs(),
    }
    return render(request, "core/form_page.html", context)


def _create(form: NewUserForm, password: str, by: User) -> User:
    account = {name: form.cleaned_data[name] for name in ("name", "email")}
    assignment = {name: form.cleaned_data[name] for name in AssignmentForm.base_fields}
    person = account_actions.create(password=password, by=by, **account)
    actions.create(user=person, by=by, **assignment)
    return person


def _show_password(request: HttpRequest, person: User, password: str) -> HttpResponse:
    """Straight in the answer to the POST: the password is kept nowhere in clear."""
    context = {"person": person, "password": password, "crumbs": _crumbs(person)}
    return render(request, "organisations/user_password.html", context)


@page(needs=Permission.USER_EDIT, writes=["POST"])
def user_edit(request: HttpRequest, pk: int) -> HttpResponse:
    person = account_access.user(request.user, pk)
    initial = UserChangeForm.initial_of(person)
    form = UserChangeForm(request.POST or None, person=person, initial=initial)
    if attempt(
        form, lambda: account_actions.change(user=person, by=request.user, **form.cleaned_data)
    ):
        saved(request, _("Användaren är sparad."))
        return redirect("organisations:user_list")
    context = {
        "person": person,
        "form": form,
        "assignments": queries.assignments_of(person),
        "is_self": person == request.user,
        "today": timezone.localdate(),
    }
    return render(request, "organisations/user_edit.html", context)


@page(needs=Permission.USER_EDIT, writes=["POST"])
@never_cache
def user_password(request: HttpRequest, pk: int) -> HttpResponse:
    person = account_access.user(request.user, pk)
    if request.method == "POST":
        password = passwords.one_time()
        account_actions.hand_out_password(user=person, password=password, by=request.user)
        return _show_password(request, person, password)
    context = {"person": person, "crumbs": _crumbs(person), "cancel": _url(person)}
    return render(request, "organisations/user_password_ask.html", context)


@page(needs=Permission.USER_EDIT, writes=["POST"])
def assignment_create(request: HttpRequest, pk: int) -> HttpResponse:
    person = account_access.user(request.user, pk)
    form = AssignmentForm(request.POST or None, initial={"starts_on": timezone.localdate()})
    if attempt(form, lambda: actions.create(user=person, by=request.user, **form.cleaned_data)):
        saved(request, _("Uppdraget är tillagt."))
        return redirect(_url(person))
    context = {
        "title": _("Nytt uppdrag för %(name)s") % {"name": person.name},
        "form": form,
        "submit": _("Lägg till uppdraget"),
        "cancel": _url(person),
        "crumbs": _crumbs(person),
    }
    return render(request, "core/form_page.html", context)


@page(needs=Permission.USER_EDIT, writes=["POST"])
def assignment_end(request: HttpRequest, pk: int) -> HttpResponse:
    today = timezone.localdate()
    assignment = access.assignment(request.user, pk)
    initial = {"ends_on": assignment.ends_on or today}
    form = AssignmentEndForm(request.POST or None, assignment=assignment, initial=initial)

    def end() -> object:
        if form.cleaned_data["now"]:
            return actions.stop(assignment=assignment, today=today, by=request.user)
        ends_on = form.cleaned_data["ends_on"]
        return actions.end(assignment=assignment, ends_on=ends_on, by=request.user)

    if attempt(form, end):
        saved(request, _("Uppdraget har fått ett slut."))
        return redirect(_url(assignment.user))
    context = {"assignment": assignment, "form": form, "crumbs": _crumbs(assignment.user)}
    return render(request, "organisations/assignment_end.html", context)
