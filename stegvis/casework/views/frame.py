"""What all pages about one participant share: who it is, which enrolment, and who may do what."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from stegvis.accounts.roles import Permission
from stegvis.casework import file
from stegvis.participants import access
from stegvis.participants.models import Enrolment


def frame(request: HttpRequest, enrolment: Enrolment) -> dict[str, Any]:
    """Context for `casework/frame.html`. The enrolment comes from participants.access."""
    return {
        "enrolment": enrolment,
        "participant": enrolment.participant,
        "identity_flags": file.identity_flags(enrolment.participant),
        "today": timezone.localdate(),
        "can_edit": access.allowed(request.user, Permission.CASE_EDIT, enrolment.unit),
        "can_see_sensitive": access.may_see_sensitive(request.user, enrolment.unit),
    }


def back_to(enrolment: Enrolment, anchor: str = "") -> HttpResponse:
    """To the person's page with this enrolment shown, at the part that was changed."""
    return redirect(enrolment.get_absolute_url() + (f"#{anchor}" if anchor else ""))
