"""A small world with one of everything that a page can be about, and people in every role."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import CASCADE, Model
from django.utils import timezone

from stegvis.accounts.models import User
from stegvis.accounts.roles import Role
from stegvis.agreements.enums import AgreementKind
from stegvis.interventions.models import Intervention
from stegvis.interventions.queries import discrepancies_of
from stegvis.organisations.models import Provider, Unit
from stegvis.reports.access import projects
from stegvis.reports.actions import annual
from stegvis.reports.annual.prose import PLACES
from stegvis.reports.models import AnnualReport, FrozenVersion
from tests.factories import agreements as agreement_factories
from tests.factories import followup as followup_factories
from tests.factories import interventions as factories
from tests.factories.core import ImportBatchFactory
from tests.factories.organisations import (
    AssignmentFactory,
    MunicipalityFactory,
    ProviderFactory,
    ProviderStaffFactory,
    UnitFactory,
    UserFactory,
)
from tests.support import people

YEAR = 2024


@dataclass
class World:
    """`people` by role; `things` by the name that tests/test_roles_walk.py gives them; `sessions`
    are those of the people."""

    people: dict[str, User] = field(default_factory=dict)
    things: dict[str, Model] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)

    @property
    def intervention(self) -> Intervention:
        found = self.things["intervention"]
        assert isinstance(found, Intervention)
        return found


def make() -> World:
    MunicipalityFactory()
    department = UnitFactory(name="Arbetsmarknadsavdelningen", short_name="AMA")
    unit = UnitFactory(
        name="Kompetenscenter", short_name="KC", parent=department, is_report_group=True
    )
    provider = ProviderFactory(name="Språkverkstan")
    world = World(people=_people(department, unit, provider))
    planner = world.people["planner"]
    world.things = {
        "unit": unit,
        "provider": provider,
        "user": world.people["caseworker"],
        "assignment": world.people["caseworker"].assignments.get(),
        "staff_member": ProviderStaffFactory(provider=provider),
        "import": ImportBatchFactory(by=planner),
        **_agreement(provider),
    }
    world.things |= _intervention(unit, provider, world.things["staff_member"])
    world.things |= _learning(world.intervention, planner)
    world.things |= people.make(
        unit, world.people["caseworker"], world.people["manager"], world.intervention
    )
    world.things |= _report(department, planner)
    return world


def _people(department: Unit, unit: Unit, provider: Provider) -> dict[str, User]:
    elsewhere = UnitFactory(name="Annan avdelning", short_name="Annan")
    roles: dict[str, dict[str, Any]] = {
        "planner": {"role": Role.PLANNER, "unit": department},
        "manager": {"role": Role.MANAGER, "unit": department},
        "caseworker": {"role": Role.CASEWORKER, "unit": unit},
        "provider_user": {"role": Role.PROVIDER_STAFF, "unit": None, "provider": provider},
        "administrator": {"role": Role.ADMINISTRATOR, "unit": department},
        "outsider": {"role": Role.PLANNER, "unit": elsewhere},
        "other_caseworker": {"role": Role.CASEWORKER, "unit": elsewhere},
        "referrer": {"role": Role.REFERRER, "unit": elsewhere},
        "evaluator": {"role": Role.EVALUATOR, "unit": department},
    }
    people = {name: UserFactory() for name in roles}
    for name, place in roles.items():
        AssignmentFactory(user=people[name], **place)
    return people


def _agreement(provider: Provider) -> dict[str, Model]:
    framework = agreement_factories.AgreementFactory(framework=True, ends_on=date(2025, 6, 30))
    return {
        "agreement": framework,
        "call_off": agreement_factories.AgreementFactory(
            kind=AgreementKind.CALL_OFF, parent=framework, provider=provider
        ),
        "area": agreement_factories.AgreementAreaFactory(agreement=framework),
        "option": agreement_factories.OptionFactory(agreement=framework),
        "limit": agreement_factories.DirectAwardLimitFactory(),
        "service_kind": agreement_factories.ServiceKindFactory(),
    }


def _intervention(unit: Unit, provider: Provider, staff: Model) -> dict[str, Model]:
    """Its figures contradict each other: somebody has to rule."""
    intervention = factories.InterventionFactory(unit=unit, provider=provider)
    factories.CostFactory(intervention=intervention, year=YEAR, outcome_year=Decimal(350_000))
    count = factories.ReportedCountFactory(
        intervention=intervention, year=YEAR, registered=20, started=12, completed=9, dropped_out=1
    )
    factories.InterventionYearFactory(
        intervention=intervention, year=YEAR, started=12, completed=9, outcome_year=Decimal(350_000)
    )
    return {
        "intervention": intervention,
        "count": count,
        "group": factories.GroupFactory(intervention=intervention),
        "expected_result": factories.ExpectedResultFactory(intervention=intervention),
        "meeting": factories.DialogueMeetingFactory(intervention=intervention),
        "delivery_staff": factories.DeliveryStaffFactory(intervention=intervention, staff=staff),
        "catalogue_entry": factories.CatalogueEntryFactory(),
    }


def _learning(intervention: Intervention, planner: User) -> dict[str, Model]:
    """A report, findings, and a decision that an earlier intervention hands on to this one."""
    earlier = factories.InterventionFactory(unit=intervention.unit, provider=intervention.provider)
    intervention.predecessor = earlier
    intervention.save(update_fields=["predecessor"])
    handed_on = followup_factories.FindingFactory(intervention=earlier)
    followup_factories.ProviderReportFactory(intervention=intervention)
    return {
        "other_result": followup_factories.ReportedResultFactory(
            intervention=intervention, other=True
        ),
        "finding": followup_factories.FindingFactory(intervention=intervention),
        "theme": followup_factories.ThemeFactory(),
        "decision": followup_factories.DecisionFactory(finding=handed_on),
    }


def _report(department: Unit, planner: User) -> dict[str, Model]:
    """An annual report, written, and a frozen version of it."""
    report = annual.create(year=YEAR, title="Rapport", units=[department], by=planner)
    report.prose.update(text="Skrivet.")
    frozen = annual.freeze(report=report, by=planner, on=timezone.localdate())
    assert isinstance(report, AnnualReport) and isinstance(frozen, FrozenVersion)
    template = annual.upload_template(name="Mall", content=b"docx", by=planner)
    return {"report": report, "frozen": frozen, "word_template": template}


def a_contradiction(intervention: Intervention) -> str:
    """The code of one of the contradictions in its figures."""
    return discrepancies_of([intervention])[0].found.code


def a_text() -> str:
    """The key of one of the places for prose in a report."""
    return PLACES[0].key


def may_see(user: User, thing: Model) -> bool:
    """By the model's own visible_to, or that of what it is a part of. Word lists: everybody."""
    manager = type(thing)._default_manager
    if hasattr(manager, "visible_to"):
        return bool(manager.visible_to(user).filter(pk=thing.pk).exists())
    wholes = [
        getattr(thing, field.name)
        for field in thing._meta.fields
        if field.is_relation and not field.null and field.remote_field.on_delete is CASCADE
    ]
    return all(may_see(user, whole) for whole in wholes)


def may_read_project(user: User, programme: Model) -> bool:
    """Of the project reports, those of the user's own units."""
    return projects(user).filter(pk=programme.pk).exists()
