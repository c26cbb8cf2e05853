from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.accounts.roles import Permission
from stegvis.core import saving
from stegvis.core.fragments import render_part
from stegvis.core.page import page
from stegvis.participants import access, intake, search
from stegvis.participants.actions import enrolments, persons
from stegvis.participants.forms.persons import EnrolForm, PersonForm
from stegvis.participants.models import Enrolment, Participant, Programme

FOUND = 20


@page(needs=Permission.PARTICIPANT_VIEW)
def participant_search(request: HttpRequest) -> HttpResponse:
    """Name, number or case number; the law allows nothing else in case work."""
    text = request.GET.get("q", "").strip()
    found = search.find(request.user, text, limit=FOUND + 1)
    hits = intake.hits(request.user, found[:FOUND], today=timezone.localdate())
    access.note_all(hit.participant for hit in hits)
    context = {"q": text, "hits": hits, "has_more": len(found) > FOUND}
    return render_part(request, "participants/participant_search.html", "found", context)


@page(needs=Permission.PARTICIPANT_EDIT, writes=["POST"])
def participant_create(request: HttpRequest) -> HttpResponse:
    """Enrols somebody whom nobody has referred. With several programmes, which one comes first."""
    user, today = request.user, timezone.localdate()
    programmes = list(intake.programmes_to_enrol_in(user, today=today))
    slug = request.GET.get("verksamhet", "")
    chosen = [one for one in programmes if slug == one.slug or len(programmes) == 1]
    if not chosen:
        return render(request, "participants/enrolment_choose.html", {"programmes": programmes})
    form = EnrolForm(
        request.POST or None,
        user=user,
        today=today,
        programme=chosen[0],
        staff=intake.loads(chosen[0], today=today),
        initial={"starts_on": today, "caseworker": user.pk},
    )
    enrolment = saving.attempt(form, lambda: _enrol(form, user, chosen[0]))
    if enrolment:
        saving.saved(request, _("%(person)s är inskriven.") % {"person": enrolment.participant})
        return redirect(enrolment)
    context = {"form": form, "programme": chosen[0], "can_choose": len(programmes) > 1}
    return render(request, "participants/enrolment_create.html", context)


def _enrol(form: EnrolForm, user: User, programme: Programme) -> Enrolment:
    participant = form.cleaned_data["participant"]
    if participant is None:
        participant = persons.create(by=user, **form.about)
    else:
        persons.complete(participant=participant, by=user, **form.known)
    return enrolments.start(participant=participant, programme=programme, by=user, **form.started)


@page(needs=Permission.PARTICIPANT_EDIT, writes=["POST"])
def person_edit(request: HttpRequest, pk: int) -> HttpResponse:
    participant = access.participant(request.user, pk, Permission.PARTICIPANT_EDIT)
    form = PersonForm(request.POST or None, participant=participant, today=timezone.localdate())
    if saving.attempt(
        form,
        lambda: persons.change(participant=participant, by=request.user, **form.values),
    ):
        saving.saved(request, _("Uppgifterna är sparade."))
        return redirect(participant)
    context = {
        "title": _("Ändra personuppgifter"),
        "participant": participant,
        "form": form,
        "submit": _("Spara"),
        "cancel": participant.get_absolute_url(),
        "crumbs": _crumbs(participant),
    }
    return render(request, "core/form_page.html", context)


def _crumbs(participant: Participant) -> list[tuple[str, str]]:
    search_page = (reverse("participants:participant_list"), _("Deltagare"))
    return [search_page, (participant.get_absolute_url(), str(participant))]
