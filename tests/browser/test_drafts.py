"""What is typed is kept, and the page tells the truth about it."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from stegvis.accounts.models import User
from stegvis.organisations.models import Unit
from tests.factories.interventions import InterventionFactory


def test_typing_is_kept_and_offered_back(
    planner: User, kc: Unit, sign_in_as: Callable[..., Page]
) -> None:
    address = f"/insatser/{InterventionFactory(unit=kc).pk}/bestallning/skriv/"
    page = sign_in_as(planner)
    page.goto(address)
    page.locator("[name=need]").press_sequentially("Tala mer svenska")
    expect(page.locator("[data-draft-status]")).to_contain_text("Utkast sparat")
    page.goto(address)
    expect(page.locator("[name=need]")).to_have_value("")
    page.get_by_role("button", name="Hämta tillbaka det").click()
    expect(page.locator("[name=need]")).to_have_value("Tala mer svenska")
    page.get_by_role("button", name="Spara beställningen").click()
    page.goto(address)
    expect(page.get_by_role("button", name="Hämta tillbaka det")).to_have_count(0)


def test_a_lost_connection_is_told_and_the_text_stays(
    planner: User, kc: Unit, sign_in_as: Callable[..., Page], watch: Any
) -> None:
    watch.allow("/utkast/", "ERR_")
    page = sign_in_as(planner)
    page.goto(f"/insatser/{InterventionFactory(unit=kc).pk}/bestallning/skriv/")
    page.route("**/utkast/**", lambda route: route.abort())
    page.locator("[name=need]").press_sequentially("Tala mer")
    expect(page.locator("[data-draft-status]")).to_contain_text("inte sparat")
    expect(page.locator("[name=need]")).to_have_value("Tala mer")
