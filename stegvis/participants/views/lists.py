from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from stegvis.accounts.roles import Permission
from stegvis.core.fragments import render_part
from stegvis.core.page import page
from stegvis.participants import access, export, lists
from stegvis.participants.actions import exports as actions
from stegvis.participants.forms.lists import ParticipantFilter


@page(needs=Permission.PARTICIPANT_VIEW)
def participant_list(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    form = ParticipantFilter(request.GET, user=request.user, today=today)
    found = form.filter(lists.enrolments(request.user))
    listed = lists.CappedPaginator(found, 50, today=today).get_page(request.GET.get("sida"))
    rows = lists.rows(listed, today=today)
    access.note_all(row.participant for row in rows)
    context = {
        "form": form,
        "page": listed,
        "rows": rows,
        "columns": lists.columns.listed,
        "can_enrol": request.user.may(Permission.PARTICIPANT_EDIT),
        "can_grant": request.user.may(Permission.PROTECTED_GRANT),
        "query": request.GET.urlencode(),
    }
    return render_part(request, "participants/participant_list.html", "table", context)


@page(needs=Permission.PARTICIPANT_VIEW, writes=["POST"])
def participant_export(request: HttpRequest) -> HttpResponse:
    """The rows of the list with its filters, all pages. A POST, since it is written down."""
    today = timezone.localdate()
    listing = f"{reverse('participants:participant_list')}?{request.GET.urlencode()}"
    if request.method != "POST":
        return redirect(listing)
    form = ParticipantFilter(request.GET, user=request.user, today=today)
    found = form.filter(lists.enrolments(request.user))
    try:
        file, told = export.write(found, today=today, note=access.note_all)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect(listing)
    actions.exported(by=request.user, rows=told, asked=form.in_words())
    return export.answer(file, today=today)
