from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from stegvis.accounts.roles import Permission
from stegvis.core.page import SIGNED_IN, page
from stegvis.reports import start_page, two_questions


@page(needs=SIGNED_IN)
def start(request: HttpRequest) -> HttpResponse:
    """What waits for this user today. The parts follow from the permissions, not from a role."""
    today = timezone.localdate()
    user = request.user
    asks = user.may(Permission.ANNUAL_REPORT_VIEW)
    context = {
        "parts": start_page.parts(user, today=today),
        "overview": two_questions.overview(user, today=today) if asks else None,
        "today": today,
        "can_order": user.may(Permission.ORDER_EDIT),
    }
    return render(request, "reports/start.html", context)
