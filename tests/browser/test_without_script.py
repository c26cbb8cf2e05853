"""Everything works with JavaScript off."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

from stegvis.accounts.models import User
from stegvis.organisations.models import Unit
from tests.factories.interventions import CategoryFactory, InterventionFactory


def test_sign_in_filter_order_and_send_without_javascript(
    planner: User, kc: Unit, open_browser: Callable[..., BrowserContext]
) -> None:
    CategoryFactory(name="Språk")
    InterventionFactory(unit=kc, title="Hälsa")
    page = open_browser(java_script_enabled=False).new_page()
    page.goto("/insatser/")
    page.get_by_label("E-post").fill(planner.email)
    page.get_by_label("Lösenord").fill("stegvis-prov")
    page.get_by_role("button", name="Logga in").click()
    page.get_by_label("Sök").fill("finns inte")
    page.get_by_role("button", name="Visa").click()
    expect(page.get_by_text("Inga insatser passar det du söker.")).to_be_visible()
    page.goto("/insatser/ny/")
    page.get_by_label("Titel").fill("Språka 1")
    page.get_by_label("Enhet").select_option(label="KC")
    page.get_by_label("Kategori").select_option(label="Språk")
    page.get_by_label("Behov").fill("Mer svenska")
    page.locator("main button.button--primary").click()
    page.locator("[name=target_group]").fill("Sfi B")
    page.locator("[name=asked_by_role]").fill("enhetschef")
    page.get_by_role("button", name="Spara beställningen").click()
    page.get_by_role("link", name="Skicka", exact=True).click()
    page.get_by_role("button", name="Skicka", exact=True).click()
    expect(page.locator(".badge", has_text="Skickad")).to_be_visible()
