from datetime import date
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from stegvis.agreements.enums import AgreementKind, LimitClass
from stegvis.agreements.models import (
    Agreement,
    AgreementArea,
    DirectAwardLimit,
    Option,
    ReminderNote,
    ServiceKind,
)
from tests.factories.organisations import ProviderFactory, UserFactory


class ServiceKindFactory(DjangoModelFactory):
    class Meta:
        model = ServiceKind

    name = factory.Sequence(lambda n: f"Tjänsteslag {n}")


class DirectAwardLimitFactory(DjangoModelFactory):
    class Meta:
        model = DirectAwardLimit

    limit_class = LimitClass.GENERAL
    amount = Decimal(700000)
    valid_from = date(2022, 2, 1)
    source = "LOU"


class AgreementFactory(DjangoModelFactory):
    class Meta:
        model = Agreement

    kind = AgreementKind.DIRECT_AWARD
    reference_number = factory.Sequence(lambda n: f"{n:04}/24")
    title = factory.Sequence(lambda n: f"Avtal {n}")
    provider = factory.SubFactory(ProviderFactory)
    starts_on = date(2024, 1, 1)
    ends_on = date(2024, 12, 31)

    class Params:
        framework = factory.Trait(kind=AgreementKind.FRAMEWORK, provider=None)


class AgreementAreaFactory(DjangoModelFactory):
    class Meta:
        model = AgreementArea

    agreement = factory.SubFactory(AgreementFactory, framework=True)
    name = factory.Sequence(lambda n: f"{n}. Område")


class OptionFactory(DjangoModelFactory):
    class Meta:
        model = Option

    agreement = factory.SubFactory(AgreementFactory)
    extends_to = date(2025, 12, 31)


class ReminderNoteFactory(DjangoModelFactory):
    class Meta:
        model = ReminderNote

    agreement = factory.SubFactory(AgreementFactory)
    falls_on = date(2024, 12, 31)
    note = "Ny upphandling är igång."
    handled_by = factory.SubFactory(UserFactory)
