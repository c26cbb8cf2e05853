"""One address gives a page, or the part of it that htmx asks for."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def wants_fragment(request: HttpRequest) -> bool:
    """Does htmx ask for a part of the page? Boosted links and the back button want all of it."""
    htmx = request.htmx
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def render_part(
    request: HttpRequest, template: str, part: str, context: dict[str, Any]
) -> HttpResponse:
    """The page, or for htmx its partial `part`; the template is told in `is_fragment`.

    The answer says what it depends on: otherwise the back button finds the part in the browser's
    cache, under the page's address, and shows it alone."""
    is_fragment = wants_fragment(request)
    name = f"{template}#{part}" if is_fragment else template
    answer = render(request, name, context | {"is_fragment": is_fragment})
    patch_vary_headers(answer, ["HX-Request", "HX-Boosted", "HX-History-Restore-Request"])
    return answer
