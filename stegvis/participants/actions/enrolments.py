"""Writes enrolments: start, hand-over between caseworkers, pause."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.core import audit
from stegvis.core.versions import check_version
from stegvis.participants.actions import persons
from stegvis.participants.models import (
    Enrolment,
    Participant,
    Pause,
    Programme,
    Referral,
    Responsibility,
)


@transaction.atomic
def start(
    *,
    participant: Participant,
    programme: Programme,
    by: User | None,
    starts_on: date,
    caseworker: User | None = None,
    referral: Referral | None = None,
    case_number: str = "",
) -> Enrolment:
    """Enrols the person, with the caseworker responsible from the first day. A person may be in
    several programmes, and in one again, but not twice in one at the same time."""
    if participant.merged_into_id:
        raise ValidationError(_("Personen är sammanslagen med en annan. Skriv in den personen."))
    if participant.is_protected and caseworker is None:
        raise ValidationError(
            {"caseworker": _("Välj vem som ansvarar. Skyddade uppgifter syns annars för ingen.")}
        )
    _refuse_overlap(participant, programme, starts_on)
    enrolment = Enrolment(
        participant=participant,
        programme=programme,
        unit_id=programme.unit_id,
        starts_on=starts_on,
        caseworker=caseworker,
        referral=referral,
        case_number=case_number.strip(),
    )
    enrolment.full_clean()
    enrolment.save()
    if caseworker:
        Responsibility.objects.create(
            enrolment=enrolment, caseworker=caseworker, starts_on=starts_on
        )
    if enrolment.case_number:
        persons.search_terms(participant)
    audit.record("enrolment.started", enrolment, by=by)
    return enrolment


def _refuse_overlap(participant: Participant, programme: Programme, starts_on: date) -> None:
    same = Enrolment.objects.filter(participant=participant, programme=programme)
    if same.filter(ends_on=None).exists():
        raise ValidationError({"programme": _("Personen är redan inskriven i verksamheten.")})
    if same.filter(starts_on__lte=starts_on, ends_on__gte=starts_on).exists():
        raise ValidationError(
            {"starts_on": _("Personen var redan inskriven i verksamheten den dagen.")}
        )


@transaction.atomic
def change(
    *, enrolment: Enrolment, by: User | None, version: int | None = None, **values: Any
) -> Enrolment:
    """Corrects case number and first day. The caseworker is changed by `hand_over`."""
    enrolment = _locked(enrolment)
    check_version(enrolment, version)
    earlier = enrolment.starts_on
    changed = audit.assign(enrolment, values)
    if changed:
        enrolment.version += 1
        enrolment.full_clean()
        enrolment.save()
        responsible = enrolment.responsibilities.filter(starts_on=earlier)
        responsible.update(starts_on=enrolment.starts_on)
        persons.search_terms(enrolment.participant)
        audit.record("enrolment.changed", enrolment, by=by, changed=changed)
    return enrolment


@transaction.atomic
def hand_over(
    *,
    enrolments: Iterable[Enrolment],
    caseworker: User,
    by: User | None,
    on: date,
    reason: str,
) -> int:
    """Gives each enrolment to the caseworker from the day, and answers how many changed. Those that
    have ended, and those that the caseworker has already, are left."""
    chosen = [enrolment.pk for enrolment in enrolments]
    rows = Enrolment.objects.select_for_update(of=("self",)).filter(pk__in=chosen, ends_on=None)
    moved = [
        one for one in rows.select_related("participant") if one.caseworker_id != caseworker.pk
    ]
    for enrolment in moved:
        _refuse_before(enrolment, on)
    for enrolment in moved:
        _give(enrolment, caseworker, on, reason)
        audit.record("enrolment.handed_over", enrolment, by=by, reason=reason)
    return len(moved)


def _refuse_before(enrolment: Enrolment, on: date) -> None:
    latest = enrolment.responsibilities.filter(ends_on=None).first()
    first = latest.starts_on if latest else enrolment.starts_on
    if on < first:
        raise ValidationError(
            {
                "on": _("%(person)s har sin handläggare från %(day)s. Välj den dagen eller senare.")
                % {"person": enrolment.participant, "day": first}
            }
        )


def _give(enrolment: Enrolment, caseworker: User, on: date, reason: str) -> None:
    """The one before is responsible to the day before, or for the day if it was only that one."""
    for held in enrolment.responsibilities.filter(ends_on=None):
        held.ends_on = max(held.starts_on, on - timedelta(days=1))
        held.save(update_fields=["ends_on"])
    Responsibility.objects.create(
        enrolment=enrolment, caseworker=caseworker, starts_on=on, reason=reason
    )
    enrolment.caseworker = caseworker
    enrolment.version += 1
    enrolment.save(update_fields=["caseworker", "version"])


@transaction.atomic
def pause(
    *,
    enrolment: Enrolment,
    by: User | None,
    reason: str,
    starts_on: date,
    look_again_on: date,
    note: str = "",
) -> Pause:
    """A break with a day to look again. The enrolment continues."""
    enrolment = _locked(enrolment)
    if enrolment.ends_on is not None:
        raise ValidationError(_("Inskrivningen är avslutad."))
    if starts_on < enrolment.starts_on:
        raise ValidationError({"starts_on": _("Pausen kan inte börja före inskrivningen.")})
    if look_again_on < starts_on:
        raise ValidationError(
            {"look_again_on": _("Dagen att se över kan inte vara före pausens början.")}
        )
    _refuse_during(enrolment, starts_on)
    break_ = Pause(
        enrolment=enrolment,
        reason=reason,
        starts_on=starts_on,
        look_again_on=look_again_on,
        note=note,
        by=by,
    )
    break_.full_clean()
    break_.save()
    audit.record("enrolment.paused", enrolment, by=by)
    return break_


def _refuse_during(enrolment: Enrolment, starts_on: date) -> None:
    if enrolment.pauses.filter(ends_on=None).exists():
        raise ValidationError(_("Deltagaren har redan en paus."))
    if enrolment.pauses.filter(starts_on__lte=starts_on, ends_on__gte=starts_on).exists():
        raise ValidationError({"starts_on": _("Deltagaren hade redan en paus den dagen.")})


@transaction.atomic
def resume(*, pause: Pause, by: User | None, ends_on: date) -> Pause:
    """The last day of the pause; nothing happens when it has ended already."""
    pause = Pause.objects.select_for_update(of=("self",)).get(pk=pause.pk)
    if pause.ends_on is not None:
        return pause
    if ends_on < pause.starts_on:
        raise ValidationError({"ends_on": _("Slutdatum kan inte vara före startdatum.")})
    pause.ends_on = ends_on
    pause.save(update_fields=["ends_on"])
    audit.record("enrolment.resumed", pause.enrolment, by=by)
    return pause


def _locked(enrolment: Enrolment) -> Enrolment:
    rows = Enrolment.objects.select_for_update(of=("self",)).select_related("participant")
    return rows.get(pk=enrolment.pk)
