from datetime import date

import factory
from factory.django import DjangoModelFactory

from stegvis.accounts.models import User
from stegvis.accounts.roles import Role
from stegvis.organisations.models import Assignment, Municipality, Provider, ProviderStaff, Unit


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@stegvis.example")
    name = factory.Sequence(lambda n: f"Person {n}")
    password = factory.django.Password("stegvis-prov")


class MunicipalityFactory(DjangoModelFactory):
    class Meta:
        model = Municipality

    name = "Provköping"


class UnitFactory(DjangoModelFactory):
    class Meta:
        model = Unit
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Enhet {n}")
    short_name = factory.Sequence(lambda n: f"E{n}")

    @factory.post_generation
    def path(self, create: bool, extracted: str | None, **kwargs: object) -> None:
        self.path = f"{self.parent.path if self.parent else ''}{self.pk}/"
        self.save(update_fields=["path"])


class ProviderFactory(DjangoModelFactory):
    class Meta:
        model = Provider

    name = factory.Sequence(lambda n: f"Leverantör {n}")


class ProviderStaffFactory(DjangoModelFactory):
    class Meta:
        model = ProviderStaff

    provider = factory.SubFactory(ProviderFactory)
    name = factory.Sequence(lambda n: f"Lärare {n}")
    role = "lärare"
    started_on = date(2024, 1, 1)


class AssignmentFactory(DjangoModelFactory):
    class Meta:
        model = Assignment

    user = factory.SubFactory(UserFactory)
    role = Role.PLANNER
    unit = factory.SubFactory(UnitFactory)
    starts_on = date(2024, 1, 1)
