"""Writes agreements."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.agreements.enums import AgreementKind
from stegvis.agreements.models import Agreement
from stegvis.core import audit
from stegvis.core.versions import check_version
from stegvis.organisations.models import Provider


@transaction.atomic
def create(*, by: User | None, panel: Collection[Provider] = (), **values: Any) -> Agreement:
    agreement = Agreement(**values)
    _fit_to_kind(agreement)
    agreement.full_clean()
    agreement.save()
    if agreement.kind == AgreementKind.FRAMEWORK:
        agreement.panel.set(panel)
    audit.record("agreement.created", agreement, by=by)
    return agreement


@transaction.atomic
def change(
    *,
    agreement: Agreement,
    by: User | None,
    version: int | None = None,
    panel: Collection[Provider] | None = None,
    **values: Any,
) -> Agreement:
    """Changes the facts. `panel`, for framework agreements, is left alone where it is None."""
    agreement = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
    check_version(agreement, version)
    before = audit.snapshot(agreement, {**values, "provider": None, "parent": None, "area": None})
    for name, value in values.items():
        setattr(agreement, name, value)
    _fit_to_kind(agreement)
    changed = audit.changes(agreement, before) | _set_panel(agreement, panel)
    if changed:
        agreement.version += 1
        agreement.full_clean()
        agreement.save()
        audit.record("agreement.changed", agreement, by=by, changed=changed)
    return agreement


def _fit_to_kind(agreement: Agreement) -> None:
    """Empties what the kind does not have, and refuses what does not hang together."""
    if agreement.kind == AgreementKind.FRAMEWORK:
        agreement.provider = None
    if agreement.kind != AgreementKind.CALL_OFF:
        agreement.parent = agreement.area = None
        return
    if agreement.pk and agreement.call_offs.exists():
        raise ValidationError(
            {"kind": _("Avtalet har egna avrop och kan inte självt vara ett avrop.")}
        )
    parent = agreement.parent
    if parent and (parent.kind == AgreementKind.CALL_OFF or parent.pk == agreement.pk):
        raise ValidationError({"parent": _("Ett avrop görs från ett avtal, inte från ett avrop.")})
    if agreement.area and agreement.area.agreement_id != agreement.parent_id:
        raise ValidationError(
            {"area": _("Området hör till ett annat avtal än det som avropet görs från.")}
        )


def _set_panel(agreement: Agreement, panel: Collection[Provider] | None) -> dict[str, list[str]]:
    if agreement.kind != AgreementKind.FRAMEWORK:
        panel = ()
    if panel is None:
        return {}
    before, after = _names(agreement.panel.all()), _names(panel)
    if before == after:
        return {}
    agreement.panel.set(panel)
    return {"panel": [before, after]}


def _names(providers: Collection[Provider]) -> str:
    return ", ".join(sorted(provider.name for provider in providers))


@transaction.atomic
def archive(*, agreement: Agreement, by: User | None) -> Agreement:
    """Out of lists, reminders and sums, but still there for what was done under it."""
    return _set_archived(agreement, timezone.now(), "agreement.archived", by)


@transaction.atomic
def restore(*, agreement: Agreement, by: User | None) -> Agreement:
    return _set_archived(agreement, None, "agreement.restored", by)


def _set_archived(agreement: Agreement, at: Any, event: str, by: User | None) -> Agreement:
    agreement = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
    if bool(agreement.archived_at) != bool(at):
        agreement.archived_at = at
        agreement.save(update_fields=["archived_at"])
        audit.record(event, agreement, by=by)
    return agreement
