"""Every row against the fields, the other rows and what Stegvis has. Writes nothing; the number of
queries does not grow with the rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.casework.enums import FileRowStatus, PlacementKind, RowKind
from stegvis.casework.models import Activity, FollowUpFile, FollowUpRow, Placement
from stegvis.casework.takeover import fields
from stegvis.casework.takeover.reading import PROBLEM
from stegvis.core.imports.cells import BadValue, Cell, decode
from stegvis.core.imports.spec import LOOKUP_SIZE
from stegvis.organisations.models import Unit
from stegvis.participants import duplicates, queries
from stegvis.participants.enums import YesNo
from stegvis.participants.models import Background, Enrolment, Exit, Participant
from stegvis.participants.names import are_alike, parts

Told = dict[str, Any]  # field → value; blank cells are left out
FILLED = ("first_name", "last_name", "birth_date", "phone", "email")


@dataclass
class Checked:
    """What one row says, and what is to become of it."""

    row: FollowUpRow
    told: Told
    messages: dict[str, list[str]] = field(default_factory=dict)
    changes: dict[str, tuple[str, str]] = field(default_factory=dict)
    status: FileRowStatus = FileRowStatus.NEW
    participant: Participant | None = None
    same_as: FollowUpRow | None = None
    candidates: list[tuple[int, list[str]]] = field(default_factory=list)
    enrolment: Enrolment | None = None
    is_wrong: bool = False

    def tell(self, name: str, message: str, *, wrong: bool = False) -> None:
        self.messages.setdefault(name, []).append(message)
        self.is_wrong |= wrong

    @property
    def number(self) -> str:
        return self.told.get("identity_number", "")

    @property
    def words(self) -> list[str]:
        return parts(f"{self.told.get('first_name', '')} {self.told.get('last_name', '')}")


def check(file: FollowUpFile, rows: Sequence[FollowUpRow]) -> list[Checked]:
    """All rows of a file, in their order. Some ten queries."""
    found = [read(row, file) for row in rows]
    if file.row_kind == RowKind.PERSON:
        _Persons(file, found).run()
    else:
        _Activities(file, found).run()
    for one in found:
        if one.is_wrong:
            one.status = FileRowStatus.WRONG
    return found


# --- cells ---


def read(row: FollowUpRow, file: FollowUpFile) -> Checked:
    """The row's values by field. Corrections lie over the cells."""
    known = fields.by_name(file.row_kind)
    one = Checked(row, {})
    if PROBLEM in row.raw:
        one.tell(PROBLEM, row.raw[PROBLEM], wrong=True)
    for heading, name in file.mapping.items():
        if name not in known:
            continue
        cell = Cell(row.corrected[name]) if name in row.corrected else _cell(row, heading)
        if cell.problem:
            one.tell(name, cell.problem, wrong=True)
        elif not cell.is_blank:
            _parse(one, known[name], cell)
    _split_name(one)
    return one


def _cell(row: FollowUpRow, heading: str) -> Cell:
    return decode(row.raw.get(heading))


def _parse(one: Checked, known: fields.Field, cell: Cell) -> None:
    try:
        one.told[known.name] = known.parse(cell.value)
    except BadValue as bad:
        one.tell(known.name, str(bad), wrong=True)


def _split_name(one: Checked) -> None:
    """ "Berg, Anna" and "Anna Berg"; separate columns come first."""
    whole = one.told.pop("name", "")
    if not whole or one.told.get("first_name") or one.told.get("last_name"):
        return
    if "," in whole:
        last, first = (part.strip() for part in whole.split(",", 1))
    else:
        first, _space, last = whole.rpartition(" ")
        first, last = (first, last) if first else (last, "")
    one.told |= {"first_name": first, "last_name": last}


# --- a row a person ---


class _Persons:
    def __init__(self, file: FollowUpFile, found: list[Checked]) -> None:
        self.file, self.found = file, found
        self.numbers = _by_number(one.number for one in found)
        self.earlier = _written_before(file)
        self.staff = staff(file) if _uses(file, "caseworker") else {}

    def run(self) -> None:
        for one in self.found:
            self._required(one)
        self._match()
        self._enrolments()
        for one in self.found:
            self._status(one)

    def _required(self, one: Checked) -> None:
        if not one.number and not one.words and "identity_number" not in one.messages:
            one.tell(
                "name",
                _("Raden har varken namn eller nummer. Fyll i, eller skriv in personen för hand."),
                wrong=True,
            )
        if "starts_on" not in one.told and "starts_on" not in one.messages:
            one.tell("starts_on", _("Startdatum saknas."), wrong=True)
        start, end = one.told.get("starts_on"), one.told.get("ends_on")
        if start and end and end < start:
            one.tell("ends_on", _("Slutdatum kan inte vara före startdatum."), wrong=True)
        if end and "destination" not in one.told and "destination" not in one.messages:
            one.tell("destination", _("Fyll i vart personen gick vid avslutet."), wrong=True)
        if one.told.get("destination") and not end and "ends_on" not in one.messages:
            one.tell("ends_on", _("Avslutad utan datum. Fyll i slutdatum."), wrong=True)
        if (name := one.told.get("caseworker")) and folded(name) not in self.staff:
            one.tell("caseworker", _("Hittar ingen handläggare som heter så på enheten."))

    # who it is

    def _match(self) -> None:
        nameless = []
        for one in self.found:
            if one.row.participant_id and one.row.is_same_person:
                one.participant = one.row.participant
            elif one.number:
                one.participant = self.numbers.get(one.number)
            elif earlier := self.earlier.get(_place(one.row)):
                one.participant = earlier
            elif not one.is_wrong and one.row.is_same_person is None:
                nameless.append(one)
        self._same_number()
        self._possible(nameless)

    def _same_number(self) -> None:
        """The same person on several rows: one is written first, the others join it."""
        first: dict[str, list[Checked]] = {}
        for one in self.found:
            if not one.number or one.is_wrong:
                continue
            before = first.setdefault(one.number, [])
            if before:
                self._joined(one, before)
            before.append(one)

    def _joined(self, one: Checked, before: list[Checked]) -> None:
        one.same_as = before[0].row
        if one.words != before[0].words:
            one.tell(
                "name",
                _("Samma nummer står på rad %(row)s, med en annan stavning av namnet.")
                % {"row": before[0].row.number},
            )
        for other in before:
            if other.told.get("starts_on") == one.told.get("starts_on"):
                one.status = FileRowStatus.SKIPPED
                one.tell(
                    "identity_number",
                    _("Samma person och samma start står på rad %(row)s.")
                    % {"row": other.row.number},
                )
                return
            if _overlap(one.told, other.told):
                one.tell(
                    "starts_on",
                    _("Inskrivningen går i varandra med den på rad %(row)s.")
                    % {"row": other.row.number},
                    wrong=True,
                )

    def _possible(self, nameless: list[Checked]) -> None:
        """Without a number somebody may be there already: in Stegvis, or higher up in the file."""
        asked = [
            duplicates.Asked(
                first_name=one.told.get("first_name", ""),
                last_name=one.told.get("last_name", ""),
                birth_date=one.told.get("birth_date"),
                phone=one.told.get("phone", ""),
            )
            for one in nameless
        ]
        for one, candidates in zip(nameless, duplicates.candidates_of(asked), strict=True):
            one.candidates = [(c.participant.pk, list(c.reasons)) for c in candidates]
            if candidates:
                one.status = FileRowStatus.DUPLICATE
        self._within(nameless)

    def _within(self, nameless: list[Checked]) -> None:
        by_birth: dict[date | None, list[Checked]] = {}
        for one in self.found:
            by_birth.setdefault(_birth(one), []).append(one)
        for one in nameless:
            born = _birth(one)
            others = by_birth[born] if born else self.found
            for other in others:
                if other is one:
                    break
                namesake = one.words == other.words if born is None else True
                if other.words and namesake and are_alike(one.words, other.words):
                    one.same_as, one.status = other.row, FileRowStatus.DUPLICATE
                    one.tell(
                        "name",
                        _("Kan vara samma person som på rad %(row)s.") % {"row": other.row.number},
                    )
                    break

    # what Stegvis has

    def _enrolments(self) -> None:
        persons = {one.participant.pk for one in self.found if one.participant}
        rows = Enrolment.objects.filter(programme=self.file.programme, participant__in=persons)
        by_start: dict[tuple[int, date], Enrolment] = {}
        self.open: dict[int, list[Enrolment]] = {}
        for each in rows.select_related("caseworker"):
            by_start[each.participant_id, each.starts_on] = each
            self.open.setdefault(each.participant_id, []).append(each)
        for one in self.found:
            if one.participant and "starts_on" in one.told:
                one.enrolment = by_start.get((one.participant.pk, one.told["starts_on"]))
        listed = {one.enrolment.pk for one in self.found if one.enrolment}
        self.backgrounds = {
            b.enrolment_id: b for b in Background.objects.filter(enrolment__in=listed)
        }
        self.exits = {e.enrolment_id: e for e in Exit.objects.filter(enrolment__in=listed)}

    def _status(self, one: Checked) -> None:
        if one.status != FileRowStatus.NEW or one.is_wrong:
            return
        if one.participant is None:
            return
        self._tell_differences(one)
        if one.enrolment is None:
            self._refuse_overlap(one)
            return
        self._changes(one)
        one.status = FileRowStatus.CHANGED if one.changes else FileRowStatus.MATCHED

    def _tell_differences(self, one: Checked) -> None:
        has = one.participant
        assert has is not None
        for name in FILLED:
            told, present = one.told.get(name), getattr(has, name)
            if told and not present:
                one.changes[name] = ("", str(told))
            elif told and present and folded(str(told)) != folded(str(present)):
                one.tell(
                    name, _("I Stegvis står ”%(present)s”. Det står kvar.") % {"present": present}
                )

    def _refuse_overlap(self, one: Checked) -> None:
        assert one.participant is not None
        for other in self.open.get(one.participant.pk, []):
            if _overlap(one.told, {"starts_on": other.starts_on, "ends_on": other.ends_on}):
                one.tell(
                    "starts_on",
                    _("Personen är inskriven redan, sedan %(day)s.") % {"day": other.starts_on},
                    wrong=True,
                )

    def _changes(self, one: Checked) -> None:
        enrolment = one.enrolment
        assert enrolment is not None
        if one.told.get("case_number") and not enrolment.case_number:
            one.changes["case_number"] = ("", one.told["case_number"])
        if one.told.get("ends_on") and enrolment.ends_on is None:
            one.changes["ends_on"] = ("", str(one.told["ends_on"]))
        elif one.told.get("ends_on") not in (None, enrolment.ends_on):
            one.tell(
                "ends_on",
                _("I Stegvis är avslutet %(day)s. Det står kvar.") % {"day": enrolment.ends_on},
            )
        background = self.backgrounds.get(enrolment.pk)
        for name in ("addiction", "mental_ill_health", "months_without_work"):
            present = getattr(background, name, None)
            is_missing = present in (None, YesNo.UNKNOWN)
            if name in one.told and is_missing and one.told[name] != YesNo.UNKNOWN:
                one.changes[name] = (
                    "",
                    fields.by_name(RowKind.PERSON)[name].parse.show(one.told[name]),
                )


# --- a row an activity ---


class _Activities:
    def __init__(self, file: FollowUpFile, found: list[Checked]) -> None:
        self.file, self.found = file, found
        rows = Enrolment.objects.filter(programme=file.programme).select_related("participant")
        self.enrolments: dict[int, list[Enrolment]] = {}
        self.names: dict[tuple[str, ...], set[int]] = {}
        self.persons: dict[int, Participant] = {}
        for each in rows.order_by("starts_on"):
            person = each.participant
            self.enrolments.setdefault(person.pk, []).append(each)
            self.persons[person.pk] = person
            words = tuple(sorted(parts(f"{person.first_name} {person.last_name}")))
            self.names.setdefault(words, set()).add(person.pk)
        self.numbers = {
            one.identity_number: one for one in self.persons.values() if one.identity_number
        }

    def run(self) -> None:
        for one in self.found:
            for name in ("kind", "starts_on"):
                if name not in one.told and name not in one.messages:
                    title = fields.by_name(RowKind.ACTIVITY)[name].title
                    one.tell(name, _("%(field)s saknas.") % {"field": title}, wrong=True)
            if one.is_wrong:
                continue
            one.participant = self._who(one)
            if one.participant:
                one.enrolment = self._when(one)
        self._present()

    def _who(self, one: Checked) -> Participant | None:
        if one.number:
            if found := self.numbers.get(one.number):
                return found
            one.tell("identity_number", _("Ingen i verksamheten har det numret."), wrong=True)
            return None
        found = self.names.get(tuple(sorted(one.words)), set()) if len(one.words) > 1 else set()
        born = one.told.get("birth_date")
        fitting = [pk for pk in found if not born or self.persons[pk].birth_date == born]
        if len(fitting) == 1:
            return self.persons[fitting[0]]
        message = (
            _("Flera i verksamheten heter så. Fyll i personnummer.")
            if fitting
            else _("Hittar ingen deltagare i verksamheten. Fyll i personnummer eller namn.")
        )
        one.tell("name", message, wrong=True)
        return None

    def _when(self, one: Checked) -> Enrolment | None:
        assert one.participant is not None
        day = one.told["starts_on"]
        for each in self.enrolments[one.participant.pk]:
            if each.starts_on <= day and (each.ends_on is None or day <= each.ends_on):
                return each
        one.tell("starts_on", _("Personen var inte inskriven då."), wrong=True)
        return None

    def _present(self) -> None:
        listed = {one.enrolment.pk for one in self.found if one.enrolment}
        keys = {
            *Activity.objects.filter(enrolment__in=listed).values_list(
                "enrolment", "kind", "starts_on"
            ),
            *Placement.objects.filter(enrolment__in=listed).values_list(
                "enrolment", "kind", "starts_on"
            ),
        }
        seen: set[tuple[int, str, date]] = set()
        for one in self.found:
            if one.is_wrong or one.enrolment is None:
                continue
            key = (one.enrolment.pk, str(one.told["kind"].value), one.told["starts_on"])
            if key in keys:
                one.status = FileRowStatus.MATCHED
            elif key in seen:
                one.status = FileRowStatus.SKIPPED
                one.tell("kind", _("Samma aktivitet står tidigare i filen."))
            elif one.told["kind"] in PlacementKind and not one.told.get("place"):
                one.tell("place", _("Fyll i arbetsplatsen."), wrong=True)
            seen.add(key)


# --- shared ---


def _by_number(wanted: Iterable[str]) -> dict[str, Participant]:
    """An empty number is never asked for, so it never matches anyone."""
    asked = sorted({number for number in wanted if number})
    found = {}
    for start in range(0, len(asked), LOOKUP_SIZE):
        chunk = asked[start : start + LOOKUP_SIZE]
        for person in Participant.objects.kept().filter(identity_number__in=chunk):
            found[person.identity_number] = person
    return found


def _place(row: FollowUpRow) -> tuple[str, int, str]:
    return row.sheet, row.number, repr(sorted(row.raw.items()))


def _written_before(file: FollowUpFile) -> dict[tuple[str, int, str], Participant]:
    """Rows that an earlier file for the programme had in the same place, word for word: those are
    the persons that they became then. So rows without a number change nothing the second time."""
    rows = FollowUpRow.objects.filter(
        file__programme=file.programme,
        file__row_kind=file.row_kind,
        written_at__isnull=False,
        participant__merged_into=None,
        participant__isnull=False,
    )
    return {_place(row): row.participant for row in rows.select_related("participant")}


def staff(file: FollowUpFile) -> dict[str, User]:
    unit = Unit.objects.filter(pk=file.programme.unit_id)
    return {
        key: user
        for user in queries.caseworkers(unit, today=timezone.localdate())
        for key in (folded(user.name), folded(user.email))
    }


def _uses(file: FollowUpFile, name: str) -> bool:
    return name in file.mapping.values()


def _birth(one: Checked) -> date | None:
    if "birth_date" in one.told:
        return one.told["birth_date"]
    digits = one.number
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]) % 60) if digits else None
    except ValueError:
        return None


def _overlap(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    first, second = one.get("starts_on"), other.get("starts_on")
    if not first or not second:
        return False
    latest = date.max
    return first <= (other.get("ends_on") or latest) and second <= (one.get("ends_on") or latest)


def folded(text: str) -> str:
    return " ".join(text.casefold().split())
