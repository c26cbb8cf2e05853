from collections.abc import Callable

import pytest

from stegvis.core.models import AuditEvent
from stegvis.interventions.enums import InterventionStep, StepStatus
from stegvis.interventions.models import Intervention
from stegvis.organisations.models import Provider, Unit
from tests.factories.interventions import InterventionFactory


@pytest.fixture
def intervention(kc: Unit, provider: Provider) -> Intervention:
    return InterventionFactory(title="Språka 1", number=2, unit=kc, provider=provider)


@pytest.fixture
def status() -> Callable[[Intervention, InterventionStep], StepStatus]:
    """How far a step has come, as the database has it."""

    def read(intervention: Intervention, step: InterventionStep) -> StepStatus:
        return StepStatus(intervention.steps.get(step=step).status)

    return read


@pytest.fixture
def events(db: None) -> Callable[[], list[str]]:
    """The actions in the change log since the last time it was asked, oldest first."""
    seen = 0

    def since() -> list[str]:
        nonlocal seen
        rows = list(AuditEvent.objects.order_by("pk").values_list("pk", "action"))
        new = [action for pk, action in rows if pk > seen]
        seen = rows[-1][0] if rows else 0
        return new

    return since
