"""What an indicator, a figure and a caution are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from stegvis.analysis.indicators.dimensions import DIMENSIONS, Dimension, Key
from stegvis.analysis.statistics import Interval

__all__ = [
    "CAUTION_SV",
    "CHAPTER_SV",
    "DIMENSIONS",
    "LEAST_COVERAGE",
    "SMALL_BASE",
    "STATISTICS",
    "UNIT_SV",
    "Caution",
    "Chapter",
    "Dimension",
    "Direction",
    "Figure",
    "FigureKind",
    "Frame",
    "Group",
    "Indicator",
    "Key",
    "Period",
    "Row",
    "Scope",
    "Unit",
]

Row = Callable[[Any], Any]
"""From an Ibis table to one Ibis value a row; null means that nobody reported it."""

Group = tuple[tuple[str, Key], ...]

SMALL_BASE = 20
"""A share or a cost per head with a base below this is shown with a caution (our own rule)."""

LEAST_COVERAGE = 0.5
"""Below this part reported, a figure carries a caution (design 5.8)."""


@dataclass(frozen=True, slots=True)
class Period:
    """A programme from a day to a day, both included, as it stood when it was counted."""

    programme: str
    starts_on: date
    ends_on: date
    counted_on: date

    @property
    def last_day(self) -> date:
        """The last day that is over: what is later has not been counted yet."""
        return min(self.ends_on, self.counted_on)


Scope = int | Period
"""What figures are about: a year, or a programme's period."""


class Unit(StrEnum):
    INTERVENTIONS = "interventions"
    REGISTRATIONS = "registrations"
    STARTS = "starts"
    KRONOR = "kronor"
    KRONOR_PER_START = "kronor_per_start"
    KRONOR_PER_COMPLETED = "kronor_per_completed"
    EXPECTED_RESULTS = "expected_results"
    FINDINGS = "findings"
    YEARS = "years"
    AGREEMENTS = "agreements"
    OPTIONS = "options"
    PERSONS = "persons"
    ENROLMENTS = "enrolments"
    MONTHS = "months"
    DAYS = "days"
    WORKPLACES = "workplaces"
    EMPLOYERS = "employers"
    CONTACTS = "contacts"
    ANSWERS = "answers"
    FOLLOW_UPS = "follow_ups"


UNIT_SV: Mapping[Unit, str] = {
    Unit.INTERVENTIONS: "insatser",
    Unit.REGISTRATIONS: "anmälningar",
    Unit.STARTS: "starter",
    Unit.KRONOR: "kronor",
    Unit.KRONOR_PER_START: "kronor per start",
    Unit.KRONOR_PER_COMPLETED: "kronor per fullföljd start",
    Unit.EXPECTED_RESULTS: "förväntade resultat",
    Unit.FINDINGS: "lärdomar",
    Unit.YEARS: "år",
    Unit.AGREEMENTS: "avtal",
    Unit.OPTIONS: "optioner",
    Unit.PERSONS: "personer",
    Unit.ENROLMENTS: "inskrivningar",
    Unit.MONTHS: "månader",
    Unit.DAYS: "dagar",
    Unit.WORKPLACES: "arbetsplatser",
    Unit.EMPLOYERS: "arbetsgivare",
    Unit.CONTACTS: "kontakter",
    Unit.ANSWERS: "enkätsvar",
    Unit.FOLLOW_UPS: "uppföljningar",
}


class FigureKind(StrEnum):
    COUNT = "count"
    MONEY = "money"
    SHARE = "share"
    MONEY_PER_COUNT = "money_per_count"
    MEAN = "mean"
    MEDIAN = "median"
    LOWEST = "lowest"
    HIGHEST = "highest"


STATISTICS = (FigureKind.MEAN, FigureKind.MEDIAN, FigureKind.LOWEST, FigureKind.HIGHEST)
"""Kinds that describe one value a row, and are neither sums nor ratios."""


class Caution(StrEnum):
    """Why a figure must be read with care. The value is the text key."""

    SMALL_BASE = "small_base"
    LOW_COVERAGE = "low_coverage"
    LOW_RESPONSE = "low_response"
    PERSONS_BASIS = "persons_basis"
    STILL_RUNNING = "still_running"
    IMPOSSIBLE = "impossible"


CAUTION_SV: Mapping[Caution, str] = {
    Caution.SMALL_BASE: (
        "Underlaget är litet. En enda deltagare mer eller mindre ändrar talet märkbart."
    ),
    Caution.LOW_COVERAGE: "Mindre än hälften är redovisat. Resten kan se annorlunda ut.",
    Caution.LOW_RESPONSE: (
        "Färre än hälften har svarat. De som inte svarade kan ha svarat annorlunda, så resultatet "
        "ska tolkas med försiktighet."
    ),
    Caution.PERSONS_BASIS: (
        "Fullföljda är räknade i personer för någon insats. "
        "Där startade är räknade i starter blir andelen för låg."
    ),
    Caution.STILL_RUNNING: (
        "Någon insats pågår efter årets slut, och de som ännu deltar är inte fullföljda."
    ),
    Caution.IMPOSSIBLE: "Delen är större än det hela. De redovisade talen går inte ihop.",
}


class Direction(StrEnum):
    """Which way is better, where that can be said."""

    HIGHER = "higher"
    LOWER = "lower"


class Chapter(StrEnum):
    COUNTS = "counts"
    SHARES = "shares"
    COSTS = "costs"
    RESULTS = "results"
    FINDINGS = "findings"
    AHEAD = "ahead"
    PARTICIPANTS = "participants"
    DESTINATIONS = "destinations"
    STAY = "stay"
    WORKING_LIFE = "working_life"
    AFTERWARDS = "afterwards"


CHAPTER_SV: Mapping[Chapter, str] = {
    Chapter.COUNTS: "Antal",
    Chapter.SHARES: "Andelar",
    Chapter.COSTS: "Kostnader",
    Chapter.RESULTS: "Förväntade resultat",
    Chapter.FINDINGS: "Lärdomar",
    Chapter.AHEAD: "Det som kommer",
    Chapter.PARTICIPANTS: "Deltagare",
    Chapter.DESTINATIONS: "Vart deltagarna går",
    Chapter.STAY: "Tid i verksamheten",
    Chapter.WORKING_LIFE: "Aktiviteter och arbetsgivare",
    Chapter.AFTERWARDS: "Livssituation och tiden efter",
}


@dataclass(frozen=True, slots=True)
class Frame:
    """A table that indicators are counted over: its grain, and how it is built for a scope.

    ``build(tables, scope)`` gives an Ibis table, where the scope is a year, or a ``Period`` for the
    frames of programmes; ``identity`` is the column that a figure opens to. ``has_units`` tells
    whether its rows belong to a unit.
    """

    name: str
    row_sv: str
    build: Callable[[Any, Any], Any]
    identity: str = "intervention_id"
    has_units: bool = True


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure as data.

    ``numerator`` gives one value a row of ``frame``: a number that is summed over the rows that
    have one, or a truth that is counted. With ``denominator`` the figure is a ratio, over the rows
    that have both. With ``distinct`` the figure is the number of different values in that column
    among the rows where ``numerator`` is true. With ``of_whole`` the figure is the group's part of
    the sum over all groups. ``cautions`` are truths a row, raised if any reported row has them.
    ``when_few`` is the caution where fewer than half have reported. ``is_sensitive`` tells that who
    is behind the figure says something of a person's health or what she answered.
    """

    name: str
    title_sv: str
    title_en: str
    explanation_sv: str
    numerator_sv: str
    denominator_sv: str | None
    chapter: Chapter
    kind: FigureKind
    counting_unit: Unit
    frame: Frame
    numerator: Row
    tables: tuple[str, ...]
    group_by: tuple[str, ...]
    source: str
    valid_from: date
    denominator: Row | None = None
    distinct: str | None = None
    of_whole: bool = False
    direction: Direction | None = None
    cautions: tuple[tuple[Caution, Row], ...] = field(default=())
    when_few: Caution = Caution.LOW_COVERAGE
    is_sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """One computed figure.

    ``value`` follows the indicator's kind: an ``int``, kronor as ``Decimal``, a share as a
    fraction of one, or kronor per head as ``Decimal`` to the öre. It is ``None`` when nothing was
    reported, or when it is held back (``is_suppressed``). ``reported`` of ``of`` rows of the
    indicator's frame had what the figure needs. ``base`` is the denominator of a ratio, otherwise
    ``reported``. ``interval`` is Wilson's 95 % for shares of cases; a part of a whole has none.
    Means, medians and the like have a ``float`` and neither numerator nor denominator. A figure of
    a programme has its ``period``; its ``year`` is then the one in which the period ends.
    """

    indicator: Indicator
    year: int
    group: Group
    value: int | float | Decimal | None
    numerator: int | Decimal | None
    denominator: int | Decimal | None
    reported: int
    of: int
    interval: Interval | None = None
    cautions: tuple[Caution, ...] = ()
    is_suppressed: bool = False
    period: Period | None = None

    def key(self, dimension: str | None = None) -> Key:
        """Return the group's key in a dimension; without a name, in its only dimension."""
        if dimension is None:
            (pair,) = self.group
            return pair[1]
        return dict(self.group)[dimension]

    def label(self, labels: Mapping[str, str] | None = None) -> str:
        """Return the group's Swedish label. ``labels`` names keys the data has no words for."""
        return ", ".join(DIMENSIONS[dimension].label(key, labels) for dimension, key in self.group)

    @property
    def base(self) -> int | Decimal | None:
        return self.reported if self.indicator.denominator is None else self.denominator

    @property
    def is_complete(self) -> bool:
        return self.reported == self.of
