"""A participant's placements: start, visits, changes, the end and what it turned into."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.accounts.roles import Permission
from stegvis.casework import queries_placements as queries
from stegvis.casework.actions import placements as actions
from stegvis.casework.enums import PlacementKind
from stegvis.casework.forms.exits import OutcomeForm
from stegvis.casework.forms.placements import (
    BeginForm,
    EndForm,
    NextForm,
    PlacementForm,
    VisitForm,
    WorkplaceFilter,
)
from stegvis.casework.models import Placement, PlacementVisit
from stegvis.casework.views.frame import frame
from stegvis.core import reading, saving
from stegvis.core.access import require, visible_or_404
from stegvis.core.fragments import render_part
from stegvis.core.page import page
from stegvis.employers import access as employer_access
from stegvis.employers import matching
from stegvis.employers.actions import workplaces
from stegvis.employers.models import Opening, Workplace
from stegvis.participants import access
from stegvis.participants.models import Enrolment

VIEW, EDIT = Permission.PARTICIPANT_VIEW, Permission.CASE_EDIT


def _placement(request: HttpRequest, pk: int, needs: Permission | None = None) -> Placement:
    rows = Placement.objects.select_related(
        "workplace__employer", "opening", "occupation", "supervisor", "enrolment__programme"
    )
    return access.part(request.user, rows, pk, needs)


@page(needs=EDIT, writes=["POST"])
def placement_create(request: HttpRequest, pk: int) -> HttpResponse:
    """First where, by search or from an opening that fits; then the placement itself."""
    enrolment = access.enrolment(request.user, pk, EDIT)
    opening, workplace = _chosen(request)
    if workplace is None:
        return _where(request, enrolment)
    today = timezone.localdate()
    draft = f"plats-ny-{pk}-{workplace.pk}"
    initial = {"starts_on": today, "may_end_same_day": True, **_of_opening(opening)}
    form = PlacementForm(
        request.POST or None, initial=initial, enrolment=enrolment, employer=workplace.employer
    )
    if made := saving.attempt(form, lambda: _start(request, form, workplace, opening)):
        saving.saved(request, _("Platsen är sparad."), draft=draft)
        return redirect("casework:placement_detail", made.pk)
    context = {
        "title": _("Ny plats hos %(name)s") % {"name": workplace},
        "form": form,
        "submit": _("Spara platsen"),
        "cancel": enrolment.get_absolute_url(),
        "draft": draft,
    }
    return render(request, "casework/form_page.html", frame(request, enrolment) | context)


def _chosen(request: HttpRequest) -> tuple[Opening | None, Workplace | None]:
    """The opening or the workplace that the address names; an employer's only workplace."""
    opening, workplace = request.GET.get("ledig", ""), request.GET.get("arbetsplats", "")
    if opening.isdecimal():
        found = employer_access.opening(request.user, int(opening))
        return found, found.workplace
    if workplace.isdecimal():
        return None, employer_access.workplace(request.user, int(workplace))
    employer = request.GET.get("arbetsgivare", "")
    only = queries.workplaces(request.user, "", employer) if employer else []
    return None, only[0] if len(only) == 1 else None


def _of_opening(opening: Opening | None) -> dict[str, Any]:
    if opening is None:
        return {}
    kind = opening.kind if opening.kind in PlacementKind.values else None
    hours = opening.hours_per_week
    return {"kind": kind, "occupation": opening.occupation, "hours_per_week": hours}


def _where(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    today, form = timezone.localdate(), WorkplaceFilter(request.GET)
    employer = request.GET.get("arbetsgivare", "")
    context = frame(request, enrolment) | {
        "form": form,
        "workplaces": queries.workplaces(request.user, form.value("q") or "", employer),
        "fits": matching.openings_for(request.user, enrolment, today=today),
        "can_add": request.user.may(Permission.EMPLOYER_EDIT),
    }
    return render_part(request, "casework/placement_where.html", "found", context)


def _start(
    request: HttpRequest, form: PlacementForm, workplace: Workplace, opening: Opening | None
) -> Placement:
    values = _with_supervisor(request, form, workplace)
    values.pop("version")
    return actions.start(
        enrolment=form.enrolment,
        workplace=workplace,
        by=request.user,
        opening=opening,
        is_planned=values["starts_on"] > timezone.localdate(),
        **values,
    )


def _with_supervisor(
    request: HttpRequest, form: PlacementForm, workplace: Workplace
) -> dict[str, Any]:
    """The form's values; a new supervisor becomes a contact person of the employer first."""
    values = form.values()
    if new := form.new_supervisor():
        values["supervisor"] = workplaces.add_person(
            employer=workplace.employer, workplace=workplace, by=request.user, **new
        )
    return values


@page(needs=EDIT)
def placement_from_employer(request: HttpRequest, pk: int) -> HttpResponse:
    """Which of the caseworker's own participants begins at this employer?"""
    employer = employer_access.employer(request.user, pk)
    own = Enrolment.objects.visible_to(request.user).active(timezone.localdate())
    own = own.filter(caseworker=request.user).select_related("participant", "programme")
    enrolments = own.order_by("participant__first_name", "participant__last_name", "pk")
    access.note_all(one.participant for one in enrolments)
    context = {"employer": employer, "enrolments": enrolments}
    return render(request, "casework/placement_from_employer.html", context)


@page(needs=VIEW)
def placement_detail(request: HttpRequest, pk: int) -> HttpResponse:
    placement, today = _placement(request, pk), timezone.localdate()
    if placement.supervisor is not None:
        reading.note(placement.supervisor)
    context = frame(request, placement.enrolment) | {
        "placement": placement,
        "line": queries.Line(placement, today),
        "visits": queries.visits(placement),
        "chain": [queries.Line(one, today) for one in queries.chain(placement)],
        "can_see_employers": request.user.may(Permission.EMPLOYER_VIEW),
    }
    return render(request, "casework/placement_detail.html", context)


@page(needs=EDIT, writes=["POST"])
def placement_edit(request: HttpRequest, pk: int) -> HttpResponse:
    placement, draft = _placement(request, pk, EDIT), f"plats-{pk}"
    form = PlacementForm(
        request.POST or None,
        initial=PlacementForm.initial_of(placement),
        enrolment=placement.enrolment,
        employer=placement.workplace.employer,
    )
    if placement.ended_by:
        del form.fields["ends_on"]  # written with who ended it and why
    if saving.attempt(
        form,
        lambda: actions.change(
            placement=placement,
            by=request.user,
            **_with_supervisor(request, form, placement.workplace),
        ),
    ):
        saving.saved(request, _("Platsen är sparad."), draft=draft)
        return redirect("casework:placement_detail", pk)
    title = _("Ändra platsen hos %(name)s") % {"name": placement.workplace}
    return _form(request, placement, form, title, _("Spara"), draft=draft)


@page(needs=EDIT, writes=["POST"])
def placement_begin(request: HttpRequest, pk: int) -> HttpResponse:
    placement, today = _placement(request, pk, EDIT), timezone.localdate()
    initial = {"starts_on": min(placement.starts_on, today)}
    form = BeginForm(request.POST or None, initial=initial, today=today)
    if saving.attempt(
        form, lambda: actions.begin(placement=placement, by=request.user, **form.cleaned_data)
    ):
        saving.saved(request, _("Platsen har börjat."))
        return redirect("casework:placement_detail", pk)
    return _form(request, placement, form, _("Platsen har börjat"), _("Spara"))


@page(needs=EDIT, writes=["POST"])
def placement_end(request: HttpRequest, pk: int) -> HttpResponse:
    placement, today = _placement(request, pk, EDIT), timezone.localdate()
    draft = f"plats-slut-{pk}"
    initial = {name: getattr(placement, name) for name in EndForm.base_fields}
    initial["ends_on"] = placement.ends_on or today
    form = EndForm(request.POST or None, initial=initial, placement=placement, today=today)
    if saving.attempt(
        form, lambda: actions.end(placement=placement, by=request.user, **form.cleaned_data)
    ):
        saving.saved(request, _("Avslutet är sparat."), draft=draft)
        return redirect("casework:placement_detail", pk)
    title = _("Blev inte av") if placement.is_planned else _("Avsluta platsen")
    return _form(request, placement, form, title, _("Spara avslutet"), draft=draft)


@page(needs=EDIT, writes=["POST"])
def placement_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """The end was a mistake."""
    placement = _placement(request, pk, EDIT)
    if request.method == "POST":
        saving.press(
            request,
            lambda: actions.reopen(placement=placement, by=request.user),
            _("Platsen är öppen igen."),
        )
    return redirect("casework:placement_detail", pk)


@page(needs=EDIT, writes=["POST"])
def placement_next(request: HttpRequest, pk: int) -> HttpResponse:
    """From work training to hourly employment, and on."""
    placement, today = _placement(request, pk, EDIT), timezone.localdate()
    initial = {name: getattr(placement, name) for name in ("hours_per_week", "schedule")}
    form = NextForm(
        request.POST or None,
        initial={"starts_on": today, **initial},
        placement=placement,
        today=today,
    )
    made = saving.attempt(
        form, lambda: actions.change_kind(placement=placement, by=request.user, **form.cleaned_data)
    )
    if made:
        saving.saved(request, _("Den nya platsen är sparad, och den förra är avslutad."))
        return redirect("casework:placement_detail", made.pk)
    title = _("%(kind)s övergår i något annat") % {"kind": placement.get_kind_display()}
    intro = _("Samma arbetsplats och handledare. Den här platsen avslutas dagen före.")
    return _form(request, placement, form, title, _("Spara"), intro=intro)


@page(needs=EDIT, writes=["POST"])
def visit_create(request: HttpRequest, pk: int) -> HttpResponse:
    placement, today = _placement(request, pk, EDIT), timezone.localdate()
    draft = f"platsbesok-ny-{pk}"
    form = VisitForm(request.POST or None, initial={"on": today}, placement=placement, today=today)
    if saving.attempt(
        form, lambda: actions.visit(placement=placement, by=request.user, **form.cleaned_data)
    ):
        saving.saved(request, _("Besöket är sparat."), draft=draft)
        return redirect("casework:placement_detail", pk)
    title = _("Besök hos %(name)s") % {"name": placement.workplace}
    return _form(request, placement, form, title, _("Spara besöket"), draft=draft)


@page(needs=EDIT, writes=["POST"])
def visit_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Who was there may correct it, nobody else."""
    visit = visible_or_404(PlacementVisit.objects.visible_to(request.user), pk=pk)
    placement, draft = _placement(request, visit.placement_id, EDIT), f"platsbesok-{pk}"
    require(visit.by_id == request.user.pk)
    initial = {name: getattr(visit, name) for name in VisitForm.base_fields}
    today = timezone.localdate()
    form = VisitForm(request.POST or None, initial=initial, placement=placement, today=today)
    if saving.attempt(
        form, lambda: actions.change_visit(visit=visit, by=request.user, **form.cleaned_data)
    ):
        saving.saved(request, _("Besöket är sparat."), draft=draft)
        return redirect("casework:placement_detail", placement.pk)
    return _form(request, placement, form, _("Ändra besöket"), _("Spara"), draft=draft)


@page(needs=EDIT, writes=["POST"])
def placement_outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """Enters a job as work among the participant's outcomes."""
    placement = _placement(request, pk, EDIT)
    require(access.allowed(request.user, Permission.PARTICIPANT_EDIT, placement.enrolment.unit))
    form = OutcomeForm(request.POST or None, initial=queries.as_outcome(placement))
    for name in ("kind", "gives_student_aid"):
        del form.fields[name]
    if saving.attempt(
        form,
        lambda: actions.enter_outcome(
            placement=placement, by=request.user, kind="work", **form.cleaned_data
        ),
    ):
        saving.saved(request, _("Arbetet är infört."))
        return redirect("casework:placement_detail", pk)
    intro = _("Det som inte är känt kan fyllas i senare. Olika mått frågar efter olika saker.")
    return _form(request, placement, form, _("För in som arbete"), _("Spara"), intro=intro)


def _form(
    request: HttpRequest, placement: Placement, form: object, title: str, submit: str, **more: Any
) -> HttpResponse:
    context = frame(request, placement.enrolment) | {
        "title": title,
        "form": form,
        "submit": submit,
        "cancel": reverse("casework:placement_detail", args=[placement.pk]),
        **more,
    }
    return render(request, "casework/form_page.html", context)
