from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.accounts.roles import Permission
from stegvis.core import saving
from stegvis.core.page import page
from stegvis.interventions import access, queries
from stegvis.interventions.actions import delivery as actions
from stegvis.interventions.enums import InterventionStep, Measure
from stegvis.interventions.forms.delivery import CostForm, CountForm, GroupForm, RulingForm
from stegvis.interventions.models import Intervention, ReportedCount
from stegvis.interventions.views.frame import frame

STEP = InterventionStep.DELIVERY
USUAL = (Measure.STARTED, Measure.DROPPED_OUT, Measure.COMPLETED)


@page(needs=Permission.INTERVENTION_VIEW)
def delivery_detail(request: HttpRequest, pk: int) -> HttpResponse:
    intervention = access.intervention(request.user, pk)
    context = frame(request, intervention, STEP)
    counts = list(queries.with_delivery(intervention))
    context |= {
        "groups": intervention.groups.all(),
        "counts": counts,
        "costs": intervention.costs.all(),
        "years": intervention.years.all(),
        "measures": [m for m in Measure if m in USUAL or _is_reported(m, counts)],
        "discrepancies": queries.discrepancies_of([intervention]),
        "can_edit": access.allowed(request.user, Permission.DELIVERY_EDIT, intervention),
    }
    return render(request, "interventions/delivery_detail.html", context)


def _is_reported(measure: Measure, counts: list[ReportedCount]) -> bool:
    return any(getattr(row, measure) is not None for row in counts)


@page(needs=Permission.DELIVERY_EDIT, writes=["POST"])
def group_edit(request: HttpRequest, pk: int, group_pk: int | None = None) -> HttpResponse:
    intervention = access.intervention(request.user, pk, Permission.DELIVERY_EDIT)
    group = access.group(request.user, group_pk, Permission.DELIVERY_EDIT) if group_pk else None
    initial = {name: getattr(group, name, None) for name in GroupForm.base_fields}
    form = GroupForm(request.POST or None, initial=initial, intervention=intervention, group=group)
    if saving.attempt(
        form,
        lambda: actions.save_group(
            intervention=intervention, by=request.user, group=group, **form.cleaned_data
        ),
    ):
        saving.saved(request, _("Delen är sparad."))
        return redirect("interventions:delivery_detail", pk)
    return _form_page(request, intervention, form, _("Grupp, vecka eller modul"))


@page(needs=Permission.DELIVERY_EDIT, writes=["POST"])
def count_edit(request: HttpRequest, pk: int, count_pk: int | None = None) -> HttpResponse:
    intervention = access.intervention(request.user, pk, Permission.DELIVERY_EDIT)
    needs = Permission.DELIVERY_EDIT
    row = access.reported_count(request.user, count_pk, needs) if count_pk else None
    initial = {"year": timezone.localdate().year}
    if row:
        names = ["year", "group", "unit", "planned_text", "note", *Measure.values]
        initial = {name: getattr(row, name) for name in names}
    form = CountForm(request.POST or None, initial=initial, intervention=intervention, row=row)
    if saving.attempt(
        form,
        lambda: actions.save_count(
            intervention=intervention, by=request.user, reported_count=row, **form.cleaned_data
        ),
    ):
        saving.saved(request, _("Antalen är sparade."))
        return redirect("interventions:delivery_detail", pk)
    return _form_page(request, intervention, form, _("Redovisade antal"))


@page(needs=Permission.DELIVERY_EDIT, writes=["POST"])
def cost_edit(request: HttpRequest, pk: int, year: int | None = None) -> HttpResponse:
    intervention = access.intervention(request.user, pk, Permission.DELIVERY_EDIT)
    cost = intervention.costs.filter(year=year).first() if year else None
    initial = {"year": timezone.localdate().year, "planned_total": intervention.plan.planned_cost}
    if cost:
        initial = {name: getattr(cost, name) for name in CostForm.base_fields}
    form = CostForm(request.POST or None, initial=initial, intervention=intervention, cost=cost)
    if saving.attempt(
        form,
        lambda: actions.save_cost(
            intervention=intervention, by=request.user, cost=cost, **form.cleaned_data
        ),
    ):
        saving.saved(request, _("Kostnaderna är sparade."))
        return redirect("interventions:delivery_detail", pk)
    return _form_page(request, intervention, form, _("Kostnader"))


@page(needs=Permission.DELIVERY_EDIT, writes=["POST"])
def discrepancy_rule(request: HttpRequest, pk: int, year: int, code: str) -> HttpResponse:
    """The planner says which figure is right, or just why they differ."""
    intervention = access.intervention(request.user, pk, Permission.DELIVERY_EDIT)
    found = next(
        (
            one
            for one in queries.discrepancies_of([intervention])
            if (one.year, one.found.code) == (year, code)
        ),
        None,
    )
    if found is None:
        raise Http404
    initial = {"note": found.ruling.note, "value": found.ruling.value} if found.ruling else None
    form = RulingForm(request.POST or None, initial=initial)
    if saving.attempt(
        form,
        lambda: actions.rule(
            intervention=intervention,
            year=year,
            code=code,
            measure=found.found.measure,
            by=request.user,
            **form.cleaned_data,
        ),
    ):
        saving.saved(request, _("Ditt avgörande är sparat och gäller i alla rapporter."))
        return redirect("interventions:delivery_detail", pk)
    context = frame(request, intervention, STEP) | {"form": form, "discrepancy": found}
    return render(request, "interventions/discrepancy_rule.html", context)


def _form_page(
    request: HttpRequest, intervention: Intervention, form: object, title: str
) -> HttpResponse:
    context = frame(request, intervention, STEP) | {"form": form, "title": title}
    return render(request, "interventions/delivery_edit.html", context)
