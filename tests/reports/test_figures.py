"""Every figure opens what it counts, whatever stands in the address."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from stegvis.accounts.models import User
from stegvis.interventions.models import Intervention
from stegvis.organisations.models import Unit
from stegvis.reports import workshop
from stegvis.reports.actions import annual
from stegvis.reports.models import AnnualReport
from tests.factories.agreements import AgreementFactory
from tests.factories.followup import FindingFactory, ThemeFactory
from tests.factories.interventions import (
    CategoryFactory,
    ExpectedResultFactory,
    InterventionFactory,
)
from tests.factories.reports import AnnualReportFactory

SignIn = Callable[[User], Client]


@pytest.fixture
def told(listed: list[Intervention]) -> None:
    """Findings with and without theme, expected results without answer, an agreement that ends."""
    theme = ThemeFactory(name="Tid & plats")
    for one in listed[:2]:
        for number in range(2):
            FindingFactory(intervention=one, position=number).themes.set([theme])
    FindingFactory(intervention=listed[2], position=1).themes.clear()
    ExpectedResultFactory(intervention=listed[0])
    AgreementFactory(ends_on="2025-06-30", title="Avtal om yoga")


@pytest.fixture
def report(department: Unit, listed: list[Intervention], told: None) -> AnnualReport:
    return AnnualReportFactory(units=[department])


@pytest.fixture
def ask(report: AnnualReport, planner: User, sign_in: SignIn):
    client = sign_in(planner)
    return lambda name, **group: client.get(
        reverse("reports:figure_detail", args=[report.pk, name]), group
    )


def rows_of(page) -> dict[str, str]:
    return {row["title"]: row["value"] for row in page.context["rows"]}


def test_a_total_opens_all_that_it_counts(ask, listed: list[Intervention]) -> None:
    page = ask("started")
    assert page.context["value"] == "225"
    assert len(rows_of(page)) == 6
    for one in listed:
        assert one.get_absolute_url() in page.content.decode()


def test_a_group_opens_its_own(ask, listed: list[Intervention]) -> None:
    page = ask("started", unit_group="KC")
    assert page.context["value"] == "90"
    assert rows_of(page) == {str(one): str(n) for one, n in zip(listed, (40, 30, 20), strict=False)}
    assert "Startade: KC" in page.content.decode()


def test_one_intervention_opens_itself_with_its_title(ask, listed: list[Intervention]) -> None:
    page = ask("completion_share", intervention=listed[0].pk)
    assert (page.context["above"], page.context["below"]) == ("30", "40")
    assert page.context["found"].group == str(listed[0])
    assert list(rows_of(page)) == [str(listed[0])]


def test_a_rows_own_part_is_of_the_group(ask, listed: list[Intervention]) -> None:
    """A finding with a theme, not all findings of the intervention."""
    page = ask("findings", theme="Tid & plats")
    assert (page.context["value"], set(rows_of(page).values())) == ("4", {"2"})


def test_the_group_without_a_key_opens_too(ask, listed: list[Intervention]) -> None:
    page = ask("findings", theme="")
    assert (page.context["value"], list(rows_of(page))) == ("1", [str(listed[2])])
    assert "utan tema" in page.content.decode()
    page = ask("expected_results", change_kind="skill", answer="")
    assert page.context["value"] == "1"


def test_agreements_open_with_their_titles(ask) -> None:
    page = ask("agreements_ending")
    (title,) = rows_of(page)
    assert title.endswith("Avtal om yoga") and "/avtal/" in page.content.decode()


def test_a_year_is_a_year_though_an_intervention_has_its_number(
    ask, kc: Unit, report: AnnualReport, planner: User
) -> None:
    InterventionFactory(pk=2024, unit=kc, title="Insats med oturligt nummer")
    annual.recount(report=report, by=planner)
    assert ask("findings", finding_year="2024").context["found"].group == "2024"


def test_rows_that_are_gone_or_not_ones_own_are_told_without_link(
    report: AnnualReport, listed: list[Intervention], cfa: Unit, ask
) -> None:
    Intervention.objects.filter(pk=listed[0].pk).update(unit=Unit.objects.create(name="Annan"))
    page = ask("started", unit_group="KC").content.decode()
    assert str(listed[0]) in page and f'href="{listed[0].get_absolute_url()}"' not in page


HOSTILE = (
    ("finns_inte", {}),
    ("started", {"theme": "Tid"}),
    ("started", {"utm_source": "brev"}),
    ("started", {"category": "Finns inte"}),
    ("started", {"category": "'; DROP TABLE interventions; --"}),
    ("started", {"category": "\x00"}),
    ("started", {"category": ""}),
    ("started", {"intervention": "9" * 400}),
    ("started", {"intervention": "ett"}),
    ("findings", {"finding_year": "tjugofyra"}),
    ("findings", {"finding_year": "2024.5"}),
    ("findings", {"kind": "success", "theme": "\ud83d".encode("utf-16", "surrogatepass")}),
    ("agreements_ending", {"unit_group": "KC"}),
    ("completion_share", {"unit_code": "1=1", "unit_group": "KC", "category": "Språk"}),
)


@pytest.mark.parametrize(("name", "group"), HOSTILE)
def test_what_is_no_figure_is_not_found(name: str, group: dict, ask) -> None:
    assert ask(name, **group).status_code == 404


def test_each_kind_of_link_in_the_report_opens_what_it_says(
    report: AnnualReport, planner: User, sign_in: SignIn
) -> None:
    """One link for each grouping; tests/demo opens every figure of a whole report."""
    client = sign_in(planner)
    page = client.get(report.get_absolute_url()).content.decode()
    links = sorted(re.findall(r'<a href="([^"]*/siffra/[^"]*)">([^<]+)</a>', page))
    kinds = {re.sub("=[^&]*", "", href.partition("?")[2]): (href, words) for href, words in links}
    assert len(kinds) >= 6
    wrong = []
    for href, words in kinds.values():
        opened = client.get(unescape(href))
        assert opened.status_code == 200, href
        shown = {_plain(opened.context[name]) for name in ("value", "above", "below")}
        if _plain(words) not in shown:
            wrong.append((href, words, shown))
    assert wrong == []


def _plain(words: str) -> str:
    """Shares are written with or without decimals and interval."""
    return re.sub(r",\d|\u202f|\u00a0| \(.*", "", words)


def test_categories_with_special_signs_have_links_that_open(
    kc: Unit, counted, department: Unit, planner: User, sign_in: SignIn
) -> None:
    counted(kc, CategoryFactory(name="Kök & <service> 50 %?"), 30)
    report = AnnualReportFactory(units=[department])
    client = sign_in(planner)
    page = client.get(report.get_absolute_url()).content.decode()
    (href, *_) = re.findall(r'href="([^"]*siffra/started/\?category=[^"]+)"', page)
    assert client.get(unescape(href)).context["found"].group == "Kök & <service> 50 %?"


# --- pictures ---


def picture(report: AnnualReport, key: str = "kategorier", query: str = "") -> str:
    path = reverse("reports:annual_report_picture", args=[report.pk, report.snapshot_id, key])
    return path + query


def test_pictures_of_the_page_are_there_wide_and_narrow(
    report: AnnualReport, planner: User, sign_in: SignIn
) -> None:
    client = sign_in(planner)
    page = client.get(report.get_absolute_url()).content.decode()
    addresses = set(re.findall(r'src(?:set)?="([^"]+/bild/[^"]+)"', page))
    assert len(addresses) == 16
    for address in addresses:
        answer = client.get(address)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/svg+xml")


def test_pictures_do_not_build_the_document_again_when_a_text_is_written(
    report: AnnualReport, planner: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(planner)
    client.get(report.get_absolute_url())
    annual.write(block=report.prose.get(key="summary"), text="Nytt.", by=planner)
    monkeypatch.delitem(workshop.WORK, "count")
    assert client.get(picture(report)).status_code == 200


def test_the_document_is_built_once_for_all_who_read_it(
    report: AnnualReport, planner: User, manager: User, sign_in: SignIn, monkeypatch
) -> None:
    sign_in(planner).get(report.get_absolute_url())
    monkeypatch.delitem(workshop.WORK, "count")
    assert sign_in(manager).get(report.get_absolute_url()).status_code == 200


def test_a_recount_gives_pictures_new_addresses_and_old_ones_are_not_kept(
    report: AnnualReport, planner: User, sign_in: SignIn
) -> None:
    client, old = sign_in(planner), picture(report)
    assert client.get(old)["Cache-Control"] == "private, max-age=86400"
    report = annual.recount(report=report, by=planner)
    assert picture(report) != old
    assert client.get(old)["Cache-Control"] == "no-store"
