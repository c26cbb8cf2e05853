"""What an indicator, a figure and a caution are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from stegvis.analysis.statistics import Interval
from stegvis.analysis.words import swedish_order

Row = Callable[[Any], Any]
"""From an Ibis table to one Ibis value a row; null means that nobody reported it."""

Key = str | int | None
Group = tuple[tuple[str, Key], ...]

SMALL_BASE = 20
"""A share or a cost per head with a base below this is shown with a caution (our own rule)."""

LEAST_COVERAGE = 0.5
"""Below this part reported, a figure carries a caution (design 5.8)."""


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
}


class FigureKind(StrEnum):
    COUNT = "count"
    MONEY = "money"
    SHARE = "share"
    MONEY_PER_COUNT = "money_per_count"


class Caution(StrEnum):
    """Why a figure must be read with care. The value is the text key."""

    SMALL_BASE = "small_base"
    LOW_COVERAGE = "low_coverage"
    PERSONS_BASIS = "persons_basis"
    STILL_RUNNING = "still_running"
    IMPOSSIBLE = "impossible"


CAUTION_SV: Mapping[Caution, str] = {
    Caution.SMALL_BASE: (
        "Underlaget är litet. En enda deltagare mer eller mindre ändrar talet märkbart."
    ),
    Caution.LOW_COVERAGE: "Mindre än hälften är redovisat. Resten kan se annorlunda ut.",
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


CHAPTER_SV: Mapping[Chapter, str] = {
    Chapter.COUNTS: "Antal",
    Chapter.SHARES: "Andelar",
    Chapter.COSTS: "Kostnader",
    Chapter.RESULTS: "Förväntade resultat",
    Chapter.FINDINGS: "Lärdomar",
    Chapter.AHEAD: "Det som kommer",
}


@dataclass(frozen=True, slots=True)
class Frame:
    """A table that indicators are counted over: its grain, and how it is built for a year.

    ``build(tables, year)`` gives an Ibis table; ``identity`` is the column that a figure opens to.
    ``has_units`` tells whether its rows belong to a unit.
    """

    name: str
    row_sv: str
    build: Callable[[Any, int], Any]
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


@dataclass(frozen=True, slots=True)
class Figure:
    """One computed figure.

    ``value`` follows the indicator's kind: an ``int``, kronor as ``Decimal``, a share as a
    fraction of one, or kronor per head as ``Decimal`` to the öre. It is ``None`` when nothing was
    reported, or when it is held back (``is_suppressed``). ``reported`` of ``of`` rows of the
    indicator's frame had what the figure needs. ``base`` is the denominator of a ratio, otherwise
    ``reported``. ``interval`` is Wilson's 95 % for shares of cases; a part of a whole has none.
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


@dataclass(frozen=True, slots=True)
class Dimension:
    """A way to group. ``labels_sv`` fixes words and order of coded values; ``order`` is the column
    that sorts the others."""

    name: str
    column: str
    title_sv: str
    labels_sv: Mapping[str, str] = field(default_factory=dict)
    missing_sv: str = "ej angivet"
    order: str | None = None

    def label(self, key: Key, labels: Mapping[str, str] | None = None) -> str:
        if key is None:
            return self.missing_sv
        return (labels or {}).get(str(key)) or self.labels_sv.get(str(key)) or str(key)

    def rank(self, key: Key) -> tuple[int, str]:
        """Sort key of a value: the fixed order, then by text; what is missing comes last."""
        if key is None:
            return (len(self.labels_sv) + 1, "")
        codes = list(self.labels_sv)
        place = codes.index(str(key)) if key in codes else len(codes)
        return (place, swedish_order(str(key)))


DIMENSIONS: Mapping[str, Dimension] = {
    dimension.name: dimension
    for dimension in (
        Dimension("unit_group", "unit_group", "enhet"),
        Dimension("unit_code", "unit_code", "beställande enhet"),
        Dimension("category", "category", "kategori", order="category_order"),
        Dimension("intervention", "intervention_id", "insats", order="starts_on"),
        Dimension("provider", "provider", "leverantör"),
        Dimension(
            "contract_form",
            "contract_form",
            "avtalsform",
            {
                "framework": "ramavtal",
                "internal": "intern överenskommelse",
                "direct_award": "direktupphandling",
                "other": "annat avtal",
            },
        ),
        Dimension(
            "change_kind",
            "change_kind",
            "slag av förändring",
            {
                "awareness": "medvetenhet",
                "insight": "insikt",
                "knowledge": "kunskap",
                "skill": "färdighet",
                "certificate": "intyg",
                "work_or_studies": "arbete eller studier",
                "other": "annat",
            },
        ),
        Dimension(
            "answer",
            "answer",
            "svar",
            {
                "reached": "nått",
                "partly": "delvis nått",
                "not_reached": "inte nått",
                "not_reported": "ej redovisat",
                "too_early": "för tidigt",
            },
            missing_sv="inte besvarat",
        ),
        Dimension(
            "kind",
            "kind",
            "slag av lärdom",
            {"success": "framgångsfaktor", "development": "utvecklingsområde"},
        ),
        Dimension(
            "finding_source",
            "source",
            "källa",
            {
                "provider": "leverantör",
                "orderer": "beställare",
                "participants": "deltagare",
                "joint": "gemensam",
            },
        ),
        Dimension("theme", "theme", "tema", missing_sv="utan tema"),
        Dimension("finding_year", "finding_year", "år"),
        Dimension(
            "agreement_kind",
            "kind",
            "slag av avtal",
            {
                "framework": "ramavtal",
                "call_off": "avrop",
                "direct_award": "direktupphandling",
                "internal": "överenskommelse",
                "other": "annat avtal",
            },
        ),
        Dimension("agreement", "agreement_id", "avtal", order="last_day"),
    )
}
