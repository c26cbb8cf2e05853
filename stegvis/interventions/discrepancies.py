"""Where an intervention's own figures contradict each other, said in words.

Each check looks at one intervention's year and answers a Discrepancy or nothing. Nothing is
corrected: the planner may note which figure is right (a Ruling).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.core.formats import kronor
from stegvis.interventions.counting import CountRow, Resolved, came, parts_sum, whole_of
from stegvis.interventions.enums import Basis, CountingUnit, Measure


@dataclass(frozen=True)
class YearFacts:
    """All that the checks look at: one intervention, one year."""

    year: int
    starts_on: date | None
    ends_on: date | None
    follow_up_on: date | None
    rows: tuple[CountRow, ...]
    resolved: Resolved
    planned_low: int | None = None
    planned_high: int | None = None
    planned_total: Decimal | None = None
    outcome_year: Decimal | None = None
    outcome_total: Decimal | None = None


@dataclass(frozen=True)
class Discrepancy:
    """`figure` is what Stegvis counts with, `alternative` what the other rows say."""

    code: str
    sentence: str
    measure: str = ""
    figure: int | None = None
    alternative: int | None = None
    rows: tuple[str, ...] = ()


Check = Callable[[YearFacts], Iterator[Discrepancy]]


def find(facts: YearFacts) -> list[Discrepancy]:
    return [found for check in CHECKS for found in check(facts)]


def registered_do_not_add_up(facts: YearFacts) -> Iterator[Discrepancy]:
    whole, started = whole_of(facts.rows), facts.resolved["started"]
    if whole.registered is None or started is None:
        return
    gone = (whole.no_show or 0) + (whole.withdrawn or 0)
    left = whole.registered - gone - started
    row = _row(whole, ("registered", "no_show", "withdrawn", "started", "completed"))
    if left > 0:
        yield Discrepancy(
            "registered_unaccounted",
            ngettext(
                "%(left)d av %(registered)d anmälda är varken startad eller redovisad utebliven.",
                "%(left)d av %(registered)d anmälda är varken startade eller redovisade uteblivna.",
                left,
            )
            % {"left": left, "registered": whole.registered},
            rows=(row,),
        )
    elif left < 0:
        came_to_start = came(Resolved(values={m: getattr(whole, m) for m in Measure.values}))
        yield Discrepancy(
            "more_started_than_came",
            _(
                "%(registered)d anmälda minus %(gone)d uteblivna ger %(came)d som kan ha börjat, "
                "men %(started)d räknas som startade."
            )
            % {
                "registered": whole.registered,
                "gone": gone,
                "came": came_to_start,
                "started": started,
            },
            Measure.STARTED,
            started,
            came_to_start,
            (row,),
        )


def started_do_not_add_up(facts: YearFacts) -> Iterator[Discrepancy]:
    """started = completed + dropped out + ongoing, counted in starts."""
    resolved = facts.resolved
    if resolved.basis.get("started") not in (Basis.REPORTED, Basis.SUMMED, Basis.RULED):
        return
    if resolved["started"] is None or resolved["completed"] is None:
        return
    if resolved.basis.get("completed") == Basis.PERSONS:
        yield from _completed_are_persons(facts)
        return
    left = resolved["started"] - resolved["completed"]
    left -= (resolved["dropped_out"] or 0) + (resolved["ongoing"] or 0)
    if left:
        yield Discrepancy(
            "started_unaccounted",
            ngettext(
                "%(left)d av %(started)d startade är varken fullföljd, avbrott eller pågående.",
                "%(left)d av %(started)d startade är varken fullföljda, avbrott eller pågående.",
                abs(left),
            )
            % {"left": left, "started": resolved["started"]},
            Measure.COMPLETED,
            resolved["completed"],
            resolved["started"],
            tuple(
                _row(row, ("started", "dropped_out", "completed", "ongoing")) for row in facts.rows
            ),
        )


def _completed_are_persons(facts: YearFacts) -> Iterator[Discrepancy]:
    resolved = facts.resolved
    yield Discrepancy(
        "completed_are_persons",
        _(
            "Startade räknas i starter (%(started)d) men fullföljda i personer (%(completed)d). "
            "Andelen som fullföljde går inte att räkna ut."
        )
        % {"started": resolved["started"], "completed": resolved["completed"]},
        Measure.COMPLETED,
        resolved["completed"],
        resolved["started"],
        tuple(_row(row, ("started", "completed")) for row in facts.rows),
    )


def started_is_derived(facts: YearFacts) -> Iterator[Discrepancy]:
    started, basis = facts.resolved["started"], facts.resolved.basis.get("started")
    if basis == Basis.DERIVED:
        yield Discrepancy(
            "started_derived",
            _("Antalet startade är inte redovisat. %(started)d är härlett ur de andra antalen.")
            % {"started": started},
            Measure.STARTED,
            started,
        )
    if basis == Basis.PERSONS:
        weeks = parts_sum(facts.rows, "started", CountingUnit.PERSON_WEEKS)
        if weeks is None:
            text = _("Antalet startade är taget från antalet personer (%(started)d).")
        else:
            text = _(
                "Startade är redovisade som %(weeks)d personveckor. Samma person räknas då en gång "
                "i veckan. Stegvis räknar %(started)d: varje person en gång."
            )
        yield Discrepancy(
            "started_from_persons",
            text % {"started": started, "weeks": weeks},
            Measure.STARTED,
            started,
            weeks,
            tuple(_row(row, ("started", "completed")) for row in facts.rows),
        )


def whole_and_parts_differ(facts: YearFacts) -> Iterator[Discrepancy]:
    whole = whole_of(facts.rows)
    for measure in Measure.values:
        reported, summed = getattr(whole, measure), parts_sum(facts.rows, measure)
        if reported is not None and summed is not None and reported != summed:
            yield Discrepancy(
                f"parts_differ_{measure}",
                _("%(measure)s är %(whole)d för hela insatsen men %(parts)d när delarna summeras.")
                % {"measure": Measure(measure).label, "whole": reported, "parts": summed},
                measure,
                reported,
                summed,
                tuple(_row(row, (measure,)) for row in facts.rows),
            )


def completed_while_running(facts: YearFacts) -> Iterator[Discrepancy]:
    """Everybody who did not drop out is counted as completed, though the intervention goes on."""
    resolved, year_end = facts.resolved, date(facts.year, 12, 31)
    if facts.ends_on is None or facts.ends_on <= year_end or not resolved["completed"]:
        return
    if resolved["ongoing"]:
        return
    yield Discrepancy(
        "completed_while_running",
        _(
            "Insatsen pågår till %(end)s, efter årets slut, men %(completed)d räknas redan som "
            "fullföljda och ingen som pågående."
        )
        % {"end": facts.ends_on.isoformat(), "completed": resolved["completed"]},
        Measure.COMPLETED,
        resolved["completed"],
    )


def completions_repeat_persons(facts: YearFacts) -> Iterator[Discrepancy]:
    completed, unique = facts.resolved["completed"], facts.resolved["unique_completed"]
    if facts.resolved.basis.get("completed") == Basis.PERSONS:
        return
    if completed is not None and unique is not None and unique < completed:
        yield Discrepancy(
            "completions_repeat_persons",
            _(
                "%(completed)d fullföljda är %(unique)d olika personer. Starter och fullföljda är "
                "inte personer och får inte läggas ihop som personer."
            )
            % {"completed": completed, "unique": unique},
            Measure.COMPLETED,
            completed,
            unique,
        )


def far_from_plan(facts: YearFacts) -> Iterator[Discrepancy]:
    """A note, not an error: at least a quarter more than the highest planned."""
    started, high = facts.resolved["started"], facts.planned_high
    if started and high and started > high * 1.25 and started - high >= 3:
        yield Discrepancy(
            "more_than_planned",
            _("%(started)d startade, fler än de %(high)d som var planerade.")
            % {"started": started, "high": high},
        )


def cost_over_plan(facts: YearFacts) -> Iterator[Discrepancy]:
    planned, outcome = facts.planned_total, facts.outcome_total or facts.outcome_year
    if planned and outcome and outcome > planned:
        yield Discrepancy(
            "cost_over_plan",
            _("Utfallet %(outcome)s är högre än det planerade %(planned)s.")
            % {"outcome": kronor(outcome), "planned": kronor(planned)},
        )


def whole_cost_in_one_year(facts: YearFacts) -> Iterator[Discrepancy]:
    """The whole planned cost stands as the year's outcome although the period is longer."""
    if facts.starts_on is None or facts.ends_on is None or facts.outcome_year is None:
        return
    outside = facts.starts_on.year < facts.year or facts.ends_on.year > facts.year
    if outside and facts.outcome_year == facts.planned_total and facts.outcome_total is None:
        yield Discrepancy(
            "whole_cost_in_one_year",
            _(
                "Perioden är %(start)s–%(end)s, men hela den planerade kostnaden %(cost)s står som "
                "utfall för %(year)d. En del kan höra till ett annat år."
            )
            % {
                "start": facts.starts_on.isoformat(),
                "end": facts.ends_on.isoformat(),
                "cost": kronor(facts.outcome_year),
                "year": facts.year,
            },
        )


CHECKS: Sequence[Check] = (
    registered_do_not_add_up,
    started_do_not_add_up,
    started_is_derived,
    whole_and_parts_differ,
    completed_while_running,
    completions_repeat_persons,
    far_from_plan,
    cost_over_plan,
    whole_cost_in_one_year,
)


def _row(row: CountRow, measures: Sequence[str]) -> str:
    """The row in words: "Hela insatsen: anmälda 50, uteblev 27"."""
    told = [
        f"{Measure(m).label.lower()} {value}"
        for m in measures
        if (value := getattr(row, m)) is not None
    ]
    where = row.part or _("Hela insatsen")
    unit = CountingUnit(row.unit).label.lower()
    return f"{where} ({unit}): {', '.join(told) or '–'}"
