"""The two questions: the newest report's figures, each opening what it counts; decisions."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from stegvis.accounts.models import User
from stegvis.followup.models import Theme
from stegvis.interventions.models import Intervention
from stegvis.organisations.models import Unit
from stegvis.reports import snapshot_files, two_questions
from stegvis.reports.actions import annual
from stegvis.reports.models import AnnualReport, Snapshot
from tests.factories.followup import (
    DecisionFactory,
    FindingFactory,
    ReportedResultFactory,
    ThemeFactory,
)
from tests.factories.interventions import ExpectedResultFactory
from tests.factories.reports import AnnualReportFactory

SignIn = Callable[[User], Client]
RIGHT_THINGS, RIGHT_WAY = "Gör vi rätt saker?", "Gör vi sakerna på rätt sätt?"


@pytest.fixture
def told(listed: list[Intervention]) -> list[Theme]:
    """Answers to expected results; development areas of three themes, of which two return: one in
    two interventions, one in two years. A success factor and one without theme do not count."""
    for one, answer in zip(listed, ("reached", "partly", "too_early"), strict=False):
        ReportedResultFactory(intervention=one, answer=answer)
    ExpectedResultFactory(intervention=listed[3])
    both, years, once, praised = (ThemeFactory(name=n) for n in ("Tid", "Rum", "Mat", "Lärare"))
    for one in listed[:2]:
        FindingFactory(intervention=one, themes=[both])
        FindingFactory(intervention=one, themes=[praised], success=True)
    FindingFactory(intervention=listed[0], themes=[years, once])
    FindingFactory(intervention=listed[0], themes=[years], year=2023)
    FindingFactory(intervention=listed[1], themes=[])
    return [both, years]


@pytest.fixture
def report(department: Unit, told: list[Theme]) -> AnnualReport:
    return AnnualReportFactory(units=[department])


def tiles(user: User, today: Any) -> dict[str, two_questions.Tile]:
    questions = two_questions.overview(user, today=today).questions
    assert [str(question.title) for question in questions] == [RIGHT_THINGS, RIGHT_WAY]
    return {str(tile.words): tile for question in questions for tile in question.tiles}


def plain(text: object) -> str:
    return str(text).replace("\u202f", " ")


def test_the_figures_have_units_and_parts(report: AnnualReport, planner: User, today: Any) -> None:
    found = tiles(planner, today)
    assert {words: (plain(tile.value), plain(tile.detail)) for words, tile in found.items()} == {
        "insatser 2024": ("6", ""),
        "starter": ("225", "en person kan ha flera"),
        "nådda resultat": ("50,0 %", "1 av 2 med besked, av 4 förväntade (9,5–90,5 %)"),
        "kostnad 2024": ("600 000 kr", ""),
        "fullföljda": ("72,9 %", "164 av 225 starter (66,7–78,3 %)"),
        "per fullföljd start": ("3 659 kr", "600 000 kr för 164 fullföljda"),
        "teman återkommer bland utvecklingsområdena": ("2 av 3", "i flera insatser eller år"),
        "öppna beslut är försenade": ("0 av 0", ""),
    }


def test_each_figure_opens_what_it_counts(
    report: AnnualReport, planner: User, today: Any, sign_in: SignIn
) -> None:
    """The same value stands on the page that it opens, for it is the same figure."""
    client, opened = sign_in(planner), []
    for tile in tiles(planner, today).values():
        page = client.get(tile.url)
        assert page.status_code == 200
        if "/siffra/" in tile.url:
            opened.append(tile.words)
            assert page.context["value"].startswith(tile.value)
            assert page.context["rows"]
    assert len(opened) == 6


def test_returning_themes_open_the_interventions_they_stand_in(
    report: AnnualReport, told: list[Theme], planner: User, today: Any, sign_in: SignIn
) -> None:
    """The commonest first; praise, and development areas that stand once, are not told."""
    _right, way = two_questions.overview(planner, today=today).questions
    assert [(theme.name, theme.words) for theme in way.returning] == [
        ("Tid", "2 insatser"),
        ("Rum", "1 insats"),
    ]
    page = sign_in(planner).get(way.returning[0].url)
    assert len(page.context["rows"]) == 2


def test_where_themes_return_is_a_place_in_the_report(
    report: AnnualReport, planner: User, today: Any, sign_in: SignIn
) -> None:
    url, place = tiles(planner, today)["teman återkommer bland utvecklingsområdena"].url.split("#")
    assert f'id="{place}"' in sign_in(planner).get(url).content.decode()


def test_only_some_themes_are_named(
    listed: list[Intervention], department: Unit, planner: User, today: Any
) -> None:
    for _n in range(two_questions.MOST + 1):
        theme = ThemeFactory()
        for one in listed[:2]:
            FindingFactory(intervention=one, themes=[theme])
    AnnualReportFactory(units=[department])
    _right, way = two_questions.overview(planner, today=today).questions
    assert (len(way.returning), way.tiles[2].value) == (two_questions.MOST, "4 av 4")


def test_late_decisions_are_those_that_the_list_shows(
    kc: Unit, planner: User, today: Any, sign_in: SignIn
) -> None:
    for days, values in ((-1, {}), (-9, {}), (0, {}), (-1, {"done": True}), (-1, {"left": True})):
        day = today + timedelta(days=days)
        DecisionFactory(finding__intervention__unit=kc, due_on=day, **values)
    DecisionFactory(finding__intervention__unit=kc, due_on=None)
    DecisionFactory(due_on=today - timedelta(days=1))  # of a unit that the planner does not see
    tile = tiles(planner, today)["öppna beslut är försenade"]
    assert (tile.value, tile.tone, tile.warning) == ("2 av 4", "bad", "dagen har passerat")
    assert sign_in(planner).get(tile.url).context["page"].paginator.count == 2


def test_a_share_that_few_answered_carries_a_caution(
    report: AnnualReport, planner: User, today: Any
) -> None:
    """Two of four expected results have an answer, but two are a small base."""
    found = tiles(planner, today)
    assert found["nådda resultat"].warning == "läs med försiktighet"
    assert found["fullföljda"].warning == ""


def test_the_age_of_the_figures_is_told(
    report: AnnualReport, manager: User, today: Any, sign_in: SignIn
) -> None:
    Snapshot.objects.update(taken_at=f"{today - timedelta(days=3)}T12:00Z")
    page = sign_in(manager).get("/").content.decode()
    assert "Uppföljningsrapport 2024</a> (utkast), räknade för 3 dagar sedan" in page
    assert "Återkommer mest:" in page and "Tid</a> (2 insatser)" in page


def test_figures_are_those_of_the_snapshot_until_it_is_counted_again(
    report: AnnualReport, listed: list[Intervention], planner: User, today: Any
) -> None:
    listed[0].years.update(started=50)
    assert tiles(planner, today)["starter"].value == "225"
    annual.recount(report=report, by=planner)
    assert tiles(planner, today)["starter"].value == "235"


def test_the_snapshot_is_read_once(
    report: AnnualReport, planner: User, today: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = tiles(planner, today)
    monkeypatch.setattr(snapshot_files, "readable", None)
    assert tiles(planner, today) == first
    cache.clear()
    with pytest.raises(TypeError):
        tiles(planner, today)


def test_the_newest_report_about_the_most_is_chosen(
    report: AnnualReport, department: Unit, kc: Unit, planner: User, today: Any
) -> None:
    AnnualReportFactory(units=[kc])
    AnnualReportFactory(units=[department], year=2023)
    assert two_questions.newest(planner) == report
    later = AnnualReportFactory(units=[department])
    assert two_questions.newest(planner) == later


def test_without_a_report_there_are_no_figures_of_a_year(
    listed: list[Intervention], kc: Unit, manager: User, today: Any, sign_in: SignIn
) -> None:
    assert list(tiles(manager, today)) == ["öppna beslut är försenade"]
    page = sign_in(manager).get("/").content.decode()
    assert "När en är påbörjad för dina enheter står de här." in page


def test_a_report_of_others_is_not_told(
    report: AnnualReport, person: Callable[..., User], kc: Unit, today: Any
) -> None:
    assert list(tiles(person("manager", kc), today)) == ["öppna beslut är försenade"]


def test_a_report_without_figures_says_so_with_dashes(
    department: Unit, municipality: Any, planner: User, today: Any
) -> None:
    AnnualReportFactory(units=[department])
    found = tiles(planner, today)
    assert [found[words].value for words in ("fullföljda", "nådda resultat")] == ["–", "–"]
    assert [found[words].detail for words in ("fullföljda", "nådda resultat")] == ["", ""]


def test_a_damaged_snapshot_is_told_and_the_rest_stands(
    report: AnnualReport, own_folder: Path, manager: User, sign_in: SignIn
) -> None:
    next(own_folder.rglob("findings.parquet")).unlink()
    page = sign_in(manager).get("/").content.decode()
    assert "Ögonblicksbildens fil findings.parquet saknas" in page
    assert "öppna beslut är försenade" in page and "Det här väntar" in page


def test_every_figure_on_the_page_is_a_link(
    report: AnnualReport, manager: User, sign_in: SignIn
) -> None:
    page = sign_in(manager).get("/").content.decode()
    links = re.findall(r'<a class="figure" href="([^"]+)"', page)
    assert len(links) == page.count('class="figure"') == 8
    assert all(sign_in(manager).get(unescape(link)).status_code == 200 for link in links)
