from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from stegvis.core import drafts
from stegvis.core.models import AuditEvent
from stegvis.core.page import PUBLIC, SIGNED_IN, page


@page(needs=SIGNED_IN, writes=["POST"])
def draft(request: HttpRequest, key: str) -> HttpResponse:
    """POST keeps what has been typed; GET gives it back; POST with `discard` throws it away."""
    if request.method == "POST":
        if "discard" in request.POST:
            drafts.discard(by=request.user, key=key)
            return JsonResponse({"saved_at": None})
        # Choices of several are left to the form: a draft is about what is written.
        single = {name: texts[0] for name, texts in request.POST.lists() if len(texts) == 1}
        kept = drafts.keep(by=request.user, key=key, fields=single)
        return JsonResponse({"saved_at": kept.saved_at.isoformat()})
    found = drafts.find(by=request.user, key=key)
    if found is None:
        return JsonResponse({"saved_at": None})
    return JsonResponse({"saved_at": found.saved_at.isoformat(), "fields": found.fields})


@page(needs=PUBLIC, writes=["POST"])
def language_set(request: HttpRequest) -> HttpResponse:
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    answer = redirect(back)
    if request.method == "POST" and request.POST.get("language") in dict(settings.LANGUAGES):
        language = request.POST["language"]
        translation.activate(language)
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, language, max_age=31_536_000, samesite="Lax"
        )
    return answer


@page(needs=PUBLIC)
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "core/accessibility.html")


@page(needs=PUBLIC)
def health(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"status": "ok"})


@page(needs="log_review")
def audit_list(request: HttpRequest) -> HttpResponse:
    events = AuditEvent.objects.visible_to(request.user).select_related("by")
    if search := request.GET.get("q", "").strip():
        events = events.filter(object_label__icontains=search)
    events = Paginator(events, 50).get_page(request.GET.get("sida"))
    return render(request, "core/audit_list.html", {"events": events, "search": search})


def _error(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    context = {"title": title, "text": text, "navigation": []}
    return render(request, "core/error.html", context, status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _error(
        request,
        403,
        _("Formuläret var för gammalt"),
        _("Gå tillbaka, ladda om sidan och skicka igen. Det du skrev finns som utkast."),
    )


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _error(
        request,
        403,
        _("Du har inte rätt att göra det här"),
        _("Fråga din chef eller systemförvaltaren om du behöver behörigheten."),
    )


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _error(
        request,
        404,
        _("Sidan finns inte"),
        _("Adressen kan vara fel, eller så hör det du söker till en annan enhet."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    return _error(
        request,
        500,
        _("Något gick fel hos oss"),
        _("Inget har sparats. Försök igen om en stund. Felet är noterat."),
    )
