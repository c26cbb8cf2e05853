from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.accounts.roles import Permission
from stegvis.core.page import page
from stegvis.core.saving import attempt, saved
from stegvis.participants import access, comparing, duplicates, search
from stegvis.participants.actions import merges as actions
from stegvis.participants.forms.merges import MergeForm
from stegvis.participants.models import Merge, Participant

NEEDS = Permission.PARTICIPANT_MERGE


@page(needs=NEEDS, writes=["POST"])
def participant_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """First the other one is found, then the two stand side by side."""
    kept = access.participant(request.user, pk, NEEDS)
    if "med" not in request.GET:
        return render(request, "participants/merge_search.html", _hits(request, kept))
    other = _other(request, kept)
    form = MergeForm(request.POST or None, kept=kept, other=other)
    done = attempt(
        form,
        lambda: actions.merge(
            kept=kept,
            merged=other,
            by=request.user,
            reason=form.cleaned_data["reason"],
            chosen=form.chosen(),
        ),
    )
    if done:
        saved(request, _told(done))
        return redirect(kept)
    context = {
        "participant": kept,
        "form": form,
        "problem": "" if request.method == "POST" else actions.problem(kept, other, request.user),
        "rows": comparing.rows(kept, other),
        "sides": [comparing.side(request.user, one) for one in (kept, other)],
    }
    return render(request, "participants/merge_compare.html", context)


@page(needs=NEEDS, writes=["POST"])
def merge_undo(request: HttpRequest, pk: int) -> HttpResponse:
    merge = access.merge(request.user, pk)
    if request.method == "POST":
        try:
            actions.undo(merge=merge, by=request.user)
            messages.success(request, _("Sammanslagningen är ångrad. De är två personer igen."))
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
    return redirect("participants:participant_merge", merge.kept_id)


def _other(request: HttpRequest, kept: Participant) -> Participant:
    asked = request.GET["med"]
    if not asked.isdigit() or int(asked) == kept.pk:
        raise Http404
    return access.participant(request.user, int(asked), NEEDS)


def _hits(request: HttpRequest, kept: Participant) -> dict[str, Any]:
    """Those found by the words, and those that look like the same person."""
    text = request.GET.get("q", "").strip()
    found = [one for one in search.find(request.user, text, limit=20) if one.pk != kept.pk]
    alike = duplicates.candidates(
        identity_number=kept.identity_number,
        first_name=kept.first_name,
        last_name=kept.last_name,
        birth_date=kept.birth_date,
        phone=kept.phone,
        exclude=kept,
    )
    seen = duplicates.shown(request.user, alike)
    access.note_all([*found, *(candidate.participant for candidate in seen)])
    earlier = Merge.objects.filter(kept=kept, undone_at=None).select_related("merged", "by")
    return {
        "participant": kept,
        "text": text,
        "found": found,
        "candidates": seen,
        "earlier": earlier,
        "address": reverse("participants:participant_merge", args=[kept.pk]),
    }


def _told(done: Merge) -> str:
    moved = sum(len(pks) for pks in done.moved.values())
    return ngettext(
        "De är en person nu. %(number)s uppgift flyttades. Det går att ångra.",
        "De är en person nu. %(number)s uppgifter flyttades. Det går att ångra.",
        moved,
    ) % {"number": moved}
