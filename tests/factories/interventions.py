from datetime import date

import factory
from factory.django import DjangoModelFactory

from stegvis.interventions.enums import (
    ChangeKind,
    CountingUnit,
    DialogueSide,
    InterventionStep,
    RegistrationStatus,
)
from stegvis.interventions.models import (
    CatalogueEntry,
    Category,
    Cost,
    DeliveryStaff,
    DialogueDecision,
    DialogueMeeting,
    DialogueParticipant,
    ExpectedResult,
    Group,
    Intervention,
    InterventionYear,
    Order,
    Plan,
    Registration,
    ReportedCount,
    Ruling,
    StepRecord,
    TargetGroup,
)
from tests.factories.organisations import (
    ProviderFactory,
    ProviderStaffFactory,
    UnitFactory,
    UserFactory,
)
from tests.factories.participants import EnrolmentFactory


class CategoryFactory(DjangoModelFactory):
    class Meta:
        model = Category
        django_get_or_create = ("name",)

    name = "Språk"


class TargetGroupFactory(DjangoModelFactory):
    class Meta:
        model = TargetGroup

    name = factory.Sequence(lambda n: f"Målgrupp {n}")


class CatalogueEntryFactory(DjangoModelFactory):
    class Meta:
        model = CatalogueEntry

    name = factory.Sequence(lambda n: f"Språkcirkel {n}")
    category = factory.SubFactory(CategoryFactory)


class InterventionFactory(DjangoModelFactory):
    """An intervention with its seven steps waiting, an empty order and an empty plan."""

    class Meta:
        model = Intervention
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Insats {n}")
    reference_number = factory.Sequence(lambda n: f"{n:04}/24")
    category = factory.SubFactory(CategoryFactory)
    unit = factory.SubFactory(UnitFactory)
    provider = factory.SubFactory(ProviderFactory)
    starts_on = date(2024, 2, 1)
    ends_on = date(2024, 6, 30)

    @factory.post_generation
    def path(self, create: bool, extracted: object, **kwargs: object) -> None:
        StepRecord.objects.bulk_create(
            StepRecord(intervention=self, step=step) for step in InterventionStep
        )
        Order.objects.create(intervention=self)
        Plan.objects.create(intervention=self)


class StepRecordFactory(DjangoModelFactory):
    class Meta:
        model = StepRecord

    intervention = factory.SubFactory(InterventionFactory)
    step = InterventionStep.ORDER


class OrderFactory(DjangoModelFactory):
    class Meta:
        model = Order
        django_get_or_create = ("intervention",)

    intervention = factory.SubFactory(InterventionFactory)


class PlanFactory(DjangoModelFactory):
    class Meta:
        model = Plan
        django_get_or_create = ("intervention",)

    intervention = factory.SubFactory(InterventionFactory)


class ExpectedResultFactory(DjangoModelFactory):
    class Meta:
        model = ExpectedResult

    intervention = factory.SubFactory(InterventionFactory)
    position = factory.Sequence(lambda n: n + 1)
    text = "Kan söka jobb själv"
    change_kind = ChangeKind.SKILL


class DialogueMeetingFactory(DjangoModelFactory):
    class Meta:
        model = DialogueMeeting

    intervention = factory.SubFactory(InterventionFactory)
    held_on = date(2024, 1, 15)
    purpose = "Genomgång av planeringsunderlaget"


class DialogueParticipantFactory(DjangoModelFactory):
    class Meta:
        model = DialogueParticipant

    meeting = factory.SubFactory(DialogueMeetingFactory)
    side = DialogueSide.PROVIDER
    role = "lärare"


class DialogueDecisionFactory(DjangoModelFactory):
    class Meta:
        model = DialogueDecision

    meeting = factory.SubFactory(DialogueMeetingFactory)
    text = "Skicka deltagarlistan två veckor före start"
    owner = "planerare"


class DeliveryStaffFactory(DjangoModelFactory):
    class Meta:
        model = DeliveryStaff

    intervention = factory.SubFactory(InterventionFactory)
    staff = factory.SubFactory(ProviderStaffFactory)


class GroupFactory(DjangoModelFactory):
    class Meta:
        model = Group

    intervention = factory.SubFactory(InterventionFactory)
    name = factory.Sequence(lambda n: f"Grupp {n}")


class ReportedCountFactory(DjangoModelFactory):
    class Meta:
        model = ReportedCount

    intervention = factory.SubFactory(InterventionFactory)
    year = 2024
    unit = CountingUnit.STARTS


class CostFactory(DjangoModelFactory):
    class Meta:
        model = Cost

    intervention = factory.SubFactory(InterventionFactory)
    year = 2024


class InterventionYearFactory(DjangoModelFactory):
    class Meta:
        model = InterventionYear

    intervention = factory.SubFactory(InterventionFactory)
    year = 2024


class RulingFactory(DjangoModelFactory):
    class Meta:
        model = Ruling

    intervention = factory.SubFactory(InterventionFactory)
    year = 2024
    code = "started_differs"
    note = "Räknat på närvarolistan."
    by = factory.SubFactory(UserFactory)


class RegistrationFactory(DjangoModelFactory):
    """Registered, not begun. Traits: `started`, `completed`, `dropped_out`, `no_show`."""

    class Meta:
        model = Registration

    class Params:
        started = factory.Trait(status=RegistrationStatus.STARTED, started_on=date(2025, 1, 20))
        completed = factory.Trait(
            status=RegistrationStatus.COMPLETED,
            started_on=date(2025, 1, 20),
            ended_on=date(2025, 2, 14),
        )
        dropped_out = factory.Trait(
            status=RegistrationStatus.DROPPED_OUT,
            started_on=date(2025, 1, 20),
            ended_on=date(2025, 2, 3),
            reason="Fick jobb",
        )
        no_show = factory.Trait(status=RegistrationStatus.NO_SHOW, ended_on=date(2025, 1, 20))

    enrolment = factory.SubFactory(EnrolmentFactory)
    intervention = factory.SubFactory(
        InterventionFactory, starts_on=date(2025, 1, 13), ends_on=date(2025, 6, 5)
    )
    registered_on = date(2025, 1, 7)
