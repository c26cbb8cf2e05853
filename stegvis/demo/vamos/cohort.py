"""Who the 111 are. Plain data from a fixed seed: no database, no clock."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from stegvis.organisations.periods import add_months
from stegvis.participants.enums import ExitDestination, ExitReason, Sex
from stegvis.participants.numbers import check_digit

SEED = 20210501
STARTS_ON, ENDS_ON, MONTHS = date(2021, 5, 1), date(2022, 11, 30), 19
SURVEY_ON = date(2022, 1, 17)
SENT, ANSWERED, IMPROVED = 54, 25, 21
REGULAR_ONLY, OWN_ONLY, BOTH, DIRECT_ONLY = 31, 24, 9, 13
HOURLY = 6
FIRST_BORN, YOUNG = 1976, 30  # the test series begins here; "up to 29 years"


@dataclass(frozen=True)
class Cell:
    """A part of the cohort, and how many months its persons stayed in all.

    `long` are the stays of more than a year, given one by one."""

    has_goal: bool
    has_addiction: bool
    is_young: bool
    women: int
    men: int
    months: int
    long: tuple[int, ...] = ()

    @property
    def size(self) -> int:
        return self.women + self.men


CELLS = (
    Cell(True, True, True, 1, 3, 22),
    Cell(True, False, True, 2, 2, 26),
    Cell(True, True, False, 6, 13, 174, (13, 14, 15, 16, 17, 19)),
    Cell(True, False, False, 4, 7, 120, (13, 13, 14, 15, 16)),
    Cell(False, True, True, 3, 9, 98),
    Cell(False, False, True, 2, 4, 49),
    Cell(False, True, False, 11, 31, 361),
    Cell(False, False, False, 5, 8, 149),
)


@dataclass(frozen=True)
class Person:
    """One invented participant. `at_work` is regular, own, both, direct or nothing."""

    number: str
    first_name: str
    last_name: str
    sex: Sex
    has_addiction: bool
    months: int
    starts_on: date
    ends_on: date
    destination: ExitDestination
    reason: ExitReason
    at_work: str = ""
    has_hourly: bool = False
    was_asked: bool = False
    answer: str = ""
    rolls: tuple[float, ...] = field(default=())  # chance, for what nobody publishes

    @property
    def has_goal(self) -> bool:
        return self.destination in ExitDestination.goal()


def people() -> list[Person]:
    """The 111, by day of start."""
    chance = Random(SEED)
    numbers = {key: _numbers(chance, *key) for key in _kinds()}
    names = {sex: _names(chance, sex) for sex in FIRST_NAMES}
    found = [person for cell in CELLS for person in _of_cell(cell, chance, numbers, names)]
    found = _destinations(found)
    found = _workplaces(found, chance)
    found = _survey(found, chance)
    return sorted(found, key=lambda one: (one.starts_on, one.number))


def _kinds() -> list[tuple[Sex, bool]]:
    return [(sex, young) for sex in (Sex.WOMAN, Sex.MAN) for young in (True, False)]


def _numbers(chance: Random, sex: Sex, is_young: bool) -> Iterator[str]:
    """Test numbers of the right age at any start in the period, each used once."""
    first = 1993 if is_young else FIRST_BORN
    last = 2002 if is_young else 1990
    days = (date(first, 1, 1) + timedelta(days=n) for n in range((last - first + 1) * 365))
    usable = [day for day in days if 14 <= day.day <= 28 and day.day % 2 == 0]
    for day in chance.sample(usable, 60):
        nine = f"{day:%y%m%d}{239 if sex == Sex.MAN else 238}"
        if f"{day:%Y%m%d}" not in ("20001218",):
            yield f"{day:%Y}{nine[2:]}{check_digit(nine)}"


def _names(chance: Random, sex: Sex) -> Iterator[tuple[str, str]]:
    pairs = [(first, last) for first in FIRST_NAMES[sex] for last in LAST_NAMES]
    return iter(chance.sample(pairs, 111))


def _of_cell(
    cell: Cell,
    chance: Random,
    numbers: dict[tuple[Sex, bool], Iterator[str]],
    names: dict[Sex, Iterator[tuple[str, str]]],
) -> Iterator[Person]:
    stays = _stays(cell, chance)
    sexes = [Sex.WOMAN] * cell.women + [Sex.MAN] * cell.men
    chance.shuffle(sexes)
    for sex, months in zip(sexes, stays, strict=True):
        starts_on = _start(months, chance)
        first_name, last_name = next(names[sex])
        yield Person(
            number=next(numbers[sex, cell.is_young]),
            first_name=first_name,
            last_name=last_name,
            sex=sex,
            has_addiction=cell.has_addiction,
            months=months,
            starts_on=starts_on,
            ends_on=add_months(starts_on, months) - timedelta(days=1),
            destination=ExitDestination.WORK if cell.has_goal else ExitDestination.OTHER,
            reason=ExitReason.OTHER,
            rolls=tuple(chance.random() for _ in range(24)),
        )


def _stays(cell: Cell, chance: Random) -> list[int]:
    """Whole months with the cell's sum. With `long` given, all others stay a year at most."""
    most = 12 if cell.has_goal else MONTHS
    left, number = cell.months - sum(cell.long), cell.size - len(cell.long)
    stays = [1] * number
    for _ in range(left - number):
        place = chance.choice([n for n, stay in enumerate(stays) if stay < most])
        stays[place] += 1
    stays = _spread(stays, most, chance)
    return [*cell.long, *stays]


def _spread(stays: list[int], most: int, chance: Random) -> list[int]:
    """The same sum, but less alike: short stays get shorter and long ones longer."""
    for _ in range(len(stays) * 2):
        a, b = chance.sample(range(len(stays)), 2)
        low, high = (a, b) if stays[a] <= stays[b] else (b, a)
        if stays[low] > 1 and stays[high] < most:
            stays[low], stays[high] = stays[low] - 1, stays[high] + 1
    return stays


def _start(months: int, chance: Random) -> date:
    """A day from which the stay fits into the period. Most begin early: there was a queue."""
    room = MONTHS - months
    after = min(int(chance.random() ** 1.3 * (room + 1)), room)
    first = add_months(STARTS_ON, after)
    return first if after == room else first.replace(day=chance.randint(1, 28))


def _destinations(found: Sequence[Person]) -> list[Person]:
    """29 work and 9 studies; 29 to another measure, 36 to new planning, 5 moved, 3 other."""
    goal = [one for one in found if one.has_goal]
    rest = [one for one in found if not one.has_goal]
    goal_ends = [(ExitDestination.WORK, ExitReason.GOAL_REACHED)] * 29
    goal_ends += [(ExitDestination.STUDIES, ExitReason.GOAL_REACHED)] * 9
    planning = [ExitReason.ACTIVE_ADDICTION] * 17 + [ExitReason.WORSE_HEALTH] * 12
    planning += [ExitReason.DOES_NOT_WANT] * 7
    rest_ends = [(ExitDestination.OTHER_MEASURE, ExitReason.NEXT_STEP)] * 29
    rest_ends += [(ExitDestination.BACK_TO_REFERRER, reason) for reason in planning]
    rest_ends += [(ExitDestination.MOVED, ExitReason.MOVED)] * 5
    rest_ends += [(ExitDestination.OTHER, ExitReason.NOT_REACHED)] * 3
    # who is in active addiction has a background of it
    rest = sorted(rest, key=lambda one: (not one.has_addiction, one.rolls[0]))
    rest_ends = sorted(rest_ends, key=lambda end: end[1] != ExitReason.ACTIVE_ADDICTION)
    head, tail = rest[:17], sorted(rest[17:], key=lambda one: one.rolls[1])
    goal = sorted(goal, key=lambda one: (one.months <= 12, one.rolls[0]))  # the 11 got work
    pairs = [*zip(goal, goal_ends, strict=True), *zip(head + tail, rest_ends, strict=True)]
    return [replace(one, destination=end, reason=why) for one, (end, why) in pairs]


def _workplaces(found: Sequence[Person], chance: Random) -> list[Person]:
    """64 at workplaces, 13 more in directly job-focused activities, 34 in neither."""
    ranked = sorted(found, key=lambda one: _distance(one, chance))
    kinds = ["both"] * BOTH + ["regular"] * REGULAR_ONLY + ["own"] * OWN_ONLY
    kinds += ["direct"] * DIRECT_ONLY
    near = ranked[: len(kinds)]
    chance.shuffle(near)
    placed = [replace(one, at_work=kind) for one, kind in zip(near, kinds, strict=True)]
    return [*_hourly(placed), *ranked[len(kinds) :]]


def _distance(one: Person, chance: Random) -> float:
    """How unlikely a workplace is: those with work, and those who stayed long, are likeliest."""
    return chance.random() + (0 if one.has_goal else 1.2) + (2 if one.months < 3 else 0)


def _hourly(placed: list[Person]) -> list[Person]:
    """Six hourly employments in the pool: two of them led on, and they are among the 38."""
    both = next(p for p in placed if p.at_work == "both" and _works(p) and p.months > 5)
    own = next(p for p in placed if p.at_work == "own" and _works(p) and p.months > 5)
    measure = ExitDestination.OTHER_MEASURE, ExitDestination.BACK_TO_REFERRER
    others = [p for p in placed if p.at_work == "own" and p.months > 5]
    chosen = {both.number, own.number}
    for end in measure:
        chosen |= {p.number for p in [q for q in others if q.destination == end][:2]}
    return [replace(one, has_hourly=one.number in chosen) for one in placed]


def _works(one: Person) -> bool:
    return one.destination == ExitDestination.WORK


def _survey(found: Sequence[Person], chance: Random) -> list[Person]:
    """Sent to 54 who were or had been there; those who were there first."""
    begun = [one for one in found if one.starts_on < SURVEY_ON]
    asked = sorted(begun, key=lambda one: (one.ends_on < SURVEY_ON, one.rolls[2]))[:SENT]
    answering = sorted(asked, key=lambda one: one.rolls[3])[:ANSWERED]
    answers = ["much_better"] * 9 + ["better"] * (IMPROVED - 9) + ["same"] * 3 + ["worse"]
    chance.shuffle(answers)
    told = {one.number: answer for one, answer in zip(answering, answers, strict=True)}
    numbers = {one.number for one in asked}
    return [
        replace(one, was_asked=one.number in numbers, answer=told.get(one.number, ""))
        for one in found
    ]


FIRST_NAMES = {
    Sex.WOMAN: (
        *("Agnes", "Aisha", "Amira", "Anja", "Berit", "Camilla", "Dana", "Elin", "Ewa", "Fatima"),
        *("Hanan", "Ida", "Jasmin", "Karin", "Lena", "Leyla", "Maja", "Mina", "Nora", "Petra"),
        *("Rebecka", "Sanna", "Shirin", "Tove", "Ulla", "Vera", "Yasmin", "Zahra"),
    ),
    Sex.MAN: (
        *("Abbe", "Ahmed", "Anton", "Bengt", "Dawit", "Emil", "Erik", "Farid", "Glenn", "Hamid"),
        *("Ibrahim", "Jari", "Jonas", "Kalle", "Kent", "Lars", "Liban", "Magnus", "Mats", "Mikael"),
        *("Nils", "Omar", "Pekka", "Reza", "Robert", "Samir", "Stefan", "Tomas", "Tony", "Yusuf"),
    ),
}
LAST_NAMES = (
    *("Ahlgren", "Askerö", "Backlund", "Björkdal", "Brännö", "Dahlvik", "Ekeberg", "Fjällman"),
    *("Forsvik", "Granå", "Haddadi", "Hedlycka", "Holmsjö", "Ismailov", "Jönåker", "Karimova"),
    *("Kroksjö", "Lillhav", "Lindåker", "Mobergsson", "Nordvall", "Nybro", "Osmanli", "Palmskog"),
    *("Rönnäng", "Sandlund", "Skarvik", "Stenbrink", "Tjörnman", "Valhall", "Vikingås", "Åsvall"),
)
