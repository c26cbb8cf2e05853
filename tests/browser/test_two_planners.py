"""Two planners write in the same plan: the second sees what changed and loses no text."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from stegvis.accounts.models import User
from stegvis.core.models import AuditEvent
from stegvis.interventions.models import Intervention
from stegvis.organisations.models import Unit
from tests.factories.interventions import InterventionFactory


def test_the_second_planner_sees_the_first_ones_text_beside_the_field(
    planner: User, manager: User, kc: Unit, sign_in_as: Callable[..., Page]
) -> None:
    intervention = InterventionFactory(unit=kc)
    address = f"/insatser/{intervention.pk}/planering/skriv/"
    first, second = sign_in_as(planner), sign_in_as(planner)
    first.goto(address)
    second.goto(address)
    first.locator("[name=purpose]").fill("Den förstas syfte")
    first.get_by_role("button", name="Spara underlaget").click()
    expect(first.get_by_text("Planeringsunderlaget är sparat.")).to_be_visible()

    second.locator("[name=purpose]").fill("Den andras syfte")
    second.locator("[name=set_up]").fill("Två grupper")
    second.get_by_role("button", name="Spara underlaget").click()
    expect(second.get_by_role("alert")).to_contain_text("Någon annan hann före")
    expect(second.locator(".theirs").first).to_contain_text("Den förstas syfte")
    expect(second.locator("[name=purpose]")).to_have_value("Den andras syfte")
    expect(second.locator("[name=set_up]")).to_have_value("Två grupper")

    second.get_by_role("button", name="Spara underlaget").click()
    expect(second.get_by_text("Planeringsunderlaget är sparat.")).to_be_visible()
    plan = Intervention.objects.get(pk=intervention.pk).plan
    assert (plan.purpose, plan.set_up) == ("Den andras syfte", "Två grupper")
    changes = AuditEvent.objects.filter(action="plan.changed").order_by("pk")
    assert changes[1].changes["purpose"] == ["Den förstas syfte", "Den andras syfte"]
