"""The plan: one page to read and tick, one form with all goals and steps, and earlier plans."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.accounts.roles import Permission
from stegvis.casework import access_work
from stegvis.casework import queries_work as queries
from stegvis.casework.actions import plans as actions
from stegvis.casework.actions.common import words_if_ended
from stegvis.casework.forms.plans import PlanForm, moved, state_of
from stegvis.casework.models import CasePlan
from stegvis.casework.views.frame import back_to, frame
from stegvis.core import drafts, saving
from stegvis.core.fragments import wants_fragment
from stegvis.core.models import Draft
from stegvis.core.page import page
from stegvis.participants import access
from stegvis.participants.models import Enrolment

EDIT = Permission.CASE_EDIT


@page(needs=Permission.PARTICIPANT_VIEW)
def plan_detail(request: HttpRequest, pk: int) -> HttpResponse:
    enrolment = access.enrolment(request.user, pk)
    plan = queries.current_plan(enrolment)
    context = frame(request, enrolment) | {
        "plan": plan,
        "changed": queries.last_change(plan) if plan else None,
        "earlier": queries.earlier_plans(enrolment),
        "words": words_if_ended(enrolment),
    }
    context["can_write"] = context["can_edit"] and not context["words"]
    return render(request, "casework/plan_detail.html", context)


@page(needs=Permission.PARTICIPANT_VIEW)
def plan_earlier(request: HttpRequest, pk: int) -> HttpResponse:
    """A plan as it was when it was replaced. The one in force has its own page."""
    plan = access_work.plan(request.user, pk)
    if plan.replaced_on is None:
        return redirect("casework:plan_detail", plan.enrolment_id)
    context = frame(request, plan.enrolment) | {"plan": plan, "can_write": False}
    return render(request, "casework/plan_earlier.html", context)


@page(needs=EDIT, writes=["POST"])
def plan_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Buttons for rows send the whole form and get it back with a row more or less, as a draft;
    htmx swaps the form only."""
    enrolment = access.enrolment(request.user, pk, EDIT)
    plan, key = queries.current_plan(enrolment), f"individuell-plan-{pk}"
    if "kasta" in request.POST:
        drafts.discard(by=request.user, key=key)
        return redirect("casework:plan_edit", pk)
    if "rad" in request.POST:
        return _with_rows_moved(request, enrolment, plan, key)
    if request.method == "GET" and words_if_ended(enrolment):
        return redirect("casework:plan_detail", pk)
    if request.method == "POST":
        form, draft = PlanForm(request.POST.dict(), is_sent=True), None
    else:
        draft = drafts.find(by=request.user, key=key)
        form = PlanForm(draft.fields if draft else state_of(plan), is_sent=False)
    if saving.attempt(
        form, lambda: actions.save(enrolment=enrolment, by=request.user, **form.values())
    ):
        saving.saved(request, _("Planen är sparad."), draft=key)
        return redirect("casework:plan_detail", pk)
    return _edit(request, enrolment, plan, form, key, draft)


def _with_rows_moved(
    request: HttpRequest, enrolment: Enrolment, plan: CasePlan | None, key: str
) -> HttpResponse:
    state = moved(request.POST.dict(), request.POST["rad"])
    state.pop("rad", None)
    drafts.keep(by=request.user, key=key, fields=state)
    form = PlanForm(state, is_sent=False)
    form.focus_after(request.POST["rad"])
    return _edit(request, enrolment, plan, form, key, None)


def _edit(
    request: HttpRequest,
    enrolment: Enrolment,
    plan: CasePlan | None,
    form: PlanForm,
    key: str,
    draft: Draft | None,
) -> HttpResponse:
    context = frame(request, enrolment) | {"plan": plan, "form": form, "key": key, "draft": draft}
    if wants_fragment(request):
        return render(request, "casework/plan_form.html", context)
    return render(request, "casework/plan_edit.html", context)


@page(needs=EDIT, writes=["POST"])
def plan_renew(request: HttpRequest, pk: int) -> HttpResponse:
    enrolment = access.enrolment(request.user, pk, EDIT)
    if request.method == "POST":
        today = timezone.localdate()
        saving.press(
            request,
            lambda: actions.renew(enrolment=enrolment, by=request.user, today=today),
            _("Den nya planen börjar med det som återstår. Den förra finns kvar att läsa."),
        )
    return redirect("casework:plan_detail", pk)


@page(needs=EDIT, writes=["POST"])
def step_tick(request: HttpRequest, pk: int) -> HttpResponse:
    step = access_work.step(request.user, pk)
    if request.method == "POST":
        day = None if "oppna" in request.POST else timezone.localdate()
        saving.press(
            request,
            lambda: actions.tick(step=step, by=request.user, done_on=day),
            _("Steget är klart.") if day else _("Steget är öppet igen."),
        )
    return _back(request, step.goal.plan.enrolment)


@page(needs=EDIT, writes=["POST"])
def goal_reach(request: HttpRequest, pk: int) -> HttpResponse:
    goal = access_work.goal(request.user, pk)
    if request.method == "POST":
        day = None if "oppna" in request.POST else timezone.localdate()
        saving.press(
            request,
            lambda: actions.reach(goal=goal, by=request.user, reached_on=day),
            _("Målet är nått.") if day else _("Målet är öppet igen."),
        )
    return _back(request, goal.plan.enrolment)


def _back(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """To where the button stood: the person's page or the plan's own."""
    if "fil" in request.POST:
        return back_to(enrolment, "plan")
    return redirect("casework:plan_detail", enrolment.pk)
