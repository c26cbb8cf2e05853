"""The participant's page, and the contact data that it hides for those with protected identity."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.accounts.roles import Permission
from stegvis.casework import file
from stegvis.casework.actions import looks
from stegvis.casework.drawing import NARROW, WIDE, draw
from stegvis.casework.forms.file import ContactReasonForm
from stegvis.casework.panels import contents, file_panels
from stegvis.casework.svg import svg
from stegvis.casework.views.frame import frame
from stegvis.core.page import page
from stegvis.organisations.models import Unit
from stegvis.participants import access
from stegvis.participants.models import Participant

MAY = {
    "can_change": Permission.PARTICIPANT_EDIT,
    "can_see_reads": Permission.READS_VIEW,
    "can_grant": Permission.PROTECTED_GRANT,
    "can_merge": Permission.PARTICIPANT_MERGE,
}
SIZES = {"wide": WIDE, "narrow": NARROW}


@page(needs=Permission.PARTICIPANT_VIEW)
def participant_detail(request: HttpRequest, pk: int) -> HttpResponse:
    participant = access.participant(request.user, pk)
    return _page(request, participant, shows_contact=not participant.is_protected)


@page(needs=Permission.PARTICIPANT_VIEW, writes=["POST"])
def participant_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks why, and then shows the page with contact data, this once. The address shows nothing
    when it is opened again."""
    participant = access.participant(request.user, pk)
    if not participant.is_protected:
        return redirect(participant)
    form = ContactReasonForm(request.POST or None)
    if form.is_valid():
        looks.show_contact(participant=participant, by=request.user, **form.cleaned_data)
        return _page(request, participant, shows_contact=True)
    context = {
        "title": _("Visa kontaktuppgifter"),
        "intro": _("Personen har skyddade uppgifter. De visas en gång, på nästa sida."),
        "form": form,
        "submit": _("Visa"),
        "cancel": participant.get_absolute_url(),
        "crumbs": [(participant.get_absolute_url(), str(participant))],
    }
    return render(request, "core/form_page.html", context)


def _page(request: HttpRequest, participant: Participant, *, shows_contact: bool) -> HttpResponse:
    today = timezone.localdate()
    found = file.read(request.user, participant, request.GET.get("inskrivning"), today=today)
    waiting = [] if found.enrolment else file.waiting(request.user, participant)
    unit = found.enrolment.unit if found.enrolment else file.unit_of(waiting)
    context = {
        "participant": participant,
        "identity_flags": file.identity_flags(participant),
        "shows_contact": shows_contact,
        "contact_url": reverse("casework:participant_contact", args=[participant.pk]),
        "age": file.age(participant, today=today),
        "number": file.number_shown(participant, whole=_may(request, "can_change", unit)),
    }
    if found.enrolment is None:
        page = render(request, "casework/file_waiting.html", context | {"waiting": waiting})
    else:
        context |= frame(request, found.enrolment) | _of_enrolment(request, found)
        page = render(request, "casework/file.html", context)
    page["Cache-Control"] = "no-store"  # a shared computer keeps no copy of a person's page
    return page


def _may(request: HttpRequest, name: str, unit: Unit | None) -> bool:
    return unit is not None and access.allowed(request.user, MAY[name], unit)


def _of_enrolment(request: HttpRequest, found: file.File) -> dict[str, object]:
    enrolment, today = found.enrolment, timezone.localdate()
    assert enrolment is not None
    timeline = found.timeline(today=today)
    panels = file_panels.of(request.user, enrolment)
    return {name: _may(request, name, enrolment.unit) for name in MAY} | {
        "flags": file.flags(enrolment, today=today),
        "stay": file.stay(enrolment, enrolment.pauses.all(), today=today),
        "secrecy": file.SECRECY[enrolment.unit.secrecy_basis],
        "others": found.others,
        "timeline": timeline,
        "drawings": [svg(draw(timeline, size), name) for name, size in SIZES.items()],
        "panels": panels,
        "contents": contents(panels),
        "is_active": enrolment.ends_on is None or enrolment.ends_on >= today,
    }
