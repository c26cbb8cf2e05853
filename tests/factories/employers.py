from datetime import date

import factory
from factory.django import DjangoModelFactory

from stegvis.employers.enums import ContactMode, ContactResult, Market, OpeningKind
from stegvis.employers.models import (
    ContactPerson,
    Employer,
    EmployerContact,
    Opening,
    Workplace,
)
from tests.factories.organisations import UnitFactory, UserFactory


class EmployerFactory(DjangoModelFactory):
    class Meta:
        model = Employer

    name = factory.Sequence(lambda n: f"Arbetsgivare {n}")


class WorkplaceFactory(DjangoModelFactory):
    """On the regular market. Trait `own`."""

    class Meta:
        model = Workplace

    class Params:
        own = factory.Trait(market=Market.OWN)

    employer = factory.SubFactory(EmployerFactory)
    name = factory.Sequence(lambda n: f"Arbetsplats {n}")
    place = "Hisingen"


class ContactPersonFactory(DjangoModelFactory):
    class Meta:
        model = ContactPerson

    employer = factory.SubFactory(EmployerFactory)
    name = factory.Sequence(lambda n: f"Kontakt {n}")


class EmployerContactFactory(DjangoModelFactory):
    class Meta:
        model = EmployerContact

    employer = factory.SubFactory(EmployerFactory)
    unit = factory.SubFactory(UnitFactory)
    by = factory.SubFactory(UserFactory)
    on = date(2025, 2, 20)
    mode = ContactMode.VISIT
    result = ContactResult.INTERESTED


class OpeningFactory(DjangoModelFactory):
    class Meta:
        model = Opening

    workplace = factory.SubFactory(WorkplaceFactory)
    kind = OpeningKind.INTERNSHIP
    title = "Praktik i köket"
    by = factory.SubFactory(UserFactory)
