"""Work training, internship, hourly employment and employment at a workplace, and the visits."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.casework.actions.common import record, writable
from stegvis.casework.enums import EndedBy, EndReason, PlacementKind
from stegvis.casework.models import Placement, PlacementVisit
from stegvis.core import audit
from stegvis.core.steps import StepRefused
from stegvis.core.versions import check_version
from stegvis.employers.actions import openings
from stegvis.employers.enums import ContactMode, OpeningStatus
from stegvis.employers.models import Opening, Workplace
from stegvis.participants.actions import exits
from stegvis.participants.models import Enrolment

# What a new placement at the same workplace takes over, unless something else is said.
CARRIED = ("occupation", "hours_per_week", "schedule", "supervisor", "tasks", "adaptations")


@transaction.atomic
def start(
    *,
    enrolment: Enrolment,
    workplace: Workplace,
    by: User | None,
    kind: PlacementKind | str,
    starts_on: date,
    unchecked: bool = False,
    **values: Any,
) -> Placement:
    """A placement, planned (`is_planned`) or begun. It keeps the workplace's market as it is now.
    An opening with no place left is filled. `unchecked` is for taking over history: the enrolment
    may have ended."""
    placement = Placement(
        enrolment=writable(enrolment, unchecked=unchecked),
        workplace=workplace,
        market=workplace.market,
        kind=kind,
        starts_on=starts_on,
        by=by,
        **values,
    )
    _check(placement)
    placement.save()
    record("placement.started", placement, by=by)
    if placement.opening is not None:
        _fill(placement.opening, by)
    return placement


@transaction.atomic
def change(
    *, placement: Placement, by: User | None, version: int | None = None, **values: Any
) -> Placement:
    """Another workplace is another placement; everything else may be corrected."""
    placement = _locked(placement)
    check_version(placement, version)
    if changed := audit.assign(placement, values):
        _save(placement)
        record("placement.changed", placement, by=by, changed=changed)
    return placement


@transaction.atomic
def begin(*, placement: Placement, by: User | None, starts_on: date) -> Placement:
    """What was planned has begun."""
    placement = _locked(placement)
    writable(placement.enrolment)
    if not placement.is_planned or placement.ended_by:
        raise StepRefused(_("Platsen är inte planerad längre. Ladda om sidan."))
    changed = audit.assign(placement, {"starts_on": starts_on, "is_planned": False})
    _save(placement)
    record("placement.begun", placement, by=by, changed=changed)
    return placement


@transaction.atomic
def end(
    *,
    placement: Placement,
    by: User | None,
    ends_on: date,
    ended_by: EndedBy | str,
    end_reason: EndReason | str,
    followed_by: str = "",
    version: int | None = None,
) -> Placement:
    """The last day, who ended it and why; also corrects an end that was written before.
    What was planned and never began ends on the day it should have begun."""
    placement = _locked(placement)
    check_version(placement, version)
    if placement.is_planned:
        ends_on = placement.starts_on
    values = {
        "ends_on": ends_on,
        "ended_by": ended_by,
        "end_reason": end_reason,
        "followed_by": followed_by,
    }
    if changed := audit.assign(placement, values):
        _save(placement)
        record("placement.ended", placement, by=by, changed=changed)
    return placement


@transaction.atomic
def reopen(*, placement: Placement, by: User | None) -> Placement:
    """The end was a mistake. What followed is kept."""
    placement = _locked(placement)
    if not placement.ended_by:
        raise StepRefused(_("Platsen är inte avslutad. Ladda om sidan."))
    changed = audit.assign(placement, {"ends_on": None, "ended_by": "", "end_reason": ""})
    _save(placement)
    record("placement.reopened", placement, by=by, changed=changed)
    return placement


@transaction.atomic
def change_kind(
    *,
    placement: Placement,
    by: User | None,
    kind: PlacementKind | str,
    starts_on: date,
    **values: Any,
) -> Placement:
    """From work training to hourly employment, and on: a new placement at the same workplace from
    a day, and the old one ends the day before. Answers the new one."""
    placement = _locked(placement)
    if placement.is_planned or placement.ended_by:
        raise StepRefused(_("Bara en plats som pågår kan övergå i en ny. Ladda om sidan."))
    if starts_on <= placement.starts_on:
        raise ValidationError(
            {
                "starts_on": _("Den nya platsen måste börja efter %(day)s, då den förra började.")
                % {"day": placement.starts_on}
            }
        )
    is_job = PlacementKind(kind) in PlacementKind.jobs()
    end(
        placement=placement,
        by=by,
        ends_on=starts_on - timedelta(days=1),
        ended_by=EndedBy.AS_PLANNED,
        end_reason=EndReason.HIRED if is_job else EndReason.PERIOD_OVER,
        followed_by=placement.followed_by or str(PlacementKind(kind).label),
    )
    carried = {name: getattr(placement, name) for name in CARRIED}
    return start(
        enrolment=placement.enrolment,
        workplace=placement.workplace,
        by=by,
        kind=kind,
        starts_on=starts_on,
        **(carried | values),
    )


@transaction.atomic
def enter_outcome(*, placement: Placement, by: User | None, **values: Any) -> Placement:
    """A job that the placement is, as work among the participant's outcomes. Once."""
    placement = _locked(placement)
    if placement.outcome_id is not None:
        raise StepRefused(_("Platsen är redan införd som arbete. Ladda om sidan."))
    enrolment = placement.enrolment
    placement.outcome = exits.add_outcome(enrolment=enrolment, by=by, **values)
    _save(placement)
    record("placement.outcome_entered", placement, by=by)
    return placement


@transaction.atomic
def visit(
    *,
    placement: Placement,
    by: User,
    on: date,
    mode: ContactMode | str = ContactMode.VISIT,
    note: str = "",
) -> PlacementVisit:
    made = PlacementVisit(placement=placement, on=on, mode=mode, note=note, by=by)
    made.full_clean()
    made.save()
    record("placement.visited", made, by=by)
    return made


@transaction.atomic
def change_visit(*, visit: PlacementVisit, by: User, **values: Any) -> PlacementVisit:
    visit = PlacementVisit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    if changed := audit.assign(visit, values):
        visit.full_clean()
        visit.save()
        record("placement.visit_changed", visit, by=by, changed=changed)
    return visit


def _locked(placement: Placement) -> Placement:
    return Placement.objects.select_for_update(of=("self",)).get(pk=placement.pk)


def _save(placement: Placement) -> None:
    _check(placement)
    placement.version += 1
    placement.save()


def _check(placement: Placement) -> None:
    supervisor = placement.supervisor
    if supervisor and supervisor.employer_id != placement.workplace.employer_id:
        raise ValidationError({"supervisor": _("Handledaren hör till en annan arbetsgivare.")})
    placement.full_clean(exclude=["by"])  # nobody in what was taken over


def _fill(opening: Opening, by: User | None) -> None:
    """Filled when as many have got a place as there are places; planned ones count."""
    taken = opening.placements.exclude(is_planned=True, ends_on__isnull=False).count()
    if taken >= opening.places and opening.status == OpeningStatus.OPEN:
        openings.move(opening=opening, by=by, name="fill")
