from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stegvis.accounts.roles import Permission
from stegvis.core import saving
from stegvis.core.page import page
from stegvis.interventions import access, queries
from stegvis.interventions.actions import catalogue as actions
from stegvis.interventions.forms.catalogue import CatalogueForm
from stegvis.interventions.models import CatalogueEntry


@page(needs=Permission.CATALOGUE_VIEW)
def catalogue_list(request: HttpRequest) -> HttpResponse:
    context = {
        "entries": queries.catalogue_with_figures(request.user),
        "can_edit": request.user.may(Permission.CATALOGUE_EDIT),
        "can_order": request.user.may(Permission.ORDER_EDIT),
    }
    return render(request, "interventions/catalogue_list.html", context)


@page(needs=Permission.CATALOGUE_VIEW)
def catalogue_detail(request: HttpRequest, pk: int) -> HttpResponse:
    entry = access.catalogue_entry(request.user, pk)
    context = {
        "entry": entry,
        "runs": queries.runs_of(request.user, entry),
        "can_edit": request.user.may(Permission.CATALOGUE_EDIT),
        "can_order": request.user.may(Permission.ORDER_EDIT),
    }
    return render(request, "interventions/catalogue_detail.html", context)


def _edit(request: HttpRequest, entry: CatalogueEntry | None) -> HttpResponse:
    names = CatalogueForm.base_fields
    initial = {name: getattr(entry, name) for name in names} if entry else None
    form = CatalogueForm(request.POST or None, initial=initial, entry=entry)
    saved = saving.attempt(
        form, lambda: actions.save(by=request.user, entry=entry, **form.cleaned_data)
    )
    if saved:
        saving.saved(request, _("Katalogen är uppdaterad."))
        return redirect(saved)
    context = {
        "title": str(entry) if entry else _("Ny post i katalogen"),
        "form": form,
        "submit": _("Spara"),
        "cancel": "/katalog/",
        "crumbs": [("/katalog/", _("Katalog"))],
    }
    return render(request, "core/form_page.html", context)


@page(needs=Permission.CATALOGUE_EDIT, writes=["POST"])
def catalogue_create(request: HttpRequest) -> HttpResponse:
    return _edit(request, None)


@page(needs=Permission.CATALOGUE_EDIT, writes=["POST"])
def catalogue_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return _edit(request, access.catalogue_entry(request.user, pk))
