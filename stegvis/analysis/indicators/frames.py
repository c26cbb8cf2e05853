"""The tables that indicators are counted over, as Ibis expressions over the snapshot.

A frame takes the year as an argument. An intervention belongs to a year when some day of it does
(both ends included) and it was not cancelled before anybody started.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from hashlib import sha256
from typing import Any

import ibis

from stegvis.analysis import tables as snapshot
from stegvis.analysis.indicators.model import Frame, Period, Scope


def _first(year: int) -> date:
    return date(year, 1, 1)


def _last(year: int) -> date:
    return date(year, 12, 31)


def interventions_of(tables: Any, year: int) -> Any:
    """One row for each intervention of the year with the year's resolved figures and

    ``runs_past_year_end`` (bool) and ``to_follow_up`` (bool).
    """
    figures = tables.intervention_years.filter(tables.intervention_years.year == year)
    joined = tables.interventions.left_join(figures, "intervention_id").drop(
        "intervention_id_right", "year"
    )
    results = tables.expected_results
    waiting = results.answer.isnull() | (results.answer == "too_early")
    unanswered = (
        results.filter(waiting).select("intervention_id").distinct().mutate(has_unanswered=True)
    )
    joined = joined.left_join(unanswered, "intervention_id").drop("intervention_id_right")
    cancelled_before_start = joined.is_cancelled & (joined.started.fill_null(0) == 0)
    return (
        joined.filter(
            joined.starts_on <= _last(year), joined.ends_on >= _first(year), ~cancelled_before_start
        )
        .mutate(
            runs_past_year_end=joined.ends_on > _last(year),
            to_follow_up=(joined.follow_up_on > _last(year)).fill_null(False)
            | joined.has_unanswered.fill_null(False),
        )
        .drop("has_unanswered")
    )


def expected_results_of(tables: Any, year: int) -> Any:
    """One row for each expected result of the year's interventions."""
    return tables.expected_results.inner_join(interventions_of(tables, year), "intervention_id")


def findings_until(tables: Any, year: int) -> Any:
    """One row for each finding and theme up to and including the year; theme may be null."""
    findings = tables.findings.filter(tables.findings.year <= year).rename(finding_year="year")
    themed = findings.left_join(tables.finding_themes, "finding_id").drop("finding_id_right")
    return themed.inner_join(tables.interventions, "intervention_id")


def findings_of(tables: Any, year: int) -> Any:
    """One row for each finding and theme of the year; theme may be null."""
    themed = findings_until(tables, year)
    return themed.filter(themed.finding_year == year)


def _agreements(tables: Any) -> Any:
    """All agreements with the last day that exercised options give them, ``last_day``."""
    options = tables.options
    longest = (
        options.filter(options.status == "exercised")
        .group_by("agreement_id")
        .aggregate(extended_to=options.extends_to.max())
    )
    joined = tables.agreements.left_join(longest, "agreement_id").drop("agreement_id_right")
    # Said as a choice, because engines differ on whether greatest() of a null is null.
    later = joined.ends_on.isnull() | (joined.extended_to > joined.ends_on).fill_null(False)
    return joined.mutate(last_day=later.ifelse(joined.extended_to, joined.ends_on))


def agreements_ending_after(tables: Any, year: int) -> Any:
    """One row for each agreement that ends in the year that follows."""
    agreements = _agreements(tables)
    return agreements.filter(agreements.last_day.between(_first(year + 1), _last(year + 1)))


def options_to_decide_after(tables: Any, year: int) -> Any:
    """One row for each available option to be decided on in the year that follows.

    Without a last day of its own an option must be used before the agreement ends.
    """
    agreements = _agreements(tables).rename(agreement_ends_on="last_day")
    options = tables.options.inner_join(agreements, "agreement_id")
    options = options.mutate(last_day=ibis.coalesce(options.last_day, options.agreement_ends_on))
    return options.filter(
        options.status == "available", options.last_day.between(_first(year + 1), _last(year + 1))
    )


INTERVENTIONS = Frame("interventions_of", "insatser", interventions_of)
EXPECTED_RESULTS = Frame("expected_results_of", "förväntade resultat", expected_results_of)
FINDINGS = Frame("findings_of", "lärdomar med tema", findings_of)
FINDINGS_UNTIL = Frame("findings_until", "lärdomar med tema", findings_until)
AGREEMENTS_ENDING = Frame(
    "agreements_ending", "avtal", agreements_ending_after, "agreement_id", has_units=False
)
OPTIONS_TO_DECIDE = Frame(
    "options_to_decide", "optioner", options_to_decide_after, "agreement_id", has_units=False
)


class _Unbound:
    """The snapshot's tables without a snapshot, so that SQL is compiled once for all of them."""

    def __getattr__(self, name: str) -> Any:
        return snapshot.UNBOUND[name]


@lru_cache(maxsize=256)
def compiled(frame: Frame, scope: Scope) -> tuple[str, str, Any]:
    """Return the frame's name for the scope, its SQL and an Ibis table of that name."""
    name = f"{frame.name}_{_scope_name(scope)}"
    expression = frame.build(_Unbound(), scope)
    return name, snapshot.compiled(expression), ibis.table(expression.schema(), name=name)


def _scope_name(scope: Scope) -> str:
    """The year, or a period as the beginning of a table's name."""
    if not isinstance(scope, Period):
        return str(scope)
    told = f"{scope.programme} {scope.starts_on} {scope.ends_on} {scope.counted_on}"
    return sha256(told.encode()).hexdigest()[:16]
