from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.accounts.roles import Permission
from stegvis.core.fragments import render_part
from stegvis.core.page import page
from stegvis.core.saving import attempt, saved
from stegvis.organisations import access, queries
from stegvis.organisations.actions import providers as actions
from stegvis.organisations.forms.providers import (
    ProviderChangeForm,
    ProviderFilter,
    ProviderForm,
    StaffEndForm,
    StaffForm,
)
from stegvis.organisations.models import Provider
from stegvis.organisations.panels import provider_panels


@page(needs=Permission.PROVIDER_VIEW)
def provider_list(request: HttpRequest) -> HttpResponse:
    form = ProviderFilter(request.GET)
    providers = form.filter(queries.providers(request.user, today=timezone.localdate()))
    context = {
        "form": form,
        "providers": Paginator(providers, 50).get_page(request.GET.get("sida")),
        "can_edit": request.user.may(Permission.PROVIDER_EDIT),
    }
    return render_part(request, "organisations/provider_list.html", "table", context)


@page(needs=Permission.PROVIDER_VIEW)
def provider_detail(request: HttpRequest, pk: int) -> HttpResponse:
    today = timezone.localdate()
    provider = access.provider(request.user, pk)
    staff = access.staff_of(request.user, provider)
    gone = [person for person in staff if person.ended_on and person.ended_on < today]
    context = {
        "provider": provider,
        "present": [person for person in staff if person not in gone],
        "gone": gone,
        "continuity": queries.continuity(staff, today=today),
        "panels": provider_panels.of(request.user, provider),
        "can_edit": request.user.may(Permission.PROVIDER_EDIT),
    }
    return render(request, "organisations/provider_detail.html", context)


@page(needs=Permission.PROVIDER_EDIT, writes=["POST"])
def provider_create(request: HttpRequest) -> HttpResponse:
    form = ProviderForm(request.POST or None)
    if provider := attempt(form, lambda: actions.create(by=request.user, **form.cleaned_data)):
        saved(request, _("%(name)s är tillagd.") % {"name": provider.name})
        return redirect(provider)
    return _form_page(request, form, _("Ny leverantör"), _("Lägg till leverantören"))


@page(needs=Permission.PROVIDER_EDIT, writes=["POST"])
def provider_edit(request: HttpRequest, pk: int) -> HttpResponse:
    provider = access.provider(request.user, pk, Permission.PROVIDER_EDIT)
    initial = ProviderChangeForm.initial_of(provider)
    form = ProviderChangeForm(request.POST or None, provider=provider, initial=initial)
    if attempt(
        form, lambda: actions.change(provider=provider, by=request.user, **form.cleaned_data)
    ):
        saved(request, _("Leverantören är sparad."))
        return redirect(provider)
    title = _("Ändra %(name)s") % {"name": provider.name}
    return _form_page(request, form, title, _("Spara leverantören"), provider)


@page(needs=Permission.PROVIDER_EDIT, writes=["POST"])
def staff_create(request: HttpRequest, pk: int) -> HttpResponse:
    provider = access.provider(request.user, pk, Permission.PROVIDER_EDIT)
    form = StaffForm(request.POST or None, initial={"started_on": timezone.localdate()})
    if attempt(
        form, lambda: actions.add_staff(provider=provider, by=request.user, **form.cleaned_data)
    ):
        saved(request, _("Personen är tillagd."))
        return redirect(provider)
    title = _("Ny personal hos %(name)s") % {"name": provider.name}
    return _form_page(request, form, title, _("Lägg till"), provider)


@page(needs=Permission.PROVIDER_EDIT, writes=["POST"])
def staff_edit(request: HttpRequest, pk: int) -> HttpResponse:
    person = access.staff_member(request.user, pk, Permission.PROVIDER_EDIT)
    form = StaffForm(request.POST or None, initial=StaffForm.initial_of(person))
    if attempt(
        form, lambda: actions.change_staff(person=person, by=request.user, **form.cleaned_data)
    ):
        saved(request, _("Uppgifterna är sparade."))
        return redirect(person.provider)
    title = _("Ändra %(name)s") % {"name": person.name}
    return _form_page(request, form, title, _("Spara"), person.provider)


@page(needs=Permission.PROVIDER_EDIT, writes=["POST"])
def staff_end(request: HttpRequest, pk: int) -> HttpResponse:
    """The person stays in the list of those who have left."""
    person = access.staff_member(request.user, pk, Permission.PROVIDER_EDIT)
    initial = {"ended_on": person.ended_on or timezone.localdate()}
    form = StaffEndForm(request.POST or None, person=person, initial=initial)
    if attempt(
        form, lambda: actions.end_staff(person=person, by=request.user, **form.cleaned_data)
    ):
        saved(request, _("Slutdatum för %(name)s är sparat.") % {"name": person.name})
        return redirect(person.provider)
    title = _("%(name)s slutar") % {"name": person.name}
    return _form_page(request, form, title, _("Spara slutdatum"), person.provider)


def _form_page(
    request: HttpRequest, form: object, title: str, submit: str, provider: Provider | None = None
) -> HttpResponse:
    crumbs = [(reverse("organisations:provider_list"), _("Leverantörer"))]
    if provider:
        crumbs.append((provider.get_absolute_url(), provider.name))
    context = {
        "title": title,
        "form": form,
        "submit": submit,
        "cancel": crumbs[-1][0],
        "crumbs": crumbs,
    }
    return render(request, "core/form_page.html", context)
