"""One person or a whole caseload goes to another caseworker."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from stegvis.accounts.roles import Permission
from stegvis.casework import queries_work as queries
from stegvis.casework.actions import hand_over as actions
from stegvis.casework.forms.hand_over import HandOverForm
from stegvis.core import saving
from stegvis.core.page import page
from stegvis.participants import access


@page(needs=Permission.CASELOAD_MOVE, writes=["POST"])
def hand_over(request: HttpRequest) -> HttpResponse:
    """From whom stands in the address. One person's page links here with that one ticked."""
    holders = queries.holders(request.user)
    holder = _holder(request, holders)
    context = {"holders": holders, "holder": holder}
    if holder is None:
        return render(request, "casework/hand_over.html", context)
    form = _form(request, holder)
    moved = saving.attempt(
        form,
        lambda: (actions.hand_over(by=request.user, **form.cleaned_data),),
    )
    if moved:
        saving.saved(request, _told(moved[0], str(form.cleaned_data["caseworker"])))
        key = form.cleaned_data["caseworker"].pk
        return redirect(f"{reverse('casework:hand_over')}?fran={key}")
    access.note_all(one.participant for one in form.fields["enrolments"].queryset)
    hidden = queries.hidden_of(request.user, holder.user.pk if holder.user else None)
    return render(request, "casework/hand_over.html", context | {"form": form, "hidden": hidden})


def _holder(request: HttpRequest, holders: list[queries.Holder]) -> queries.Holder | None:
    """The one in the address, or the one responsible for the enrolment there, or oneself."""
    asked = request.GET.get("fran", "")
    if one := request.GET.get("inskrivning", ""):
        found = queries.movable(request.user).filter(pk=one if one.isdigit() else 0).first()
        if found is None:
            raise Http404
        asked = str(found.caseworker_id or "ingen")
    by_key = {holder.key: holder for holder in holders}
    if asked and asked not in by_key and not asked.isdigit():
        raise Http404
    return by_key.get(asked or str(request.user.pk))


def _form(request: HttpRequest, holder: queries.Holder) -> HandOverForm:
    enrolments = queries.movable(request.user).filter(caseworker=holder.user)
    one = request.GET.get("inskrivning", "")
    ticked = [int(one)] if one.isdigit() else [row.pk for row in enrolments]
    today = timezone.localdate()
    receivers = queries.receivers({row.unit for row in enrolments}, today=today)
    return HandOverForm(
        request.POST or None,
        enrolments=enrolments,
        receivers=[row for row in receivers if row.user != holder.user],
        ticked=ticked,
        today=today,
    )


def _told(count: int, name: str) -> str:
    return ngettext(
        "%(n)s deltagare är överlämnad till %(name)s.",
        "%(n)s deltagare är överlämnade till %(name)s.",
        count,
    ) % {"n": count, "name": name}
