"""The decorator that every view wears: rights, method, transaction, read-only guard, read log."""

import functools
import logging
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from stegvis.core import reading

logger = logging.getLogger(__name__)

PUBLIC = "public"
SIGNED_IN = "signed_in"
READS = ("SELECT", "SAVEPOINT", "RELEASE", "EXPLAIN", "WITH RECURSIVE")


def only_select(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
) -> Any:
    if not sql.lstrip(" \n(").upper().startswith(READS):  # PostgreSQL puts a union in brackets
        if settings.DEBUG or settings.SETTINGS_MODULE.endswith("test_settings"):
            raise RuntimeError(f"write in a GET: {sql[:60]}")
        logger.error("write in a GET: %s", sql[:60])
    return execute(sql, params, many, context)


def page(*, needs: str, writes: Iterable[str] = ()) -> Callable[..., Any]:
    """A page that needs a permission (or PUBLIC, SIGNED_IN) and writes only on these methods."""
    methods = {"GET", "HEAD", *writes}

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @functools.wraps(view)
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in methods:
                return HttpResponseNotAllowed(sorted(methods))
            if needs != PUBLIC and not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if needs not in (PUBLIC, SIGNED_IN) and not request.user.may(needs):
                raise PermissionDenied
            with reading.collect(request):
                if request.method in writes:
                    with transaction.atomic():
                        return view(request, *args, **kwargs)
                with connection.execute_wrapper(only_select):
                    return view(request, *args, **kwargs)

        wrapper.needs, wrapper.writes = needs, tuple(writes)
        return login_not_required(wrapper) if needs == PUBLIC else wrapper

    return decorate
