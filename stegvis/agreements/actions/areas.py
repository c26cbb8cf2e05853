"""Writes the numbered areas of a framework agreement."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.agreements.enums import AgreementKind
from stegvis.agreements.models import Agreement, AgreementArea
from stegvis.core import audit


@transaction.atomic
def add(*, agreement: Agreement, names: Iterable[str], by: User | None) -> Agreement:
    """Adds the areas that the agreement lacks. Those it has stay."""
    if agreement.kind != AgreementKind.FRAMEWORK:
        raise ValidationError({"name": _("Bara ramavtal har områden.")})
    before = list(agreement.areas.values_list("name", flat=True))
    new = [name for name in dict.fromkeys(names) if name not in before]
    for name in new:
        area = AgreementArea(agreement=agreement, name=name)
        area.full_clean()
        area.save()
    if new:
        changed = {"areas": [", ".join(before), ", ".join(sorted([*before, *new]))]}
        audit.record("agreement.areas_added", agreement, by=by, changed=changed)
    return agreement


@transaction.atomic
def rename(*, area: AgreementArea, name: str, by: User | None) -> AgreementArea:
    """The area keeps its call-offs and interventions."""
    area = AgreementArea.objects.select_for_update().get(pk=area.pk)
    if changed := audit.assign(area, {"name": name}):
        area.full_clean()
        area.save()
        audit.record("agreement.area_renamed", area, by=by, changed=changed)
    return area


@transaction.atomic
def remove(*, area: AgreementArea, by: User | None) -> AgreementArea:
    audit.record("agreement.area_removed", area, by=by, reason=str(area.agreement))
    try:
        area.delete()
    except ProtectedError:
        raise ValidationError(
            _(
                "Området används av avrop eller insatser och kan inte tas bort. "
                "Ändra namnet i stället."
            )
        ) from None
    return area
