from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.accounts.roles import Permission
from stegvis.core import saving
from stegvis.core.fragments import render_part
from stegvis.core.page import page
from stegvis.core.paging import KeyPaginator
from stegvis.interventions import access, queries
from stegvis.interventions.actions import interventions as actions
from stegvis.interventions.actions import steps
from stegvis.interventions.enums import PATH_BY_STEP, InterventionStatus, InterventionStep
from stegvis.interventions.forms.interventions import (
    InterventionFilter,
    InterventionForm,
    NewInterventionForm,
    ReasonForm,
)
from stegvis.interventions.models import Intervention
from stegvis.interventions.panels import intervention_panels
from stegvis.interventions.views.frame import frame


@page(needs=Permission.INTERVENTION_VIEW)
def intervention_list(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    form = InterventionFilter(request.GET, user=request.user)
    found = form.filter(queries.interventions(request.user))
    year = form.value("year")
    listed = KeyPaginator(found, 50).get_page(request.GET.get("sida"))
    context = {
        "form": form,
        "interventions": queries.with_figures(listed, year=year, today=today),
        "page": listed,
        "year": year,
        "can_order": request.user.may(Permission.ORDER_EDIT),
    }
    return render_part(request, "interventions/intervention_list.html", "table", context)


@page(needs=Permission.INTERVENTION_VIEW)
def intervention_detail(request: HttpRequest, pk: int) -> HttpResponse:
    intervention = access.intervention(request.user, pk)
    context = frame(request, intervention, "")
    context |= {
        "panels": intervention_panels.of(request.user, intervention),
        "years": intervention.years.all(),
        "discrepancies": queries.discrepancies_of([intervention]),
        "earlier": queries.chain(intervention),
        "later": intervention.successors.all(),
        "can_edit": access.allowed(request.user, Permission.PLAN_EDIT, intervention),
        "can_continue": access.allowed(request.user, Permission.ORDER_EDIT, intervention),
    }
    return render(request, "interventions/intervention_detail.html", context)


@page(needs=Permission.ORDER_EDIT, writes=["POST"])
def intervention_create(request: HttpRequest) -> HttpResponse:
    initial = queries.new_from_catalogue(request.GET.get("katalog"))
    form = NewInterventionForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid():
        values = dict(form.cleaned_data)
        order = {"need": values.pop("need")}
        intervention = actions.create(by=request.user, order=order, **values)
        saving.saved(request, _("Insatsen finns nu. Skriv klart beställningen."), draft="ny-insats")
        return redirect("interventions:order_edit", intervention.pk)
    context = {
        "title": _("Ny insats"),
        "intro": _("Börja med behovet. Resten skrivs steg för steg."),
        "form": form,
        "submit": _("Skapa och skriv beställningen"),
        "draft": "ny-insats",
        "cancel": "/insatser/",
        "crumbs": [("/insatser/", _("Insatser"))],
    }
    return render(request, "core/form_page.html", context)


@page(needs=Permission.PLAN_EDIT, writes=["POST"])
def intervention_edit(request: HttpRequest, pk: int) -> HttpResponse:
    intervention = access.intervention(request.user, pk, Permission.PLAN_EDIT)
    names = [name for name in InterventionForm.base_fields]
    initial = {name: getattr(intervention, name) for name in names}
    form = InterventionForm(request.POST or None, initial=initial, intervention=intervention)
    draft = f"insats-{pk}"
    if saving.attempt(
        form,
        lambda: actions.change(intervention=intervention, by=request.user, **form.cleaned_data),
    ):
        saving.saved(request, _("Uppgifterna är sparade."), draft=draft)
        return redirect(intervention)
    context = {
        "title": _("Uppgifter om insatsen"),
        "form": form,
        "submit": _("Spara"),
        "draft": draft,
        "cancel": intervention.get_absolute_url(),
        "crumbs": [
            ("/insatser/", _("Insatser")),
            (intervention.get_absolute_url(), str(intervention)),
        ],
    }
    return render(request, "core/form_page.html", context)


@page(needs=Permission.ORDER_EDIT, writes=["POST"])
def intervention_continue(request: HttpRequest, pk: int) -> HttpResponse:
    """The next number of the same intervention."""
    predecessor = access.intervention(request.user, pk, Permission.ORDER_EDIT)
    if request.method == "POST":
        successor = actions.create_successor(predecessor=predecessor, by=request.user)
        saving.saved(request, _("Fortsättningen är skapad. Gå igenom beställningen."))
        return redirect("interventions:order_detail", successor.pk)
    return render(
        request, "interventions/intervention_continue.html", {"intervention": predecessor}
    )


@page(needs=Permission.STEP_DECIDE, writes=["POST"])
def intervention_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    intervention = access.intervention(request.user, pk, Permission.STEP_DECIDE)
    if request.method == "POST" and intervention.status == InterventionStatus.CANCELLED:
        saving.press(
            request,
            lambda: actions.resume(intervention=intervention, by=request.user),
            _("Insatsen är återupptagen."),
        )
        return redirect(intervention)
    form = ReasonForm(request.POST or None)
    if saving.attempt(
        form,
        lambda: actions.cancel(
            intervention=intervention, by=request.user, reason=form.cleaned_data["reason"]
        ),
    ):
        saving.saved(request, _("Insatsen är inställd. Det som är skrivet finns kvar."))
        return redirect(intervention)
    return _reason_page(request, intervention, form, _("Ställ in insatsen"))


@page(needs=Permission.INTERVENTION_VIEW, writes=["POST"])
def step_move(request: HttpRequest, pk: int, step: str, name: str) -> HttpResponse:
    """Start, finish, skip (with a reason) or reopen one of the seven steps."""
    definition = PATH_BY_STEP[InterventionStep(step)]
    needs = Permission.STEP_DECIDE if name in ("skip", "reopen") else definition.needs
    intervention = access.intervention(request.user, pk, needs)

    def move(reason: str = "") -> object:
        return steps.move(
            intervention=intervention,
            step=definition.step,
            name=name,
            by=request.user,
            reason=reason,
        )

    if name == "skip":
        form = ReasonForm(request.POST or None)
        if saving.attempt(form, lambda: move(form.cleaned_data["reason"])):
            saving.saved(request, _("Steget är överhoppat."))
            return redirect(intervention)
        title = _("Hoppa över: %(step)s") % {"step": definition.step.label}
        return _reason_page(request, intervention, form, title)
    if request.method == "POST":
        saving.press(request, move, _("Steget är uppdaterat."))
    return redirect(definition.url_name, intervention.pk)


def _reason_page(
    request: HttpRequest, intervention: Intervention, form: ReasonForm, title: str
) -> HttpResponse:
    context = {
        "title": title,
        "form": form,
        "submit": title,
        "cancel": intervention.get_absolute_url(),
        "crumbs": [
            ("/insatser/", _("Insatser")),
            (intervention.get_absolute_url(), str(intervention)),
        ],
    }
    return render(request, "core/form_page.html", context)
