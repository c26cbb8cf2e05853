from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from stegvis.accounts.roles import Permission
from stegvis.core.page import page
from stegvis.core.saving import attempt, saved
from stegvis.organisations import access, queries
from stegvis.organisations.actions import units as actions
from stegvis.organisations.forms.units import MunicipalityForm, UnitChangeForm, UnitForm


@page(needs=Permission.UNIT_EDIT)
def unit_list(request: HttpRequest) -> HttpResponse:
    context = {"roots": queries.unit_tree(request.user), "municipality": queries.municipality()}
    return render(request, "organisations/unit_list.html", context)


@page(needs=Permission.UNIT_EDIT, writes=["POST"])
def unit_create(request: HttpRequest) -> HttpResponse:
    form = UnitForm(request.POST or None)
    if attempt(form, lambda: actions.create(by=request.user, **form.cleaned_data)):
        saved(request, _("Enheten är tillagd."))
        return redirect("organisations:unit_list")
    return _form_page(request, form, _("Ny enhet"), _("Lägg till enheten"))


@page(needs=Permission.UNIT_EDIT, writes=["POST"])
def unit_edit(request: HttpRequest, pk: int) -> HttpResponse:
    unit = access.unit(request.user, pk)
    form = UnitChangeForm(request.POST or None, unit=unit, initial=UnitChangeForm.initial_of(unit))
    if attempt(form, lambda: actions.change(unit=unit, by=request.user, **form.cleaned_data)):
        saved(request, _("Enheten är sparad."))
        return redirect("organisations:unit_list")
    title = _("Ändra %(name)s") % {"name": unit.name}
    return _form_page(request, form, title, _("Spara enheten"))


@page(needs=Permission.UNIT_EDIT, writes=["POST"])
def municipality_edit(request: HttpRequest) -> HttpResponse:
    municipality = queries.municipality()
    initial = {name: getattr(municipality, name) for name in MunicipalityForm.base_fields}
    form = MunicipalityForm(request.POST or None, initial=initial)
    if attempt(form, lambda: actions.set_municipality(by=request.user, **form.cleaned_data)):
        saved(request, _("Uppgifterna om kommunen är sparade."))
        return redirect("organisations:unit_list")
    return _form_page(request, form, _("Kommunen"), _("Spara"))


def _form_page(request: HttpRequest, form: object, title: str, submit: str) -> HttpResponse:
    listing = reverse("organisations:unit_list")
    context = {
        "title": title,
        "form": form,
        "submit": submit,
        "cancel": listing,
        "crumbs": [(listing, _("Enheter"))],
    }
    return render(request, "core/form_page.html", context)
