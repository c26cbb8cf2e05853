from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from stegvis.core.page import SIGNED_IN, page
from stegvis.reports import start_page


@page(needs=SIGNED_IN)
def start(request: HttpRequest) -> HttpResponse:
    """What waits for this user today. The parts follow from the permissions, not from a role."""
    today = timezone.localdate()
    parts = start_page.parts(request.user, today=today)
    return render(request, "reports/start.html", {"parts": parts, "today": today})
