from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory

from stegvis.reports.actions import snapshots
from stegvis.reports.annual.prose import PLACES
from stegvis.reports.models import (
    AnnualReport,
    FrozenVersion,
    Goal,
    GoalValue,
    ProseBlock,
    ProseRevision,
    PublishedFigure,
    Snapshot,
    WordTemplate,
)
from tests.factories.organisations import UserFactory
from tests.factories.participants import ProgrammeFactory


class SnapshotFactory(DjangoModelFactory):
    """A real snapshot, with its files, of the database as it is now."""

    class Meta:
        model = Snapshot

    @classmethod
    def _create(cls, model_class: type[Snapshot], *args: Any, **values: Any) -> Snapshot:
        taken = snapshots.take(by=None)
        Snapshot.objects.filter(pk=taken.pk).update(**values) if values else None
        taken.refresh_from_db()
        return taken


class PublishedFigureFactory(DjangoModelFactory):
    class Meta:
        model = PublishedFigure

    year = 2024
    measure = "startade"
    as_written = "drygt 800"
    value = 800
    precision = 100
    source = "kapitel 6.1"


class WordTemplateFactory(DjangoModelFactory):
    class Meta:
        model = WordTemplate

    name = "Kommunens mall"
    content = b"docx"
    sha256 = "0" * 64
    uploaded_by = factory.SubFactory(UserFactory)


class AnnualReportFactory(DjangoModelFactory):
    """A draft with every place for prose, empty. Trait `written`: with a text in each."""

    class Meta:
        model = AnnualReport
        skip_postgeneration_save = True

    year = 2024
    title = "Uppföljningsrapport 2024"
    snapshot = factory.SubFactory(SnapshotFactory)
    created_by = factory.SubFactory(UserFactory)

    class Params:
        written = factory.Trait(prose__text="Skrivet.")

    @factory.post_generation
    def units(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        self.units.set(extracted or [])

    @factory.post_generation
    def prose(self, create: bool, extracted: Any, text: str = "", **kwargs: Any) -> None:
        ProseBlock.objects.bulk_create(
            ProseBlock(report=self, key=place.key, text=text) for place in PLACES
        )


class ProseBlockFactory(DjangoModelFactory):
    class Meta:
        model = ProseBlock
        django_get_or_create = ("report", "key")

    report = factory.SubFactory(AnnualReportFactory)
    key = "summary"


class ProseRevisionFactory(DjangoModelFactory):
    class Meta:
        model = ProseRevision

    block = factory.SubFactory(ProseBlockFactory)
    text = "Året i korthet."
    by = factory.SubFactory(UserFactory)


class FrozenVersionFactory(DjangoModelFactory):
    """A version without real documents; actions.annual.freeze makes those."""

    class Meta:
        model = FrozenVersion

    report = factory.SubFactory(AnnualReportFactory)
    number = factory.Sequence(lambda n: n + 1)
    frozen_on = date(2025, 3, 3)
    frozen_by = factory.SubFactory(UserFactory)
    snapshot = factory.SelfAttribute("report.snapshot")
    software_version = "0.1.0"
    template = docx = pdf = xlsx = b""

    @factory.lazy_attribute
    def settings(self) -> dict[str, Any]:
        return {
            "year": self.report.year,
            "title": self.report.title,
            "organisation": "Provköping",
            "units": [unit.short_name for unit in self.report.units.all()],
            "dated_on": self.frozen_on.isoformat(),
            "version_label": f"Version {self.number}",
        }


class GoalFactory(DjangoModelFactory):
    class Meta:
        model = Goal

    programme = factory.SubFactory(ProgrammeFactory)
    title = factory.Sequence(lambda n: f"Mål {n}")
    indicator = "goal_share"


class GoalValueFactory(DjangoModelFactory):
    class Meta:
        model = GoalValue

    goal = factory.SubFactory(GoalFactory)
    value = 25
    valid_from = date(2024, 10, 1)
    decided_by = "styrgruppen"
