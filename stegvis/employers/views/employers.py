from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.accounts.roles import Permission
from stegvis.core import saving
from stegvis.core.fragments import render_part
from stegvis.core.page import page
from stegvis.core.paging import KeyPaginator
from stegvis.employers import access, queries
from stegvis.employers.actions import employers as actions
from stegvis.employers.actions import workplaces
from stegvis.employers.enums import FunnelStage
from stegvis.employers.forms.employers import (
    EmployerFilter,
    EmployerForm,
    NewEmployerForm,
    PersonForm,
    WorkplaceForm,
)
from stegvis.employers.models import Employer
from stegvis.employers.panels import employer_panels
from stegvis.employers.views.frame import crumbs, form_page

VIEW, EDIT = Permission.EMPLOYER_VIEW, Permission.EMPLOYER_EDIT


@page(needs=VIEW)
def employer_list(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    form = EmployerFilter(request.GET)
    listed = KeyPaginator(form.filter(queries.employers(request.user)), 50).get_page(
        request.GET.get("sida")
    )
    found = list(listed)
    there, places = queries.there_now(found, today=today), queries.places_of(found)
    context = {
        "form": form,
        "page": listed,
        "rows": [
            (one, FunnelStage(one.stage), places.get(one.pk, ""), there.get(one.pk, 0))
            for one in found
        ],
        "today": today,
        "can_edit": request.user.may(EDIT),
    }
    return render_part(request, "employers/employer_list.html", "table", context)


@page(needs=VIEW)
def employer_detail(request: HttpRequest, pk: int) -> HttpResponse:
    user, employer = request.user, access.employer(request.user, pk)
    log = Paginator(queries.contacts(user).filter(employer=employer), 20)
    contacts = log.get_page(request.GET.get("sida"))
    access.note_participants(list(contacts))
    standing = queries.employers(user).get(pk=pk)
    context = {
        "employer": standing,
        "stage": FunnelStage(standing.stage),
        "workplaces": employer.workplaces.all(),
        "persons": access.persons_of(user, employer),
        "openings": queries.openings(user).filter(workplace__employer=employer),
        "panels": employer_panels.of(user, employer),
        "page": contacts,
        "contacts": queries.told(user, contacts),
        "today": timezone.localdate(),
        "can_edit": user.may(EDIT),
    }
    return render(request, "employers/employer_detail.html", context)


@page(needs=EDIT, writes=["POST"])
def employer_create(request: HttpRequest) -> HttpResponse:
    initial = {"name": request.GET.get("namn", "")}
    form = NewEmployerForm(request.POST or None, initial=initial)
    made = saving.attempt(form, lambda: actions.create(by=request.user, **form.values()))
    if made:
        saving.saved(request, _("%(name)s är tillagd.") % {"name": made}, draft="arbetsgivare-ny")
        return redirect(made)
    context = {
        "title": _("Ny arbetsgivare"),
        "form": form,
        "submit": _("Lägg till arbetsgivaren"),
        "draft": "arbetsgivare-ny",
    }
    return _employer_form(request, None, context)


@page(needs=EDIT, writes=["POST"])
def employer_edit(request: HttpRequest, pk: int) -> HttpResponse:
    employer, draft = access.employer(request.user, pk, EDIT), f"arbetsgivare-{pk}"
    names = EmployerForm.base_fields.keys() - {"is_other"}
    initial = {name: getattr(employer, name) for name in names}
    form = EmployerForm(request.POST or None, initial=initial, employer=employer)
    if saving.attempt(
        form, lambda: actions.change(employer=employer, by=request.user, **form.cleaned_data)
    ):
        saving.saved(request, _("Uppgifterna är sparade."), draft=draft)
        return redirect(employer)
    context = {
        "title": _("Ändra %(name)s") % {"name": employer},
        "form": form,
        "submit": _("Spara"),
        "draft": draft,
    }
    return _employer_form(request, employer, context)


def _employer_form(
    request: HttpRequest, employer: Employer | None, context: dict[str, object]
) -> HttpResponse:
    path = crumbs(employer)
    context |= {"crumbs": path, "cancel": path[-1][0]}
    return render(request, "employers/employer_edit.html", context)


@page(needs=EDIT, writes=["POST"])
def employer_archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes the employer off lists and choices, or puts it back."""
    employer = access.employer(request.user, pk, EDIT)
    if request.method == "POST":
        archived = actions.archive(employer=employer, by=request.user).archived_at
        text = _("Arbetsgivaren är arkiverad.") if archived else _("Arbetsgivaren är tillbaka.")
        saving.saved(request, text)
    return redirect(employer)


@page(needs=EDIT, writes=["POST"])
def workplace_create(request: HttpRequest, pk: int) -> HttpResponse:
    employer = access.employer(request.user, pk, EDIT)
    form = WorkplaceForm(request.POST or None, is_new=True)
    if saving.attempt(
        form, lambda: workplaces.add(employer=employer, by=request.user, **form.cleaned_data)
    ):
        saving.saved(request, _("Arbetsplatsen är tillagd."))
        return redirect(employer)
    title = _("Ny arbetsplats hos %(name)s") % {"name": employer}
    return form_page(request, form, title=title, submit=_("Lägg till"), employer=employer)


@page(needs=EDIT, writes=["POST"])
def workplace_edit(request: HttpRequest, pk: int) -> HttpResponse:
    workplace = access.workplace(request.user, pk, EDIT)
    names = WorkplaceForm.base_fields.keys() - {"is_archived"}
    initial = {name: getattr(workplace, name) for name in names}
    initial["is_archived"] = bool(workplace.archived_at)
    form = WorkplaceForm(request.POST or None, initial=initial)
    if saving.attempt(
        form,
        lambda: workplaces.change(workplace=workplace, by=request.user, **form.cleaned_data),
    ):
        saving.saved(request, _("Arbetsplatsen är sparad."))
        return redirect(workplace.employer)
    title = _("Ändra %(name)s") % {"name": workplace}
    return form_page(request, form, title=title, submit=_("Spara"), employer=workplace.employer)


@page(needs=EDIT, writes=["POST"])
def person_create(request: HttpRequest, pk: int) -> HttpResponse:
    employer = access.employer(request.user, pk, EDIT)
    form = PersonForm(request.POST or None, employer=employer, is_new=True)
    if saving.attempt(
        form, lambda: workplaces.add_person(employer=employer, by=request.user, **form.cleaned_data)
    ):
        saving.saved(request, _("Kontaktpersonen är tillagd."))
        return redirect(employer)
    title = _("Ny kontaktperson hos %(name)s") % {"name": employer}
    return form_page(request, form, title=title, submit=_("Lägg till"), employer=employer)


@page(needs=EDIT, writes=["POST"])
def person_edit(request: HttpRequest, pk: int) -> HttpResponse:
    person = access.person(request.user, pk, EDIT)
    names = PersonForm.base_fields.keys() - {"is_archived"}
    initial = {name: getattr(person, name) for name in names}
    initial["is_archived"] = bool(person.archived_at)
    form = PersonForm(request.POST or None, initial=initial, employer=person.employer)
    if saving.attempt(
        form, lambda: workplaces.change_person(person=person, by=request.user, **form.cleaned_data)
    ):
        saving.saved(request, _("Kontaktpersonen är sparad."))
        return redirect(person.employer)
    title = _("Ändra %(name)s") % {"name": person}
    return form_page(request, form, title=title, submit=_("Spara"), employer=person.employer)
