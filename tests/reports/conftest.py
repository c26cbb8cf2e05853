"""A small world for the report's tests: two units, six interventions, charts that cost nothing."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from stegvis.accounts.models import User
from stegvis.analysis import charts
from stegvis.core.models import AuditEvent
from stegvis.interventions.models import Category, Intervention
from stegvis.organisations.models import Municipality, Provider, Unit
from stegvis.reports.documents import docx, pdf, xlsx
from stegvis.reports.models import AnnualReport
from tests.factories.interventions import (
    CategoryFactory,
    CostFactory,
    InterventionFactory,
    InterventionYearFactory,
    ReportedCountFactory,
)
from tests.factories.organisations import AssignmentFactory, MunicipalityFactory, UserFactory
from tests.factories.reports import AnnualReportFactory

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10" viewBox="0 0 10 10"/>'


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> Path:
    """Snapshots and what is kept in the cache belong to one test."""
    settings.SNAPSHOT_DIR = tmp_path / "snapshots"
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": str(tmp_path),
        }
    }
    return Path(settings.SNAPSHOT_DIR)


@pytest.fixture(autouse=True)
def plain_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawing takes most of a report's time. tests/demo draws real charts."""
    for name in charts.__all__:
        if callable(getattr(charts, name)):
            monkeypatch.setattr(charts, name, lambda *args, **kwargs: SVG)


@pytest.fixture
def plain_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests about when files are made and kept, not about what stands in them."""
    for renderer in (docx, pdf, xlsx):
        monkeypatch.setattr(
            renderer, "render", lambda document, template=b"": repr(document).encode() + template
        )


@pytest.fixture
def municipality(db: None) -> Municipality:
    return MunicipalityFactory()


Counted = Callable[..., Intervention]


@pytest.fixture
def counted(provider: Provider) -> Counted:
    """An intervention with a year's reported counts, their resolved figures and a cost."""

    def make(unit: Unit, category: Category, started: int | None, **values: Any) -> Intervention:
        completed = values.pop("completed", started)
        cost = Decimal(values.pop("cost", 100_000))
        one = InterventionFactory(unit=unit, category=category, provider=provider, **values)
        counts = {"started": started, "completed": completed}
        ReportedCountFactory(intervention=one, **counts)
        CostFactory(intervention=one, planned_total=cost, outcome_year=cost)
        basis = {} if started is None else {"started_basis": "reported"}
        InterventionYearFactory(
            intervention=one, **counts, **basis, planned_total=cost, outcome_year=cost
        )
        return one

    return make


@pytest.fixture
def language(db: None) -> Category:
    return CategoryFactory(name="Språk", position=1)


@pytest.fixture
def health(db: None) -> Category:
    return CategoryFactory(name="Hälsa", position=2)


@pytest.fixture
def listed(
    municipality: Municipality,
    kc: Unit,
    cfa: Unit,
    language: Category,
    health: Category,
    counted: Counted,
) -> list[Intervention]:
    """Three of KC and three of CFA, in two categories."""
    return [
        counted(kc, language, 40, completed=30),
        counted(kc, health, 30, completed=24),
        counted(kc, health, 20, completed=10),
        counted(cfa, language, 60, completed=50),
        counted(cfa, health, 50, completed=30),
        counted(cfa, health, 25, completed=20),
    ]


@pytest.fixture
def report(department: Unit, listed: list[Intervention]) -> AnnualReport:
    """The department's draft of 2024, unwritten."""
    return AnnualReportFactory(units=[department])


@pytest.fixture
def person() -> Callable[..., User]:
    """Somebody with a role in a unit."""

    def make(role: str, unit: Unit) -> User:
        return AssignmentFactory(user=UserFactory(), role=role, unit=unit).user

    return make


@pytest.fixture
def events(db: None) -> Callable[[], list[str]]:
    """What the change log says since the test began to act."""
    before = set(AuditEvent.objects.values_list("pk", flat=True))

    def since() -> list[str]:
        new = AuditEvent.objects.exclude(pk__in=before).order_by("pk")
        return list(new.values_list("action", flat=True))

    return since
