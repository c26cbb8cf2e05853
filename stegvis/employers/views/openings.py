from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.accounts.roles import Permission
from stegvis.core import reading, saving
from stegvis.core.fragments import render_part
from stegvis.core.page import page
from stegvis.core.steps import open_steps
from stegvis.employers import access, matching, queries
from stegvis.employers.actions import openings as actions
from stegvis.employers.enums import OPENING_STEPS, OpeningStatus
from stegvis.employers.forms.openings import OpeningFilter, OpeningForm
from stegvis.employers.views.frame import crumbs, form_page

VIEW, EDIT = Permission.EMPLOYER_VIEW, Permission.EMPLOYER_EDIT


@page(needs=VIEW)
def opening_list(request: HttpRequest) -> HttpResponse:
    form = OpeningFilter(request.GET)
    found = form.filter(queries.openings(request.user))
    context = {
        "form": form,
        "page": (listed := Paginator(found, 50).get_page(request.GET.get("sida"))),
        "rows": [(one, OpeningStatus(one.status)) for one in listed],
        "today": timezone.localdate(),
        "crumbs": crumbs(),
    }
    return render_part(request, "employers/opening_list.html", "table", context)


@page(needs=VIEW)
def opening_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """With the participants whom it may suit, of those that the user sees, and why."""
    opening, today = access.opening(request.user, pk), timezone.localdate()
    status = OpeningStatus(opening.status)
    is_open = status == OpeningStatus.OPEN
    fits = matching.participants_for(request.user, opening, today=today) if is_open else []
    for one in fits:
        reading.note(one.enrolment.participant)
    context = {
        "opening": queries.openings(request.user).get(pk=pk),
        "status": status,
        "steps": open_steps(OPENING_STEPS, status),
        "fits": fits,
        "is_open": is_open,
        "today": today,
        "can_edit": request.user.may(EDIT),
        "can_place": request.user.may(Permission.CASE_EDIT),
        "crumbs": [*crumbs(opening.workplace.employer)],
    }
    return render(request, "employers/opening_detail.html", context)


@page(needs=EDIT, writes=["POST"])
def opening_create(request: HttpRequest, pk: int) -> HttpResponse:
    employer, draft = access.employer(request.user, pk, EDIT), f"ledig-plats-ny-{pk}"
    if not employer.workplaces.kept().exists():
        messages.info(request, _("Lägg först till arbetsplatsen där den lediga platsen finns."))
        return redirect("employers:workplace_create", pk)
    form = OpeningForm(request.POST or None, employer=employer)
    if opening := saving.attempt(form, lambda: actions.add(by=request.user, **_values(form))):
        saving.saved(request, _("Den lediga platsen är tillagd."), draft=draft)
        return redirect("employers:opening_detail", opening.pk)
    title = _("Ny ledig plats hos %(name)s") % {"name": employer}
    return form_page(
        request, form, title=title, submit=_("Lägg till"), employer=employer, draft=draft
    )


def _values(form: OpeningForm) -> dict[str, object]:
    return {name: value for name, value in form.cleaned_data.items() if name != "version"}


@page(needs=EDIT, writes=["POST"])
def opening_edit(request: HttpRequest, pk: int) -> HttpResponse:
    opening, draft = access.opening(request.user, pk, EDIT), f"ledig-plats-{pk}"
    employer = opening.workplace.employer
    initial = {name: getattr(opening, name) for name in OpeningForm.base_fields}
    form = OpeningForm(request.POST or None, initial=initial, employer=employer)
    if saving.attempt(
        form, lambda: actions.change(opening=opening, by=request.user, **form.cleaned_data)
    ):
        saving.saved(request, _("Den lediga platsen är sparad."), draft=draft)
        return redirect("employers:opening_detail", pk)
    title = _("Ändra %(title)s") % {"title": opening.title}
    return form_page(request, form, title=title, submit=_("Spara"), employer=employer, draft=draft)


@page(needs=EDIT, writes=["POST"])
def opening_move(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Fill, close or open again."""
    opening = access.opening(request.user, pk, EDIT)
    if name not in {step.name for step in OPENING_STEPS}:
        raise Http404
    if request.method == "POST":
        saving.press(
            request,
            lambda: actions.move(opening=opening, by=request.user, name=name),
            _("Läget är ändrat."),
        )
    return redirect("employers:opening_detail", pk)
