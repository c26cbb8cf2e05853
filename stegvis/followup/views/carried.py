from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from stegvis.accounts.roles import Permission
from stegvis.core import drafts, saving
from stegvis.core.fragments import wants_fragment
from stegvis.core.page import page
from stegvis.followup import access, queries
from stegvis.followup.actions import carried as actions
from stegvis.followup.forms.carried import CarriedForm
from stegvis.followup.models import CarriedAnswer
from stegvis.interventions.enums import InterventionStep, PlanStatus
from stegvis.interventions.models import Intervention
from stegvis.interventions.views.frame import frame

STEP = InterventionStep.PLAN


def _checklist(request: HttpRequest, intervention: Intervention) -> dict[str, Any]:
    carried = queries.carried_decisions(intervention, request.user)
    decided = [one for one in carried if one.decision]
    return {
        "carried": decided,
        "undecided": [one for one in carried if not one.decision],
        "answered": sum(not one.needs_answer for one in decided),
        "can_answer": intervention.plan.status == PlanStatus.DRAFT
        and access.allowed(request.user, Permission.PLAN_EDIT, intervention),
    }


@page(needs=Permission.PLAN_APPROVE)
def carried_list(request: HttpRequest, pk: int) -> HttpResponse:
    """For those who write or approve plans: other providers' shortcomings stand here."""
    intervention = access.intervention(request.user, pk, Permission.PLAN_APPROVE)
    context = frame(request, intervention, STEP) | _checklist(request, intervention)
    return render(request, "followup/carried_list.html", context)


@page(needs=Permission.PLAN_EDIT, writes=["POST"])
def carried_answer(request: HttpRequest, pk: int, decision: int) -> HttpResponse:
    intervention = access.intervention(request.user, pk, Permission.PLAN_EDIT)
    one = _find(request, intervention, decision)
    given = one.answer or CarriedAnswer(version=0)
    initial = {name: getattr(given, name) for name in CarriedForm.base_fields}
    ids, draft = f"id_beslut-{decision}_%s", f"tidigare-{pk}-{decision}"
    form = CarriedForm(request.POST or None, initial=initial, auto_id=ids)
    if saving.attempt(
        form,
        lambda: actions.answer(
            intervention=intervention, decision=one.decision, by=request.user, **form.cleaned_data
        ),
    ):
        return _answered(request, intervention, decision, draft)
    context = {"intervention": intervention, "one": one, "form": form, "draft": draft}
    context["focus"] = wants_fragment(request)
    if wants_fragment(request):
        return render(request, "followup/carried_form.html", context)
    context |= frame(request, intervention, STEP)
    return render(request, "followup/carried_edit.html", context)


def _find(request: HttpRequest, intervention: Intervention, decision: int) -> queries.Carried:
    """Only what stands on this plan's own checklist can be answered here."""
    for one in queries.carried_decisions(intervention, request.user):
        if one.decision and one.decision.pk == decision:
            return one
    raise Http404


def _answered(
    request: HttpRequest, intervention: Intervention, decision: int, draft: str
) -> HttpResponse:
    """The line as it is now, with the count of what is answered; or the whole list."""
    if wants_fragment(request):
        drafts.discard(by=request.user, key=draft)
        context = _checklist(request, intervention) | {"intervention": intervention}
        context["one"] = next(one for one in context["carried"] if one.decision.pk == decision)
        return render(request, "followup/carried_answered.html", context)
    saving.saved(request, _("Svaret är sparat."), draft=draft)
    url = reverse("followup:carried_list", args=[intervention.pk])
    return redirect(f"{url}#beslut-{decision}")
