"""A contact with an employer is logged on a phone in under 30 seconds: few touches, nothing to look
up, and nothing lost without script."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from stegvis.accounts.models import User
from stegvis.employers.models import EmployerContact
from stegvis.participants.models import Enrolment
from tests.factories.employers import EmployerContactFactory, WorkplaceFactory
from tests.factories.participants import EnrolmentFactory

NEW = "/arbetsgivarkontakter/ny/"
PHONES = [{"width": 320, "height": 640}, {"width": 390, "height": 844}]
TOUCH, LETTER, LOOK = 1.2, 0.3, 1.0  # seconds for a thumb, a letter on a phone, reading a new part
WAITS = 10  # of the 30 seconds, for the network and the server; what they take here depends on load
LIMIT = 30 - WAITS


@dataclass
class Hand:
    """Counts what a person has to do, and how long that takes a practised thumb."""

    touches: int = 0
    letters: int = 0

    def touch(self, target: Locator) -> None:
        target.scroll_into_view_if_needed()
        box = target.bounding_box()
        assert box is not None and box["height"] >= 44, "smaller than a thumb"
        target.tap()
        self.touches += 1

    def write(self, target: Locator, text: str) -> None:
        self.touch(target)
        target.press_sequentially(text)
        self.letters += len(text)

    @property
    def seconds(self) -> float:
        return self.touches * (TOUCH + LOOK) + self.letters * LETTER


def choice(page: Page, words: str) -> Locator:
    return page.locator(".pick label").filter(has=page.get_by_text(words, exact=True))


def save(page: Page) -> Locator:
    return page.get_by_role("button", name="Spara kontakten").first


@pytest.mark.parametrize("phone", PHONES, ids=["320", "390"])
def test_at_an_employer_that_is_known(
    phone: dict[str, int], caseworker: User, sign_in_as: Callable[..., Page]
) -> None:
    WorkplaceFactory(employer__name="Kvarnens kök", place="Centrum")
    page = sign_in_as(caseworker, viewport=phone, has_touch=True)
    page.goto(NEW)
    hand = Hand()
    hand.write(page.get_by_label("Arbetsgivare"), "kva")
    hand.touch(choice(page, "Kvarnens kök, Centrum"))
    hand.touch(choice(page, "Besök"))
    hand.touch(choice(page, "Intresserad"))
    assert page.evaluate("document.documentElement.scrollWidth") <= phone["width"]
    hand.touch(save(page))
    expect(page.get_by_text("Kontakten är sparad.")).to_be_visible()
    assert hand.touches <= 5 and hand.seconds < LIMIT
    contact = EmployerContact.objects.get()
    assert (contact.employer.name, contact.by) == ("Kvarnens kök", caseworker)
    assert (contact.mode, contact.result) == ("visit", "interested")


@pytest.mark.parametrize("phone", PHONES, ids=["320", "390"])
def test_the_door_one_knocked_on_last_is_four_touches(
    phone: dict[str, int], caseworker: User, sign_in_as: Callable[..., Page]
) -> None:
    EmployerContactFactory(by=caseworker, employer__name="Bageriet")
    page = sign_in_as(caseworker, viewport=phone, has_touch=True)
    page.goto(NEW)
    hand = Hand()
    hand.touch(choice(page, "Bageriet"))
    hand.touch(choice(page, "Telefon"))
    hand.touch(choice(page, "Inte nu"))
    hand.touch(save(page))
    expect(page.get_by_text("Kontakten är sparad.")).to_be_visible()
    assert hand.touches == 4 and hand.seconds < LIMIT
    assert EmployerContact.objects.filter(result="not_now").exists()


@pytest.mark.parametrize("phone", PHONES, ids=["320", "390"])
def test_at_a_new_one_for_a_participant_with_a_next_contact(
    phone: dict[str, int], caseworker: User, kc: object, sign_in_as: Callable[..., Page]
) -> None:
    """All that there is to fill in but the note, and still under half a minute."""
    enrolment: Enrolment = EnrolmentFactory(programme__unit=kc, caseworker=caseworker)
    page = sign_in_as(caseworker, viewport=phone, has_touch=True)
    page.goto(NEW)
    hand = Hand()
    hand.write(page.get_by_label("Arbetsgivare"), "Ekens café")
    hand.touch(choice(page, "Ny arbetsgivare: Ekens café"))
    hand.touch(choice(page, "Besök"))
    hand.touch(choice(page, "Erbjuder plats"))
    hand.touch(choice(page, "Om 1 vecka"))
    hand.touch(page.get_by_label("För en deltagare"))
    page.get_by_label("För en deltagare").select_option(label=str(enrolment.participant))
    hand.touch(page.get_by_role("button", name="Spara kontakten").last)
    expect(page.get_by_role("heading", name="Ekens café")).to_be_visible()
    assert hand.touches <= 7 and hand.seconds < LIMIT
    contact = EmployerContact.objects.get()
    assert (contact.employer.name, contact.enrolment) == ("Ekens café", enrolment)
    assert contact.next_on is not None and (contact.next_on - contact.on).days == 7


def test_without_script(caseworker: User, open_browser: Callable[..., BrowserContext]) -> None:
    WorkplaceFactory(employer__name="Kvarnens kök")
    page = open_browser(java_script_enabled=False, viewport=PHONES[0]).new_page()
    page.goto(NEW)
    page.get_by_label("E-post").fill(caseworker.email)
    page.get_by_label("Lösenord").fill("stegvis-prov")
    page.get_by_role("button", name="Logga in").click()
    page.get_by_label("Arbetsgivare").fill("kva")
    page.get_by_label("Anteckning").fill("Frågade efter Kim")
    page.get_by_role("button", name="Sök", exact=True).click()
    page.get_by_label("Kvarnens kök").check()
    page.get_by_label("Besök", exact=True).check()
    page.get_by_label("Intresserad").check()
    page.get_by_role("button", name="Spara kontakten").first.click()
    expect(page.get_by_text("Frågade efter Kim")).to_be_visible()
    assert EmployerContact.objects.get().employer.name == "Kvarnens kök"


def test_with_the_keyboard(caseworker: User, sign_in_as: Callable[..., Page]) -> None:
    WorkplaceFactory(employer__name="Kvarnens kök")
    page = sign_in_as(caseworker)
    page.goto(NEW)
    page.get_by_label("Arbetsgivare").focus()
    page.keyboard.type("kva")
    expect(choice(page, "Kvarnens kök, Hisingen")).to_be_visible()
    page.keyboard.press("Tab")  # the search button
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Kontakten är sparad.")).to_be_visible()
    contact = EmployerContact.objects.get()
    assert (contact.mode, contact.result) == ("visit", "nobody_there")
