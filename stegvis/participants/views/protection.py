from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.accounts.roles import Permission
from stegvis.core.page import page
from stegvis.core.saving import attempt, press, saved
from stegvis.participants import access, queries
from stegvis.participants.actions import protection as actions
from stegvis.participants.forms.protection import AccessForm, ProtectionForm
from stegvis.participants.models import Participant

NEEDS = Permission.PROTECTED_GRANT


@page(needs=NEEDS)
def protected_list(request: HttpRequest) -> HttpResponse:
    """Whom the unit protects, and who can see them: so that nobody is seen by none."""
    today = timezone.localdate()
    found = queries.protected(request.user, today=today)
    access.note_all(row.participant for row in found)
    return render(request, "participants/protected_list.html", {"rows": found})


@page(needs=NEEDS, writes=["POST"])
def protection_edit(request: HttpRequest, pk: int) -> HttpResponse:
    participant = access.guarded(request.user, pk)
    today = timezone.localdate()
    data = request.POST if "protection" in request.POST else None
    form = ProtectionForm(data, initial={"protection": participant.protection})
    if attempt(
        form,
        lambda: actions.set_protection(
            participant=participant, by=request.user, on=today, **form.cleaned_data
        ),
    ):
        saved(request, _("Skyddet är sparat."))
        return redirect("participants:protection_edit", pk)
    return _page(request, participant, today, {"form": form})


@page(needs=NEEDS, writes=["POST"])
def access_create(request: HttpRequest, pk: int) -> HttpResponse:
    participant = access.guarded(request.user, pk)
    today = timezone.localdate()
    colleagues = queries.colleagues(participant, today=today)
    form = AccessForm(request.POST or None, colleagues=colleagues, today=today)
    if attempt(
        form,
        lambda: actions.grant(participant=participant, by=request.user, **form.cleaned_data),
    ):
        saved(request, _("Åtkomsten är given."))
        return redirect("participants:protection_edit", pk)
    return _page(request, participant, today, {"access_form": form})


@page(needs=NEEDS, writes=["POST"])
def access_end(request: HttpRequest, pk: int, access_pk: int) -> HttpResponse:
    participant = access.guarded(request.user, pk)
    if request.method == "POST":
        granted = access.granted_access(participant, access_pk)
        on = timezone.localdate()
        press(
            request,
            lambda: actions.end(access=granted, by=request.user, on=on),
            _("Åtkomsten är avslutad."),
        )
    return redirect("participants:protection_edit", pk)


@page(needs=Permission.READS_VIEW)
def read_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Who has looked at this person."""
    participant = access.participant(request.user, pk, Permission.READS_VIEW)
    reads = Paginator(queries.reads_of(participant), 50).get_page(request.GET.get("sida"))
    context = {
        "participant": participant,
        "page": reads,
        "rows": [queries.read_row(event) for event in reads],
    }
    return render(request, "participants/read_list.html", context)


def _page(
    request: HttpRequest, participant: Participant, today: date, forms: dict[str, Any]
) -> HttpResponse:
    colleagues = queries.colleagues(participant, today=today)
    context = {
        "participant": participant,
        "form": ProtectionForm(initial={"protection": participant.protection}),
        "access_form": AccessForm(colleagues=colleagues, today=today),
        "accesses": queries.accesses(participant, today=today),
        "responsible": queries.responsible(participant),
        "can_see": Participant.objects.visible_to(request.user).filter(pk=participant.pk).exists(),
    }
    return render(request, "participants/protection_edit.html", context | forms)
