"""Writes persons. Search terms are kept in step here and by actions that write case numbers."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.core import audit
from stegvis.core.versions import check_version
from stegvis.participants import numbers
from stegvis.participants.enums import IdentityKind
from stegvis.participants.models import Enrolment, Participant, SearchTerm
from stegvis.participants.names import parts, tidy_phone

TERM = SearchTerm._meta.get_field("term").max_length
PERSONAL = (
    *("identity_number", "first_name", "last_name", "birth_date"),
    *("phone", "email", "address", "contact_note"),
)


@transaction.atomic
def create(*, by: User | None, **values: Any) -> Participant:
    """A new person. The number tells birth date and sex. Refuses a number that somebody has."""
    participant = Participant(**values)
    _fit(participant, by)
    participant.full_clean()
    participant.save()
    search_terms(participant)
    audit.record("participant.created", participant, by=by)
    return participant


@transaction.atomic
def change(
    *, participant: Participant, by: User | None, version: int | None = None, **values: Any
) -> Participant:
    participant = Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
    check_version(participant, version)
    if participant.merged_into_id:
        raise ValidationError(_("Personen är sammanslagen med en annan. Ändra på den sidan."))
    before = audit.snapshot(participant, {**values, "birth_date": 0, "birth_year": 0, "sex": 0})
    for name, value in values.items():
        setattr(participant, name, value)
    _fit(participant, by)
    changed = audit.changes(participant, before)
    if changed:
        participant.version += 1
        participant.full_clean()
        participant.save()
        search_terms(participant)
        audit.record("participant.changed", participant, by=by, changed=changed)
    return participant


def set_protection(*, participant: Participant, protection: str, by: User | None) -> Participant:
    """Raises or lifts the protection. Who may then see the person is another page's matter."""
    return change(participant=participant, by=by, protection=protection)


def complete(*, participant: Participant, by: User | None, **told: Any) -> Participant:
    """Fills in what the person's page lacks. Nothing is overwritten; a number that differs from the
    person's own is refused, as it is another person's."""
    number, theirs = told.get("identity_number"), participant.identity_number
    if number and theirs and number != theirs:
        raise ValidationError({"participant": _("Personen har ett annat personnummer.")})
    lacking = {n: value for n, value in told.items() if value and not getattr(participant, n)}
    return change(participant=participant, by=by, **lacking)


def search_terms(participant: Participant) -> set[str]:
    """Brings what the person is found by into step with name, number and case numbers."""
    wanted = _terms(participant)
    rows = SearchTerm.objects.filter(participant=participant)
    present = set(rows.values_list("term", flat=True).order_by())
    if gone := present - wanted:
        rows.filter(term__in=gone).delete()
    SearchTerm.objects.bulk_create(
        SearchTerm(participant=participant, term=term) for term in sorted(wanted - present)
    )
    return wanted


def _terms(participant: Participant) -> set[str]:
    """None for those that are merged into another: they are found as the other."""
    if participant.merged_into_id:
        return set()
    cases = Enrolment.objects.filter(participant=participant).exclude(case_number="")
    terms: set[str] = set()
    for number in cases.values_list("case_number", flat=True):
        terms |= {case_term(number), *map(case_term, number.split())}
    for one in (participant, *participant.merged.all()):
        terms |= {*parts(f"{one.first_name} {one.last_name}")}
        if one.identity_number:
            terms |= {one.identity_number, one.identity_number[2:]}
    return {term[:TERM] for term in terms}


def case_term(case_number: str) -> str:
    """A case number is searched as it is written, but for case and spaces."""
    return "".join(case_number.casefold().split())


def _fit(participant: Participant, by: User | None) -> None:
    """Fills in what follows from the number, and refuses what does not hang together."""
    participant.identity_number = participant.identity_number or None
    participant.phone = tidy_phone(participant.phone)
    if participant.identity_kind == IdentityKind.UNIDENTIFIED:
        _refuse_personal(participant)
    if participant.identity_number:
        _take_from_number(participant)
        _refuse_taken(participant, by)
    if participant.birth_date:
        participant.birth_year = participant.birth_date.year


def _refuse_personal(participant: Participant) -> None:
    message = _("En oidentifierad deltagare kan inte ha personuppgifter.")
    filled = [name for name in PERSONAL if getattr(participant, name)]
    if filled:
        raise ValidationError({name: message for name in filled})


def _take_from_number(participant: Participant) -> None:
    """A coordination number may lack its day: then a birth date that is known stays."""
    try:
        number = numbers.parse(participant.identity_number, today=timezone.localdate())
    except numbers.WrongNumber as wrong:
        raise ValidationError({"identity_number": str(wrong)}) from wrong
    participant.identity_number = number.digits
    participant.birth_date = number.birth_date or participant.birth_date
    participant.birth_year = number.birth_year
    participant.sex = number.sex


def _refuse_taken(participant: Participant, by: User | None) -> None:
    others = Participant.objects.exclude(pk=participant.pk)
    other = others.filter(identity_number=participant.identity_number).first()
    if other is None:
        return
    other = other.merged_into or other
    if by and Participant.objects.visible_to(by).filter(pk=other.pk).exists():
        raise ValidationError(
            {"identity_number": _("%(person)s har redan det numret.") % {"person": other}}
        )
    raise ValidationError(
        {"identity_number": _("Numret finns redan hos en person som du inte har åtkomst till.")}
    )
