"""By keyboard alone: past the menu, through the filters, to what was wrong, in and out of boxes."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from stegvis.interventions.models import Intervention
from stegvis.organisations.models import Provider, Unit
from tests.factories.interventions import ExpectedResultFactory, InterventionFactory


@pytest.fixture
def intervention(kc: Unit, provider: Provider) -> Intervention:
    return InterventionFactory(unit=kc, provider=provider, title="Språka 1")


def test_the_first_key_leads_past_the_menu(sign_in_as: Callable[..., Page]) -> None:
    page = sign_in_as("planner")
    page.goto("/insatser/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Hoppa till innehållet")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Ny insats")).to_be_focused()


def test_tab_goes_through_the_whole_page_and_out_again(
    intervention: Intervention, sign_in_as: Callable[..., Page]
) -> None:
    """No trap: every link, button and field is reached once, in the order of the page."""
    page = sign_in_as("planner")
    page.goto(f"/insatser/{intervention.pk}/planering/skriv/")
    expected = page.evaluate(
        """() => [...document.querySelectorAll("a, button, input, select, textarea")]
            .filter((one) => one.type !== "hidden")
            .map((one, place) => { one.dataset.place = place; return String(place); })"""
    )
    reached = []
    for _key in expected:
        page.keyboard.press("Tab")
        reached.append(page.evaluate("() => document.activeElement.dataset.place"))
    assert reached == expected


def test_searching_keeps_the_focus_and_tells_the_number(
    intervention: Intervention, kc: Unit, sign_in_as: Callable[..., Page]
) -> None:
    InterventionFactory(unit=kc, title="Hälsa")
    page = sign_in_as("planner")
    page.goto("/insatser/")
    number = page.get_by_role("status")
    expect(number).to_contain_text("2 insatser")
    page.get_by_label("Sök").focus()
    page.keyboard.type("språka")
    expect(number).to_contain_text("1 insats.")
    expect(page.get_by_label("Sök")).to_be_focused()
    expect(page).to_have_url(re.compile("q=spr%C3%A5ka"))

    page.get_by_label("Läge").focus()
    page.keyboard.press("End")
    expect(number).to_contain_text("0 insatser")
    expect(page.get_by_label("Läge")).to_be_focused()
    page.go_back()
    expect(number).to_contain_text("1 insats.")
    expect(page.get_by_label("Sök")).to_have_value("språka")


def test_errors_take_the_focus_and_lead_to_the_field(sign_in_as: Callable[..., Page]) -> None:
    page = sign_in_as("planner")
    page.goto("/insatser/ny/")
    page.get_by_label("Titel").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("alert").get_by_role("link", name="Titel")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Titel")).to_be_focused()
    expect(page.get_by_label("Titel")).to_have_accessible_description("Fyll i det här fältet.")


def test_the_focus_goes_into_a_box_and_back_to_its_line(
    intervention: Intervention, sign_in_as: Callable[..., Page]
) -> None:
    ExpectedResultFactory(intervention=intervention, text="Söker jobb själv")
    page = sign_in_as("provider_user")
    page.goto(f"/insatser/{intervention.pk}/leverantorens-uppfoljning/")
    page.get_by_role("link", name="Söker jobb själv").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Söker jobb själv")).to_be_focused()

    page.get_by_role("button", name="Spara svaret").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()

    page.get_by_label("Inte nått").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Spara svaret").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Ändra svaret")).to_be_focused()
    expect(page.get_by_role("status").filter(has_text="1 av 1")).to_be_visible()
