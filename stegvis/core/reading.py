"""The read log: `access` notes each person it hands out, `@page` writes them down afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import islice

from django.db import models
from django.http import HttpRequest

_seen: ContextVar[set[tuple[str, int]] | None] = ContextVar("seen", default=None)
AT_ONCE = 2_000  # an export may name all there are


def note(subject: models.Model) -> None:
    """Remember that the request looked at this person."""
    seen = _seen.get()
    if seen is not None:
        seen.add((subject._meta.label_lower, subject.pk))


@contextmanager
def collect(request: HttpRequest) -> Iterator[None]:
    """Writes one ReadEvent for each person noted inside, also when the view fails."""
    token = _seen.set(set())
    try:
        yield
    finally:
        seen = _seen.get() or set()
        _seen.reset(token)
        if seen:
            _write(request, seen)


def _write(request: HttpRequest, seen: set[tuple[str, int]]) -> None:
    from stegvis.core.models import ReadEvent

    waiting = iter(sorted(seen))
    while some := list(islice(waiting, AT_ONCE)):
        ReadEvent.objects.bulk_create(
            ReadEvent(by=request.user, subject_kind=kind, subject_id=pk, path=request.path[:300])
            for kind, pk in some
        )
