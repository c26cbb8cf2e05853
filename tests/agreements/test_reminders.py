"""Thresholds: 8, 6 and 3 months and 14 days before; the day itself is included."""

from datetime import date
from typing import Any

import pytest

from stegvis.accounts.models import User
from stegvis.agreements import queries, reminders
from stegvis.agreements.enums import OptionStatus, ReminderLevel
from tests.factories.agreements import AgreementFactory, OptionFactory, ReminderNoteFactory

TODAY = date(2025, 3, 3)
EIGHT, SIX, THREE = (
    ReminderLevel.EIGHT_MONTHS,
    ReminderLevel.SIX_MONTHS,
    ReminderLevel.THREE_MONTHS,
)
FOURTEEN, PASSED = ReminderLevel.FOURTEEN_DAYS, ReminderLevel.PASSED


@pytest.mark.parametrize(
    ("falls_on", "expected"),
    [
        (date(2025, 11, 4), None),
        (date(2025, 11, 3), EIGHT),
        (date(2025, 9, 4), EIGHT),
        (date(2025, 9, 3), SIX),
        (date(2025, 6, 4), SIX),
        (date(2025, 6, 3), THREE),
        (date(2025, 3, 18), THREE),
        (date(2025, 3, 17), FOURTEEN),
        (date(2025, 3, 3), FOURTEEN),
        (date(2025, 3, 2), PASSED),
    ],
)
def test_level_at_each_threshold(falls_on: date, expected: ReminderLevel | None) -> None:
    assert reminders.level(falls_on, TODAY) == expected


def test_months_end_where_the_month_is_shorter() -> None:
    """Eight months before 31 October is the last of February."""
    assert reminders.level(date(2025, 10, 31), date(2025, 2, 28)) == EIGHT
    assert reminders.level(date(2025, 10, 31), date(2025, 2, 27)) is None


def ending(on: date | None, **values: Any) -> Any:
    return AgreementFactory(starts_on=date(2022, 1, 1), ends_on=on, **values)


def found(user: User, **options: Any) -> list[tuple[Any, Any, ReminderLevel]]:
    return [
        (one.agreement, one.falls_on, one.level)
        for one in queries.reminders(user, today=TODAY, **options)
    ]


def test_nearest_day_first(planner: User) -> None:
    later, soon = ending(date(2025, 11, 3)), ending(date(2025, 3, 17))
    ending(date(2025, 11, 4))
    ending(date(2025, 3, 2))
    ending(None)
    assert found(planner) == [
        (soon, date(2025, 3, 17), FOURTEEN),
        (later, date(2025, 11, 3), EIGHT),
    ]


def test_exercised_option_moves_the_end(planner: User) -> None:
    agreement = ending(date(2025, 4, 1))
    OptionFactory(agreement=agreement, status=OptionStatus.EXERCISED, extends_to=date(2025, 8, 31))
    assert found(planner) == [(agreement, date(2025, 8, 31), SIX)]


def test_exercised_option_far_ahead_is_no_reminder(planner: User) -> None:
    agreement = ending(date(2025, 4, 1))
    OptionFactory(agreement=agreement, status=OptionStatus.EXERCISED, extends_to=date(2026, 12, 31))
    assert found(planner) == []


@pytest.mark.parametrize("status", [OptionStatus.AVAILABLE, OptionStatus.LAPSED])
def test_other_options_do_not_move_the_end(planner: User, status: OptionStatus) -> None:
    agreement = ending(date(2025, 4, 1))
    OptionFactory(agreement=agreement, status=status, extends_to=date(2026, 12, 31))
    assert found(planner) == [(agreement, date(2025, 4, 1), THREE)]


def test_option_without_date_that_is_exercised(planner: User) -> None:
    agreement = ending(date(2025, 4, 1))
    OptionFactory(agreement=agreement, status=OptionStatus.EXERCISED, extends_to=None)
    assert found(planner) == [(agreement, date(2025, 4, 1), THREE)]


def test_last_day_of_an_open_option(planner: User) -> None:
    agreement = ending(date(2026, 12, 31))
    option = OptionFactory(agreement=agreement, last_day=date(2025, 6, 3))
    (reminder,) = queries.reminders(planner, today=TODAY)
    assert (reminder.option, reminder.falls_on, reminder.level) == (option, date(2025, 6, 3), THREE)
    assert reminder.words == "Sista dag att utlösa optionen 2025-06-03, om 3 månader."


def test_open_option_whose_last_day_passed_still_reminds(planner: User) -> None:
    agreement = ending(date(2026, 12, 31))
    OptionFactory(agreement=agreement, last_day=date(2025, 3, 2))
    assert found(planner) == [(agreement, date(2025, 3, 2), PASSED)]


def test_decided_option_does_not_remind(planner: User) -> None:
    agreement = ending(date(2026, 12, 31))
    OptionFactory(agreement=agreement, last_day=date(2025, 4, 1), status=OptionStatus.LAPSED)
    assert found(planner) == []


def test_archived_agreements_do_not_remind(planner: User) -> None:
    agreement = ending(date(2025, 4, 1), archived_at="2025-01-01T12:00Z")
    OptionFactory(agreement=agreement, last_day=date(2025, 4, 1))
    assert found(planner) == []


def test_handled_reminder_stays_away_until_asked_for(planner: User) -> None:
    agreement = ending(date(2025, 4, 1))
    note = ReminderNoteFactory(agreement=agreement, falls_on=date(2025, 4, 1))
    assert found(planner) == []
    (reminder,) = queries.reminders(planner, today=TODAY, handled=True)
    assert reminder.note == note


def test_note_about_an_earlier_end_does_not_handle_the_new_one(planner: User) -> None:
    agreement = ending(date(2025, 8, 31))
    ReminderNoteFactory(agreement=agreement, falls_on=date(2025, 4, 1))
    assert len(found(planner)) == 1


def test_reminders_of_one_agreement(planner: User) -> None:
    agreement = ending(date(2025, 4, 1))
    ending(date(2025, 4, 1))
    ReminderNoteFactory(agreement=agreement, falls_on=date(2025, 4, 1))
    (reminder,) = queries.reminders_of(agreement, today=TODAY)
    assert (reminder.agreement, reminder.note is not None) == (agreement, True)


def test_who_may_not_see_agreements_gets_none(caseworker: User) -> None:
    ending(date(2025, 4, 1))
    assert found(caseworker) == []


@pytest.mark.parametrize(
    ("falls_on", "words"),
    [
        (date(2025, 3, 3), "Avtalet tar slut 2025-03-03, i dag."),
        (date(2025, 3, 4), "Avtalet tar slut 2025-03-04, om 1 dag."),
        (date(2025, 5, 2), "Avtalet tar slut 2025-05-02, om 60 dagar."),
        (date(2025, 5, 3), "Avtalet tar slut 2025-05-03, om 2 månader."),
        (date(2025, 3, 1), "Avtalet tar slut 2025-03-01, för 2 dagar sedan."),
    ],
)
def test_words(falls_on: date, words: str, db: None) -> None:
    reminder = reminders.Reminder(ending(falls_on), None, falls_on, FOURTEEN, TODAY, None)
    assert reminder.words == words


@pytest.mark.parametrize(
    "ends_on", [None, date(2025, 1, 1), date(2025, 6, 1)], ids=["none", "before", "after"]
)
@pytest.mark.parametrize("extends_to", [None, date(2025, 3, 1)])
def test_database_and_python_agree_on_the_end(
    ends_on: date | None, extends_to: date | None, planner: User
) -> None:
    agreement = ending(ends_on)
    if extends_to:
        OptionFactory(agreement=agreement, status=OptionStatus.EXERCISED, extends_to=extends_to)
    OptionFactory(agreement=agreement, extends_to=date(2030, 1, 1))
    annotated = queries.agreements(planner, today=TODAY).get()
    expected = max([day for day in (ends_on, extends_to) if day], default=None)
    assert annotated.effective_end == queries.effective_end(agreement) == expected
