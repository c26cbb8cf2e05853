"""A programme's goals, and the decisions that change them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.accounts.roles import Permission
from stegvis.core import saving
from stegvis.core.page import page
from stegvis.participants.access import allowed
from stegvis.participants.models import Programme
from stegvis.reports import access
from stegvis.reports.actions import goals as actions
from stegvis.reports.forms_goals import GoalForm, GoalValueForm
from stegvis.reports.project.source import measurable

P = Permission


def _crumbs(programme: Programme, *more: tuple[str, str]) -> list[tuple[str, str]]:
    return [
        (reverse("reports:project_list"), _("Projektrapporter")),
        (reverse("reports:project_detail", args=[programme.slug]), programme.name),
        *more,
    ]


def _list_of(programme: Programme) -> str:
    return reverse("reports:goal_list", args=[programme.slug])


@page(needs=P.PROJECT_REPORT_VIEW)
def goal_list(request: HttpRequest, slug: str) -> HttpResponse:
    programme = access.project(request.user, slug)
    goals = list(programme.goals.visible_to(request.user).prefetch_related("values"))
    context = {
        "programme": programme,
        "goals": [(goal, measurable().get(goal.indicator)) for goal in goals],
        "can_edit": allowed(request.user, P.GOAL_EDIT, programme.unit),
    }
    return render(request, "reports/goal_list.html", context)


@page(needs=P.GOAL_EDIT, writes=["POST"])
def goal_create(request: HttpRequest, slug: str) -> HttpResponse:
    programme = access.project(request.user, slug, P.GOAL_EDIT)
    form = GoalForm(request.POST or None)
    if goal := saving.attempt(
        form, lambda: actions.save(programme=programme, by=request.user, **form.values())
    ):
        saving.saved(request, _("Målet finns nu. Skriv vad som ska nås."))
        return redirect("reports:goal_value", slug, goal.pk)
    context = {
        "title": _("Nytt mål"),
        "form": form,
        "submit": _("Spara"),
        "draft": "",
        "cancel": _list_of(programme),
        "crumbs": _crumbs(programme, (_list_of(programme), _("Mål"))),
    }
    return render(request, "core/form_page.html", context)


@page(needs=P.GOAL_EDIT, writes=["POST"])
def goal_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    goal = access.goal(request.user, slug, pk, P.GOAL_EDIT)
    form = GoalForm(request.POST or None, initial=GoalForm.initial_of(goal))
    if saving.attempt(
        form,
        lambda: actions.save(
            programme=goal.programme, goal=goal, by=request.user, **form.cleaned_data
        ),
    ):
        saving.saved(request, _("Målet är sparat."))
        return redirect("reports:goal_list", slug)
    context = {
        "title": str(goal),
        "form": form,
        "submit": _("Spara"),
        "draft": "",
        "cancel": _list_of(goal.programme),
        "crumbs": _crumbs(goal.programme, (_list_of(goal.programme), _("Mål"))),
    }
    return render(request, "core/form_page.html", context)


@page(needs=P.GOAL_EDIT, writes=["POST"])
def goal_value(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A new value from a day on. The same day again corrects the value of that day."""
    goal = access.goal(request.user, slug, pk, P.GOAL_EDIT)
    form = GoalValueForm(request.POST or None, initial={"valid_from": timezone.localdate()})
    if saving.attempt(
        form, lambda: actions.set_value(goal=goal, by=request.user, **form.cleaned_data)
    ):
        saving.saved(request, _("Målvärdet är sparat. Räkna om rapporten, så står det där."))
        return redirect("reports:goal_list", slug)
    context = {
        "title": _("Nytt målvärde: %(goal)s") % {"goal": goal},
        "intro": _("Tidigare målvärden finns kvar. Utfallet visas mot varje mål som har gällt."),
        "form": form,
        "submit": _("Spara"),
        "draft": "",
        "cancel": _list_of(goal.programme),
        "crumbs": _crumbs(goal.programme, (_list_of(goal.programme), _("Mål"))),
    }
    return render(request, "core/form_page.html", context)
