"""By keyboard alone: the skip link, the filters, the errors."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from stegvis.accounts.models import User
from stegvis.organisations.models import Unit
from tests.factories.interventions import InterventionFactory


def test_the_first_key_leads_past_the_menu(planner: User, sign_in_as: Callable[..., Page]) -> None:
    page = sign_in_as(planner)
    page.goto("/insatser/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Hoppa till innehållet")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_searching_keeps_the_focus_and_tells_the_number(
    planner: User, kc: Unit, sign_in_as: Callable[..., Page]
) -> None:
    InterventionFactory(unit=kc, title="Språka 1")
    InterventionFactory(unit=kc, title="Hälsa")
    page = sign_in_as(planner)
    page.goto("/insatser/")
    page.get_by_label("Sök").focus()
    page.keyboard.type("språka")
    expect(page.locator("#table [role=status]")).to_contain_text("1 insats")
    expect(page.get_by_label("Sök")).to_be_focused()
    assert "q=spr" in page.url
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Insatser")


def test_errors_take_the_focus_and_lead_to_the_field(
    planner: User, kc: Unit, sign_in_as: Callable[..., Page]
) -> None:
    page = sign_in_as(planner)
    page.goto("/insatser/ny/")
    page.get_by_label("Titel").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("alert").get_by_role("link", name="Titel").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("Språka 1")
    expect(page.locator("[name=title]")).to_have_value("Språka 1")
