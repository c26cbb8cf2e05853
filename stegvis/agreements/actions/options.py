"""Writes options: rights to extend an agreement, and what was decided about them."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.agreements.enums import OptionStatus
from stegvis.agreements.models import Agreement, Option
from stegvis.agreements.steps import OPTION_STEPS
from stegvis.core import audit
from stegvis.core.steps import StepRefused, next_status


@transaction.atomic
def add(*, agreement: Agreement, by: User | None, **values: Any) -> Option:
    option = Option(agreement=agreement, **values)
    _refuse_dates(option)
    option.full_clean()
    option.save()
    audit.record("option.added", option, by=by)
    return option


@transaction.atomic
def change(*, option: Option, by: User | None, **values: Any) -> Option:
    option = Option.objects.select_for_update(of=("self",)).get(pk=option.pk)
    if changed := audit.assign(option, values):
        _refuse_dates(option)
        option.full_clean()
        option.save()
        audit.record("option.changed", option, by=by, changed=changed)
    return option


@transaction.atomic
def remove(*, option: Option, by: User | None) -> Option:
    """For an option entered by mistake; one that was not used has lapsed."""
    audit.record("option.removed", option, by=by, reason=str(option.agreement))
    option.delete()
    return option


@transaction.atomic
def move(*, option: Option, name: str, by: User | None, decided_on: date | None) -> Option:
    """Exercise, let lapse or reopen, as in OPTION_STEPS. `decided_on` may lie back in time."""
    option = Option.objects.select_for_update(of=("self",)).get(pk=option.pk)
    target = next_status(OPTION_STEPS, name, OptionStatus(option.status))
    if name == "exercise":
        _refuse_too_late(option, decided_on)
    reopened = target == OptionStatus.AVAILABLE
    values = {
        "status": target,
        "decided_on": None if reopened else decided_on,
        "decided_by": None if reopened else by,
    }
    changed = audit.assign(option, values)
    option.save(update_fields=list(values))
    audit.record(f"option.{name}", option, by=by, changed=changed)
    return option


def _refuse_too_late(option: Option, decided_on: date | None) -> None:
    if option.last_day and decided_on and decided_on > option.last_day:
        raise StepRefused(
            _(
                "Optionen kunde utlösas till och med %(day)s. Ange ett tidigare beslut eller låt "
                "den förfalla."
            )
            % {"day": option.last_day.isoformat()}
        )


def _refuse_dates(option: Option) -> None:
    """An option extends the agreement, and is decided on while the agreement still runs."""
    end, extends_to, last_day = option.agreement.ends_on, option.extends_to, option.last_day
    if end and extends_to and extends_to <= end:
        raise ValidationError(
            {
                "extends_to": _("Avtalet gäller redan till %(end)s. Skriv en senare dag.")
                % {"end": end.isoformat()}
            }
        )
    if last_day and extends_to and last_day > extends_to:
        raise ValidationError(
            {"last_day": _("Sista dagen kan inte vara efter den dag som optionen förlänger till.")}
        )
    running_to = _runs_until(option)
    if last_day and running_to and last_day > running_to:
        raise ValidationError(
            {
                "last_day": _("Avtalet slutar %(end)s. Optionen måste utlösas innan dess.")
                % {"end": running_to.isoformat()}
            }
        )


def _runs_until(option: Option) -> date | None:
    """The end before this option: the agreement's own, or that of an option that comes before."""
    if option.agreement.ends_on is None:
        return None
    others = option.agreement.options.exclude(pk=option.pk).exclude(status=OptionStatus.LAPSED)
    earlier = [
        other.extends_to
        for other in others
        if other.extends_to and option.extends_to and other.extends_to < option.extends_to
    ]
    return max([option.agreement.ends_on, *earlier])
