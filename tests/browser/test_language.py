"""Swedish, and English behind a switch."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.accessibility import violations

MENU = {"sv": "Huvudmeny", "en": "Main menu"}


def test_the_switch_changes_every_page_of_the_menu_and_back(
    sign_in_as: Callable[..., Page],
) -> None:
    page = sign_in_as("planner")
    page.goto("/")
    swedish = menu(page, "sv")
    page.get_by_role("button", name="English").click()
    english = menu(page, "en")
    assert len(english) == len(swedish)
    assert not set(english) & set(swedish)
    for name in english:
        page.get_by_role("navigation", name=MENU["en"]).get_by_role("link", name=name).click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
        assert violations(page, "html-has-lang", "valid-lang") == []
    page.get_by_role("button", name="Svenska").click()
    assert menu(page, "sv") == swedish


def menu(page: Page, language: str) -> list[str]:
    expect(page.locator("html")).to_have_attribute("lang", language)
    return page.get_by_role("navigation", name=MENU[language]).get_by_role("link").all_inner_texts()
