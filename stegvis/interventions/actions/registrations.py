"""A participant's way through an intervention: registered, started, and how it ended."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.core import audit
from stegvis.core.steps import next_status
from stegvis.interventions.enums import (
    REGISTRATION_STEPS,
    InterventionStatus,
    RegistrationStatus,
)
from stegvis.interventions.models import Group, Intervention, Registration
from stegvis.participants.models import Enrolment


@transaction.atomic
def register(
    *,
    enrolment: Enrolment,
    intervention: Intervention,
    by: User | None,
    registered_on: date,
    group: Group | None = None,
) -> Registration:
    """Registers the participant, once in each group. Nobody is registered in what is cancelled."""
    if enrolment.ends_on and enrolment.ends_on < registered_on:
        raise ValidationError(_("Inskrivningen är avslutad. Anmäl från en inskrivning som pågår."))
    if intervention.status == InterventionStatus.CANCELLED or (group and group.cancel_reason):
        raise ValidationError(_("Insatsen är inställd."))
    if group and group.intervention_id != intervention.pk:
        raise ValidationError(_("Gruppen hör till en annan insats."))
    registration = Registration(
        enrolment=enrolment,
        intervention=intervention,
        group=group,
        registered_on=registered_on,
        by=by,
    )
    registration.validate_constraints()
    registration.save()
    audit.record("registration.registered", registration, by=by)
    return registration


@transaction.atomic
def start(*, registration: Registration, by: User | None, on: date) -> Registration:
    return _move(registration, "start", by, started_on=on)


@transaction.atomic
def no_show(
    *, registration: Registration, by: User | None, on: date, reason: str = ""
) -> Registration:
    return _move(registration, "no_show", by, ended_on=on, reason=reason)


@transaction.atomic
def withdraw(
    *, registration: Registration, by: User | None, on: date, reason: str = ""
) -> Registration:
    return _move(registration, "withdraw", by, ended_on=on, reason=reason)


@transaction.atomic
def drop_out(*, registration: Registration, by: User | None, on: date, reason: str) -> Registration:
    return _move(registration, "drop_out", by, ended_on=on, reason=reason)


@transaction.atomic
def complete(*, registration: Registration, by: User | None, on: date) -> Registration:
    return _move(registration, "complete", by, ended_on=on)


@transaction.atomic
def back(*, registration: Registration, by: User | None) -> Registration:
    """For what was marked by mistake: nothing has begun."""
    return _move(registration, "back", by, started_on=None, ended_on=None, reason="")


@transaction.atomic
def resume(*, registration: Registration, by: User | None) -> Registration:
    """For what ended by mistake, or began again."""
    return _move(registration, "resume", by, ended_on=None, reason="")


def _move(registration: Registration, name: str, by: User | None, **values: Any) -> Registration:
    """Raises ValidationError, with words for the user, where the days come in the wrong order."""
    registration = (
        Registration.objects.select_for_update(of=("self",))
        .select_related("intervention", "group")
        .get(pk=registration.pk)
    )
    target = next_status(REGISTRATION_STEPS, name, RegistrationStatus(registration.status))
    changed = audit.assign(registration, {"status": target, **values})
    registration.validate_constraints()
    registration.save(update_fields=["status", *values])
    audit.record(f"registration.{name}", registration, by=by, changed=changed)
    return registration
