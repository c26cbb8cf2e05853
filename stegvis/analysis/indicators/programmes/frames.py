"""The tables that a programme's indicators are counted over, for one period of it.

An enrolment belongs to a period when some day of it does. Days outside the period are left out, and
an enrolment that goes on is counted to the period's last day that is over. A person with several
enrolments in the programme is one row among persons: what happened in any of them has happened,
and the latest one tells where the person went.
"""

from __future__ import annotations

from typing import Any

import ibis

from stegvis.analysis.indicators.model import Frame, Period
from stegvis.analysis.outcomes import DEFINITIONS, WEEKS_AFTER, in_force

DAYS, MONTHS = 487, 16
"""So many days are so many months: a month is 30,4375 days, a twelfth of 365,25."""

WITHOUT_END = 36_525
"""Days that a job without an agreed end is taken to last: longer than anybody asks."""

GOAL = "vamos"
"""The definition behind "work or studies" where nothing else is said."""

_AGES = ((24, "-24"), (29, "25-29"), (39, "30-39"), (49, "40-49"))
_WITHOUT_WORK = ((5, "0-5"), (12, "6-12"), (24, "13-24"))


def enrolments_of(tables: Any, period: Period) -> Any:
    """One row for each enrolment, with ``first_day``, ``last_day``, ``days`` and ``left_on``.

    ``left_on`` is null for those who were still enrolled when the period ended.
    """
    rows = tables.enrolments
    rows = rows.filter(
        rows.programme == period.programme,
        rows.starts_on <= period.last_day,
        rows.ends_on.isnull() | (rows.ends_on >= period.starts_on),
    )
    has_left = (rows.ends_on <= period.last_day).fill_null(False)
    starts_before = rows.starts_on < period.starts_on
    rows = rows.mutate(
        left_on=has_left.ifelse(rows.ends_on, ibis.null("date")),
        last_day=has_left.ifelse(rows.ends_on, ibis.literal(period.last_day)),
        first_day=starts_before.ifelse(ibis.literal(period.starts_on), rows.starts_on),
    )
    return rows.mutate(
        days=rows.last_day.delta(rows.first_day, unit="day") + 1,
        destination=rows.left_on.isnull().ifelse("ongoing", rows.destination.fill_null("not_told")),
        exit_reason_group=rows.left_on.isnull().ifelse(ibis.null("string"), rows.exit_reason_group),
        # Orders a person's enrolments, also two from the same day.
        turn=rows.starts_on.cast("string") + rows.enrolment_id,
    )


def _of_enrolments(rows: Any, enrolments: Any) -> Any:
    """Rows that hang on an enrolment, with the person and the enrolment's days."""
    kept = enrolments.select("enrolment_id", "person_id", "first_day", "last_day", "left_on")
    return rows.inner_join(kept, "enrolment_id")


def outcomes_of(tables: Any, period: Period) -> Any:
    """One row for each outcome that began during an enrolment, or soon enough after its last day.

    The main outcome of an exit belongs to it whenever it begins.
    """
    rows = _of_enrolments(tables.outcomes, enrolments_of(tables, period))
    after = rows.starts_on.delta(rows.last_day, unit="day")
    rows = rows.filter(rows.starts_on >= rows.first_day, rows.is_main | (after <= WEEKS_AFTER * 7))
    goes_on = rows.contract.isin(("permanent", "own_business")) & rows.ends_on.isnull()
    lasted = ibis.coalesce(
        rows.ends_on.delta(rows.starts_on, unit="day") + 1,
        goes_on.ifelse(WITHOUT_END, ibis.null("int64")),
        rows.planned_days,
        ibis.literal(period.counted_on).delta(rows.starts_on, unit="day") + 1,
    )
    month = rows.starts_on + ibis.interval(months=1)
    return rows.mutate(
        length_days=lasted,
        month_days=month.delta(rows.starts_on, unit="day"),
        days_after_leaving=rows.starts_on.delta(rows.left_on, unit="day"),
    )


def activities_of(tables: Any, period: Period) -> Any:
    """One row for each activity that is going on or done; not those planned or cancelled."""
    rows = _of_enrolments(tables.activities, enrolments_of(tables, period))
    return rows.filter(rows.status.isin(("ongoing", "done")), rows.starts_on <= period.last_day)


def placements_of(tables: Any, period: Period) -> Any:
    """One row for each placement that has begun."""
    rows = _of_enrolments(tables.placements, enrolments_of(tables, period))
    return rows.filter(~rows.is_planned, rows.starts_on <= period.last_day)


def contacts_of(tables: Any, period: Period) -> Any:
    """One row for each contact with an employer where somebody was reached: those taken for a
    participant of the programme, and those of its unit that were for nobody in particular."""
    rows, programmes = tables.employer_contacts, tables.programmes
    unit = programmes.filter(programmes.programme == period.programme).unit_code
    generic = rows.programme.isnull() & rows.unit_code.isin(unit)
    return rows.filter(
        (rows.programme == period.programme).fill_null(False) | generic,
        rows.result != "nobody_there",
        rows.on.between(period.starts_on, period.last_day),
    )


def employers_of(tables: Any, period: Period) -> Any:
    """One row for each employer that was contacted or took somebody on: ``is_host``."""
    hosts = placements_of(tables, period).select("employer_id").distinct().mutate(is_host=True)
    asked = contacts_of(tables, period).select("employer_id").distinct()
    both = ibis.union(asked, hosts.select("employer_id"), distinct=True)
    joined = both.left_join(hosts, "employer_id").drop("employer_id_right")
    return joined.mutate(is_host=joined.is_host.fill_null(False))


def answers_of(tables: Any, period: Period) -> Any:
    """One row for each person whom a survey was sent to, answered or not."""
    rows = _of_enrolments(tables.survey_answers, enrolments_of(tables, period))
    return rows.filter(rows.sent_on <= period.counted_on)


def follow_ups_of(tables: Any, period: Period) -> Any:
    """One row for each follow-up that was due; those not made are rows too."""
    rows = _of_enrolments(tables.follow_ups, enrolments_of(tables, period))
    return rows.filter(rows.due_on <= period.counted_on)


def persons_of(tables: Any, period: Period) -> Any:
    """One row for each person, with background, stay, what was done and what came of it."""
    persons = _persons(enrolments_of(tables, period))
    for more in (_results(tables, period), _work(tables, period), _direct(tables, period)):
        persons = persons.left_join(more, "person_id").drop("person_id_right")
    told = {name: persons[name].fill_null(False) for name in _definitions(period)}
    flags = {
        name: persons[name].fill_null(False)
        for name in ("on_regular", "on_own", "has_placement", "has_direct_activity")
    }
    persons = persons.mutate(**told, **flags)
    persons = persons.mutate(
        **{name: ibis.null("boolean") for name in _not_in_force(period)},
        goal=persons[GOAL].ifelse("yes", "no") if GOAL in told else ibis.null("string"),
        market=_market(persons),
        is_direct=persons.has_placement | persons.has_direct_activity,
    )
    first_hourly = _earliest(persons.hourly_placement_on, persons.hourly_outcome_on)
    later = [
        (day >= first_hourly).fill_null(False)
        for day in (persons.employment_on, persons.longer_outcome_on)
    ]
    return persons.mutate(has_hourly=first_hourly.notnull(), hourly_led_on=later[0] | later[1])


def persons_left_of(tables: Any, period: Period) -> Any:
    """Those of the persons who had left when the period ended."""
    persons = persons_of(tables, period)
    return persons.filter(persons.has_left)


def _persons(rows: Any) -> Any:
    """Enrolments gathered by person."""
    latest = {
        name: rows[name].fill_null("").argmax(rows.turn).nullif("")
        for name in ("destination", "exit_reason_group")
    }
    persons = rows.group_by("person_id").aggregate(
        sex=rows.sex.max(),
        age_at_start=rows.age_at_start.min(),
        # "yes" sorts after "no": once known, it is not forgotten
        addiction=rows.addiction.max(),
        mental_ill_health=rows.mental_ill_health.max(),
        education_group=rows.education_group.fill_null("").argmax(rows.turn).nullif(""),
        months_without_work=rows.months_without_work.max(),
        has_left=rows.left_on.notnull().all(),
        days=rows.days.sum(),
        **latest,
    )
    age = persons.age_at_start
    return persons.mutate(
        age_group=_banded(age, _AGES, "50-"),
        under_30=_banded(age, ((29, "yes"),), "no"),
        time_without_work=_banded(persons.months_without_work, _WITHOUT_WORK, "25-"),
    )


def months(row: Any) -> Any:
    """A person's days as months, not rounded."""
    return row.days * MONTHS / DAYS


def _banded(value: Any, bands: tuple[tuple[int, str], ...], last: str) -> Any:
    """The first band whose upper end is not passed; null stays null."""
    found = value.isnull().ifelse(ibis.null("string"), ibis.literal(last))
    for most, name in reversed(bands):
        found = (value <= most).fill_null(False).ifelse(ibis.literal(name), found)
    return found


def _definitions(period: Period) -> dict[str, Any]:
    """Name → rule, of those in force when the period ended."""
    names = dict.fromkeys(each.name for each in DEFINITIONS)
    found = {name: in_force(name, period.ends_on) for name in names}
    return {name: each.counts for name, each in found.items() if each is not None}


def _not_in_force(period: Period) -> list[str]:
    return sorted({each.name for each in DEFINITIONS} - _definitions(period).keys())


def _results(tables: Any, period: Period) -> Any:
    rows = outcomes_of(tables, period)
    is_work, is_hourly = rows.kind == "work", rows.contract.fill_null("") == "hourly"
    return rows.group_by("person_id").aggregate(
        **{
            name: counts(rows).fill_null(False).any()
            for name, counts in _definitions(period).items()
        },
        hourly_outcome_on=_day_if(is_work & is_hourly, rows.starts_on).min(),
        longer_outcome_on=_day_if(is_work & ~is_hourly, rows.starts_on).max(),
    )


def _work(tables: Any, period: Period) -> Any:
    rows = placements_of(tables, period)
    return rows.group_by("person_id").aggregate(
        has_placement=rows.enrolment_id.notnull().any(),
        on_regular=(rows.market == "regular").any(),
        on_own=(rows.market == "own").any(),
        hourly_placement_on=_day_if(rows.kind == "hourly", rows.starts_on).min(),
        employment_on=_day_if(rows.kind == "employment", rows.starts_on).max(),
    )


def _direct(tables: Any, period: Period) -> Any:
    rows = activities_of(tables, period)
    return rows.group_by("person_id").aggregate(has_direct_activity=(rows.focus == "direct").any())


def _day_if(is_so: Any, day: Any) -> Any:
    return is_so.ifelse(day, ibis.null("date"))


def _earliest(first: Any, second: Any) -> Any:
    """Said as a choice, because engines differ on whether least() of a null is null."""
    return first.isnull().ifelse(second, (second < first).fill_null(False).ifelse(second, first))


def _market(persons: Any) -> Any:
    both = persons.on_regular & persons.on_own
    alone = persons.on_regular.ifelse("regular", persons.on_own.ifelse("own", ibis.null("string")))
    return both.ifelse("both", alone)


def _frame(build: Any, row_sv: str, identity: str) -> Frame:
    return Frame(build.__name__, row_sv, build, identity, has_units=False)


PERSONS = _frame(persons_of, "personer", "person_id")
PERSONS_LEFT = _frame(persons_left_of, "personer som har slutat", "person_id")
ENROLMENTS = _frame(enrolments_of, "inskrivningar", "enrolment_id")
OUTCOMES = _frame(outcomes_of, "arbeten och studier", "enrolment_id")
ACTIVITIES = _frame(activities_of, "aktiviteter", "enrolment_id")
PLACEMENTS = _frame(placements_of, "platser", "enrolment_id")
WORKPLACES = Frame("workplaces_of", "platser", placements_of, "workplace_id", has_units=False)
CONTACTS = _frame(contacts_of, "kontakter", "employer_id")
EMPLOYERS = _frame(employers_of, "arbetsgivare", "employer_id")
ANSWERS = _frame(answers_of, "utskick", "enrolment_id")
FOLLOW_UPS = _frame(follow_ups_of, "uppföljningar", "enrolment_id")
