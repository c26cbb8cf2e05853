from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stegvis.accounts.roles import Permission
from stegvis.core import saving
from stegvis.core.page import page
from stegvis.core.steps import find, open_steps
from stegvis.interventions import access
from stegvis.interventions.actions import orders as actions
from stegvis.interventions.enums import ORDER_STEPS, InterventionStep, OrderStatus
from stegvis.interventions.forms.orders import DecisionNoteForm, OrderForm
from stegvis.interventions.views.frame import frame


@page(needs=Permission.INTERVENTION_VIEW)
def order_detail(request: HttpRequest, pk: int) -> HttpResponse:
    intervention = access.intervention(request.user, pk)
    order = intervention.order
    moves = [
        move
        for move in open_steps(ORDER_STEPS, order.status)
        if access.allowed(request.user, move.needs, intervention)
    ]
    context = frame(request, intervention, InterventionStep.ORDER)
    context |= {
        "order": order,
        "status": OrderStatus(order.status),
        "moves": moves,
        "can_edit": access.allowed(request.user, Permission.ORDER_EDIT, intervention)
        and order.status in (OrderStatus.DRAFT, OrderStatus.SENT),
    }
    return render(request, "interventions/order_detail.html", context)


@page(needs=Permission.ORDER_EDIT, writes=["POST"])
def order_edit(request: HttpRequest, pk: int) -> HttpResponse:
    intervention = access.intervention(request.user, pk, Permission.ORDER_EDIT)
    order, draft = intervention.order, f"bestallning-{pk}"
    initial = {name: getattr(order, name) for name in OrderForm.base_fields}
    form = OrderForm(request.POST or None, initial=initial)
    if saving.attempt(
        form, lambda: actions.change(order=order, by=request.user, **form.cleaned_data)
    ):
        saving.saved(request, _("Beställningen är sparad."), draft=draft)
        return redirect("interventions:order_detail", pk)
    context = frame(request, intervention, InterventionStep.ORDER)
    return render(
        request, "interventions/order_edit.html", context | {"form": form, "draft": draft}
    )


@page(needs=Permission.INTERVENTION_VIEW, writes=["POST"])
def order_move(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One of the moves in ORDER_STEPS; a decision may carry a note."""
    if name not in {move.name for move in ORDER_STEPS}:
        raise Http404
    move = find(ORDER_STEPS, name)
    intervention = access.intervention(request.user, pk, Permission(move.needs))
    form = DecisionNoteForm(request.POST or None)
    if saving.attempt(
        form,
        lambda: actions.move(
            order=intervention.order, name=name, by=request.user, note=form.cleaned_data["note"]
        ),
    ):
        saving.saved(request, _("Beställningen är uppdaterad."))
        return redirect("interventions:order_detail", pk)
    context = frame(request, intervention, InterventionStep.ORDER) | {"form": form, "move": move}
    return render(request, "interventions/order_move.html", context)
