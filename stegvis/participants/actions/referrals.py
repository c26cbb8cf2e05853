"""Writes expressions of interest. REFERRAL_STEPS decide what may follow on what."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.core import audit
from stegvis.core.steps import StepRefused, next_status
from stegvis.core.versions import check_version
from stegvis.participants import numbers
from stegvis.participants.actions import enrolments, persons
from stegvis.participants.enums import REFERRAL_STEPS, CodeScheme, Protection, ReferralStatus
from stegvis.participants.models import Code, Enrolment, Participant, Programme, Referral
from stegvis.participants.names import tidy_phone

# what a referral that is passed on takes with it
TOLD = (
    *("initiator", "first_name", "last_name", "identity_number", "birth_date", "sex"),
    *("phone", "email", "language", "protection", "reason", "wishes", "helps", "to_know"),
    *("referrer_name", "referrer_organisation", "referrer_phone", "referrer_email"),
    *("by", "received_on", "participant"),
)


@transaction.atomic
def receive(*, by: User, **values: Any) -> Referral:
    """A new referral, seen by its writer and by the programme's unit. Queue time runs from
    `received_on`, today unless it says otherwise."""
    referral = Referral(**{"received_on": timezone.localdate(), "by": by, **values})
    _fit(referral)
    referral.full_clean()
    referral.save()
    audit.record("referral.received", referral, by=by)
    return referral


@transaction.atomic
def change(
    *, referral: Referral, by: User | None, version: int | None = None, **values: Any
) -> Referral:
    """Corrects what was written, as long as nobody has decided."""
    referral = _locked(referral)
    check_version(referral, version)
    if referral.status not in ReferralStatus.waiting():
        raise StepRefused(_("Intresseanmälan är avgjord och går inte att ändra."))
    before = audit.snapshot(referral, {**values, "birth_date": 0, "sex": 0})
    for name, value in values.items():
        setattr(referral, name, value)
    _fit(referral)
    if changed := audit.changes(referral, before):
        referral.version += 1
        referral.full_clean()
        referral.save()
        audit.record("referral.changed", referral, by=by, changed=changed)
    return referral


@transaction.atomic
def accept(
    *,
    referral: Referral,
    by: User,
    handler: User | None = None,
    feedback: str = "",
    on: date | None = None,
) -> Referral:
    """Into the queue, with whoever keeps the contact while the person waits."""
    referral = _moved(referral, "accept", by, on)
    return _decided(referral, by, "referral.accepted", handler=handler, feedback=feedback)


@transaction.atomic
def decline(
    *,
    referral: Referral,
    by: User,
    decision_reason: str,
    feedback: str,
    on: date | None = None,
) -> Referral:
    referral = _moved(referral, "decline", by, on)
    told = {"decision_reason": decision_reason, "feedback": feedback}
    return _decided(referral, by, "referral.declined", **told)


@transaction.atomic
def pass_on(
    *,
    referral: Referral,
    by: User,
    decision_reason: str,
    feedback: str,
    programme: Programme | None = None,
    on: date | None = None,
) -> Referral:
    """To another programme, where a new referral begins with the queue time of the first one. The
    referrer follows both. Without a programme it goes outside Stegvis. Answers the one decided."""
    referral = _moved(referral, "pass_on", by, on)
    if programme == referral.programme:
        raise ValidationError({"programme": _("Välj en annan verksamhet.")})
    if programme:
        told = {name: getattr(referral, name) for name in TOLD}
        referral.passed_on_to = Referral.objects.create(programme=programme, **told)
    told = {"decision_reason": decision_reason, "feedback": feedback}
    return _decided(referral, by, "referral.passed_on", **told)


@transaction.atomic
def withdraw(*, referral: Referral, by: User) -> Referral:
    """The referrer or the person takes it back. Nobody has decided anything."""
    referral = _locked(referral)
    referral.status = next_status(REFERRAL_STEPS, "withdraw", ReferralStatus(referral.status))
    referral.version += 1
    referral.save(update_fields=["status", "version"])
    audit.record("referral.withdrawn", referral, by=by)
    return referral


@transaction.atomic
def start(
    *,
    referral: Referral,
    by: User,
    participant: Participant | None = None,
    caseworker: User | None = None,
    starts_on: date,
    case_number: str = "",
) -> Enrolment:
    """Enrols the person that the referral is about: `participant`, or a new one where it is None.
    What the referral knows and the person's page lacks is filled in; nothing is overwritten."""
    referral = _moved(referral, "start", by, starts_on)
    if starts_on < referral.received_on:
        raise ValidationError(
            {"starts_on": _("Inskrivningen kan inte vara före intresseanmälan kom in.")}
        )
    person = _person(referral, participant, by)
    enrolment = enrolments.start(
        participant=person,
        programme=referral.programme,
        by=by,
        starts_on=starts_on,
        caseworker=caseworker,
        referral=referral,
        case_number=case_number,
    )
    _decided(referral, by, "referral.started", participant=person, started_on=starts_on)
    return enrolment


def _locked(referral: Referral) -> Referral:
    rows = Referral.objects.select_for_update(of=("self",)).select_related("programme")
    return rows.get(pk=referral.pk)


def _moved(referral: Referral, step: str, by: User, on: date | None) -> Referral:
    """The locked row in its next status. The day of the first decision stays."""
    referral = _locked(referral)
    is_first = referral.status == ReferralStatus.RECEIVED
    referral.status = next_status(REFERRAL_STEPS, step, ReferralStatus(referral.status))
    if is_first or referral.status != ReferralStatus.STARTED:
        referral.decided_on, referral.decided_by = on or timezone.localdate(), by
    return referral


def _decided(referral: Referral, by: User, event: str, **values: Any) -> Referral:
    before = audit.snapshot(Referral.objects.get(pk=referral.pk), ("status", "decision_reason"))
    for name, value in values.items():
        setattr(referral, name, value)
    referral.version += 1
    referral.full_clean()
    referral.save()
    audit.record(event, referral, by=by, changed=audit.changes(referral, before))
    return referral


def _fit(referral: Referral) -> None:
    referral.identity_number = referral.identity_number or None
    referral.phone = tidy_phone(referral.phone)
    if referral.identity_number:
        try:
            number = numbers.parse(referral.identity_number, today=timezone.localdate())
        except numbers.WrongNumber as wrong:
            raise ValidationError({"identity_number": str(wrong)}) from wrong
        referral.identity_number, referral.sex = number.digits, number.sex
        referral.birth_date = number.birth_date or referral.birth_date


def _person(referral: Referral, participant: Participant | None, by: User) -> Participant:
    told = {
        name: getattr(referral, name)
        for name in ("identity_number", "first_name", "last_name", "birth_date", "phone", "email")
        if getattr(referral, name)
    }
    if participant is None:
        about = {"sex": referral.sex, "protection": referral.protection, **_language(referral)}
        return persons.create(by=by, **told, **about)
    person = persons.complete(participant=participant, by=by, **told)
    if referral.protection == Protection.NONE or person.is_protected:
        return person
    return persons.set_protection(participant=person, protection=referral.protection, by=by)


def _language(referral: Referral) -> dict[str, Any]:
    """The referrer writes the language in words; a word that no list has is kept as a note."""
    written = referral.language.strip()
    if not written:
        return {}
    known = Code.objects.of(CodeScheme.LANGUAGE)
    found = next((code for code in known if code.label.casefold() == written.casefold()), None)
    if found:
        return {"language": found}
    return {"contact_note": _("Talar %(language)s.") % {"language": written}}
