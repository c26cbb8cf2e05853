"""The short forms of the daily work, all built alike: get, form, action, back to the person's page
at the part that was changed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.accounts.roles import Permission
from stegvis.casework import access_work, panels_work
from stegvis.casework import queries_work as queries
from stegvis.casework.actions import activities, contacts, meetings, notes, reviews, supports
from stegvis.casework.actions.common import stamp, words_if_ended
from stegvis.casework.enums import (
    ActivityKind,
    ActivityStatus,
    ContactWay,
    MeetingStatus,
    NoteKind,
)
from stegvis.casework.forms.pauses import PauseForm, ResumeForm
from stegvis.casework.forms.work import (
    ActivityForm,
    ContactForm,
    MeetingForm,
    NoteForm,
    ReviewForm,
    SupportForm,
    when,
)
from stegvis.casework.models import (
    Activity,
    CollaborationContact,
    Meeting,
    ParallelSupport,
    Review,
)
from stegvis.casework.views.frame import back_to, frame
from stegvis.core import saving
from stegvis.core.forms import Form
from stegvis.core.fragments import wants_fragment
from stegvis.core.page import page
from stegvis.core.versions import Versioned
from stegvis.participants import access
from stegvis.participants.actions import enrolments
from stegvis.participants.models import Enrolment, Pause

EDIT = Permission.CASE_EDIT
NEXT_REVIEW = 90  # days that the form proposes


def answer(
    request: HttpRequest,
    enrolment: Enrolment,
    form: Form,
    write: Callable[[], object],
    *,
    title: str,
    done: str,
    anchor: str,
    **more: Any,
) -> HttpResponse:
    """Writes and goes back, or shows the form. Where the enrolment has ended: why there is none."""
    if saving.attempt(form, write):
        saving.saved(request, done, draft=more.get("draft", ""))
        return back_to(enrolment, anchor)
    context = frame(request, enrolment) | {"title": title, "form": form, "submit": _("Spara")}
    context |= {"cancel": f"{enrolment.get_absolute_url()}#{anchor}", **more}
    if not form.is_bound and (words := words_if_ended(enrolment)):
        return render(request, "casework/closed_page.html", context | {"words": words})
    return render(request, "casework/form_page.html", context)


def initial_of(form: type[Form], row: Model) -> dict[str, Any]:
    """The row as the form shows it, with the version that it is opened on."""
    initial = {name: getattr(row, name) for name in form.base_fields if hasattr(row, name)}
    return initial | {"version": row.version if isinstance(row, Versioned) else stamp(row)}


# --- activities ---


@page(needs=EDIT, writes=["POST"])
def activity_create(request: HttpRequest, pk: int) -> HttpResponse:
    enrolment = access.enrolment(request.user, pk, EDIT)
    initial = {"starts_on": timezone.localdate(), "status": ActivityStatus.ONGOING}
    return _activity(request, enrolment, None, initial)


@page(needs=EDIT, writes=["POST"])
def activity_edit(request: HttpRequest, pk: int) -> HttpResponse:
    activity = access.part(request.user, Activity.objects.all(), pk, EDIT)
    return _activity(request, activity.enrolment, activity, initial_of(ActivityForm, activity))


def _activity(
    request: HttpRequest, enrolment: Enrolment, activity: Activity | None, initial: dict[str, Any]
) -> HttpResponse:
    if wants_fragment(request) and request.method == "GET":
        return _focus(request)
    told = {"initial": initial, "propose_at": request.path, "is_new": activity is None}
    form = ActivityForm(request.POST or None, **told)
    by = {"enrolment": enrolment, "activity": activity, "by": request.user}
    return answer(
        request,
        enrolment,
        form,
        lambda: activities.save(**by, **form.cleaned_data),
        title=_("Ändra aktiviteten") if activity else _("Ny aktivitet"),
        done=_("Aktiviteten är sparad."),
        anchor="aktiviteter",
        draft=f"aktivitet-{activity.pk}" if activity else f"aktivitet-ny-{enrolment.pk}",
    )


def _focus(request: HttpRequest) -> HttpResponse:
    """The focus that the chosen kind proposes, for the field that waits for it."""
    kind = request.GET.get("kind", "")
    usual = ActivityKind(kind).usual_focus if kind in ActivityKind.values else ""
    form = ActivityForm(initial={"focus": usual})
    return render(request, "casework/activity_focus.html", {"form": form})


@page(needs=EDIT, writes=["POST"])
def activity_finish(request: HttpRequest, pk: int) -> HttpResponse:
    activity = access.part(request.user, Activity.objects.all(), pk, EDIT)
    if request.method == "POST":
        today = timezone.localdate()
        saving.press(
            request,
            lambda: activities.finish(activity=activity, by=request.user, on=today),
            _("Aktiviteten är klar."),
        )
    return back_to(activity.enrolment, "aktiviteter")


# --- notes ---


@page(needs=EDIT, writes=["POST"])
def note_create(request: HttpRequest, pk: int) -> HttpResponse:
    enrolment = access.enrolment(request.user, pk, EDIT)
    used = queries.last_used(enrolment.notes.filter(by=request.user), "kind")
    initial = {"on": timezone.localdate(), "kind": NoteKind.CONVERSATION, **used}
    form = NoteForm(request.POST or None, initial=initial)
    return answer(
        request,
        enrolment,
        form,
        lambda: notes.save(enrolment=enrolment, by=request.user, **form.cleaned_data),
        title=_("Ny anteckning"),
        done=_("Anteckningen är sparad."),
        anchor="anteckningar",
        draft=f"{queries.NEW_NOTE}-{pk}",
    )


@page(needs=EDIT, writes=["POST"])
def note_edit(request: HttpRequest, pk: int) -> HttpResponse:
    note = access_work.note(request.user, pk)
    enrolment = note.enrolment
    form = NoteForm(request.POST or None, initial=initial_of(NoteForm, note))
    return answer(
        request,
        enrolment,
        form,
        lambda: notes.save(enrolment=enrolment, by=request.user, note=note, **form.cleaned_data),
        title=_("Ändra anteckningen"),
        done=_("Anteckningen är sparad."),
        anchor="anteckningar",
        draft=f"{queries.OLD_NOTE}-{pk}",
    )


# --- parallel support by others ---


@page(needs=EDIT, writes=["POST"])
def support_create(request: HttpRequest, pk: int) -> HttpResponse:
    enrolment = access.enrolment(request.user, pk, EDIT)
    return _support(request, enrolment, None, {"starts_on": timezone.localdate()})


@page(needs=EDIT, writes=["POST"])
def support_edit(request: HttpRequest, pk: int) -> HttpResponse:
    support = access.part(request.user, ParallelSupport.objects.all(), pk, EDIT)
    return _support(request, support.enrolment, support, initial_of(SupportForm, support))


def _support(
    request: HttpRequest,
    enrolment: Enrolment,
    support: ParallelSupport | None,
    initial: dict[str, Any],
) -> HttpResponse:
    form = SupportForm(request.POST or None, initial=initial)
    by = {"enrolment": enrolment, "support": support, "by": request.user}
    return answer(
        request,
        enrolment,
        form,
        lambda: supports.save(**by, **form.cleaned_data),
        title=_("Ändra stödet från andra") if support else _("Stöd från andra"),
        intro=_("Vem gör vad samtidigt som vi? Bara att det pågår, aldrig deras uppgifter."),
        done=_("Stödet är sparat."),
        anchor="parallellt",
        draft=f"parallellt-{support.pk}" if support else f"parallellt-ny-{enrolment.pk}",
    )


# --- contacts around the participant ---


@page(needs=EDIT, writes=["POST"])
def contact_create(request: HttpRequest, pk: int) -> HttpResponse:
    enrolment = access.enrolment(request.user, pk, EDIT)
    used = queries.last_used(enrolment.collaboration_contacts.all(), "principal", "way")
    initial = {"on": timezone.localdate(), "way": ContactWay.PHONE, **used}
    return _contact(request, enrolment, None, initial)


@page(needs=EDIT, writes=["POST"])
def contact_edit(request: HttpRequest, pk: int) -> HttpResponse:
    contact = access.part(request.user, CollaborationContact.objects.all(), pk, EDIT)
    return _contact(request, contact.enrolment, contact, initial_of(ContactForm, contact))


def _contact(
    request: HttpRequest,
    enrolment: Enrolment,
    contact: CollaborationContact | None,
    initial: dict[str, Any],
) -> HttpResponse:
    form = ContactForm(request.POST or None, initial=initial)
    by = {"enrolment": enrolment, "contact": contact, "by": request.user}
    return answer(
        request,
        enrolment,
        form,
        lambda: contacts.save(**by, **form.cleaned_data),
        title=_("Ändra samverkanskontakten") if contact else _("Ny samverkanskontakt"),
        done=_("Kontakten är sparad."),
        anchor="samverkan",
        draft=f"samverkan-{contact.pk}" if contact else f"samverkan-ny-{enrolment.pk}",
    )


# --- meetings ---


@page(needs=EDIT, writes=["POST"])
def meeting_book(request: HttpRequest, pk: int) -> HttpResponse:
    enrolment = access.enrolment(request.user, pk, EDIT)
    used = queries.last_used(Meeting.objects.filter(by=request.user), "minutes", "place")
    return _meeting(request, enrolment, None, {"minutes": 60, **used})


@page(needs=EDIT, writes=["POST"])
def meeting_edit(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = access.part(request.user, Meeting.objects.all(), pk, EDIT)
    initial = initial_of(MeetingForm, meeting) | when(meeting.at)
    return _meeting(request, meeting.enrolment, meeting, initial)


def _meeting(
    request: HttpRequest, enrolment: Enrolment, meeting: Meeting | None, initial: dict[str, Any]
) -> HttpResponse:
    form = MeetingForm(request.POST or None, initial=initial)
    by = {"enrolment": enrolment, "meeting": meeting, "by": request.user}
    return answer(
        request,
        enrolment,
        form,
        lambda: meetings.book(**by, **form.cleaned_data),
        title=_("Flytta eller ändra mötet") if meeting else _("Boka möte"),
        done=_("Mötet är bokat."),
        anchor="moten",
    )


SETTLED = {"blev-av": "held", "uteblev": "missed", "instalt": "cancelled", "angra": "planned"}


@page(needs=EDIT, writes=["POST"])
def meeting_settle(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    meeting = access.part(request.user, Meeting.objects.all(), pk, EDIT)
    if name not in SETTLED:
        raise Http404
    if request.method == "POST":
        told = {"status": MeetingStatus(SETTLED[name]), "today": timezone.localdate()}
        saving.press(
            request,
            lambda: meetings.settle(meeting=meeting, by=request.user, **told),
            _("Mötet är noterat: %(status)s.") % {"status": str(told["status"].label).lower()},
        )
    return back_to(meeting.enrolment, "moten")


# --- reviews ---


@page(needs=EDIT, writes=["POST"])
def review_create(request: HttpRequest, pk: int) -> HttpResponse:
    enrolment = access.enrolment(request.user, pk, EDIT)
    today = timezone.localdate()
    initial = {"on": today, "next_on": today + timedelta(days=NEXT_REVIEW)}
    return _review(request, enrolment, None, initial)


@page(needs=EDIT, writes=["POST"])
def review_edit(request: HttpRequest, pk: int) -> HttpResponse:
    review = access.part(request.user, Review.objects.all(), pk, EDIT)
    return _review(request, review.enrolment, review, initial_of(ReviewForm, review))


def _review(
    request: HttpRequest, enrolment: Enrolment, review: Review | None, initial: dict[str, Any]
) -> HttpResponse:
    form = ReviewForm(request.POST or None, initial=initial)
    by = {"enrolment": enrolment, "review": review, "by": request.user}
    return answer(
        request,
        enrolment,
        form,
        lambda: reviews.save(**by, **form.cleaned_data),
        title=_("Ändra avstämningen") if review else _("Ny avstämning"),
        intro=_("Stanna upp: kommer personen närmare arbete eller studier?"),
        done=_("Avstämningen är sparad."),
        anchor="avstamningar",
        draft=f"avstamning-{review.pk}" if review else f"avstamning-ny-{enrolment.pk}",
    )


# --- pauses ---


@page(needs=EDIT, writes=["POST"])
def pause_create(request: HttpRequest, pk: int) -> HttpResponse:
    enrolment = access.enrolment(request.user, pk, EDIT)
    form = PauseForm(request.POST or None, today=timezone.localdate())
    return answer(
        request,
        enrolment,
        form,
        lambda: enrolments.pause(enrolment=enrolment, by=request.user, **form.cleaned_data),
        title=_("Pausa"),
        intro=_("Personen är kvar i verksamheten och kan komma tillbaka när som helst."),
        done=_("Pausen är sparad."),
        anchor="pauser",
        draft=f"paus-{pk}",
    )


@page(needs=EDIT, writes=["POST"])
def pause_end(request: HttpRequest, pk: int) -> HttpResponse:
    pause = access.part(request.user, Pause.objects.all(), pk, EDIT)
    form = ResumeForm(request.POST or None, pause=pause, today=timezone.localdate())
    return answer(
        request,
        pause.enrolment,
        form,
        lambda: enrolments.resume(pause=pause, by=request.user, **form.cleaned_data),
        title=_("Avsluta pausen"),
        done=_("Pausen är avslutad."),
        anchor="pauser",
    )


# --- all rows of one part ---


@page(needs=Permission.PARTICIPANT_VIEW)
def part_list(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    enrolment = access.enrolment(request.user, pk)
    panel = panels_work.panel_of(part, request.user, enrolment, limit=None)
    context = frame(request, enrolment) | {"panel": panel, "title": panels_work.title_of(part)}
    return render(request, "casework/part_list.html", context)
