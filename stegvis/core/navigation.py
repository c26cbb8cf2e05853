"""The main menu. A room names its entries in its AppConfig; a user sees those that are allowed."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise


@dataclass(frozen=True)
class NavItem:
    label: str | Promise
    url_name: str
    needs: str
    order: int


def items() -> list[NavItem]:
    found = [item for app in apps.get_app_configs() for item in getattr(app, "navigation", ())]
    return sorted(found, key=lambda item: item.order)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the entries this user may open, the present one marked."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"navigation": []}
    entries = [
        {"label": item.label, "url": (url := reverse(item.url_name)), "current": _at(request, url)}
        for item in items()
        if user.may(item.needs)
    ]
    return {"navigation": entries}


def _at(request: HttpRequest, url: str) -> bool:
    return request.path == url if url == "/" else request.path.startswith(url)
