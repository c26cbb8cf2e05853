"""Purchases without competition, and the limits they are held against."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.accounts.roles import Permission
from stegvis.agreements import access, queries
from stegvis.agreements.actions import limits as actions
from stegvis.agreements.forms.parts import LimitForm, ServiceKindForm
from stegvis.agreements.models import DirectAwardLimit
from stegvis.core.page import page
from stegvis.core.saving import attempt, saved


@page(needs=Permission.AGREEMENT_VIEW)
def direct_award_list(request: HttpRequest) -> HttpResponse:
    years = queries.purchase_years(request.user)
    asked = request.GET.get("ar", "")
    newest = years[0] if years else timezone.localdate().year
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else newest
    context = {
        "year": year,
        "years": sorted({*years, year}, reverse=True),
        "sums": queries.direct_award_sums(request.user, year),
        "undated": queries.undated_purchases(request.user),
        "can_edit": request.user.may(Permission.AGREEMENT_EDIT),
    }
    return render(request, "agreements/direct_award_list.html", context)


@page(needs=Permission.AGREEMENT_EDIT)
def limit_list(request: HttpRequest) -> HttpResponse:
    context = {"limits": DirectAwardLimit.objects.all(), "kinds": queries.service_kinds()}
    return render(request, "agreements/limit_list.html", context)


@page(needs=Permission.AGREEMENT_EDIT, writes=["POST"])
def limit_create(request: HttpRequest) -> HttpResponse:
    form = LimitForm(request.POST or None)
    if attempt(form, lambda: actions.create(by=request.user, **form.cleaned_data)):
        saved(request, _("Gränsen är tillagd. Den gamla gäller för köp före den dagen."))
        return redirect("agreements:limit_list")
    return _form_page(request, form, _("Ny gräns"), _("Lägg till gränsen"))


@page(needs=Permission.AGREEMENT_EDIT, writes=["POST"])
def limit_edit(request: HttpRequest, pk: int) -> HttpResponse:
    limit = access.limit(request.user, pk, Permission.AGREEMENT_EDIT)
    form = LimitForm(request.POST or None, limit=limit, initial=LimitForm.initial_of(limit))
    if attempt(form, lambda: actions.change(limit=limit, by=request.user, **form.cleaned_data)):
        saved(request, _("Gränsen är sparad."))
        return redirect("agreements:limit_list")
    return _form_page(request, form, _("Ändra gräns"), _("Spara gränsen"))


@page(needs=Permission.AGREEMENT_EDIT, writes=["POST"])
def service_kind_create(request: HttpRequest) -> HttpResponse:
    form = ServiceKindForm(request.POST or None)
    if attempt(form, lambda: actions.create_service_kind(by=request.user, **form.cleaned_data)):
        saved(request, _("Tjänsteslaget är tillagt."))
        return redirect("agreements:limit_list")
    return _form_page(request, form, _("Nytt tjänsteslag"), _("Lägg till tjänsteslaget"))


@page(needs=Permission.AGREEMENT_EDIT, writes=["POST"])
def service_kind_edit(request: HttpRequest, pk: int) -> HttpResponse:
    kind = access.service_kind(request.user, pk, Permission.AGREEMENT_EDIT)
    initial = ServiceKindForm.initial_of(kind)
    form = ServiceKindForm(request.POST or None, kind=kind, initial=initial)
    if attempt(
        form, lambda: actions.change_service_kind(kind=kind, by=request.user, **form.cleaned_data)
    ):
        saved(request, _("Tjänsteslaget är sparat."))
        return redirect("agreements:limit_list")
    return _form_page(request, form, _("Ändra tjänsteslag"), _("Spara tjänsteslaget"))


def _form_page(request: HttpRequest, form: object, title: str, submit: str) -> HttpResponse:
    context = {
        "title": title,
        "form": form,
        "submit": submit,
        "cancel": reverse("agreements:limit_list"),
        "crumbs": [
            (reverse("agreements:agreement_list"), _("Avtal")),
            (reverse("agreements:limit_list"), _("Gränser")),
        ],
    }
    return render(request, "core/form_page.html", context)
