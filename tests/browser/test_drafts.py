"""What is typed is kept, and the page tells the truth about it."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from stegvis.interventions.models import Intervention
from stegvis.organisations.models import Provider, Unit
from tests.factories.interventions import ExpectedResultFactory, InterventionFactory

OFFER = "Det finns ett utkast som inte är sparat i formuläret"


@pytest.fixture
def intervention(kc: Unit, provider: Provider) -> Intervention:
    return InterventionFactory(unit=kc, provider=provider)


def status(page: Page) -> Locator:
    return page.locator("[data-draft-status]")


def test_typing_is_kept_and_offered_back(
    intervention: Intervention, sign_in_as: Callable[..., Page]
) -> None:
    address = f"/insatser/{intervention.pk}/bestallning/skriv/"
    page = sign_in_as("planner")
    page.goto(address)
    page.get_by_label("Behov").press_sequentially("Tala mer svenska")
    expect(status(page)).to_contain_text("Utkast sparat")

    page.goto(address)
    expect(status(page)).to_contain_text(OFFER)
    expect(page.get_by_label("Behov")).to_have_value("")
    page.get_by_role("button", name="Hämta tillbaka det").click()
    expect(page.get_by_label("Behov")).to_have_value("Tala mer svenska")

    page.get_by_role("button", name="Spara beställningen").click()
    expect(page.get_by_text("Beställningen är sparad.")).to_be_visible()
    with page.expect_response("**/utkast/**"):
        page.goto(address)
    expect(status(page)).to_be_empty()


def test_a_draft_can_be_thrown_away(
    intervention: Intervention, sign_in_as: Callable[..., Page]
) -> None:
    address = f"/insatser/{intervention.pk}/bestallning/skriv/"
    page = sign_in_as("planner")
    page.goto(address)
    page.get_by_label("Behov").press_sequentially("Fel")
    expect(status(page)).to_contain_text("Utkast sparat")
    page.goto(address)
    page.get_by_role("button", name="Kasta det").click()
    expect(status(page)).to_be_empty()
    with page.expect_response("**/utkast/**"):
        page.goto(address)
    expect(status(page)).to_be_empty()


def test_a_box_that_was_swapped_in_keeps_what_is_typed_too(
    intervention: Intervention, sign_in_as: Callable[..., Page]
) -> None:
    ExpectedResultFactory(intervention=intervention, text="Söker jobb själv")
    page = sign_in_as("provider_user")
    for _visit in range(2):
        page.goto(f"/insatser/{intervention.pk}/leverantorens-uppfoljning/")
        page.get_by_role("link", name="Söker jobb själv").click()
        if _visit == 0:
            page.get_by_label("Delvis nått").check()
            page.get_by_label("Redovisat resultat").press_sequentially("De flesta")
            expect(status(page)).to_contain_text("Utkast sparat")
    page.get_by_role("button", name="Hämta tillbaka det").click()
    expect(page.get_by_label("Redovisat resultat")).to_have_value("De flesta")
    expect(page.get_by_label("Delvis nått")).to_be_checked()


@pytest.mark.parametrize(
    "refuse",
    [lambda route: route.abort(), lambda route: route.fulfill(status=503)],
    ids=["no connection", "the server refuses"],
)
def test_what_is_not_kept_is_told_and_the_text_stays(
    refuse: Callable[[Route], None],
    intervention: Intervention,
    sign_in_as: Callable[..., Page],
    watch: Any,
) -> None:
    watch.allow("/utkast/", "ERR_FAILED", "503")
    page = sign_in_as("planner")
    page.goto(f"/insatser/{intervention.pk}/bestallning/skriv/")
    page.route("**/utkast/**", refuse)
    page.get_by_label("Behov").press_sequentially("Tala mer")
    expect(status(page)).to_have_text(
        "Utkastet är inte sparat: ingen kontakt. Texten finns kvar här på sidan."
    )
    expect(page.get_by_label("Behov")).to_have_value("Tala mer")
