"""The rules that say when to look at somebody, and the rest that a caseworker gives them."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.casework.models import CheckpointRule, Snooze
from stegvis.core import audit
from stegvis.participants.models import Enrolment


@transaction.atomic
def save_rule(
    *, by: User | None, rule: CheckpointRule | None = None, **values: Any
) -> CheckpointRule:
    """A new rule for a programme, or another number of days, or on and off."""
    is_new = rule is None
    if rule is None:
        rule = CheckpointRule()
    else:
        rule = CheckpointRule.objects.select_for_update().get(pk=rule.pk)
    changed = audit.assign(rule, values)
    if is_new or changed:
        rule.full_clean()
        rule.save()
        action = "checkpoint_rule.added" if is_new else "checkpoint_rule.changed"
        audit.record(action, rule, by=by, changed=None if is_new else changed)
    return rule


@transaction.atomic
def rest(
    *,
    rule: CheckpointRule,
    enrolment: Enrolment,
    by: User,
    until: date,
    note: str,
    today: date,
) -> Snooze:
    """Somebody has looked: the rule rests for this person until the day, and the note says why."""
    if until <= today:
        raise ValidationError({"until": _("Välj en dag som kommer.")})
    if rule.programme_id != enrolment.programme_id:
        raise ValidationError(_("Riktmärket gäller en annan verksamhet."))
    snooze = Snooze(rule=rule, enrolment=enrolment, by=by, until=until, note=note)
    snooze.full_clean()
    snooze.save()
    audit.record("checkpoint.rested", enrolment, by=by)
    return snooze
