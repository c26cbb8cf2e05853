"""The whole way: Språka 1, nr 4 from the lessons of nr 2 to next year's report."""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect

from stegvis.accounts.models import User
from stegvis.followup.enums import DecisionKind, FindingKind
from stegvis.interventions.models import Intervention
from stegvis.organisations.models import Provider, Unit
from tests.factories.followup import DecisionFactory, FindingFactory, ThemeFactory
from tests.factories.interventions import ExpectedResultFactory, InterventionFactory
from tests.factories.organisations import MunicipalityFactory, ProviderStaffFactory

OPEN = ("Planera återbesök på arbetsplatsen", "Skriv mer om nästa steg i återkopplingen")


@pytest.fixture
def world(kc: Unit, provider: Provider) -> SimpleNamespace:
    """Nr 2 has taught something, nr 3 runs, the provider has a teacher."""
    MunicipalityFactory()
    ThemeFactory(name="Gruppdynamik")
    ProviderStaffFactory(provider=provider, name="Lena Läslund")
    common = {"title": "Språka 1", "unit": kc, "provider": provider}
    second = InterventionFactory(number=2, reference_number="0002/24", **common)
    for text in OPEN:
        finding = FindingFactory(intervention=second, kind=FindingKind.DEVELOPMENT)
        DecisionFactory(
            finding=finding, kind=DecisionKind.ACT_NEXT_PLAN, text=text, owner="planerare"
        )
    third = InterventionFactory(
        number=3,
        reference_number="0003/24",
        predecessor=second,
        starts_on=date(2024, 10, 28),
        ends_on=date(2025, 3, 31),
        **common,
    )
    for plan in (third.plan,):
        plan.purpose, plan.set_up, plan.planned_text = "Tala mer svenska", "15 veckor", "ca 15"
        plan.save()
    third.order.need, third.order.target_group = "Mer svenska", "Sfi B och C"
    third.order.asked_by_role = "enhetschef"
    third.order.save()
    ExpectedResultFactory(intervention=third, position=1, text="Kan fråga på jobbet")
    return SimpleNamespace(third=third)


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).first.click()


def follow(page: Page, name: str) -> None:
    page.locator("main").get_by_role("link", name=name, exact=True).first.click()


def fill(page: Page, **values: str) -> None:
    for name, value in values.items():
        page.locator(f"main [name='{name}']").first.fill(value)


def the_path(page: Page) -> list[str]:
    return page.locator(".path a").evaluate_all("all => all.map(one => one.dataset.tone)")


def test_the_whole_way_from_lesson_to_annual_report(
    world: SimpleNamespace,
    planner: User,
    provider_user: User,
    manager: User,
    sign_in_as: Callable[..., Page],
    it_is: Callable[[date], None],
) -> None:
    page = sign_in_as(planner)
    fourth = the_planner_continues_with_nr_4(page, world.third)
    home = f"/insatser/{fourth.pk}/"
    the_order_is_sent_and_accepted(page, home)
    the_plan_is_written(page, home)
    the_plan_cannot_be_approved_before_the_decisions_are_answered(page, home)
    the_dialogue_is_held_and_understood(page, home)
    it_is(date(2025, 7, 1))
    the_delivery_is_counted(page, home)
    provider_page = sign_in_as(provider_user)
    the_provider_answers_and_reports(provider_page, home)
    the_report_is_handed_back_mended_and_received(page, provider_page, home)
    the_joint_analysis_is_held(page, home)
    page.goto(home)
    assert the_path(page) == ["good"] * 7
    it_stands_in_the_report_of_the_year(page)


def the_planner_continues_with_nr_4(page: Page, third: Intervention) -> Intervention:
    page.goto(third.get_absolute_url())
    follow(page, "Skapa nästa nummer")
    press(page, "Skapa fortsättningen")
    expect(page.get_by_role("heading", level=1)).to_have_text("Språka 1, nr 4")
    return Intervention.objects.get(predecessor=third)


def the_order_is_sent_and_accepted(page: Page, home: str) -> None:
    page.goto(f"{home}bestallning/")
    for step in ("Skicka", "Anta"):
        follow(page, step)
        press(page, step)
    expect(page.locator(".badge", has_text="Antagen")).to_be_visible()


def the_plan_is_written(page: Page, home: str) -> None:
    page.goto(f"{home}uppgifter/")
    fill(page, reference_number="0004/25", starts_on="2025-04-01", ends_on="2025-06-13")
    press(page, "Spara")
    page.goto(f"{home}planering/skriv/")
    fill(
        page,
        group_dynamics="Fasta grupper",
        participants_say="Deltagarna väljer teman",
        planned_cost="915 000",
    )
    press(page, "Spara underlaget")
    follow(page, "Ändra 1")
    fill(page, how="lärarens matris", by_whom="läraren", when="första och sista veckan")
    press(page, "Spara")


def the_plan_cannot_be_approved_before_the_decisions_are_answered(page: Page, home: str) -> None:
    page.goto(f"{home}planering/")
    press(page, "Godkänn")
    expect(page.locator(".note--bad")).to_contain_text("2 beslut från tidigare insatser")
    follow(page, "Svara på besluten")
    for text in OPEN:
        expect(page.get_by_role("heading", name=text)).to_be_visible()
        page.get_by_role("link", name=f"Svara : {text}").or_(
            page.get_by_role("link", name=f"Svara: {text}")
        ).click()
        box = page.locator(".card", has=page.get_by_role("heading", name=text))
        box.locator("[name=answer]").first.check()
        box.locator("[name=text]").fill("Står i upplägget.")
        box.get_by_role("button", name="Spara svaret").click()
        expect(box.locator(".badge")).to_have_text("Med i planen")
    page.goto(f"{home}planering/")
    press(page, "Godkänn")
    expect(page.locator(".badge", has_text="Godkänt")).to_be_visible()


def the_dialogue_is_held_and_understood(page: Page, home: str) -> None:
    page.goto(f"{home}dialog/")
    follow(page, "Nytt möte")
    fill(page, purpose="Genomgång av underlaget", notes="Samma bild.")
    fill(page, **{"deltog-0-role": "lärare", "beslut-0-text": "Skicka deltagarlistan"})
    fill(page, **{"beslut-0-owner": "planerare", "beslut-0-due_on": "2025-03-20"})
    press(page, "Spara mötet")
    page.locator("[name=staff]").select_option(label="Lena Läslund, lärare")
    press(page, "Lägg till")
    page.get_by_role("button", name="Har förstått underlaget").click()
    expect(page.locator("[aria-current=page]")).to_contain_text("Klart")


def the_delivery_is_counted(page: Page, home: str) -> None:
    page.goto(f"{home}genomforande/antal/nytt/")
    fill(page, year="2025", planned_text="ca 15", registered="17", no_show="1")
    fill(page, started="16", completed="19", dropped_out="2")
    press(page, "Spara")
    expect(page.get_by_role("alert")).to_contain_text("Fullföljda kan inte vara fler än startade")
    fill(page, completed="14")
    press(page, "Spara")
    page.goto(f"{home}genomforande/kostnad/ny/")
    fill(page, year="2025", outcome_year="915 000")
    press(page, "Spara")
    press(page, "Markera steget som klart")
    expect(page.locator("[aria-current=page]")).to_contain_text("Klart")


def the_provider_answers_and_reports(page: Page, home: str) -> None:
    page.goto("/")
    expect(page.get_by_role("link", name="Språka 1, nr 4").first).to_be_visible()
    page.goto(f"{home}leverantorens-uppfoljning/")
    page.get_by_role("link", name="Kan fråga på jobbet").click()
    page.locator("main [name=answer][value=partly], main select[name=answer]").first.evaluate(
        "one => { if (one.tagName === 'SELECT') one.value = 'partly'; else one.checked = true; }"
    )
    fill(page, text="De flesta frågar nu på egen hand.")
    page.locator("[name$='-0-count']").fill("12")
    page.locator("[name$='-0-of']").fill("14")
    page.locator("[name$='-0-what']").fill("frågar på egen hand")
    press(page, "Spara svaret")
    expect(page.get_by_text("12 av 14 frågar på egen hand")).to_be_visible()
    page.goto(f"{home}rapport/skriv/")
    fill(page, delivery="Som planerat.", participants_view="Nöjda.")
    page.locator("main button.button--primary").first.click()
    follow(page, "Lämna in")
    page.locator("main form button.button--primary").first.click()
    expect(page.locator(".badge", has_text="Inlämnad")).to_be_visible()


def the_report_is_handed_back_mended_and_received(
    page: Page, provider_page: Page, home: str
) -> None:
    page.goto(f"{home}rapport/")
    follow(page, "Lämna tillbaka")
    fill(page, comment="Skriv mer om gruppen.")
    page.locator("main form button.button--primary").first.click()
    expect(page.locator(".badge", has_text="Tillbakalämnad")).to_be_visible()
    provider_page.goto(f"{home}rapport/")
    expect(provider_page.get_by_text("Skriv mer om gruppen.").first).to_be_visible()
    follow(provider_page, "Skriv rapporten")
    fill(provider_page, delivery="Fasta grupper gav trygghet.")
    provider_page.locator("main button.button--primary").first.click()
    follow(provider_page, "Lämna in")
    provider_page.locator("main form button.button--primary").first.click()
    page.goto(f"{home}rapport/")
    follow(page, "Ta emot")
    fill(page, presented_on="2025-06-27")
    page.locator("main form button.button--primary").first.click()
    expect(page.locator(".badge", has_text="Mottagen")).to_be_visible()


def the_joint_analysis_is_held(page: Page, home: str) -> None:
    step = f"{home}gemensam-analys/"
    page.goto(f"{step}skriv/")
    fill(page, held_on="2025-06-30", took_part="planerare", right_thing="Ja.", right_way="Ja.")
    page.locator("main form button.button--primary").first.click()
    for kind, statement in (("success", "Fasta grupper"), ("development", "Mer tid före start")):
        page.goto(f"{step}lardom/ny/")
        page.locator(f"[name=kind][value={kind}]").check()
        fill(page, statement=statement)
        page.get_by_label("Gruppdynamik").check()
        page.locator("main form button.button--primary").first.click()
    page.get_by_role("link", name="Mer tid före start").or_(
        page.locator("a[href$='/beslut/']")
    ).last.click()
    page.locator("[name=kind][value=act_next_plan], [name=kind]").first.check()
    fill(page, text="Två veckor till", owner="planerare", due_on="2025-09-01")
    page.locator("main form button.button--primary").first.click()
    expect(page.locator("[aria-current=page]")).to_contain_text("Klart")


def it_stands_in_the_report_of_the_year(page: Page) -> None:
    page.goto("/arsrapporter/ny/")
    fill(page, year="2025", title="Uppföljningsrapport 2025")
    page.get_by_label("AMA").check()
    press(page, "Skapa utkast")
    expect(page.get_by_role("heading", name="Språka 1, nr 4")).to_be_visible()
    expect(page.locator("article")).to_contain_text("Fasta grupper")
    page.goto("/insatser/?year=2025&q=0004")
    expect(page.get_by_role("row", name="Språka 1, nr 4")).to_contain_text("16")
