"""Two rows that are the same person become one, and can become two again.

Both rows stay. Everything that points at the merged person is moved to the kept one, whatever room
it belongs to, and the merge remembers what it moved and what it wrote over. A new model that points
at a person is moved too, without a word here."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.core import audit
from stegvis.participants.actions import persons
from stegvis.participants.enums import IdentityKind
from stegvis.participants.models import Enrolment, Merge, Participant, SearchTerm
from stegvis.participants.numbers import Number

# What tells one person from another; the user chooses where the two differ.
FIELDS = (
    *("identity_number", "first_name", "last_name", "birth_date", "birth_year", "sex"),
    *("phone", "email", "address", "language", "needs_interpreter", "contact_note"),
)
BORN = ("birth_date", "birth_year", "sex")  # told by the number, where there is one
# Relations that are not moved: what has been merged before, and what is made from the name.
HISTORY = {(Merge, "kept"), (Merge, "merged")}
DERIVED = {(SearchTerm, "participant")}
NUMBER = "merged.identity_number"  # in `filled`: the number that the merged row had to give up
STRICTEST = ("none", "marked", "registered", "fictitious")


@transaction.atomic
def merge(
    *,
    kept: Participant,
    merged: Participant,
    by: User,
    reason: str,
    chosen: Mapping[str, str] | None = None,
) -> Merge:
    """Moves everything of `merged` to `kept`. What `kept` lacks is filled in from `merged`;
    `chosen` names fields where the value of "merged" is to be taken although both have one. Birth
    date and sex follow the number that is kept, where there is one.

    The kept person is protected as much as the more protected of the two."""
    kept, merged = _locked(kept, merged)
    _refuse(kept, merged, by)
    done = Merge(kept=kept, merged=merged, by=by, reason=reason.strip())
    done.filled = _fill(kept, merged, chosen or {})
    done.moved = _move_all(kept, merged)
    merged.merged_into = kept
    merged.version += 1
    merged.save()
    kept.version += 1
    kept.save()
    done.full_clean(exclude=["moved", "filled"])
    done.save()
    _terms(kept, merged)
    label = f"{Participant._meta.verbose_name} {merged.pk} → {kept.pk}"
    audit.record("participant.merged", kept, by=by, label=label)
    return done


@transaction.atomic
def undo(*, merge: Merge, by: User) -> Merge:
    """Puts back what the merge moved and wrote over. What has come to the kept person since stays
    there, and so does a value that somebody has changed since."""
    merge = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    kept, merged = _locked(merge.kept, merge.merged)
    if merge.undone_at:
        raise ValidationError(_("Sammanslagningen är redan ångrad."))
    if kept.merged_into_id:
        raise ValidationError(
            _("Personen är sammanslagen med en annan. Ångra den sammanslagningen först.")
        )
    _unfill(kept, merged, merge.filled)
    for key, pks in merge.moved.items():
        _move_back(key, pks, kept, merged)
    merged.merged_into = None
    merged.version += 1
    merged.save()
    merge.undone_at, merge.undone_by = timezone.now(), by
    merge.save(update_fields=["undone_at", "undone_by"])
    _terms(kept, merged)
    label = f"{Participant._meta.verbose_name} {kept.pk} → {merged.pk}"
    audit.record("participant.merge_undone", kept, by=by, label=label)
    return merge


def relations() -> Iterator[models.Field]:
    """Every key to a person, in all rooms, hidden ones and those of many-to-many too."""
    for relation in Participant._meta.get_fields(include_hidden=True):
        if relation.auto_created and (relation.one_to_many or relation.one_to_one):
            key = relation.remote_field
            if (key.model, key.name) not in HISTORY | DERIVED:
                yield key


def _locked(kept: Participant, merged: Participant) -> tuple[Participant, Participant]:
    """Both rows as they are now, locked in the order of their keys."""
    rows = Participant.objects.select_for_update(of=("self",)).filter(pk__in=[kept.pk, merged.pk])
    found = {row.pk: row for row in rows.order_by("pk")}
    return found[kept.pk], found[merged.pk]


# --- what cannot be merged ---


def problem(kept: Participant, merged: Participant, by: User) -> str:
    """Why the two cannot be merged, told before anybody fills in a form; empty if they can."""
    try:
        _refuse(kept, merged, by)
    except ValidationError as refused:
        return " ".join(refused.messages)
    return ""


def _refuse(kept: Participant, merged: Participant, by: User) -> None:
    if kept.pk == merged.pk:
        raise ValidationError(_("Välj en annan person. Det här är samma."))
    if kept.merged_into_id or merged.merged_into_id:
        raise ValidationError(_("Någon av dem är redan sammanslagen med en annan."))
    kinds = (kept.identity_kind, merged.identity_kind)
    if kinds == (IdentityKind.UNIDENTIFIED, IdentityKind.IDENTIFIED):
        raise ValidationError(_("Gå till personen som har ett namn och slå ihop därifrån."))
    _refuse_two_persons(kept, merged)
    _refuse_both_enrolled(kept, merged, by)


def _refuse_two_persons(kept: Participant, merged: Participant) -> None:
    """A coordination number may be followed by a personal number; two personal numbers are two."""
    numbers = [Number(one.identity_number) for one in (kept, merged) if one.identity_number]
    if len(numbers) == 2 and not any(number.is_coordination for number in numbers):
        raise ValidationError(
            _("De har var sitt personnummer. Är det ena fel, ta bort det från personen först.")
        )


def _refuse_both_enrolled(kept: Participant, merged: Participant, by: User) -> None:
    theirs = Enrolment.objects.filter(participant=merged, ends_on=None).values("programme")
    both = Enrolment.objects.filter(participant=kept, ends_on=None, programme__in=theirs)
    if not both.exists():
        return
    seen = both.visible_to(by).select_related("programme")
    names = [str(one.programme) for one in seen] or [_("en verksamhet som du inte ser")]
    raise ValidationError(
        _("Båda är inskrivna i %(programmes)s. Avsluta den ena inskrivningen och försök igen.")
        % {"programmes": ", ".join(names)}
    )


# --- the person's own fields ---


def _fill(kept: Participant, merged: Participant, chosen: Mapping[str, str]) -> dict[str, Any]:
    """Sets the fields of `kept`, and answers what they were before."""
    taken = [name for name in FIELDS if _is_taken(name, kept, merged, chosen)]
    before: dict[str, Any] = {name: _kept_as(kept, name) for name in taken}
    for name in taken:
        setattr(kept, _attname(name), _raw(merged, name))
    if "identity_number" in before:  # a number belongs to one row at a time
        before[NUMBER] = merged.identity_number
        merged.identity_number = None
        merged.save(update_fields=["identity_number"])
    if STRICTEST.index(merged.protection) > STRICTEST.index(kept.protection):
        before["protection"] = kept.protection
        kept.protection = merged.protection
    return before


def _is_taken(name: str, kept: Participant, merged: Participant, chosen: Mapping[str, str]) -> bool:
    """Does the kept person get the merged one's value?"""
    if _is_blank(merged, name) or _raw(kept, name) == _raw(merged, name):
        return False
    if _is_blank(kept, name):
        return True
    if name in BORN:
        return _whose_birth(kept, merged, chosen) == "merged"
    return chosen.get(name) == "merged"


def _whose_birth(kept: Participant, merged: Participant, chosen: Mapping[str, str]) -> str:
    if merged.identity_number and (
        not kept.identity_number or chosen.get("identity_number") == "merged"
    ):
        return "merged"
    return "kept" if kept.identity_number else chosen.get("birth_date", "kept")


def _unfill(kept: Participant, merged: Participant, filled: Mapping[str, Any]) -> None:
    number = filled.get(NUMBER, merged.identity_number)
    for name, before in filled.items():
        if name == NUMBER:
            continue
        given = number if name == "identity_number" else _raw(merged, name)
        if _raw(kept, name) == given:
            field = Participant._meta.get_field(name)
            setattr(kept, _attname(name), field.to_python(before))
    kept.version += 1
    kept.save()
    if NUMBER in filled and kept.identity_number != number:
        merged.identity_number = number


def _is_blank(person: Participant, name: str) -> bool:
    return _raw(person, name) in (None, "", "unknown", False)


def _raw(person: Participant, name: str) -> Any:
    return getattr(person, _attname(name))


def _attname(name: str) -> str:
    return str(Participant._meta.get_field(name).attname)


def _kept_as(person: Participant, name: str) -> Any:
    value = _raw(person, name)
    return value.isoformat() if isinstance(value, date) else value


# --- what points at the person ---


def _move_all(kept: Participant, merged: Participant) -> dict[str, list[Any]]:
    moved = {}
    for key in relations():
        rows = key.model._base_manager.filter(**{key.name: merged})
        pks = list(rows.order_by("pk").values_list("pk", flat=True))
        if pks:
            _update(key, pks, kept)
            moved[f"{key.model._meta.label}.{key.name}"] = pks
    return moved


def _move_back(key: str, pks: list[Any], kept: Participant, merged: Participant) -> None:
    """Rows that are still there and still the kept person's."""
    label, _dot, name = key.rpartition(".")
    found = next(one for one in relations() if (one.model._meta.label, one.name) == (label, name))
    rows = found.model._base_manager.filter(pk__in=pks, **{name: kept})
    _update(found, list(rows.values_list("pk", flat=True)), merged)


def _update(key: models.Field, pks: list[Any], to: Participant) -> None:
    """Refuses, in words, where the other person has what may only be had once."""
    rows = key.model._base_manager.filter(pk__in=pks)
    try:
        with transaction.atomic():
            rows.update(**{key.name: to})
    except IntegrityError as clash:
        raise ValidationError(
            _("Båda har %(what)s som bara får finnas en gång. Ändra eller avsluta den ena först.")
            % {"what": key.model._meta.verbose_name}
        ) from clash


def _terms(kept: Participant, merged: Participant) -> None:
    """The kept person is found by what the other was called as well; the merged one not at all."""
    for person in (merged, kept):
        persons.search_terms(person)
