"""The whole way: Språka 1, nr 4 from the lessons of nr 2 to next year's report."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Locator, Page, expect

from stegvis.accounts.models import User
from stegvis.followup.enums import DecisionKind
from stegvis.interventions.enums import InterventionStatus
from stegvis.interventions.models import Intervention
from stegvis.organisations.models import Provider, Unit
from tests.factories.followup import DecisionFactory, FindingFactory, ThemeFactory
from tests.factories.interventions import ExpectedResultFactory, InterventionFactory
from tests.factories.organisations import MunicipalityFactory, ProviderStaffFactory

MIDSUMMER = date(2025, 7, 1)
RETURN_VISIT = "Planera återbesök på arbetsplatsen"
FEEDBACK = "Bestäm mall för återkoppling, minst en halv sida"


@pytest.fixture
def nr_3(kc: Unit, provider: Provider) -> Intervention:
    """It runs. Nr 2 is closed and has left two open decisions behind."""
    MunicipalityFactory()
    theme = ThemeFactory(name="Struktur och metod")
    ProviderStaffFactory(provider=provider, name="Lena Läslund")
    common = {"title": "Språka 1", "unit": kc, "provider": provider}
    nr_2 = InterventionFactory(number=2, status=InterventionStatus.CLOSED, **common)
    for statement, text in (
        ("Arbetsplatsbesöken följdes inte upp", RETURN_VISIT),
        ("Den skriftliga återkopplingen var för kort", FEEDBACK),
    ):
        DecisionFactory(
            finding=FindingFactory(intervention=nr_2, statement=statement, themes=[theme]),
            kind=DecisionKind.ACT_NEXT_PLAN,
            text=text,
        )
    nr_3 = InterventionFactory(
        number=3,
        predecessor=nr_2,
        starts_on=date(2024, 10, 28),
        ends_on=date(2025, 3, 31),
        **common,
    )
    ExpectedResultFactory(
        intervention=nr_3, position=1, text="Kan fråga på jobbet", how="", by_whom="", when=""
    )
    return nr_3


def test_the_whole_way_from_lesson_to_annual_report(
    nr_3: Intervention,
    planner: User,
    provider_user: User,
    sign_in_as: Callable[..., Page],
    it_is: Callable[[date], None],
) -> None:
    planner_page, provider_page = sign_in_as(planner), sign_in_as(provider_user)

    nr_4 = the_planner_continues_with_nr_4(planner_page, nr_3)
    the_order_is_written_sent_and_accepted(planner_page, nr_4)
    the_plan_is_written(planner_page, nr_4)
    no_approval_before_each_earlier_decision_is_answered(planner_page, nr_4)
    the_dialogue_is_held_and_the_teacher_has_understood(planner_page, nr_4)

    it_is(MIDSUMMER)
    the_delivery_is_counted_and_paid(planner_page, nr_4)
    the_provider_answers_what_was_expected(provider_page, nr_4)
    the_provider_writes_and_submits_the_report(provider_page, nr_4)
    the_planner_hands_the_report_back(planner_page, nr_4)
    the_provider_mends_it_and_submits_again(provider_page, nr_4)
    the_planner_accepts_the_report(planner_page, nr_4)
    the_joint_analysis_is_held(planner_page, nr_4)

    all_seven_steps_are_done(planner_page, nr_4)
    it_stands_in_the_report_of_the_year(planner_page, nr_4)


def the_planner_continues_with_nr_4(page: Page, nr_3: Intervention) -> Intervention:
    page.goto(nr_3.get_absolute_url())
    follow(page, "Skapa nästa nummer")
    press(page, "Skapa fortsättningen")
    expect(page.get_by_role("heading", level=1)).to_have_text("Språka 1, nr 4")
    return Intervention.objects.get(predecessor=nr_3)


def the_order_is_written_sent_and_accepted(page: Page, nr_4: Intervention) -> None:
    go_to_step(page, nr_4, "1. Beställning")
    follow(page, "Skriv beställningen")
    write(page, "Behov", "Deltagarna behöver tala svenska oftare.")
    write(page, "Målgrupp", "KC-deltagare som läst sfi B eller C")
    write(page, "Vem ber om insatsen?", "enhetschef KC")
    press(page, "Spara beställningen")
    for step in ("Skicka", "Anta"):
        follow(page, step)
        press(page, step)
    expect(badge(page, "Antagen")).to_be_visible()
    expect(current_step(page)).to_contain_text("Klart")


def the_plan_is_written(page: Page, nr_4: Intervention) -> None:
    follow(page, str(nr_4), within=".crumbs")
    follow(page, "Ändra uppgifter")
    write(page, "Från", "2025-04-01")
    write(page, "Till och med", "2025-06-13")
    expect(page.get_by_label("Leverantör")).to_contain_text("Språkverkstan")
    press(page, "Spara")
    go_to_step(page, nr_4, "2. Planering")
    follow(page, "Skriv underlaget")
    for label, text in {
        "Syfte": "Mer svenska i tal på vägen till arbete",
        "Upplägg": "Två grupper, tre förmiddagar i veckan",
        "Planerat antal": "ca 15",
        "Gruppdynamik": "Fasta grupper",
        "Deltagarnas inflytande": "Deltagarna väljer teman vid start",
        "Planerad kostnad, kronor": "488 000",
    }.items():
        write(page, label, text)
    press(page, "Spara underlaget")
    follow(page, "Ändra 1")
    write(page, "Hur följs det upp?", "lärarens matris")
    write(page, "Av vem?", "läraren")
    write(page, "När?", "första och sista veckan")
    press(page, "Spara")
    expect(page.get_by_role("row", name="Kan fråga på jobbet")).to_contain_text("lärarens matris")


def no_approval_before_each_earlier_decision_is_answered(page: Page, nr_4: Intervention) -> None:
    checklist = page.get_by_role("region", name="Från tidigare insatser")
    expect(checklist.get_by_role("listitem")).to_have_count(2)
    expect(checklist).to_contain_text("Språka 1, nr 2")
    for answered, decision in enumerate((RETURN_VISIT, FEEDBACK)):
        press(page, "Godkänn")
        expect(page.get_by_role("status").first).to_contain_text("tidigare insatser")
        expect(badge(page, "Utkast")).to_be_visible()
        follow(page, "Svara på besluten")
        expect(page.get_by_text(f"{answered} av 2 beslut besvarade")).to_be_visible()
        follow(page, f"Svara : {decision}")
        box = page.locator(".card").filter(has=page.get_by_role("heading", name=decision))
        box.get_by_label("Med i planen").check()
        box.get_by_label("Hur, eller varför inte?").fill("Står i upplägget.")
        box.get_by_role("button", name="Spara svaret").click()
        expect(badge(box, "Med i planen")).to_be_visible()
        go_to_step(page, nr_4, "2. Planering")
    press(page, "Godkänn")
    expect(badge(page, "Godkänt")).to_be_visible()
    expect(current_step(page)).to_contain_text("Klart")


def the_dialogue_is_held_and_the_teacher_has_understood(page: Page, nr_4: Intervention) -> None:
    go_to_step(page, nr_4, "3. Dialog")
    follow(page, "Nytt möte")
    write(page, "Syfte med mötet", "Genomgång av underlaget")
    for line, (side, role) in enumerate((("Beställare", "planerare"), ("Leverantör", "lärare"))):
        page.get_by_label("Part").nth(line).select_option(label=side)
        page.get_by_label("Roll (frivilligt)", exact=True).nth(line).fill(role)
    write(page, "Beslut", "Skicka deltagarlistan två veckor före start")
    write(page, "Ansvarig roll", "planerare")
    write(page, "Senast", "2025-03-18")
    press(page, "Spara mötet")
    expect(page.get_by_text("planerare (beställare), lärare (leverantör)")).to_be_visible()
    page.get_by_label("Person hos leverantören").select_option(label="Lena Läslund, lärare")
    press(page, "Lägg till")
    press(page, "Har förstått underlaget Lena Läslund")
    expect(page.get_by_text("har förstått underlaget 2025-03-03")).to_be_visible()
    expect(current_step(page)).to_contain_text("Klart")


def the_delivery_is_counted_and_paid(page: Page, nr_4: Intervention) -> None:
    go_to_step(page, nr_4, "4. Genomförande")
    follow(page, "För in antal")
    write(page, "År", "2025")
    for label, number in {"Anmälda": 17, "Uteblev": 1, "Startade": 16, "Avbrott": 2}.items():
        write(page, label, str(number))
    write(page, "Fullföljda", "19")
    press(page, "Spara")
    expect(page.get_by_role("alert")).to_contain_text("Fullföljda kan inte vara fler än startade.")
    write(page, "Fullföljda", "14")
    press(page, "Spara")
    follow(page, "För in kostnad")
    write(page, "År", "2025")
    write(page, "Utfall det året, kronor", "488 000")
    press(page, "Spara")
    press(page, "Markera steget som klart")
    expect(current_step(page)).to_contain_text("Klart")


def the_provider_answers_what_was_expected(page: Page, nr_4: Intervention) -> None:
    page.goto("/")
    follow(page, "Språka 1, nr 4")
    go_to_step(page, nr_4, "5. Leverantörens uppföljning")
    follow(page, "Svara : Kan fråga på jobbet")
    page.get_by_label("Delvis nått").check()
    write(page, "Redovisat resultat", "De flesta frågar nu på egen hand.")
    for label, text in {"Antal": "12", "av": "14", "vad": "frågar på egen hand"}.items():
        write(page, label, text)
    press(page, "Spara svaret")
    expect(page.get_by_text("12 av 14 frågar på egen hand")).to_be_visible()
    expect(page.get_by_text("1 av 1 förväntade resultat besvarade")).to_be_visible()


def the_provider_writes_and_submits_the_report(page: Page, nr_4: Intervention) -> None:
    go_to_step(page, nr_4, "6. Rapport")
    follow(page, "Skriv rapporten")
    write(page, "Genomförande", "Som planerat.")
    write(page, "Deltagarnas utvärdering", "Deltagarna är nöjda.")
    press(page, "Spara rapporten")
    submit(page)


def the_planner_hands_the_report_back(page: Page, nr_4: Intervention) -> None:
    go_to_step(page, nr_4, "6. Rapport")
    follow(page, "Lämna tillbaka")
    write(page, "Vad behöver ändras?", "Skriv mer om hur gruppen fungerade.")
    press(page, "Lämna tillbaka")
    expect(badge(page, "Tillbakalämnad")).to_be_visible()


def the_provider_mends_it_and_submits_again(page: Page, nr_4: Intervention) -> None:
    go_to_step(page, nr_4, "6. Rapport")
    expect(page.locator(".note--warn").first).to_contain_text("Skriv mer om hur gruppen fungerade.")
    follow(page, "Skriv rapporten")
    write(page, "Genomförande", "Som planerat. Fasta grupper gav trygghet.")
    press(page, "Spara rapporten")
    submit(page)


def submit(page: Page) -> None:
    follow(page, "Lämna in")
    press(page, "Lämna in")
    expect(badge(page, "Inlämnad")).to_be_visible()


def the_planner_accepts_the_report(page: Page, nr_4: Intervention) -> None:
    go_to_step(page, nr_4, "6. Rapport")
    expect(page.get_by_text("Fasta grupper gav trygghet.")).to_be_visible()
    follow(page, "Ta emot")
    write(page, "När presenterades rapporten?", "2025-06-27")
    press(page, "Ta emot")
    expect(badge(page, "Mottagen")).to_be_visible()
    expect(page.get_by_role("heading", name="Omgång 2")).to_be_visible()
    expect(current_step(page)).to_contain_text("Klart")


def the_joint_analysis_is_held(page: Page, nr_4: Intervention) -> None:
    go_to_step(page, nr_4, "7. Gemensam analys")
    follow(page, "Skriv analysen")
    write(page, "När hölls den?", "2025-06-30")
    write(page, "Vilka deltog?", "planerare, lärare")
    write(page, "Var det rätt insats för målgruppen?", "Ja.")
    write(page, "Gjordes den på rätt sätt?", "Ja, men start utan förberedelse.")
    press(page, "Spara analysen")
    for kind, button, statement in (
        ("Framgångsfaktor", "Lägg till framgångsfaktor", "Fasta grupper gav trygghet"),
        ("Utvecklingsområde", "Lägg till utvecklingsområde", "Mer tid före start"),
    ):
        follow(page, button)
        expect(page.get_by_label(kind)).to_be_checked()
        write(page, "Kort", statement)
        page.get_by_label("Struktur och metod").check()
        press(page, "Spara")
        expect(page.get_by_role("heading", name=statement)).to_be_visible()
    follow(page, "Besluta : Mer tid före start")
    page.get_by_label("Ta med i nästa planering").check()
    write(page, "Vad ska göras?", "Två veckors förberedelse")
    write(page, "Ansvarig", "planerare")
    write(page, "Senast", "2025-09-01")
    press(page, "Spara beslutet")
    expect(page.get_by_text("Ta med i nästa planering: Två veckors förberedelse")).to_be_visible()
    expect(current_step(page)).to_contain_text("Klart")


def all_seven_steps_are_done(page: Page, nr_4: Intervention) -> None:
    page.goto(nr_4.get_absolute_url())
    steps = page.get_by_role("navigation", name="De sju stegen").get_by_role("listitem")
    expect(steps).to_have_count(7)
    expect(steps.filter(has_text="Klart")).to_have_count(7)


def it_stands_in_the_report_of_the_year(page: Page, nr_4: Intervention) -> None:
    page.goto("/insatser/?year=2025")
    row = page.get_by_role("row", name=str(nr_4))
    expect(row.get_by_role("cell")).to_contain_text(["KC", "16", "14", "488 000 kr"])
    page.goto("/arsrapporter/")
    follow(page, "Ny årsrapport")
    write(page, "År", "2025")
    write(page, "Titel", "Uppföljningsrapport 2025")
    page.get_by_label("AMA").check()
    press(page, "Skapa utkast")
    contents = page.get_by_role("navigation", name="Innehåll")
    expect(contents.get_by_role("link", name="Språka 1, nr 4")).to_have_text("5.1.2 Språka 1, nr 4")
    sheet = page.locator("section").filter(has=page.get_by_role("heading", name="Språka 1, nr 4"))
    expect(sheet.last).to_contain_text("12 av 14 frågar på egen hand")
    expect(sheet.last).to_contain_text("Fasta grupper gav trygghet")


def follow(page: Page, name: str, within: str = "main") -> None:
    page.locator(within).get_by_role("link", name=name, exact=True).first.click()


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def write(page: Page, label: str, text: str) -> None:
    field(page, label).fill(text)


def field(page: Page, label: str) -> Locator:
    """The first of that label: in a list of lines, the first line's."""
    name = re.compile(rf"^{re.escape(label)}( \(frivilligt\))?$")
    return page.locator("main").get_by_label(name).first


def go_to_step(page: Page, intervention: Intervention, name: str) -> None:
    if intervention.get_absolute_url() not in page.url:
        page.goto(intervention.get_absolute_url())
    page.get_by_role("navigation", name="De sju stegen").get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=2).first).to_contain_text(name)


def current_step(page: Page) -> Locator:
    return page.get_by_role("navigation", name="De sju stegen").locator("[aria-current=page]")


def badge(part: Page | Locator, text: str) -> Locator:
    return part.locator(".badge", has_text=text).first
