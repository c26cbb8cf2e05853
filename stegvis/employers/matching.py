"""Which wishes an opening meets: by occupation, place, kind and hours, with the reasons in words.

Only ranked, never decided: a caseworker and the person choose. Nothing about health, background or
obstacles is read. A fit needs the occupation (the same SSYK 2012 group on four, three or two
digits), the person's own words, or for an opening without an occupation the place."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stegvis.accounts.models import User
from stegvis.core import formats
from stegvis.employers import hosting, queries
from stegvis.employers.enums import OpeningKind
from stegvis.employers.models import Opening
from stegvis.participants.enums import CodeScheme
from stegvis.participants.models import Code, Enrolment, OccupationWish, Pause

POINTS = {4: 8, 3: 5, 2: 3}  # by how many digits of SSYK are the same
WORDS, PLACE, KIND, HOURS = 3, 2, 1, 1
MORE_HOURS = Decimal(10)  # a week, as much more as one may step up at once
MOST = 50  # shown
# From the first step to the last; what somebody may do next after what they have done.
LADDER = [
    OpeningKind.STUDY_VISIT,
    OpeningKind.WORK_TRAINING,
    OpeningKind.INTERNSHIP,
    OpeningKind.HOURLY,
    OpeningKind.EMPLOYMENT,
]


@dataclass(frozen=True)
class Done:
    """What a participant has done at workplaces: the farthest kind and the latest hours."""

    kind: OpeningKind | None = None
    hours: Decimal | None = None
    is_placed: bool = False


@dataclass
class Fit:
    """An opening and a participant that may suit each other. `reasons` speak for it, `cautions`
    are to be looked at; more points come first."""

    opening: Opening
    enrolment: Enrolment
    points: int = 0
    reasons: list[str | Promise] = field(default_factory=list)
    cautions: list[str | Promise] = field(default_factory=list)

    def add(self, points: int, reason: str | Promise) -> None:
        self.points += points
        self.reasons.append(reason)


def openings_for(user: User, enrolment: Enrolment, *, today: date) -> list[Fit]:
    """Open openings that fit a participant who is visible already, best first. Four queries."""
    found = queries.openings(user).open().filter(Q(last_on=None) | Q(last_on__gte=today))
    done = _done([enrolment], today).get(enrolment.pk, Done())
    wishes = list(enrolment.wishes.select_related("occupation"))
    if wishes:
        found = found.filter(_reached_by(wishes))
    fits = [fit(opening, enrolment, wishes, done) for opening in found if wishes]
    return _best(fits)


def participants_for(user: User, opening: Opening, *, today: date) -> list[Fit]:
    """Participants whom the user sees, active and without a pause, that fit the opening, best
    first. Four queries. The caller notes those shown in the read log."""
    wishes = OccupationWish.objects.select_related("occupation")
    paused = Pause.objects.filter(starts_on__lte=today).filter(
        Q(ends_on=None) | Q(ends_on__gte=today)
    )
    found = list(
        Enrolment.objects.visible_to(user)
        .active(today)
        .filter(pk__in=wishes.filter(_reaches(opening)).values("enrolment"))
        .exclude(pk__in=paused.values("enrolment"))
        .select_related("participant", "programme", "caseworker")
    )
    wishes_of: dict[int, list[OccupationWish]] = {}
    for wish in wishes.filter(enrolment__in=found):
        wishes_of.setdefault(wish.enrolment_id, []).append(wish)
    done = _done(found, today)
    return _best(
        [fit(opening, one, wishes_of.get(one.pk, []), done.get(one.pk, Done())) for one in found]
    )


def fit(
    opening: Opening, enrolment: Enrolment, wishes: Iterable[OccupationWish], done: Done
) -> Fit | None:
    """The reasons for the wish that suits best; None where no wish leads here. No query."""
    found = [one for wish in wishes if (one := _by_wish(opening, enrolment, wish))]
    if not found:
        return None
    best = max(found, key=lambda one: one.points)
    _by_what_is_done(best, done)
    return best


def _by_wish(opening: Opening, enrolment: Enrolment, wish: OccupationWish) -> Fit | None:
    one = Fit(opening, enrolment)
    digits = same_digits(wish.occupation, opening.occupation)
    if digits:
        one.add(POINTS[digits], _same_occupation(digits, opening))
    elif words := sorted(_words(wish.text) & _words(opening.title)):
        one.add(WORDS, _("Önskar ”%(words)s” med egna ord") % {"words": ", ".join(words)})
    same_place = bool(wish.place) and wish.place.casefold() == opening.workplace.place.casefold()
    if same_place:
        one.add(PLACE, _("Vill vara i %(place)s") % {"place": opening.workplace.place})
    is_enough = one.points > PLACE or (same_place and opening.occupation is None)
    if is_enough and wish.place and not same_place and opening.workplace.place:
        one.cautions.append(_("Vill helst vara i %(place)s") % {"place": wish.place})
    return one if is_enough else None


def same_digits(one: Code | None, other: Code | None) -> int:
    """On how many digits two SSYK codes of one edition are the same: 4, 3, 2 or none (0)."""
    if one is None or other is None or one.edition != other.edition:
        return 0
    if not (one.scheme == other.scheme == CodeScheme.OCCUPATION):
        return 0
    for digits in POINTS:
        start = one.code[:digits]
        if len(start) == digits and start == other.code[:digits]:
            return digits
    return 0


def _same_occupation(digits: int, opening: Opening) -> str:
    texts = {
        4: _("Önskar just det här yrket: %(label)s"),
        3: _("Önskar ett närliggande yrke (SSYK %(code)s)"),
        2: _("Önskar ett yrke inom samma område (SSYK %(code)s)"),
    }
    assert opening.occupation is not None
    return texts[digits] % {
        "label": opening.occupation.label,
        "code": opening.occupation.code[:digits],
    }


def _by_what_is_done(one: Fit, done: Done) -> None:
    kind = OpeningKind(one.opening.kind)
    if done.kind is not None:
        names = {"kind": done.kind.label.lower()}
        steps = LADDER.index(kind) - LADDER.index(done.kind)
        if steps == 1 or (done.kind not in OpeningKind.jobs() and kind in OpeningKind.jobs()):
            one.add(KIND, _("Nästa steg efter %(kind)s") % names)
        elif steps == 0:
            one.add(KIND, _("Har gjort %(kind)s förut") % names)
        elif steps < 0:
            one.cautions.append(_("Har redan kommit till %(kind)s") % names)
    hours = one.opening.hours_per_week
    if hours and done.hours:
        text = {"hours": formats.number(done.hours.normalize(), 1 if done.hours % 1 else 0)}
        if hours <= done.hours + MORE_HOURS:
            one.add(HOURS, _("Timmarna går att nå från %(hours)s i veckan") % text)
        else:
            one.cautions.append(_("Många fler timmar än %(hours)s i veckan som hittills") % text)
    if done.is_placed:
        one.cautions.append(_("Har en plats nu"))


def _words(text: str) -> set[str]:
    """Words long enough to mean something, folded."""
    return {word for word in re.findall(r"\w+", text.casefold()) if len(word) >= 4}


def _reached_by(wishes: Sequence[OccupationWish]) -> Q:
    """Openings that some wish may lead to; which do is told by `fit`."""
    reached = Q(occupation=None)
    for wish in wishes:
        if wish.occupation is not None:
            reached |= Q(occupation__code__startswith=wish.occupation.code[:2])
        for word in _words(wish.text):
            reached |= queries.containing(word, "title")
    return reached


def _reaches(opening: Opening) -> Q:
    """Wishes that may lead to the opening; which do is told by `fit`."""
    reaching = Q()
    for word in _words(opening.title):
        reaching |= queries.containing(word, "text")
    if opening.occupation is not None:
        reaching |= Q(occupation__code__startswith=opening.occupation.code[:2])
    elif place := opening.workplace.place:
        reaching |= queries.containing(place, "place")
    return reaching or Q(pk__in=[])


def _done(enrolments: Sequence[Enrolment], today: date) -> dict[int, Done]:
    """By enrolment. One query."""
    rows = hosting.placements().filter(enrolment__in=enrolments, starts_on__lte=today)
    found: dict[int, Done] = {}
    for row in _in_order(rows):
        before = found.get(row["enrolment"], Done())
        kind = OpeningKind(row["kind"])
        if before.kind is not None:
            kind = max(kind, before.kind, key=LADDER.index)
        goes_on = row["ends_on"] is None or row["ends_on"] >= today
        found[row["enrolment"]] = Done(
            kind, row["hours_per_week"] or before.hours, goes_on or before.is_placed
        )
    return found


def _in_order(rows: QuerySet) -> QuerySet:
    return rows.order_by("starts_on", "pk").values("enrolment", "kind", "hours_per_week", "ends_on")


def _best(fits: Iterable[Fit | None]) -> list[Fit]:
    found = [one for one in fits if one is not None]
    found.sort(key=lambda one: (-one.points, len(one.cautions), one.opening.pk, one.enrolment.pk))
    return found[:MOST]
