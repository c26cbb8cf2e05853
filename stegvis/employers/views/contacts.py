from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.accounts.roles import Permission
from stegvis.core import saving
from stegvis.core.fragments import render_part, wants_fragment
from stegvis.core.page import page
from stegvis.employers import access, funnel, queries
from stegvis.employers.actions import contacts as actions
from stegvis.employers.actions import employers
from stegvis.employers.forms.contacts import (
    KEEP_ALIVE_DAYS,
    ChangeContactForm,
    ContactForm,
    FunnelFilter,
    NewContactForm,
    ReminderFilter,
)
from stegvis.employers.models import Employer, EmployerContact
from stegvis.employers.views.frame import crumbs, form_page

VIEW, EDIT = Permission.EMPLOYER_VIEW, Permission.EMPLOYER_EDIT
DRAFT = "arbetsgivarkontakt-ny"
# what an address may fill in beforehand
ASKED = {
    "arbetsgivare": "employer",
    "inskrivning": "enrolment",
    "q": "q",
    "employer": "employer",
}


@page(needs=EDIT, writes=["POST"])
def contact_create(request: HttpRequest) -> HttpResponse:
    """Logged on a phone in a doorway: who, how, what came of it. The rest is filled in or may wait.

    "Sök" and, with script, each letter typed give the choice of employers anew."""
    today = timezone.localdate()
    if request.method == "POST" and "search" not in request.POST:
        form = NewContactForm(request.POST, user=request.user, today=today)
        if contact := saving.attempt(form, lambda: _log(request, form)):
            saving.saved(request, _("Kontakten är sparad."), draft=DRAFT)
            return redirect(contact.employer)
    else:
        found = {name: request.GET[word] for word, name in ASKED.items() if word in request.GET}
        initial = {"on": today} | (request.POST.dict() or found)
        form = NewContactForm(initial=initial, user=request.user, today=today)
    if not wants_fragment(request):  # the part that htmx asks for names no participants
        access.note_enrolments(form.enrolments)
    context = {"form": form, "draft": DRAFT, "crumbs": crumbs(), "today": today}
    return render_part(request, "employers/contact_create.html", "found", context)


def _log(request: HttpRequest, form: NewContactForm) -> EmployerContact:
    employer: Employer | None = form.cleaned_data["employer"]
    if employer is None:
        employer = employers.create(by=request.user, name=form.text, workplace={})
    values = form.values()
    enrolment = values["enrolment"]
    unit = enrolment.unit if enrolment else access.unit_of(request.user)
    return actions.log(employer=employer, by=request.user, unit=unit, **values)


@page(needs=EDIT, writes=["POST"])
def contact_edit(request: HttpRequest, pk: int) -> HttpResponse:
    contact, draft = access.own_contact(request.user, pk), f"arbetsgivarkontakt-{pk}"
    today = timezone.localdate()
    initial = {name: getattr(contact, name) for name in ContactForm.base_fields}
    initial |= {"workplace": contact.workplace, "enrolment": contact.enrolment_id}
    form = ChangeContactForm(
        request.POST or None, initial=initial, user=request.user, today=today, contact=contact
    )
    if saving.attempt(
        form, lambda: actions.change(contact=contact, by=request.user, **form.cleaned_data)
    ):
        saving.saved(request, _("Kontakten är sparad."), draft=draft)
        return redirect(contact.employer)
    access.note_enrolments(form.enrolments)
    title = _("Ändra kontakten %(day)s") % {"day": contact.on}
    return form_page(
        request, form, title=title, submit=_("Spara"), employer=contact.employer, draft=draft
    )


@page(needs=EDIT, writes=["POST"])
def contact_settle(request: HttpRequest, pk: int) -> HttpResponse:
    """The next contact is made or not needed: it leaves the reminders."""
    contact = access.contact(request.user, pk)
    if request.method == "POST":
        on = timezone.localdate()
        actions.settle_next(contact=contact, by=request.user, on=on)
        saving.saved(request, _("%(name)s är avprickad.") % {"name": contact.employer})
    return redirect("employers:reminder_list")


@page(needs=VIEW)
def reminder_list(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    form = ReminderFilter(request.GET)
    days = form.value("days") or KEEP_ALIVE_DAYS
    everybody = form.value("who") == "alla"
    due = list(queries.due_contacts(request.user, today=today, everybody=everybody)[:100])
    access.note_participants(due)
    context = {
        "form": form,
        "due": queries.told(request.user, due),
        "quiet": queries.to_keep_alive(request.user, today=today, days=days)[:100],
        "days": days,
        "today": today,
        "can_edit": request.user.may(EDIT),
        "crumbs": crumbs(),
    }
    return render_part(request, "employers/reminder_list.html", "found", context)


@page(needs=VIEW)
def funnel_detail(request: HttpRequest) -> HttpResponse:
    """From first contact to hire. A figure leads to the employers that it counts."""
    today = timezone.localdate()
    form = FunnelFilter(request.GET, today=today)
    first, last = form.period()
    rows = funnel.funnel(request.user, first=first, last=last)
    who, stage = request.GET.get("vem", ""), request.GET.get("steg", "")
    chosen = next((row for row in rows if row.key == who), rows[0])
    counted = chosen.of(stage) if stage in funnel.STAGES else []
    context = {
        "form": form,
        "first": first,
        "last": last,
        "rows": rows,
        "chosen": chosen,
        "stage": funnel.FunnelStage(stage) if stage in funnel.STAGES else None,
        "counted": queries.employers(request.user).filter(pk__in=counted),
        "weeks": funnel.face_to_face(request.user, today=today),
        "crumbs": crumbs(),
    }
    return render(request, "employers/funnel_detail.html", context)
