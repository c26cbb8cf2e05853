"""Who may be the same person. A number decides; name, birth date and phone are hints.

What is blank never matches anything. The answers are not narrowed to what a user may see: `shown`
does that, and nobody is to be named without it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from stegvis.accounts.models import User
from stegvis.participants.models import Participant, Referral, SearchTerm
from stegvis.participants.names import are_alike, parts, tidy_phone


@dataclass(frozen=True)
class Asked:
    """What is known about somebody. Blank is not known."""

    identity_number: str | None = None
    first_name: str = ""
    last_name: str = ""
    birth_date: date | None = None
    phone: str = ""
    exclude: int | None = None  # key of the person that is asked about, if there is one

    @property
    def name(self) -> list[str]:
        return parts(f"{self.first_name} {self.last_name}")

    @property
    def tidy(self) -> str:
        return tidy_phone(self.phone)


@dataclass(frozen=True)
class Candidate:
    participant: Participant
    reasons: tuple[str, ...] = field(default=())
    is_certain: bool = False  # the number is the same


def candidates(
    *,
    identity_number: str | None,
    first_name: str,
    last_name: str,
    birth_date: date | None,
    phone: str,
    exclude: Participant | None = None,
) -> list[Candidate]:
    """Persons who may be the same, the certain one first. Two queries."""
    asked = Asked(
        identity_number, first_name, last_name, birth_date, phone, exclude.pk if exclude else None
    )
    return candidates_of([asked])[0]


def candidates_of(asked: Sequence[Asked]) -> list[list[Candidate]]:
    """The candidates of each, in the same order. The number of queries does not grow with them."""
    found = [(person, _name(person)) for person in _found(asked)]
    return [sorted(_matches(one, found), key=_first) for one in asked]


def of_referrals(referrals: Iterable[Referral]) -> dict[int, list[Candidate]]:
    """By the referral's key. A referral that is joined to a person has none."""
    listed = [referral for referral in referrals if referral.participant_id is None]
    return dict(
        zip([one.pk for one in listed], candidates_of([*map(asked_by, listed)]), strict=True)
    )


def asked_by(referral: Referral) -> Asked:
    return Asked(
        referral.identity_number,
        referral.first_name,
        referral.last_name,
        referral.birth_date,
        referral.phone,
    )


def shown(user: User, candidates: Iterable[Candidate]) -> list[Candidate]:
    """Those that the user may see. One query."""
    found = list(candidates)
    pks = [one.participant.pk for one in found]
    seen = set(Participant.objects.visible_to(user).filter(pk__in=pks).values_list("pk", flat=True))
    return [one for one in found if one.participant.pk in seen]


def _found(asked: Sequence[Asked]) -> Iterable[Participant]:
    """Everybody that could match one of them; the reasons are worked out afterwards."""
    ways = [
        Q(identity_number__in=_known(one.identity_number for one in asked)),
        Q(birth_date__in=_known(one.birth_date for one in asked)),
        Q(phone__in=_known(one.tidy for one in asked)),
        Q(pk__in=_named([one.name for one in asked])),
    ]
    return Participant.objects.kept().filter(reduce(or_, ways)).order_by("pk")


def _known(values: Iterable[object]) -> set[object]:
    return {value for value in values if value}


def _named(names: Iterable[list[str]]) -> set[int]:
    """Keys of those who have all the words of one of the names, of two words at least."""
    wanted = [set(name) for name in names if len(name) > 1]
    terms = SearchTerm.objects.filter(term__in=set[str]().union(*wanted)).order_by()
    words: dict[int, set[str]] = {}
    for pk, term in terms.values_list("participant", "term"):
        words.setdefault(pk, set()).add(term)
    several = ((pk, has) for pk, has in words.items() if len(has) > 1)
    return {pk for pk, has in several if any(name <= has for name in wanted)}


def _name(person: Participant) -> list[str]:
    return parts(f"{person.first_name} {person.last_name}")


def _matches(asked: Asked, found: Iterable[tuple[Participant, list[str]]]) -> Iterable[Candidate]:
    name, phone = asked.name, asked.tidy
    for person, theirs in found:
        if person.pk != asked.exclude:
            candidate = _compare(asked, name, phone, person, theirs)
            if candidate:
                yield candidate


def _compare(
    asked: Asked, name: list[str], phone: str, person: Participant, theirs: list[str]
) -> Candidate | None:
    """The same number is certain, another number is another person. A name is a hint unless the
    birth dates differ; otherwise two of name, birth date and phone must agree."""
    number = person.identity_number
    if number and asked.identity_number:
        same = number == asked.identity_number
        return Candidate(person, (_("Samma personnummer"),), is_certain=True) if same else None
    is_namesake = len(theirs) > 1 and sorted(theirs) == sorted(name)
    is_same_day = bool(asked.birth_date) and asked.birth_date == person.birth_date
    is_same_phone = bool(phone) and phone == person.phone
    # spellings are compared last: it is slow, and says nothing alone
    is_alike = (is_same_day or is_same_phone) and are_alike(theirs, name)
    is_other_day = bool(asked.birth_date and person.birth_date) and not is_same_day
    hints = {
        gettext_noop("Samma namn"): is_namesake,
        gettext_noop("Liknande namn"): is_alike and not is_namesake,
        gettext_noop("Samma födelsedatum"): is_same_day,
        gettext_noop("Samma telefon"): is_same_phone,
    }
    if sum(hints.values()) < 2 and (is_other_day or not is_namesake):
        return None
    return Candidate(person, tuple(_(reason) for reason, holds in hints.items() if holds))


def _first(candidate: Candidate) -> tuple[bool, int, int]:
    return (not candidate.is_certain, -len(candidate.reasons), candidate.participant.pk)
