from datetime import date

import factory
from factory.django import DjangoModelFactory

from stegvis.followup.enums import Answer, CarryAnswer, DecisionKind, FindingKind
from stegvis.followup.models import (
    CarriedAnswer,
    Decision,
    Finding,
    JointAnalysis,
    ProviderReport,
    ReportComment,
    ReportedResult,
    ResultFigure,
    Theme,
)
from tests.factories.interventions import ExpectedResultFactory, InterventionFactory
from tests.factories.organisations import UserFactory


class ThemeFactory(DjangoModelFactory):
    class Meta:
        model = Theme

    name = factory.Sequence(lambda n: f"Tema {n}")


class ProviderReportFactory(DjangoModelFactory):
    class Meta:
        model = ProviderReport

    intervention = factory.SubFactory(InterventionFactory)
    participants_view = "Deltagarna var nöjda."


class ReportCommentFactory(DjangoModelFactory):
    class Meta:
        model = ReportComment

    report = factory.SubFactory(ProviderReportFactory)
    text = "Skriv mer om gruppen."
    by = factory.SubFactory(UserFactory)


class ReportedResultFactory(DjangoModelFactory):
    """An answer to an expected line of the same intervention. Trait `other`: nobody expected it."""

    class Meta:
        model = ReportedResult

    class Params:
        other = factory.Trait(expected_result=None)

    intervention = factory.SubFactory(InterventionFactory)
    expected_result = factory.SubFactory(
        ExpectedResultFactory, intervention=factory.SelfAttribute("..intervention")
    )
    position = factory.Sequence(lambda n: n + 1)
    answer = Answer.PARTLY
    text = "De flesta kom en bit på väg."


class ResultFigureFactory(DjangoModelFactory):
    class Meta:
        model = ResultFigure

    reported_result = factory.SubFactory(ReportedResultFactory)
    count = 3
    of = 5
    what = "fick godkänt i alla moduler"


class FindingFactory(DjangoModelFactory):
    """A development area with one theme, unless others are given: FindingFactory(themes=[…])."""

    class Meta:
        model = Finding
        skip_postgeneration_save = True

    class Params:
        success = factory.Trait(kind=FindingKind.SUCCESS, statement="En fast grupp")

    intervention = factory.SubFactory(InterventionFactory)
    year = 2024
    position = factory.Sequence(lambda n: n + 1)
    kind = FindingKind.DEVELOPMENT
    statement = "Den skriftliga återkopplingen var för kort"

    @factory.post_generation
    def themes(self, create: bool, extracted: list[Theme] | None, **kwargs: object) -> None:
        self.themes.set([ThemeFactory()] if extracted is None else extracted)


class JointAnalysisFactory(DjangoModelFactory):
    class Meta:
        model = JointAnalysis

    intervention = factory.SubFactory(InterventionFactory)
    held_on = date(2024, 9, 12)


class DecisionFactory(DjangoModelFactory):
    """Open, to act on in the next plan. Traits: `left`, `done`."""

    class Meta:
        model = Decision

    class Params:
        left = factory.Trait(kind=DecisionKind.LEAVE, owner="", text="")
        done = factory.Trait(done_on=date(2025, 2, 1), done_note="Mallen är ändrad.")

    finding = factory.SubFactory(FindingFactory)
    kind = DecisionKind.ACT_NEXT_PLAN
    text = "Bestäm mall för återkoppling"
    owner = "planerare"
    due_on = date(2025, 6, 30)


class CarriedAnswerFactory(DjangoModelFactory):
    class Meta:
        model = CarriedAnswer

    decision = factory.SubFactory(DecisionFactory)
    intervention = factory.SubFactory(InterventionFactory)
    answer = CarryAnswer.TAKEN_UP
    text = "Mallen står i upplägget."
    by = factory.SubFactory(UserFactory)
