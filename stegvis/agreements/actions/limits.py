"""Writes direct-award limits and the kinds of service that they apply to."""

from typing import Any

from django.db import transaction

from stegvis.accounts.models import User
from stegvis.agreements import standard
from stegvis.agreements.models import DirectAwardLimit, ServiceKind
from stegvis.core import audit


@transaction.atomic
def create(*, by: User | None, **values: Any) -> DirectAwardLimit:
    limit = DirectAwardLimit(**values)
    limit.full_clean()
    limit.save()
    audit.record("direct_award_limit.created", limit, by=by)
    return limit


@transaction.atomic
def change(*, limit: DirectAwardLimit, by: User | None, **values: Any) -> DirectAwardLimit:
    limit = DirectAwardLimit.objects.select_for_update().get(pk=limit.pk)
    if changed := audit.assign(limit, values):
        limit.full_clean()
        limit.save()
        audit.record("direct_award_limit.changed", limit, by=by, changed=changed)
    return limit


@transaction.atomic
def create_service_kind(*, by: User | None, **values: Any) -> ServiceKind:
    kind = ServiceKind(**values)
    kind.full_clean()
    kind.save()
    audit.record("service_kind.created", kind, by=by)
    return kind


@transaction.atomic
def change_service_kind(*, kind: ServiceKind, by: User | None, **values: Any) -> ServiceKind:
    kind = ServiceKind.objects.select_for_update().get(pk=kind.pk)
    if changed := audit.assign(kind, values):
        kind.full_clean()
        kind.save()
        audit.record("service_kind.changed", kind, by=by, changed=changed)
    return kind


@transaction.atomic
def load_standard(*, by: User | None = None) -> None:
    """Adds the limits and kinds of service in standard.py that are missing; changes none. Each one
    added is an event of its own; the second time nothing happens."""
    known = set(DirectAwardLimit.objects.values_list("limit_class", "valid_from"))
    for limit in standard.LIMITS:
        if (limit["limit_class"], limit["valid_from"]) not in known:
            create(by=by, **limit)
    named = set(ServiceKind.objects.values_list("name", flat=True))
    for name, limit_class in standard.SERVICE_KINDS:
        if name not in named:
            create_service_kind(by=by, name=name, limit_class=limit_class)
