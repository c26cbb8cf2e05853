"""Rules that say "look at this person now". It is 3 March 2025."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from stegvis.casework.actions import checkpoints as actions
from stegvis.casework.checkpoints import SENTENCES, due, due_of
from stegvis.casework.enums import ActivityFocus, ActivityStatus, CheckpointKind, MeetingStatus
from stegvis.casework.models import CheckpointRule, Snooze
from stegvis.core.models import AuditEvent
from stegvis.participants.models import Enrolment, Programme
from tests.factories.casework import (
    ActivityFactory,
    CheckpointRuleFactory,
    CollaborationContactFactory,
    MeetingFactory,
    NoteFactory,
    PlacementFactory,
    PlacementVisitFactory,
    ReviewFactory,
    SnoozeFactory,
)
from tests.factories.employers import EmployerContactFactory
from tests.factories.organisations import UserFactory
from tests.factories.participants import EnrolmentFactory, PauseFactory, ProgrammeFactory

TODAY = date(2025, 3, 3)


@pytest.fixture
def programme(db: None) -> Programme:
    return ProgrammeFactory()


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def rule(programme: Programme, kind: CheckpointKind, days: int) -> CheckpointRule:
    return CheckpointRuleFactory(programme=programme, kind=kind, days=days)


def enrolled(programme: Programme, days: int) -> Enrolment:
    return EnrolmentFactory(programme=programme, starts_on=ago(days))


def found(programme: Programme) -> list[tuple[str, int]]:
    """Kind and days of all that is due. The person's own page says the same."""
    listed = Enrolment.objects.filter(programme=programme).select_related("participant")
    by_enrolment = due(listed, today=TODAY)
    for one in listed:
        assert due_of(one, today=TODAY) == by_enrolment.get(one.pk, [])
    return [(one.rule.kind, one.days) for many in by_enrolment.values() for one in many]


@pytest.mark.parametrize(("days", "is_due"), [(30, False), (31, True)])
def test_nothing_has_happened_since_the_start(programme, days, is_due):
    """More than 30 days: on day 30 it is not yet due."""
    rule(programme, CheckpointKind.NOTHING_HAPPENED, 30)
    enrolled(programme, days)
    assert bool(found(programme)) is is_due


def signs() -> list:
    """Each of these is something that happened."""
    held = {"at": datetime(2025, 2, 20, 9, tzinfo=UTC), "status": MeetingStatus.HELD}
    return [
        lambda one: NoteFactory(enrolment=one, on=ago(11)),
        lambda one: CollaborationContactFactory(enrolment=one, on=ago(11)),
        lambda one: EmployerContactFactory(enrolment=one, on=ago(11)),
        lambda one: ReviewFactory(enrolment=one, on=ago(11)),
        lambda one: MeetingFactory(enrolment=one, **held),
        lambda one: ActivityFactory(enrolment=one),
        lambda one: PlacementFactory(enrolment=one),
    ]


@pytest.mark.parametrize("sign", signs())
def test_a_sign_of_life_counts(programme, sign):
    rule(programme, CheckpointKind.NOTHING_HAPPENED, 30)
    sign(enrolled(programme, 200))
    assert found(programme) == []


@pytest.mark.parametrize(
    "sign",
    [
        lambda one: ActivityFactory(enrolment=one, status=ActivityStatus.PLANNED),
        lambda one: ActivityFactory(
            enrolment=one, status=ActivityStatus.CANCELLED, cancel_reason="Sjuk"
        ),
        lambda one: MeetingFactory(enrolment=one, status=MeetingStatus.MISSED),
        lambda one: NoteFactory(enrolment=one, on=TODAY + timedelta(days=1)),
        lambda one: PlacementFactory(enrolment=one, is_planned=True),
    ],
)
def test_what_did_not_happen_does_not_count(programme, sign):
    rule(programme, CheckpointKind.NOTHING_HAPPENED, 30)
    sign(enrolled(programme, 200))
    assert found(programme) == [(CheckpointKind.NOTHING_HAPPENED, 200)]


def test_direct_activities_and_placements_count_from_their_last_day(programme):
    rule(programme, CheckpointKind.NO_DIRECT_ACTIVITY, 90)
    one, other = enrolled(programme, 300), enrolled(programme, 300)
    direct = {"focus": ActivityFocus.DIRECT, "starts_on": ago(200)}
    ActivityFactory(enrolment=one, ends_on=ago(100), status=ActivityStatus.DONE, **direct)
    ActivityFactory(enrolment=one)  # job search is indirect
    PlacementFactory(enrolment=other, starts_on=ago(200), ends_on=ago(80))
    assert found(programme) == [(CheckpointKind.NO_DIRECT_ACTIVITY, 100)]


def test_a_long_pause_is_looked_at_and_silences_the_other_rules(programme):
    rule(programme, CheckpointKind.LONG_PAUSE, 60)
    rule(programme, CheckpointKind.NOTHING_HAPPENED, 30)
    PauseFactory(enrolment=enrolled(programme, 200), starts_on=ago(70), look_again_on=ago(40))
    assert found(programme) == [(CheckpointKind.LONG_PAUSE, 70)]


def test_a_pause_that_is_over_silences_nothing(programme):
    rule(programme, CheckpointKind.NOTHING_HAPPENED, 30)
    over = {"starts_on": ago(100), "ends_on": ago(50), "look_again_on": ago(60)}
    PauseFactory(enrolment=enrolled(programme, 200), **over)
    assert found(programme) == [(CheckpointKind.NOTHING_HAPPENED, 200)]


def test_twelve_months_in(programme):
    rule(programme, CheckpointKind.LONG_STAY, 365)
    enrolled(programme, 366)
    enrolled(programme, 365)
    assert found(programme) == [(CheckpointKind.LONG_STAY, 366)]


def test_the_place_that_was_visited_longest_ago_counts(programme):
    rule(programme, CheckpointKind.NO_VISIT, 21)
    one = enrolled(programme, 200)
    visited = PlacementFactory(enrolment=one, starts_on=ago(100))
    PlacementVisitFactory(placement=visited, on=ago(5))
    unvisited = PlacementFactory(enrolment=one, starts_on=ago(60))
    assert found(programme) == [(CheckpointKind.NO_VISIT, 60)]
    PlacementVisitFactory(placement=unvisited, on=ago(1))
    assert found(programme) == []


def test_a_place_that_has_ended_needs_no_visit(programme):
    rule(programme, CheckpointKind.NO_VISIT, 21)
    PlacementFactory(enrolment=enrolled(programme, 200), starts_on=ago(100), ends_on=ago(1))
    assert found(programme) == []


def test_no_review(programme):
    rule(programme, CheckpointKind.NO_REVIEW, 105)
    ReviewFactory(enrolment=enrolled(programme, 300), on=ago(106))
    ReviewFactory(enrolment=enrolled(programme, 300), on=ago(105))
    assert found(programme) == [(CheckpointKind.NO_REVIEW, 106)]


def test_rules_of_other_programmes_and_rules_put_aside_say_nothing(programme):
    rule(ProgrammeFactory(), CheckpointKind.NOTHING_HAPPENED, 30)
    CheckpointRuleFactory(programme=programme, is_active=False)
    enrolled(programme, 200)
    assert found(programme) == []


def test_the_longest_overdue_comes_first(programme):
    rule(programme, CheckpointKind.LONG_STAY, 150)
    rule(programme, CheckpointKind.NOTHING_HAPPENED, 30)
    enrolled(programme, 200)
    assert [kind for kind, _ in found(programme)] == ["nothing_happened", "long_stay"]


# --- rest ---


@pytest.mark.parametrize(("until", "is_due"), [(TODAY, False), (ago(1), True)])
def test_a_rule_rests_to_and_with_the_day(programme, until, is_due):
    resting = rule(programme, CheckpointKind.NOTHING_HAPPENED, 30)
    SnoozeFactory(rule=resting, enrolment=enrolled(programme, 200), until=until)
    assert bool(found(programme)) is is_due


def test_a_rest_says_why_and_until_when(programme):
    checked = rule(programme, CheckpointKind.NOTHING_HAPPENED, 30)
    told = {"rule": checked, "by": UserFactory(), "today": TODAY}
    one = enrolled(programme, 200)
    later = TODAY + timedelta(days=14)
    with pytest.raises(ValidationError):
        actions.rest(enrolment=one, until=TODAY, note="Senare", **told)
    with pytest.raises(ValidationError):
        actions.rest(enrolment=one, until=later, note="", **told)
    with pytest.raises(ValidationError):
        actions.rest(enrolment=EnrolmentFactory(), until=later, note="Väntar", **told)
    actions.rest(enrolment=one, until=later, note="Väntar på besked", **told)
    assert Snooze.objects.get().note == "Väntar på besked"
    assert AuditEvent.objects.count() == 1


def test_rules_are_added_and_changed(programme):
    by = UserFactory()
    values = {"programme": programme, "kind": CheckpointKind.LONG_STAY}
    made = actions.save_rule(by=by, days=365, **values)
    actions.save_rule(by=by, rule=made, days=300)
    actions.save_rule(by=by, rule=made, days=300)
    assert CheckpointRule.objects.get().days == 300
    assert AuditEvent.objects.count() == 2
    with pytest.raises(ValidationError, match="finns redan"):
        actions.save_rule(by=by, days=300, **values)


# --- words and queries ---


def test_every_kind_of_rule_has_words(programme):
    assert SENTENCES.keys() == set(CheckpointKind)
    rule(programme, CheckpointKind.LONG_STAY, 30)
    enrolled(programme, 200)
    (listed,) = due(Enrolment.objects.all(), today=TODAY).values()
    assert listed[0].sentence == "Inskriven i 200 dagar, sedan 2024-08-15."


def test_queries_do_not_grow(programme, count_queries):
    for kind in CheckpointKind:
        rule(programme, kind, 10)

    def grow(number: int) -> int:
        for _ in range(number):
            one = enrolled(programme, 200)
            PlacementFactory(enrolment=one)
            PauseFactory(enrolment=one)
        listed = Enrolment.objects.select_related("participant", "programme")
        return count_queries(lambda: due(listed, today=TODAY))

    assert grow(3) == grow(3)
