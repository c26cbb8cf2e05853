"""Each check finds its contradiction, and is silent where figures agree."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from stegvis.interventions.counting import CountRow, resolve
from stegvis.interventions.discrepancies import YearFacts, find
from stegvis.interventions.enums import CountingUnit


def facts(*rows: CountRow, **others: Any) -> YearFacts:
    values = {"starts_on": date(2024, 2, 1), "ends_on": date(2024, 6, 30), "follow_up_on": None}
    return YearFacts(year=2024, rows=rows, resolved=resolve(rows), **{**values, **others})


def starts(**counts: Any) -> CountRow:
    return CountRow(unit=CountingUnit.STARTS, **counts)


def codes(*rows: CountRow, **others: Any) -> set[str]:
    return {found.code for found in find(facts(*rows, **others))}


def test_figures_that_agree_give_no_discrepancy() -> None:
    row = starts(registered=20, no_show=1, withdrawn=0, started=19, dropped_out=3, completed=16)
    assert codes(row, planned_low=15, planned_high=15 + 3) == set()


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([starts(registered=37, started=34, completed=34)], "registered_unaccounted"),
        ([starts(registered=50, no_show=27, completed=36)], "more_started_than_came"),
        ([starts(started=11, completed=10)], "started_unaccounted"),
        ([starts(completed=10)], "started_derived"),
        (
            [starts(started=87), CountRow(unit=CountingUnit.PERSONS, completed=43)],
            "completed_are_persons",
        ),
        ([CountRow(unit=CountingUnit.PERSONS, completed=85)], "started_from_persons"),
        (
            [starts(started=12, completed=12), starts(part="Grupp 1", started=10)],
            "parts_differ_started",
        ),
        (
            [starts(started=157, dropped_out=22, completed=135, unique_completed=78)],
            "completions_repeat_persons",
        ),
    ],
)
def test_contradictions_between_counts_are_found(rows: list[CountRow], code: str) -> None:
    assert code in codes(*rows)


def test_completed_while_the_intervention_goes_on() -> None:
    row = starts(started=16, dropped_out=2, completed=14)
    assert codes(row, ends_on=date(2025, 3, 31)) == {"completed_while_running"}
    ongoing = starts(started=16, dropped_out=2, completed=4, ongoing=10)
    assert codes(ongoing, ends_on=date(2025, 3, 31)) == set()


def test_many_more_than_planned_is_noted() -> None:
    row = starts(started=157, dropped_out=22, completed=135)
    assert "more_than_planned" in codes(row, planned_low=120, planned_high=120)
    assert "more_than_planned" not in codes(row, planned_low=150, planned_high=150)


def test_cost_over_plan_and_whole_cost_in_one_year() -> None:
    row = starts(started=5, completed=5)
    over = {"planned_total": Decimal(650_000), "outcome_year": Decimal(750_000)}
    assert codes(row, **over) == {"cost_over_plan"}
    whole = {"planned_total": Decimal(1_450_000), "outcome_year": Decimal(1_450_000)}
    assert codes(row, starts_on=date(2023, 9, 1), **whole) == {"whole_cost_in_one_year"}
    assert codes(row, **whole) == set()


def test_alternatives_say_what_the_other_rows_give() -> None:
    found = find(facts(starts(registered=50, no_show=27, completed=36)))
    contradiction = next(one for one in found if one.code == "more_started_than_came")
    assert (contradiction.figure, contradiction.alternative) == (36, 23)
    assert "50" in contradiction.sentence
    assert contradiction.rows
