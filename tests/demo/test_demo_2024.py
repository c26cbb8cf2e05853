"""The 25 interventions of 2024, taken in through the import: what the rows give, where they
contradict each other, and that printed figures are explained and never tuned."""

import csv
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from docx import Document as WordDocument
from openpyxl import load_workbook

from stegvis.accounts.models import User
from stegvis.analysis.indicators import Indicator
from stegvis.analysis.reconcile import Status, reconcile
from stegvis.core.models import AuditEvent
from stegvis.demo import build
from stegvis.interventions.actions import delivery
from stegvis.interventions.models import Intervention
from stegvis.interventions.queries import discrepancies_of
from stegvis.reports import producing, queries, snapshot_files
from stegvis.reports.actions import annual
from stegvis.reports.annual import closing
from stegvis.reports.documents.model import Cell, Document, Figure, Table
from stegvis.reports.models import AnnualReport

pytestmark = pytest.mark.xdist_group("demo")
TODAY = date(2025, 3, 3)
REPORTED_ON = date(2025, 2, 21)
YEAR_2023 = Path(__file__).parents[1] / "data" / "2023"


@pytest.fixture
def planner(demo: None, db: None) -> User:
    return User.objects.get(email="planerare@stegvis.example")


@pytest.fixture
def report(demo: None, db: None) -> AnnualReport:
    return AnnualReport.objects.get(year=2024)


@pytest.fixture
def source(report: AnnualReport) -> Iterator[Any]:
    with producing.source(producing.recipe(report, dated_on=REPORTED_ON)) as opened:
        yield opened


def test_the_table_of_units_is_computed_from_rows(source: Any) -> None:
    def figures(**group: str) -> list[Any]:
        names = ("interventions", "started", "completed", "outcome_cost")
        return [(source.one(n, **group) if group else source.total(n)).value for n in names]

    assert figures(unit_group="KC") == [10, 344, 303, Decimal(3_531_000)]
    assert figures(unit_group="CFA") == [15, 559, 464, Decimal(4_131_000)]
    assert figures() == [25, 903, 767, Decimal(7_662_000)]


def test_categories_and_contract_forms_are_counted(source: Any) -> None:
    categories = {f.key(): f.value for f in source.by("interventions", "category")}
    assert list(categories.values()) == [7, 5, 5, 4, 3, 1]
    assert next(iter(categories)) == "Språk"
    forms = {f.key(): f.value for f in source.by("interventions", "contract_form")}
    assert forms == {"framework": 13, "internal": 7, "direct_award": 3, "other": 2}


def overall(document: Document) -> dict[str, list[Any]]:
    """The table of units: what is counted → KC, CFA, total."""
    blocks = [block for chapter in document.chapters for block in chapter.blocks]
    table = next(b for b in blocks if isinstance(b, Table) and b.key == "oversikt")
    return {str(row[0].value): [cell.value for cell in row[1:]] for row in table.rows}


@pytest.fixture
def recipe(report: AnnualReport) -> producing.Recipe:
    return producing.recipe(report, dated_on=REPORTED_ON)


def test_list_page_document_word_and_excel_show_the_same_figures(
    report: AnnualReport, recipe: producing.Recipe, planner: User, client: Client
) -> None:
    """Rule 9: a figure is counted once and shown many times."""
    client.force_login(planner)
    rows = client.get("/insatser/?year=2024").context["interventions"]
    listed: dict[str, list[int]] = {"KC": [0, 0], "CFA": [0, 0]}
    for row in rows:
        unit = listed["KC" if row.intervention.unit.short_name == "KC" else "CFA"]
        unit[0], unit[1] = unit[0] + row.started, unit[1] + row.completed
    assert (len(rows), listed) == (25, {"KC": [344, 303], "CFA": [559, 464]})
    table = overall(producing.document(recipe))
    assert table["Påbörjat (starter)"] == [344, 559, 903]
    assert table["Fullföljt"] == [303, 464, 767]
    page = client.get(report.get_absolute_url()).content.decode()
    for number, unit in (("344", "KC"), ("559", "CFA")):
        assert f'siffra/started/?unit_group={unit}">{number}</a>' in page
    made = producing.produce(recipe, ["docx", "xlsx"])
    assert row_of(word_rows(made["docx"]), "Påbörjat (starter)") == ["344", "559", "903"]
    assert row_of(excel_rows(made["xlsx"]), "Påbörjat (starter)") == [344, 559, 903]
    assert row_of(excel_rows(made["xlsx"]), "Fullföljt") == [303, 464, 767]


def word_rows(content: bytes) -> Iterator[list[str]]:
    for table in WordDocument(BytesIO(content)).tables:
        yield from ([cell.text for cell in row.cells] for row in table.rows)


def excel_rows(content: bytes) -> Iterator[list[Any]]:
    for sheet in load_workbook(BytesIO(content), read_only=True):
        yield from (list(row) for row in sheet.iter_rows(values_only=True))


def row_of(rows: Iterator[list[Any]], title: str) -> list[Any]:
    return next(row[1:4] for row in rows if row and row[0] == title)


def test_every_figure_opens_just_what_it_shows(source: Any, recipe: producing.Recipe) -> None:
    """Each cell with an address, against the figure that the address opens, and its rows."""
    cells = {cell.href: cell for cell in _cells(producing.document(recipe)) if cell.href}
    assert len(cells) > 250
    wrong = []
    for href, cell in cells.items():
        address = urlsplit(href)
        name, group = address.path.split("/")[1], parse_qsl(address.query, keep_blank_values=True)
        found = queries.behind(source, name, dict(group))
        figure = found.figure
        if cell.value not in (figure.value, figure.numerator, figure.denominator):
            wrong.append((href, cell.value, figure.value))
        parts = [row["figure"].value for row in found.rows]
        if _adds_up(figure.indicator) and figure.value != (sum(parts) if parts else None):
            wrong.append((href, parts, figure.value))
    assert wrong == []


def _adds_up(indicator: Indicator) -> bool:
    return indicator.denominator is None and not indicator.of_whole and not indicator.distinct


def _cells(document: Document) -> Iterator[Cell]:
    for block in (block for chapter in document.chapters for block in chapter.blocks):
        table = block.table if isinstance(block, Figure) else block
        if isinstance(table, Table):
            yield from (cell for row in table.all_rows() for cell in row)


def test_a_read_page_opens_no_snapshot(
    report: AnnualReport, planner: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor do its pictures, also when the day is another and a text has been written."""
    client.force_login(planner)
    page = client.get(report.get_absolute_url())
    monkeypatch.setattr(snapshot_files, "readable", None)
    again = client.get(report.get_absolute_url())
    assert again.context["content"] == page.context["content"]
    monkeypatch.setattr(timezone, "localdate", lambda *args: date(2025, 3, 4))
    report.prose.filter(key="ahead").update(text="Nytt.")
    pictures = re.findall(r'src="([^"]+/bild/[^"]+)"', page.content.decode())
    assert len(pictures) == 8
    assert {client.get(path).status_code for path in pictures} == {200}


KNOWN = {
    ("0771/22", "completions_repeat_persons"),
    ("0143/24", "registered_unaccounted"),
    ("0904/23", "registered_unaccounted"),
    ("0758/24", "started_from_persons"),
    ("1241/23", "completed_are_persons"),
    ("1710/24", "more_started_than_came"),
    ("1710/24", "started_derived"),
    ("0872/23", "started_unaccounted"),
    ("1861/21", "cost_over_plan"),
    ("0011/23", "cost_over_plan"),
    ("1757/24", "cost_over_plan"),
}
# All who did not drop out are called completed though the intervention goes on after the year.
RUNNING = {"1861/21", "0011/23", "0872/23", "1375/24", "1886/24", "1899/24"}
MORE_THAN_PLANNED = {"0643/24", "0771/22", "1886/24"}
# The whole cost stands as the year's though the period is longer than the year.
WHOLE_COST = {
    *("0904/23", "0905/23", "1241/23", "0872/23"),
    *("0771/22", "1375/24", "1886/24"),
}


def test_every_known_contradiction_is_listed_and_no_other(demo: None, db: None) -> None:
    found = discrepancies_of(Intervention.objects.of_year(2024))
    told = {(one.intervention.reference_number, one.found.code) for one in found}
    assert told == (
        KNOWN
        | {(number, "completed_while_running") for number in RUNNING}
        | {(number, "more_than_planned") for number in MORE_THAN_PLANNED}
        | {(number, "whole_cost_in_one_year") for number in WHOLE_COST}
    )
    summer = next(one for one in found if one.found.code == "started_from_persons")
    assert (summer.found.figure, summer.found.alternative) == (85, 223)
    assert len(summer.found.rows) == 5


def test_the_reports_appendix_lists_them_all(source: Any) -> None:
    appendix = closing.appendix(source)
    table = next(b for b in appendix.blocks if getattr(b, "key", "") == "avvikelser_tabell")
    said = {str(row[1].value) for row in table.rows}
    found = [d for d in source.rows("discrepancies") if d["year"] == 2024]
    assert len(found) == 27 and {d["sentence"] for d in found} <= said


def test_figures_that_agree_are_not_accused(demo: None, db: None) -> None:
    found = discrepancies_of(Intervention.objects.filter(reference_number="1514/24"))
    assert found == []


def test_printed_figures_are_explained(source: Any) -> None:
    found = {
        (one.published.measure, one.published.unit_group, one.published.as_written): one
        for one in reconcile(source.tables, year=2024)
    }
    assert found["startade", None, "903"].status == Status.AGREES
    assert found["fullföljda", "KC", "303"].status == Status.AGREES
    printed = found["fullföljda", "CFA", "519"]
    assert (printed.status, printed.computed) == (Status.DIFFERS, 464)
    numbers = {str(i.pk): i.reference_number for i in Intervention.objects.all()}
    sets = [{numbers[a.key] for a in one} for one in printed.explanation.sets]
    assert sets == [{"1241/23", "0872/23"}]
    cost = found["kostnad", "CFA", "ca 4,2 miljoner"]
    assert (cost.status, cost.rounded) == (Status.DIFFERS, Decimal(4_100_000))


def test_the_files_taken_in_again_change_nothing(planner: User) -> None:
    before = AuditEvent.objects.count()
    build.take_in(build.DATA / "2024", by=planner)
    assert AuditEvent.objects.count() == before


def test_no_intervention_is_open_that_has_ended_and_been_reported(demo: None, db: None) -> None:
    running = Intervention.objects.active().filter(reference_number__regex=r"/2[1-4]$")
    assert set(running.values_list("reference_number", flat=True)) == {
        "1886/24",
        "1899/24",
        "1375/24",
        "0011/23",
        "0872/23",
    }


def test_a_frozen_version_is_made_again_byte_for_byte_and_never_changes(
    report: AnnualReport, planner: User
) -> None:
    version = annual.freeze(report=report, by=planner, on=REPORTED_ON)
    one = Intervention.objects.get(reference_number="0643/24")
    row = one.reported_counts.get()
    delivery.save_count(intervention=one, by=planner, reported_count=row, completed=15)
    annual.recount(report=report, by=planner)
    report.refresh_from_db()
    with producing.source(producing.recipe(report, dated_on=REPORTED_ON)) as draft:
        assert draft.total("completed").value == 766
    assert producing.same_again(version) == dict.fromkeys(producing.FORMATS, True)
    with producing.source(producing.recipe_of(version)) as kept:
        assert kept.total("completed").value == 767


def test_the_content_names_no_person() -> None:
    """The data files tell roles; the printed report's managers and teachers are not in them."""
    for path in Path(build.DATA).rglob("insatser.csv"):
        with path.open(encoding="utf-8") as file:
            roles = {row["ansvarig roll"] for row in csv.DictReader(file, delimiter=";")}
        assert all(role.startswith("Enhetschef") for role in roles)


def test_every_place_has_a_text_that_agrees_with_the_rows(
    report: AnnualReport, source: Any
) -> None:
    """What the prose says in figures is computed here."""
    texts = dict(report.prose.values_list("key", "text"))
    assert all(texts.values()) and producing.empty_prose(report) == []
    assert set(texts) == {path.stem for path in build.PROSE.glob("*.md")}
    started, completed = source.total("started").value, source.total("completed").value
    assert f"{started} starter, och enligt raderna blev {completed} av dem" in texts["summary"]
    expected = source.total("expected_answered_share")
    assert (
        f"Av {expected.denominator} förväntade resultat har {expected.numerator} ett besked"
        in texts["summary"]
    )
    forms = {f.key(): f.value for f in source.by("interventions", "contract_form")}
    assert f"{forms['framework']} av 25, är avrop" in texts["agreements"]
    assert source.total("running_over_year_end").value == 6
    assert "I sex insatser pågår arbetet efter årsskiftet" in texts["result"]
    assert source.total("registered").reported == 4
    assert "redovisade i fyra insatser" in texts["result"]


def test_open_data_hides_the_two_small_categories(recipe: producing.Recipe) -> None:
    """Two of 25 did not complete; Peer support hides so that they cannot be worked out."""
    content = producing.produce(recipe, ["csv"])["csv"].decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(content, newline=""), delimiter=";"))
    hidden = {row["grupp"] for row in rows if row["startade"] == "skyddat"}
    assert hidden == {"Yrkesinriktad", "Peer support"}
    shown = {row["grupp"]: row["startade"] for row in rows if row["grupp"] not in hidden}
    assert (shown[""], shown["KC"], shown["CFA"]) == ("903", "344", "559")


@pytest.fixture
def report_2023(report: AnnualReport, planner: User) -> AnnualReport:
    """A year of the user's own, taken in from files. tests/data/2023 is invented."""
    build.take_in(YEAR_2023, by=planner)
    units = list(report.units.all())
    return annual.create(year=2023, title="Rapport 2023", units=units, by=planner)


def test_another_year_is_taken_in_and_reported(report_2023: AnnualReport) -> None:
    recipe = producing.recipe(report_2023, dated_on=REPORTED_ON)
    with producing.source(recipe) as opened:
        told = {name: opened.total(name).value for name in ("completed", "outcome_cost")}
    assert told == {"completed": 113, "outcome_cost": Decimal(866_000)}
    assert overall(producing.document(recipe))["Fullföljt"] == [12, 101, 113]
    assert producing.produce(recipe, ["docx", "pdf", "xlsx", "csv"])


def test_what_was_cancelled_before_it_began_counts_nothing(report_2023: AnnualReport) -> None:
    """9002/23: four registered, cancelled, nobody started."""
    with producing.source(producing.recipe(report_2023, dated_on=REPORTED_ON)) as opened:
        assert opened.total("started").value == 131


def test_two_years_are_compared(
    report: AnnualReport, report_2023: AnnualReport, planner: User, client: Client
) -> None:
    client.force_login(planner)
    page = client.get(f"{report.get_absolute_url()}jamfor/", {"other": report_2023.pk})
    lines = {line.title: line for line in page.context["compared"].lines}
    completed = lines["Fullföljda"]
    assert (completed.before.text, completed.after.text) == ("113", "767")
    assert client.get(completed.before.url).context["value"] == "113"
    assert "Skillnaden är +654" in page.content.decode()
    share = lines["Andel fullföljda"]
    assert any("fördelar sig olika på kategorier" in said for said in share.sentences)
