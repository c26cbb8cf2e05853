"""Text being written, kept on the server until the form is saved."""

from collections.abc import Mapping
from typing import Any

from stegvis.core.models import Draft

NOT_KEPT = {"csrfmiddlewaretoken", "version", "discard"}


def keep(*, by: Any, key: str, fields: Mapping[str, str]) -> Draft:
    """Keeps the newest text of the form. Drafts are no records: the change log has none of it."""
    kept = {name: text for name, text in fields.items() if name not in NOT_KEPT}
    draft, _ = Draft.objects.update_or_create(by=by, key=key, defaults={"fields": kept})
    return draft


def find(*, by: Any, key: str) -> Draft | None:
    return Draft.objects.visible_to(by).filter(key=key).first()


def discard(*, by: Any, key: str) -> None:
    Draft.objects.visible_to(by).filter(key=key).delete()
