"""A snapshot holds what the lists show, and nothing is read from one that is not whole."""

from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from stegvis.accounts.models import User
from stegvis.followup.enums import ReportStatus
from stegvis.interventions.models import Intervention
from stegvis.organisations.models import Unit
from stegvis.reports import producing, snapshot_files, snapshot_tables, texts
from stegvis.reports.actions import annual
from stegvis.reports.models import AnnualReport, Snapshot
from stegvis.reports.snapshot_files import SnapshotDamaged
from tests.factories.followup import (
    DecisionFactory,
    FindingFactory,
    ProviderReportFactory,
    ReportedResultFactory,
    ThemeFactory,
)
from tests.factories.interventions import (
    GroupFactory,
    InterventionFactory,
    ReportedCountFactory,
    RulingFactory,
)
from tests.factories.organisations import UnitFactory
from tests.factories.reports import AnnualReportFactory, PublishedFigureFactory, SnapshotFactory

SignIn = Callable[[User], Client]
TODAY = date(2025, 3, 3)


def rows(name: str) -> list[dict]:
    return snapshot_tables.tables()[name].to_pylist()


# --- what it holds ---


def test_each_unit_counts_in_the_nearest_group_above(department: Unit, kc: Unit, cfa: Unit) -> None:
    below = UnitFactory(short_name="CFA 1", parent=cfa)
    groups = snapshot_tables.report_groups()
    assert [groups[unit.pk] for unit in (department, kc, cfa, below)] == ["AMA", "KC", "CFA", "CFA"]


def test_an_intervention_without_period_belongs_to_no_year_and_one_without_provider_does(
    kc: Unit,
) -> None:
    """The list of interventions counts the second, so the report does too."""
    InterventionFactory(unit=kc, starts_on=None, ends_on=None)
    InterventionFactory(unit=kc, provider=None, title="Ännu utan leverantör")
    (row,) = rows("interventions")
    assert (row["title"], row["provider"]) == ("Ännu utan leverantör", "ingen leverantör")


def test_tables_say_what_was_reported_found_and_decided(kc: Unit, planner: User) -> None:
    one = InterventionFactory(unit=kc)
    group = GroupFactory(intervention=one, name="Grupp 1")
    ReportedCountFactory(intervention=one, group=group, started=12, completed=9)
    ReportedResultFactory(intervention=one, answer="reached", expected_result__position=4)
    decision = DecisionFactory(finding__intervention=one, finding__statement="Fler lärare")
    decision.finding.themes.set([ThemeFactory(name="Personal")])
    PublishedFigureFactory(unit=kc)
    (count,), (result,) = rows("reported_counts"), rows("expected_results")
    assert (count["part"], count["started"], count["registered"]) == ("Grupp 1", 12, None)
    assert (result["position"], result["answer"]) == (4, "reached")
    (finding,), (theme,), (decided,) = (
        rows(name) for name in ("findings", "finding_themes", "decisions")
    )
    assert finding["statement"] == "Fler lärare" and theme["theme"] == "Personal"
    assert decided["finding_id"] == finding["finding_id"] == theme["finding_id"]
    assert rows("published_figures")[0]["unit_group"] == "KC"


def test_the_number_of_queries_does_not_grow(
    kc: Unit, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    def take() -> None:
        snapshot_tables.tables()
        texts.of(snapshot_tables.countable())

    counts = []
    for _ in range(2):
        for one in InterventionFactory.create_batch(3, unit=kc):
            ReportedCountFactory(intervention=one, started=7, completed=5)
            ReportedResultFactory(intervention=one)
            DecisionFactory(finding__intervention=one)
            ProviderReportFactory(intervention=one)
        counts.append(count_queries(take))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("status", "is_told"),
    [
        (ReportStatus.DRAFT, False),
        (ReportStatus.HANDED_BACK, False),
        (ReportStatus.SUBMITTED, True),
        (ReportStatus.ACCEPTED, True),
    ],
)
def test_what_the_provider_has_not_handed_in_is_not_told(
    status: ReportStatus, is_told: bool, kc: Unit
) -> None:
    one = InterventionFactory(unit=kc, comment="Vår kommentar.")
    ProviderReportFactory(
        intervention=one, status=status, delivery="Så gick det.", other="Mer att säga."
    )
    sheet = texts.of(snapshot_tables.countable())[str(one.pk)]
    assert bool(sheet["delivery"]) is is_told
    assert sheet["comment"] == ("Vår kommentar.\nMer att säga." if is_told else "Vår kommentar.")


def test_the_sheet_of_an_intervention_tells_all_that_is_said_of_it(kc: Unit) -> None:
    one = InterventionFactory(unit=kc)
    GroupFactory(intervention=one, name="Grupp 2", cancel_reason="för få anmälda")
    ReportedCountFactory(intervention=one, note="Räknat på listan.")
    ReportedResultFactory(intervention=one, text="Tre av fem.")
    RulingFactory(intervention=one, measure="started", value=14)
    FindingFactory(intervention=one, statement="Små grupper").themes.set([ThemeFactory(name="Tid")])
    one.steps.filter(step="report").update(status="skipped", reason="Liten insats.")
    sheet = texts.of(snapshot_tables.countable())[str(one.pk)]
    assert sheet["cancelled_parts"] == ["Grupp 2: för få anmälda"]
    assert sheet["counts"][0]["note"] == "Räknat på listan."
    assert sheet["reported"][0]["text"] == "Tre av fem."
    assert sheet["rulings"][0]["value"] == 14
    assert sheet["findings"][0]["themes"] == ["Tid"]
    assert sheet["no_report_reason"] == "Liten insats."


def test_explanations_of_printed_figures_go_along(kc: Unit) -> None:
    PublishedFigureFactory(unit=kc, explanation="Avrundat uppåt.")
    PublishedFigureFactory(explanation="")
    assert [(e["unit_group"], e["text"]) for e in texts.explanations()] == [
        ("KC", "Avrundat uppåt.")
    ]


# --- damage ---


@pytest.fixture
def damaged(report: AnnualReport) -> AnnualReport:
    path = snapshot_files.folder(report.snapshot) / "findings.parquet"
    path.write_bytes(path.read_bytes() + b"x")
    return report


@pytest.mark.parametrize("name", ["interventions.parquet", "texts.json"])
@pytest.mark.parametrize("harm", ["changed", "gone"])
def test_a_snapshot_that_is_not_as_it_was_written_is_not_read(
    name: str, harm: str, report: AnnualReport
) -> None:
    path = snapshot_files.folder(report.snapshot) / name
    path.write_bytes(b"{}") if harm == "changed" else path.unlink()
    with pytest.raises(SnapshotDamaged, match=f"{name} saknas eller är ändrad"):
        snapshot_files.tables(report.snapshot)


def test_a_snapshot_of_another_version_says_which(report: AnnualReport) -> None:
    """A table that later versions have is not in an older snapshot."""
    snapshot = Snapshot.objects.get(pk=report.snapshot_id)
    snapshot.software_version = "0.0.1"
    del snapshot.manifest["files"]["options.parquet"]
    (snapshot_files.folder(snapshot) / "options.parquet").unlink()
    with pytest.raises(SnapshotDamaged, match=r"en annan version av Stegvis \(0.0.1\)"):
        snapshot_files.tables(snapshot)


PAGES = ("", "fil/xlsx/", "fil/csv/", "siffra/started/", "bild/1/kategorier.svg")


@pytest.mark.parametrize("path", PAGES)
def test_every_page_says_what_is_damaged_and_the_way_out(
    path: str, damaged: AnnualReport, planner: User, sign_in: SignIn
) -> None:
    answer = sign_in(planner).get(damaged.get_absolute_url() + path)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "findings.parquet saknas eller är ändrad" in page
    assert reverse("reports:annual_report_recount", args=[damaged.pk]) in page


def test_a_recount_makes_the_draft_whole(
    damaged: AnnualReport, planner: User, sign_in: SignIn
) -> None:
    client = sign_in(planner)
    address = reverse("reports:annual_report_recount", args=[damaged.pk])
    assert client.post(address, follow=True).status_code == 200


def test_nothing_is_frozen_from_a_damaged_snapshot(
    damaged: AnnualReport, manager: User, sign_in: SignIn
) -> None:
    damaged.prose.update(text="Skrivet.")
    answer = sign_in(manager).post(reverse("reports:annual_report_freeze", args=[damaged.pk]))
    damaged.refresh_from_db()
    assert (answer.status_code, damaged.status, damaged.versions.count()) == (409, "draft", 0)
    assert "Räkna om" not in answer.content.decode()


def test_frozen_files_are_there_though_the_snapshot_is_damaged(
    report: AnnualReport, manager: User, sign_in: SignIn, plain_files: None
) -> None:
    report.prose.update(text="Skrivet.")
    version = annual.freeze(report=report, by=manager, on=TODAY)
    (snapshot_files.folder(report.snapshot) / "texts.json").unlink()
    client = sign_in(manager)
    answer = client.get(reverse("reports:frozen_file", args=[report.pk, 1, "pdf"]))
    assert answer.content == bytes(version.pdf)
    for name, rest in (("frozen_file", ["csv"]), ("frozen_check", [])):
        page = client.get(reverse(f"reports:{name}", args=[report.pk, 1, *rest]))
        assert page.status_code == 409
        assert reverse("reports:frozen_file", args=[report.pk, 1, "pdf"]) in page.content.decode()


def test_a_comparison_with_a_damaged_year_is_told(
    damaged: AnnualReport, department: Unit, planner: User, sign_in: SignIn
) -> None:
    whole = AnnualReportFactory(year=2023, units=[department])
    address = reverse("reports:annual_report_compare", args=[whole.pk])
    assert sign_in(planner).get(f"{address}?other={damaged.pk}").status_code == 409


def test_the_command_says_what_is_damaged(
    report: AnnualReport, manager: User, plain_files: None, tmp_path: Path
) -> None:
    report.prose.update(text="Skrivet.")
    annual.freeze(report=report, by=manager, on=TODAY)
    (snapshot_files.folder(report.snapshot) / "texts.json").unlink()
    options = ["--year", "2024", "--version", "1", "--format", "csv", "--out", str(tmp_path)]
    with pytest.raises(CommandError, match="texts.json saknas eller är ändrad"):
        call_command("report", "annual", *options, stderr=StringIO())


def test_reading_leaves_the_folder_as_it_was(db: None, own_folder: Path) -> None:
    snapshot = SnapshotFactory()
    files = {path.name: path.read_bytes() for path in (own_folder / snapshot.folder).iterdir()}
    with snapshot_files.tables(snapshot):
        snapshot_files.texts(snapshot)
    assert files == {p.name: p.read_bytes() for p in (own_folder / snapshot.folder).iterdir()}
    assert pq.read_table(own_folder / snapshot.folder / "agreements.parquet").num_rows == 0


def test_figures_of_the_page_the_list_and_the_table_are_the_same(
    report: AnnualReport, listed: list[Intervention], planner: User, sign_in: SignIn
) -> None:
    """Rule 9, on a small world; tests/demo holds the whole of 2024 to it."""
    page = sign_in(planner).get(reverse("interventions:intervention_list") + "?year=2024")
    in_list = {row.intervention.pk: row.started for row in page.context["interventions"]}
    in_table = {int(row["intervention_id"]): row["started"] for row in rows("intervention_years")}
    with producing.source(producing.recipe(report, dated_on=TODAY)) as source:
        figures = {int(f.key()): f.value for f in source.by("started", "intervention")}
    assert in_list == in_table == figures == {one.pk: one.years.get().started for one in listed}
