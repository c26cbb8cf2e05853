"""One person's way: from the referral to the follow-up twelve months after she left for work.

The caseworker sits at a desk for what is long, and has a phone at the employer's and on the way."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Locator, Page, expect

from stegvis.accounts.models import User
from stegvis.accounts.roles import Role
from stegvis.casework.enums import CheckpointKind
from stegvis.organisations.models import Unit
from stegvis.participants.actions import persons
from stegvis.participants.enums import CodeScheme, Sex
from stegvis.participants.models import Enrolment, Participant, Programme
from tests.browser.accessibility import outside
from tests.browser.test_whole_way import badge, field, follow, press, write
from tests.factories.casework import CheckpointRuleFactory
from tests.factories.organisations import AssignmentFactory, UnitFactory, UserFactory
from tests.factories.participants import (
    NUMBERS,
    CodeFactory,
    EnrolmentFactory,
    ProgrammeFactory,
)

PHONE = {"width": 390, "height": 844}
NUMBER = NUMBERS[Sex.WOMAN][400]
CALL = "070-000 11 11"
MAJA = "Maja Provsson"
FEEDBACK = "Maja har fått arbete i köket. Vi hör av oss efter en månad."
TO_START, AT_THE_DOOR, FIRST_DAY, VISIT = (
    *(date(2025, 3, 10), date(2025, 3, 20)),
    *(date(2025, 3, 24), date(2025, 4, 1)),
)
ILL, WELL_AGAIN, LAST_DAY = date(2025, 4, 22), date(2025, 5, 22), date(2025, 8, 29)
AFTER_1, AFTER_6, AFTER_12 = date(2025, 9, 29), date(2026, 2, 28), date(2026, 8, 31)


@pytest.fixture
def programme(kc: Unit) -> Programme:
    """With a rule, some words to choose, and a participant with the same name and phone."""
    programme = ProgrammeFactory(name="Jobbspåret", slug="jobbsparet", unit=kc)
    CheckpointRuleFactory(programme=programme, kind=CheckpointKind.NO_VISIT, days=21)
    known = {"first_name": "Maja", "last_name": "Provsson", "phone": CALL}
    EnrolmentFactory(participant=persons.create(by=None, **known), programme=programme)
    for scheme, code, label in (
        (CodeScheme.EDUCATION, "20", "Förgymnasial utbildning, 9 (10) år"),
        (CodeScheme.LIVELIHOOD, "forsorjningsstod", "Försörjningsstöd"),
        (CodeScheme.OCCUPATION, "9411", "Snabbmatspersonal"),
        (CodeScheme.LANGUAGE, "so", "Somaliska"),
    ):
        CodeFactory(scheme=scheme, code=code, label=label)
    return programme


@pytest.fixture
def referrer(department: Unit) -> User:
    user = UserFactory(name="Rut Remittent")
    unit = UnitFactory(name="Socialkontoret", short_name="Soc")
    AssignmentFactory(user=user, role=Role.REFERRER, unit=unit)
    return user


def test_one_persons_way_from_referral_to_a_year_after(
    programme: Programme,
    referrer: User,
    caseworker: User,
    sign_in_as: Callable[..., Page],
    it_is: Callable[[date], None],
) -> None:
    referrer_page, desk = sign_in_as(referrer), sign_in_as(caseworker)
    phone = sign_in_as(caseworker, viewport=PHONE, has_touch=True)

    the_referrer_writes_a_referral(referrer_page)
    the_caseworker_takes_it_into_the_queue(phone, caseworker)
    the_referrer_sees_that_it_is_in_the_queue(referrer_page)

    it_is(TO_START)
    maja = the_caseworker_enrols_a_new_person(desk)
    the_background_is_asked_for(desk, maja)
    what_must_be_told_at_the_start_is_told(desk, maja)
    the_plan_is_written(desk, maja)
    the_first_activity_is_added(desk, maja)

    it_is(AT_THE_DOOR)
    an_employer_is_asked_at_the_door(phone, maja)
    it_is(FIRST_DAY)
    the_placement_begins(phone)
    it_is(VISIT)
    the_caseworker_visits(phone, maja)

    it_is(ILL)
    maja_needs_a_pause(phone, maja)
    it_is(WELL_AGAIN)
    my_day_says_that_the_pause_is_to_be_looked_at_and_she_comes_back(phone)
    my_day_says_that_nobody_has_visited_and_it_may_rest(phone)

    it_is(LAST_DAY)
    the_placement_ends_with_a_job(phone, maja)
    maja_leaves_for_work(desk, maja)
    the_referrer_reads_how_it_went(referrer_page)

    it_is(AFTER_1)
    my_day_asks_for_the_follow_up(phone, "1 månad efter")
    she_answers(phone)
    it_is(AFTER_6)
    my_day_asks_for_the_follow_up(phone, "6 månader efter")
    nobody_answers(phone)
    it_is(AFTER_12)
    my_day_asks_for_the_follow_up(phone, "12 månader efter")
    she_answers(phone)
    nothing_waits_and_the_way_can_be_read(desk, maja)


def the_referrer_writes_a_referral(page: Page) -> None:
    page.goto("/intresseanmalningar/")
    expect(page.get_by_text("Du har inte lämnat någon intresseanmälan.")).to_be_visible()
    expect(page.get_by_role("table")).to_have_count(0)
    follow(page, "Ny intresseanmälan")
    field(page, "Till vilken verksamhet?").select_option(label="Jobbspåret")
    for label, text in {
        "Förnamn": "Maja",
        "Efternamn": "Provsson",
        "Personnummer eller samordningsnummer": NUMBER,
        "Telefon": CALL,
        "Varför just nu?": "Hon är klar med sin behandling och vill arbeta.",
        "Vad vill personen själv?": "Arbeta i kök",
    }.items():
        write(page, label, text)
    expect(field(page, "Vem som anmäler")).to_have_value("Rut Remittent")
    press(page, "Skicka")
    expect(page.get_by_role("status")).to_contain_text("Intresseanmälan är skickad.")
    expect(badge(page, "Inkommen")).to_be_visible()


def the_caseworker_takes_it_into_the_queue(page: Page, caseworker: User) -> None:
    go_to_my_day(page)
    follow(page, MAJA, within="section[aria-labelledby=remisser]")
    expect(page.get_by_text("Hon är klar med sin behandling")).to_be_visible()
    expect(page.get_by_text("Personen kan finnas redan")).to_be_visible()
    follow(page, "Ta emot i kön")
    keeper = field(page, "Vem håller kontakten under väntan?")
    keeper.select_option(value=str(caseworker.pk))
    write(page, "Återkoppling till remittenten", "Vi ses den 10 mars.")
    press(page, "Ta emot i kön")
    expect(badge(page, "I kö")).to_be_visible()
    assert outside(page) == []


def the_referrer_sees_that_it_is_in_the_queue(page: Page) -> None:
    page.goto("/intresseanmalningar/")
    row = page.get_by_role("row", name=MAJA)
    expect(row).to_contain_text("I kö")
    expect(row).to_contain_text("Vi ses den 10 mars.")


def the_caseworker_enrols_a_new_person(page: Page) -> Participant:
    page.goto("/intresseanmalningar/")
    row = page.get_by_role("row", name=MAJA)
    expect(row).to_contain_text("7 dagar")
    expect(row).to_contain_text("Möjlig dubblett")
    row.get_by_role("link", name=MAJA).click()
    follow(page, "Skriv in")
    expect(page.get_by_text("Samma telefon")).to_be_visible()
    press(page, "Skriv in")
    expect(page.get_by_role("alert")).to_contain_text("Välj om det är samma person eller en ny.")
    page.get_by_label("Ny person").check()
    press(page, "Skriv in")
    expect(page.get_by_role("status")).to_contain_text(f"{MAJA} är inskriven.")
    expect(part(page, "Inskrivning")).to_contain_text("10 mars 2025")
    maja = Participant.objects.get(identity_number=NUMBER)
    assert (maja.sex, maja.birth_date.isoformat()[:4]) == (Sex.WOMAN, NUMBER[:4])
    assert Participant.objects.filter(first_name="Maja").count() == 2
    return maja


def the_background_is_asked_for(page: Page, maja: Participant) -> None:
    part(page, "Bakgrund vid starten").get_by_role("link", name="Fyll i").click()
    field(page, "Högsta utbildning").select_option(label="Förgymnasial utbildning, 9 (10) år")
    field(page, "Försörjning").select_option(label="Försörjningsstöd")
    for label, text in {
        "Språk 1": "Somaliska",
        "Månader utan arbete": "30",
        "Yrke 1": "Snabbmatspersonal",
        "Hinder som personen ser dem": "Svårt att komma upp på morgonen",
    }.items():
        write(page, label, text)
    group(page, "Bakgrund med beroende").get_by_label("Ja").check()
    press(page, "Spara bakgrunden")
    told = part(page, "Bakgrund vid starten")
    for text in ("Somaliska", "Snabbmatspersonal", "Försörjningsstöd", "Svårt att komma upp"):
        expect(told).to_contain_text(text)


def what_must_be_told_at_the_start_is_told(page: Page, maja: Participant) -> None:
    start = part(page, "Samtal vid starten")
    expect(badge(start, "4 saker saknas")).to_be_visible()
    start.get_by_role("link", name="Fyll i det som saknas").click()
    pick(page, "Information om diskrimineringslagen", "Ja, det är gjort")
    pick(page, "Fråga om egna erfarenheter av diskriminering", "Nej")
    pick(page, "Information om hur uppgifter hanteras", "Ja, det är gjort")
    pick(page, "Samtycke till att dela uppgifter", "Ja")
    press(page, "Spara")
    expect(badge(part(page, "Samtal vid starten"), "Allt är gjort")).to_be_visible()


def the_plan_is_written(page: Page, maja: Participant) -> None:
    part(page, "Plan").get_by_role("link", name="Skriv planen").click()
    write(page, "Dit jag vill", "Arbeta i ett kök")
    write(page, "Mål", "Prova på ett kök")
    write(page, "Steg", "Fråga på Kvarnens kök")
    write(page, "Vem gör det?", "Maja och handläggaren")
    write(page, "Senast", "2025-03-31")
    page.get_by_role("button", name="Lägg till steg").click()
    second = page.get_by_label("Steg", exact=True).nth(1)
    expect(second).to_be_focused()
    second.fill("Skriva cv")
    page.locator("main").get_by_role("button", name="Spara planen").last.click()
    expect(page.get_by_role("status")).to_contain_text("Planen är sparad.")
    for text in ("Arbeta i ett kök", "Prova på ett kök", "Fråga på Kvarnens kök", "Skriva cv"):
        expect(page.locator("main")).to_contain_text(text)


def the_first_activity_is_added(page: Page, maja: Participant) -> None:
    page.goto(maja.get_absolute_url())
    part(page, "Aktiviteter").get_by_role("link", name="Lägg till").click()
    field(page, "Vad är det?").select_option(label="Kartläggning")
    expect(field(page, "Inriktning")).to_have_value("indirect")
    write(page, "Timmar i veckan", "4,5")
    press(page, "Spara")
    expect(part(page, "Aktiviteter")).to_contain_text("4,5 tim/vecka")
    expect(badge(part(page, "Aktiviteter"), "Pågår")).to_be_visible()


def an_employer_is_asked_at_the_door(page: Page, maja: Participant) -> None:
    page.goto(maja.get_absolute_url())
    assert outside(page) == []
    follow(page, "Ny arbetsgivarkontakt")
    field(page, "Arbetsgivare").press_sequentially("Kvarnens kök")
    pick(page, "Vilken?", "Ny arbetsgivare: Kvarnens kök")
    pick(page, "Hur?", "Besök")
    pick(page, "Vad gav det?", "Erbjuder plats")
    expect(field(page, "För en deltagare")).to_have_value(str(enrolment_of(maja).pk))
    page.get_by_role("button", name="Spara kontakten").first.tap()
    expect(page.get_by_role("heading", name="Kvarnens kök", level=1)).to_be_visible()
    assert outside(page) == []


def the_placement_begins(page: Page) -> None:
    part(page, "Deltagare här").get_by_role("link", name="Ny plats").tap()
    follow(page, MAJA)
    pick(page, "Slag", "Arbetsträning")
    write(page, "Timmar i veckan", "15")
    write(page, "Ny handledare, namn", "Hedda Handledare")
    write(page, "Arbetsuppgifter", "Disk och sallad")
    press(page, "Spara platsen")
    expect(page.get_by_role("status")).to_contain_text("Platsen är sparad.")
    expect(badge(page, "Pågår")).to_be_visible()
    expect(page.get_by_text("Hedda Handledare")).to_be_visible()
    assert outside(page) == []


def the_caseworker_visits(page: Page, maja: Participant) -> None:
    page.goto(maja.get_absolute_url())
    follow(page, "Arbetsträning, Kvarnens kök")
    follow(page, "Nytt besök")
    write(page, "Anteckning", "Trivs. Handledaren är nöjd.")
    press(page, "Spara besöket")
    expect(page.locator("#besok")).to_contain_text("2025-04-01 Besök")
    expect(page.locator("#besok")).to_contain_text("Trivs. Handledaren är nöjd.")
    assert outside(page) == []


def maja_needs_a_pause(page: Page, maja: Participant) -> None:
    page.goto(maja.get_absolute_url())
    follow(page, "Pausa")
    field(page, "Skäl").select_option(label="Ohälsa")
    expect(field(page, "Se över igen")).to_have_value(WELL_AGAIN.isoformat())
    press(page, "Spara")
    expect(badge(part(page, "Pauser"), "ses över 2025-05-22")).to_be_visible()
    expect(part(page, "Inskrivning")).not_to_contain_text("–")
    go_to_my_day(page)
    expect(page.get_by_text("Inget väntar på dig i dag.")).to_be_visible()


def my_day_says_that_the_pause_is_to_be_looked_at_and_she_comes_back(page: Page) -> None:
    go_to_my_day(page)
    expect(part(page, re.compile("^Se över"))).to_have_count(0)
    part(page, "Pauser att se över").get_by_role("link", name=MAJA).tap()
    follow(page, "Avsluta pausen")
    write(page, "Sista dagen i pausen", "2025-05-21")
    press(page, "Spara")
    expect(part(page, "Pauser")).to_contain_text("2025-04-22 – 2025-05-21")


def my_day_says_that_nobody_has_visited_and_it_may_rest(page: Page) -> None:
    go_to_my_day(page)
    due = part(page, re.compile("^Se över"))
    expect(due).to_contain_text("Ingen har besökt platsen på 51 dagar.")
    due.get_by_role("link", name="Låt vila").tap()
    press(page, "Låt det vila")
    expect(page.get_by_role("alert")).to_contain_text("Fyll i det här fältet.")
    write(page, "Vad har du sett, och varför kan det vänta?", "Vi åker dit på tisdag.")
    press(page, "Låt det vila")
    expect(page.get_by_role("status")).to_contain_text("Riktmärket vilar.")
    expect(page.get_by_text("Inget väntar på dig i dag.")).to_be_visible()


def the_placement_ends_with_a_job(page: Page, maja: Participant) -> None:
    page.goto(maja.get_absolute_url())
    follow(page, "Arbetsträning, Kvarnens kök")
    follow(page, "Avsluta")
    pick(page, "Vem avslutade?", "Slutade som planerat")
    field(page, "Varför?").select_option(label="Anställd på platsen")
    page.locator("main form .button--primary").tap()
    expect(badge(page, "Avslutad")).to_be_visible()
    expect(page.get_by_text("Anställd på platsen")).to_be_visible()
    assert outside(page) == []


def maja_leaves_for_work(page: Page, maja: Participant) -> None:
    page.goto(maja.get_absolute_url())
    follow(page, "Avsluta inskrivningen")
    group(page, "Vart går personen?").get_by_label("Arbete", exact=True).check()
    field(page, "Varför?").select_option(label="Målet är nått")
    write(page, "Första dag", "2025-09-01")
    write(page, "Arbetsgivare eller skola", "Kvarnens kök")
    field(page, "Anställningsform").select_option(label="Tillsvidare")
    write(page, "Timmar i veckan", "30")
    field(page, "Kunde vem som helst söka det?").select_option(label="Ja")
    field(page, "Anställningsstöd").select_option(label="Inget stöd")
    situation = field(page, "Livssituationen jämfört med starten, enligt personen")
    situation.select_option(label="Mycket bättre")
    write(page, "Återkoppling till remittenten", FEEDBACK)
    write(page, "Intern anteckning", "Ring till jobbet, inte hem.")
    press(page, "Avsluta inskrivningen")
    after = part(page, "Avslut och tiden efter")
    expect(after).to_contain_text("2025-09-01: Arbete, Kvarnens kök")
    for text in ("Efter 1 månad, 2025-09-29", "Efter 6 månader, 2026-02-28", "Efter 12 månader"):
        expect(after).to_contain_text(text)


def the_referrer_reads_how_it_went(page: Page) -> None:
    page.goto("/intresseanmalningar/")
    expect(page.get_by_role("row", name=MAJA)).to_contain_text(FEEDBACK)
    follow(page, MAJA)
    main = page.locator("main")
    expect(badge(page, "Inskriven")).to_be_visible()
    expect(main).to_contain_text(FEEDBACK)
    expect(main).to_contain_text("29 augusti 2025")
    for hidden in ("Ring till jobbet", "Svårt att komma upp", "Kvarnens kök", "Ohälsa"):
        expect(main).not_to_contain_text(hidden)


def my_day_asks_for_the_follow_up(page: Page, when: str) -> None:
    go_to_my_day(page)
    waiting = part(page, re.compile("^Följa upp efter avslut"))
    expect(waiting.get_by_role("listitem")).to_have_count(1)
    expect(waiting).to_contain_text(when)
    waiting.get_by_role("link", name=MAJA).tap()
    expect(page.get_by_role("heading", name="Hur det gick")).to_be_visible()
    assert outside(page) == []


def she_answers(page: Page) -> None:
    answer = part(page, "Hur det gick")
    group(answer, "Fick ni svar?").get_by_label("Nådd").check()
    answer.get_by_label("Vad gör personen nu?").select_option(label="Arbetar")
    answer.get_by_label("Kvar i samma arbete eller studier?").select_option(label="Ja")
    press(page, "Spara svaret")
    expect(page.get_by_role("status")).to_contain_text("Uppföljningen är klar.")


def nobody_answers(page: Page) -> None:
    """A try is written down and the follow-up still waits; then it is given up, and counted."""
    press(page, "Anteckna försöket")
    expect(page.get_by_role("status")).to_contain_text("Försöket är antecknat.")
    my_day_asks_for_the_follow_up(page, "6 månader efter")
    expect(page.get_by_text("2026-02-28: Telefon, ingen kontakt")).to_be_visible()
    group(page, "Fick ni svar?").get_by_label("Går inte att nå").check()
    press(page, "Spara svaret")
    expect(page.get_by_role("status")).to_contain_text("Uppföljningen är klar.")


def nothing_waits_and_the_way_can_be_read(page: Page, maja: Participant) -> None:
    go_to_my_day(page)
    expect(page.get_by_text("Inget väntar på dig i dag.")).to_be_visible()
    page.goto(maja.get_absolute_url())
    lines = part(page, "Avslut och tiden efter").get_by_role("listitem")
    for months, answer in {
        "Efter 1 månad,": "Nådd",
        "Efter 6 månader,": "Går inte att nå",
        "Efter 12 månader,": "Nådd",
    }.items():
        expect(lines.filter(has_text=months)).to_contain_text(answer)
    expect(part(page, "Inskrivning")).to_contain_text("10 mars 2025 – 29 augusti 2025")


def go_to_my_day(page: Page) -> None:
    page.goto("/min-dag/")
    assert outside(page) == []


def part(page: Page | Locator, title: str | re.Pattern[str]) -> Locator:
    exact = isinstance(title, str)
    return page.get_by_role("region", name=title, exact=exact)


def group(page: Page | Locator, question: str) -> Locator:
    return page.get_by_role("group", name=re.compile(rf"^{re.escape(question)}( \(frivilligt\))?$"))


def pick(page: Page, question: str, answer: str) -> None:
    """A button as large as a thumb."""
    words = page.get_by_text(answer, exact=True)
    group(page, question).locator(".pick label").filter(has=words).click()


def enrolment_of(maja: Participant) -> Enrolment:
    return Enrolment.objects.get(participant=maja)
