from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from stegvis.casework.enums import (
    ActivityFocus,
    ActivityKind,
    ActivityStatus,
    CheckpointKind,
    ContactWay,
    Direction,
    DutyKind,
    FileRowStatus,
    PlacementKind,
    Principal,
    RowKind,
    SupportKind,
)
from stegvis.casework.models import (
    Activity,
    CasePlan,
    CheckpointRule,
    CollaborationContact,
    DutyTalk,
    FollowUpFile,
    FollowUpRow,
    HeadingMap,
    Meeting,
    Note,
    ParallelSupport,
    Placement,
    PlacementVisit,
    PlanGoal,
    PlanStep,
    Review,
    Snooze,
)
from tests.factories.employers import WorkplaceFactory
from tests.factories.organisations import UserFactory
from tests.factories.participants import EnrolmentFactory, ProgrammeFactory


class ActivityFactory(DjangoModelFactory):
    class Meta:
        model = Activity

    enrolment = factory.SubFactory(EnrolmentFactory)
    kind = ActivityKind.JOB_SEARCH
    focus = ActivityFocus.INDIRECT
    starts_on = date(2024, 11, 1)
    status = ActivityStatus.ONGOING


class PlacementFactory(DjangoModelFactory):
    class Meta:
        model = Placement

    enrolment = factory.SubFactory(EnrolmentFactory)
    workplace = factory.SubFactory(WorkplaceFactory)
    market = factory.SelfAttribute("workplace.market")
    kind = PlacementKind.INTERNSHIP
    starts_on = date(2025, 1, 7)


class PlacementVisitFactory(DjangoModelFactory):
    class Meta:
        model = PlacementVisit

    placement = factory.SubFactory(PlacementFactory)
    on = date(2025, 2, 20)
    by = factory.SubFactory(UserFactory)


class ParallelSupportFactory(DjangoModelFactory):
    class Meta:
        model = ParallelSupport

    enrolment = factory.SubFactory(EnrolmentFactory)
    kind = SupportKind.HOUSING_SUPPORT
    principal = Principal.SOCIAL_SERVICES
    starts_on = date(2024, 11, 1)


class NoteFactory(DjangoModelFactory):
    class Meta:
        model = Note

    enrolment = factory.SubFactory(EnrolmentFactory)
    on = date(2025, 2, 20)
    text = "Vi pratade om praktiken."
    by = factory.SubFactory(UserFactory)


class CollaborationContactFactory(DjangoModelFactory):
    class Meta:
        model = CollaborationContact

    enrolment = factory.SubFactory(EnrolmentFactory)
    on = date(2025, 2, 20)
    principal = Principal.REGION
    way = ContactWay.MEETING


class MeetingFactory(DjangoModelFactory):
    class Meta:
        model = Meeting

    enrolment = factory.SubFactory(EnrolmentFactory)
    at = datetime(2025, 3, 3, 9, 0, tzinfo=UTC)
    by = factory.SubFactory(UserFactory)


class DutyTalkFactory(DjangoModelFactory):
    class Meta:
        model = DutyTalk

    enrolment = factory.SubFactory(EnrolmentFactory)
    kind = DutyKind.DISCRIMINATION_INFORMED
    on = date(2024, 10, 1)


class ReviewFactory(DjangoModelFactory):
    class Meta:
        model = Review

    enrolment = factory.SubFactory(EnrolmentFactory)
    on = date(2025, 1, 15)
    direction = Direction.CLOSER


class CasePlanFactory(DjangoModelFactory):
    class Meta:
        model = CasePlan

    enrolment = factory.SubFactory(EnrolmentFactory)
    number = 1
    made_on = date(2024, 10, 15)


class PlanGoalFactory(DjangoModelFactory):
    class Meta:
        model = PlanGoal

    plan = factory.SubFactory(CasePlanFactory)
    text = "Jobba i kök"


class PlanStepFactory(DjangoModelFactory):
    class Meta:
        model = PlanStep

    goal = factory.SubFactory(PlanGoalFactory)
    text = "Besöka en restaurang"


class CheckpointRuleFactory(DjangoModelFactory):
    class Meta:
        model = CheckpointRule

    programme = factory.SubFactory(ProgrammeFactory)
    kind = CheckpointKind.NOTHING_HAPPENED
    days = 30


class SnoozeFactory(DjangoModelFactory):
    class Meta:
        model = Snooze

    rule = factory.SubFactory(CheckpointRuleFactory)
    enrolment = factory.SubFactory(EnrolmentFactory)
    until = date(2025, 3, 31)
    note = "Väntar på besked."
    by = factory.SubFactory(UserFactory)


class HeadingMapFactory(DjangoModelFactory):
    class Meta:
        model = HeadingMap

    programme = factory.SubFactory(ProgrammeFactory)
    row_kind = RowKind.PERSON


class FollowUpFileFactory(DjangoModelFactory):
    class Meta:
        model = FollowUpFile

    programme = factory.SubFactory(ProgrammeFactory)
    file_name = "uppfoljning.xlsx"
    sha256 = "0" * 64
    by = factory.SubFactory(UserFactory)


class FollowUpRowFactory(DjangoModelFactory):
    class Meta:
        model = FollowUpRow

    file = factory.SubFactory(FollowUpFileFactory)
    position = factory.Sequence(lambda n: n)
    number = 2
    status = FileRowStatus.NEW
