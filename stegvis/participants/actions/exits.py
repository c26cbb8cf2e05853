"""The end of an enrolment, and the work or studies that came of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.core import audit
from stegvis.core.steps import StepRefused
from stegvis.organisations.periods import add_months
from stegvis.participants.enums import ExitDestination, FollowUpStatus, OutcomeKind
from stegvis.participants.models import Enrolment, Exit, Outcome, PostExitFollowUp

FOLLOW_UP_MONTHS = (1, 6, 12)
KIND_OF = {
    ExitDestination.WORK: OutcomeKind.WORK,
    ExitDestination.STUDIES: OutcomeKind.STUDIES,
}


@transaction.atomic
def end(
    *,
    enrolment: Enrolment,
    by: User | None,
    ended_on: date,
    destination: str,
    outcome: Mapping[str, Any] | None = None,
    **values: Any,
) -> Exit:
    """Ends the enrolment with where the person goes. Closes what was open, and plans follow-ups
    after 1, 6 and 12 months. Work and studies need their outcome."""
    enrolment = _locked(enrolment)
    if enrolment.ends_on is not None:
        raise StepRefused(_("Inskrivningen är redan avslutad. Ladda om sidan."))
    _check_destination(destination, values, outcome)
    if ended_on < enrolment.starts_on:
        message = _("Avslutet kan inte vara före inskrivningen, %(day)s.")
        raise ValidationError({"ended_on": message % {"day": enrolment.starts_on}})
    _close(enrolment, ended_on)
    done = Exit(enrolment=enrolment, ended_on=ended_on, destination=destination, by=by, **values)
    done.full_clean()
    done.save()
    if outcome:
        _save_outcome(enrolment, by, {**outcome, "kind": KIND_OF[destination], "is_main": True})
    _plan_follow_ups(enrolment, ended_on, destination)
    audit.record("enrolment.ended", enrolment, by=by)
    return done


def _locked(enrolment: Enrolment) -> Enrolment:
    rows = Enrolment.objects.select_for_update(of=("self",)).select_related("participant")
    return rows.get(pk=enrolment.pk)


def _check_destination(
    destination: str, values: Mapping[str, Any], outcome: Mapping[str, Any] | None
) -> None:
    is_goal = destination in ExitDestination.goal()
    if is_goal and not outcome:
        message = _("Fyll i vilket arbete eller vilka studier det gäller.")
        raise ValidationError({"destination": message})
    if outcome and not is_goal:
        message = _("Arbete eller studier kan bara fyllas i när avslutet går dit.")
        raise ValidationError({"destination": message})


def _close(enrolment: Enrolment, ended_on: date) -> None:
    """Open responsibility and open pause end with the enrolment; nothing ends before it began."""
    for row in (
        *enrolment.responsibilities.filter(ends_on=None),
        *enrolment.pauses.filter(ends_on=None),
    ):
        row.ends_on = max(ended_on, row.starts_on)
        row.save(update_fields=["ends_on"])
    enrolment.ends_on = ended_on
    enrolment.version += 1
    enrolment.save(update_fields=["ends_on", "version"])


def _plan_follow_ups(enrolment: Enrolment, ended_on: date, destination: str) -> None:
    if destination == ExitDestination.DECEASED:
        return
    PostExitFollowUp.objects.bulk_create(
        PostExitFollowUp(enrolment=enrolment, months=months, due_on=add_months(ended_on, months))
        for months in FOLLOW_UP_MONTHS
    )


@transaction.atomic
def reopen(*, enrolment: Enrolment, by: User | None, reason: str) -> Enrolment:
    """Takes back an exit that was made by mistake. Follow-ups that nobody has begun go away; once
    one is answered the exit stands, and the person is enrolled anew instead."""
    enrolment = _locked(enrolment)
    done = Exit.objects.filter(enrolment=enrolment).first()
    if done is None:
        raise StepRefused(_("Inskrivningen är inte avslutad. Ladda om sidan."))
    if enrolment.follow_ups.exclude(status=FollowUpStatus.DUE).exists():
        raise StepRefused(
            _("En uppföljning är redan besvarad, så avslutet står fast. Skriv in personen på nytt.")
        )
    _refuse_if_enrolled_again(enrolment)
    last = enrolment.responsibilities.order_by("-ends_on", "-pk").first()
    if last is not None:
        last.ends_on = None
        last.save(update_fields=["ends_on"])
    enrolment.follow_ups.all().delete()
    enrolment.outcomes.filter(is_main=True).update(is_main=False)
    done.delete()
    enrolment.ends_on = None
    enrolment.version += 1
    enrolment.save(update_fields=["ends_on", "version"])
    audit.record("enrolment.reopened", enrolment, by=by, reason=reason)
    return enrolment


def _refuse_if_enrolled_again(enrolment: Enrolment) -> None:
    others = Enrolment.objects.filter(
        participant=enrolment.participant_id, programme=enrolment.programme_id, ends_on=None
    )
    if others.exists():
        raise StepRefused(_("Personen är redan inskriven på nytt i verksamheten."))


@transaction.atomic
def add_outcome(*, enrolment: Enrolment, by: User | None, **values: Any) -> Outcome:
    """Work or studies that began during or after the enrolment, besides what the exit tells."""
    outcome = _save_outcome(_locked(enrolment), by, values)
    audit.record("outcome.added", outcome, by=by)
    return outcome


def _save_outcome(enrolment: Enrolment, by: User | None, values: Mapping[str, Any]) -> Outcome:
    outcome = Outcome(enrolment=enrolment, by=by, **values)
    outcome.full_clean()
    outcome.save()
    return outcome


@transaction.atomic
def change_outcome(*, outcome: Outcome, by: User | None, **values: Any) -> Outcome:
    """Mends or completes an outcome: what was unknown becomes known."""
    outcome = Outcome.objects.select_for_update(of=("self",)).get(pk=outcome.pk)
    if changed := audit.assign(outcome, values):
        outcome.full_clean()
        outcome.save()
        audit.record("outcome.changed", outcome, by=by, changed=changed)
    return outcome
