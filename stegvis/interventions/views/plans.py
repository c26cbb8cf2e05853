from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stegvis.accounts.roles import Permission
from stegvis.core import saving
from stegvis.core.page import page
from stegvis.core.steps import find, open_steps
from stegvis.interventions import access
from stegvis.interventions.actions import plans as actions
from stegvis.interventions.enums import PLAN_STEPS, InterventionStep, PlanStatus
from stegvis.interventions.forms.plans import ExpectedResultForm, PlanForm
from stegvis.interventions.panels import plan_panels
from stegvis.interventions.views.frame import frame


@page(needs=Permission.INTERVENTION_VIEW)
def plan_detail(request: HttpRequest, pk: int) -> HttpResponse:
    intervention = access.intervention(request.user, pk)
    plan = intervention.plan
    may_edit = access.allowed(request.user, Permission.PLAN_EDIT, intervention)
    context = frame(request, intervention, InterventionStep.PLAN)
    context |= {
        "plan": plan,
        "status": PlanStatus(plan.status),
        "expected_results": intervention.expected_results.all(),
        "panels": plan_panels.of(request.user, intervention),
        "can_edit": may_edit and plan.status == PlanStatus.DRAFT,
        "moves": [
            move
            for move in open_steps(PLAN_STEPS, plan.status)
            if access.allowed(request.user, move.needs, intervention)
        ],
    }
    return render(request, "interventions/plan_detail.html", context)


@page(needs=Permission.PLAN_EDIT, writes=["POST"])
def plan_edit(request: HttpRequest, pk: int) -> HttpResponse:
    intervention = access.intervention(request.user, pk, Permission.PLAN_EDIT)
    plan, draft = intervention.plan, f"plan-{pk}"
    initial = {name: getattr(plan, name) for name in PlanForm.base_fields}
    if plan.unit_price is None and intervention.agreement:
        agreement = intervention.agreement
        initial |= {"price_model": agreement.price_model, "unit_price": agreement.unit_price}
    form = PlanForm(request.POST or None, initial=initial)
    if saving.attempt(
        form, lambda: actions.change(plan=plan, by=request.user, **form.cleaned_data)
    ):
        saving.saved(request, _("Planeringsunderlaget är sparat."), draft=draft)
        return redirect("interventions:plan_detail", pk)
    context = frame(request, intervention, InterventionStep.PLAN)
    return render(request, "interventions/plan_edit.html", context | {"form": form, "draft": draft})


@page(needs=Permission.PLAN_APPROVE, writes=["POST"])
def plan_move(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Approve or reopen, as PLAN_STEPS says."""
    if name not in {move.name for move in PLAN_STEPS}:
        raise Http404
    move = find(PLAN_STEPS, name)
    intervention = access.intervention(request.user, pk, Permission(move.needs))
    if request.method == "POST":
        saving.press(
            request,
            lambda: actions.move(plan=intervention.plan, name=name, by=request.user),
            _("Underlaget är godkänt.") if name == "approve" else _("Underlaget är öppet igen."),
        )
    return redirect("interventions:plan_detail", pk)


@page(needs=Permission.PLAN_EDIT, writes=["POST"])
def expected_result_create(request: HttpRequest, pk: int) -> HttpResponse:
    intervention = access.intervention(request.user, pk, Permission.PLAN_EDIT)
    form = ExpectedResultForm(request.POST or None)
    if saving.attempt(
        form,
        lambda: actions.add_expected_result(
            intervention=intervention, by=request.user, **form.cleaned_data
        ),
    ):
        saving.saved(request, _("Det förväntade resultatet är tillagt."))
        again = "interventions:expected_result_create"
        return redirect(again if "again" in request.POST else "interventions:plan_detail", pk)
    context = frame(request, intervention, InterventionStep.PLAN)
    context |= {"form": form, "title": _("Nytt förväntat resultat"), "line": None}
    return render(request, "interventions/expected_result_edit.html", context)


@page(needs=Permission.PLAN_EDIT, writes=["POST"])
def expected_result_edit(request: HttpRequest, pk: int) -> HttpResponse:
    line = access.expected_result(request.user, pk, Permission.PLAN_EDIT)
    intervention = access.intervention(request.user, line.intervention_id)
    initial = {name: getattr(line, name) for name in ExpectedResultForm.base_fields}
    form = ExpectedResultForm(request.POST or None, initial=initial)
    if saving.attempt(
        form,
        lambda: actions.change_expected_result(
            expected_result=line, by=request.user, **form.cleaned_data
        ),
    ):
        saving.saved(request, _("Det förväntade resultatet är sparat."))
        return redirect("interventions:plan_detail", intervention.pk)
    context = frame(request, intervention, InterventionStep.PLAN)
    context |= {"form": form, "title": _("Förväntat resultat"), "line": line}
    return render(request, "interventions/expected_result_edit.html", context)


@page(needs=Permission.PLAN_EDIT, writes=["POST"])
def expected_result_remove(request: HttpRequest, pk: int) -> HttpResponse:
    line = access.expected_result(request.user, pk, Permission.PLAN_EDIT)
    if request.method == "POST":
        saving.press(
            request,
            lambda: actions.remove_expected_result(expected_result=line, by=request.user),
            _("Raden är borttagen. Ändringsloggen minns den."),
        )
    return redirect("interventions:plan_detail", line.intervention_id)
