"""What must be told and asked at the start."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.accounts.roles import Permission
from stegvis.casework import queries_work as queries
from stegvis.casework.actions import duty_talks as actions
from stegvis.casework.enums import DutyKind
from stegvis.casework.forms.duty_talks import DutyTalkForm, StartTalksForm
from stegvis.casework.models import DutyTalk
from stegvis.casework.views.frame import back_to
from stegvis.casework.views.work import answer, initial_of
from stegvis.core.page import page
from stegvis.participants import access
from stegvis.participants.models import Enrolment

EDIT, ANCHOR = Permission.CASE_EDIT, "start"


@page(needs=EDIT, writes=["POST"])
def start_talks(request: HttpRequest, pk: int) -> HttpResponse:
    """All that is missing, in one form. Where nothing is missing there is no such page."""
    enrolment = access.enrolment(request.user, pk, EDIT)
    missing = [duty.kind for duty in queries.duties(enrolment) if duty.talk is None]
    if not missing:
        return back_to(enrolment, ANCHOR)
    today = timezone.localdate()
    form = StartTalksForm(request.POST or None, missing=missing, initial={"on": today})

    def write() -> list[DutyTalk]:
        by = {"enrolment": enrolment, "by": request.user}
        return [actions.save(**by, **talk) for talk in form.talks()]

    return answer(
        request,
        enrolment,
        form,
        write,
        title=_("Samtal vid starten"),
        intro=_("Välj det som är gjort. Resten står kvar på personens sida."),
        done=_("Samtalet är sparat."),
        anchor=ANCHOR,
    )


@page(needs=EDIT, writes=["POST"])
def duty_talk_create(request: HttpRequest, pk: int) -> HttpResponse:
    enrolment = access.enrolment(request.user, pk, EDIT)
    kind = request.GET.get("vad", "")
    initial = {"on": timezone.localdate(), "kind": kind if kind in DutyKind.values else ""}
    return _talk(request, enrolment, None, initial)


@page(needs=EDIT, writes=["POST"])
def duty_talk_edit(request: HttpRequest, pk: int) -> HttpResponse:
    talk = access.part(request.user, DutyTalk.objects.all(), pk, EDIT)
    return _talk(request, talk.enrolment, talk, initial_of(DutyTalkForm, talk))


def _talk(
    request: HttpRequest, enrolment: Enrolment, talk: DutyTalk | None, initial: dict[str, Any]
) -> HttpResponse:
    form = DutyTalkForm(request.POST or None, initial=initial)
    by = {"enrolment": enrolment, "talk": talk, "by": request.user}
    return answer(
        request,
        enrolment,
        form,
        lambda: actions.save(**by, **form.cleaned_data),
        title=_("Rätta samtalet") if talk else _("Nytt samtal om rättigheter eller samtycke"),
        done=_("Samtalet är sparat."),
        anchor=ANCHOR,
        draft=f"samtal-{talk.pk}" if talk else f"samtal-ny-{enrolment.pk}",
    )
