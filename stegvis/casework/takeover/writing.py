"""One checked row becomes a person, an enrolment and what belongs to it, through the same actions
as the pages use. The file fills in what is missing and overwrites nothing."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.casework.actions import activities, notes, placements
from stegvis.casework.enums import (
    ActivityStatus,
    EndedBy,
    EndReason,
    NoteKind,
    PlacementKind,
    RowKind,
)
from stegvis.casework.models import FollowUpFile, FollowUpRow
from stegvis.casework.takeover import checking
from stegvis.casework.takeover.checking import FILLED, Told, folded
from stegvis.employers.actions import employers
from stegvis.employers.models import Workplace
from stegvis.participants.actions import backgrounds, enrolments, exits, persons
from stegvis.participants.enums import ExitDestination, ExitReason, YesNo
from stegvis.participants.models import Background, Enrolment, Participant

Staff = Mapping[str, User]
USUAL_REASON = {
    ExitDestination.WORK: ExitReason.GOAL_REACHED,
    ExitDestination.STUDIES: ExitReason.GOAL_REACHED,
    ExitDestination.OTHER_MEASURE: ExitReason.NEXT_STEP,
    ExitDestination.MOVED: ExitReason.MOVED,
    ExitDestination.DECEASED: ExitReason.DECEASED,
}


def write(row: FollowUpRow, *, file: FollowUpFile, staff: Staff, by: User) -> Participant:
    """`staff` is whom the file may name as caseworker, from checking.staff.

    Raises ValidationError or StepRefused when Stegvis refuses; then nothing is written."""
    one = checking.read(row, file)
    if one.is_wrong:
        raise ValidationError(_("Raden har fel som måste rättas."))
    if file.row_kind == RowKind.ACTIVITY:
        return _activity(row, one.told, file, by)
    return _person(row, one.told, file, staff, by)


# --- a row a person ---


def _person(
    row: FollowUpRow, told: Told, file: FollowUpFile, staff: Staff, by: User
) -> Participant:
    participant = _who(row, told, by)
    enrolment = Enrolment.objects.filter(
        participant=participant, programme=file.programme, starts_on=told["starts_on"]
    ).first()
    if enrolment is None:
        enrolment = enrolments.start(
            participant=participant,
            programme=file.programme,
            by=by,
            starts_on=told["starts_on"],
            caseworker=staff.get(folded(told.get("caseworker", ""))),
            case_number=told.get("case_number", ""),
        )
        if told.get("note"):
            _note(enrolment, told, by)
    _background(enrolment, told, by)
    if told.get("ends_on") and enrolment.ends_on is None:
        _end(enrolment, told, by)
    return participant


def _who(row: FollowUpRow, told: Told, by: User) -> Participant:
    """The person that the row is about: known, met earlier in the file, or new."""
    found = row.participant or _earlier(row)
    number = told.get("identity_number")
    if found is None and number:
        found = Participant.objects.kept().filter(identity_number=number).first()
    values = {name: told[name] for name in FILLED if told.get(name)}
    if number:
        values["identity_number"] = number
    if found is None:
        if "sex" in told:
            values["sex"] = told["sex"]
        return persons.create(by=by, **values)
    missing = {name: value for name, value in values.items() if not getattr(found, name)}
    return persons.change(participant=found, by=by, **missing) if missing else found


def _earlier(row: FollowUpRow) -> Participant | None:
    if row.same_as is None or row.is_same_person is False:
        return None
    if row.same_as.participant is None and row.is_same_person:
        message = _("Raden %(row)s, som är samma person, är inte inskriven än.")
        raise ValidationError(message % {"row": row.same_as.number})
    return row.same_as.participant


def _background(enrolment: Enrolment, told: Told, by: User) -> None:
    names = ("addiction", "mental_ill_health", "months_without_work")
    present = Background.objects.filter(enrolment=enrolment).first()
    values = {
        name: told[name]
        for name in names
        if name in told and getattr(present, name, None) in (None, YesNo.UNKNOWN)
    }
    values = {name: value for name, value in values.items() if value != YesNo.UNKNOWN}
    if values:
        recorded = {} if present else {"recorded_on": enrolment.starts_on}
        backgrounds.save(enrolment=enrolment, by=by, **recorded, **values)


def _note(enrolment: Enrolment, told: Told, by: User) -> None:
    notes.save(
        enrolment=enrolment,
        by=by,
        on=told["starts_on"],
        kind=NoteKind.OTHER,
        text=told["note"],
        is_sensitive=True,  # nobody has read it yet
        unchecked=True,
    )


def _end(enrolment: Enrolment, told: Told, by: User) -> None:
    destination = told["destination"]
    outcome = {"starts_on": told["ends_on"]} if destination in ExitDestination.goal() else None
    exits.end(
        enrolment=enrolment,
        by=by,
        ended_on=told["ends_on"],
        destination=destination,
        reason=told.get("reason") or USUAL_REASON.get(destination, ExitReason.OTHER),
        measure=_("Enligt uppföljningsfilen"),
        outcome=outcome,
    )


# --- a row an activity ---


def _activity(row: FollowUpRow, told: Told, file: FollowUpFile, by: User) -> Participant:
    participant = row.participant
    if participant is None:
        raise ValidationError(_("Hittar ingen deltagare i verksamheten."))
    enrolment = _enrolment_at(participant, told, file)
    shared: dict[str, Any] = {
        "enrolment": enrolment,
        "by": by,
        "kind": told["kind"],
        "starts_on": told["starts_on"],
        "hours_per_week": told.get("hours_per_week") or None,
    }
    if told["kind"] in PlacementKind:
        _placement(shared, told)
    else:
        over = told.get("ends_on") is not None
        usual = ActivityStatus.DONE if over else ActivityStatus.ONGOING
        activities.save(
            **shared,
            ends_on=told.get("ends_on"),
            place=told.get("place", ""),
            status=told.get("status", usual),
            cancel_reason=_("Enligt uppföljningsfilen"),
            unchecked=True,
        )
    return participant


def _enrolment_at(participant: Participant, told: Told, file: FollowUpFile) -> Enrolment:
    day = told["starts_on"]
    for one in Enrolment.objects.filter(participant=participant, programme=file.programme):
        if one.starts_on <= day and (one.ends_on is None or day <= one.ends_on):
            return one
    raise ValidationError({"starts_on": _("Personen var inte inskriven då.")})


def _placement(shared: dict[str, Any], told: Told) -> None:
    made = placements.start(workplace=_workplace(told["place"], shared["by"]), **shared)
    if told.get("ends_on"):
        placements.end(
            placement=made,
            by=shared["by"],
            ends_on=told["ends_on"],
            ended_by=EndedBy.AS_PLANNED,
            end_reason=EndReason.PERIOD_OVER,
        )


def _workplace(name: str, by: User) -> Workplace:
    """The workplace of that name, or a new employer with one."""
    found = Workplace.objects.kept().filter(name__iexact=name).order_by("pk").first()
    if found is None:
        employer = employers.create(by=by, name=name, workplace={"name": name})
        found = employer.workplaces.get()
    return found
