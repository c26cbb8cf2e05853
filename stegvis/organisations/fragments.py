from django.http import HttpRequest


def wants_fragment(request: HttpRequest) -> bool:
    """Does htmx ask for a part of the page? Boosted links and the back button want all of it."""
    htmx = request.htmx
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request
