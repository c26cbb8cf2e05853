"""Two planners write in the same plan: the second sees what changed and loses no text."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from stegvis.accounts.models import User
from stegvis.accounts.roles import Role
from stegvis.core.models import AuditEvent
from stegvis.interventions.models import Intervention
from stegvis.organisations.models import Unit
from tests.factories.interventions import InterventionFactory
from tests.factories.organisations import AssignmentFactory


@pytest.fixture
def colleague(department: Unit) -> User:
    return AssignmentFactory(role=Role.PLANNER, unit=department).user


def test_the_second_sees_the_first_ones_text_beside_the_field(
    planner: User, colleague: User, kc: Unit, sign_in_as: Callable[..., Page]
) -> None:
    intervention = InterventionFactory(unit=kc)
    first, second = sign_in_as(planner), sign_in_as(colleague)
    for page in (first, second):
        page.goto(f"/insatser/{intervention.pk}/planering/skriv/")

    first.get_by_label("Syfte").fill("Den förstas syfte")
    saves(first)
    expect(first.get_by_text("Planeringsunderlaget är sparat.")).to_be_visible()

    second.get_by_label("Syfte").fill("Den andras syfte")
    second.get_by_label("Upplägg").fill("Två grupper")
    saves(second)
    expect(second.get_by_role("alert")).to_contain_text("Någon annan hann före")
    expect(second.get_by_role("alert")).to_be_focused()
    beside = second.locator(".field", has=second.get_by_label("Syfte"))
    expect(beside).to_contain_text("Sparat av någon annan: Den förstas syfte")
    expect(second.get_by_label("Syfte")).to_have_value("Den andras syfte")
    expect(second.get_by_label("Upplägg")).to_have_value("Två grupper")
    assert plan_of(intervention) == ("Den förstas syfte", "")

    saves(second)
    expect(second.get_by_text("Planeringsunderlaget är sparat.")).to_be_visible()
    assert plan_of(intervention) == ("Den andras syfte", "Två grupper")
    assert [(event.by, event.changes["purpose"]) for event in changes()] == [
        (planner, ["", "Den förstas syfte"]),
        (colleague, ["Den förstas syfte", "Den andras syfte"]),
    ]


def saves(page: Page) -> None:
    page.get_by_role("button", name="Spara underlaget").click()


def plan_of(intervention: Intervention) -> tuple[str, str]:
    plan = Intervention.objects.get(pk=intervention.pk).plan
    return plan.purpose, plan.set_up


def changes() -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(action="plan.changed").order_by("pk"))
