"""Creating, recounting, writing and freezing the annual report."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from stegvis.accounts.models import User
from stegvis.core.steps import StepRefused
from stegvis.core.versions import VersionConflict
from stegvis.interventions.models import Intervention, InterventionYear
from stegvis.organisations.models import Unit
from stegvis.reports import producing
from stegvis.reports.actions import annual, published, snapshots
from stegvis.reports.annual.prose import PLACES
from stegvis.reports.enums import AnnualReportStatus
from stegvis.reports.models import AnnualReport, FrozenVersion, Snapshot
from tests.factories.reports import AnnualReportFactory, FrozenVersionFactory, ProseBlockFactory

Events = Callable[[], list[str]]


@pytest.fixture
def written(department: Unit, listed: list[Intervention]) -> AnnualReport:
    return AnnualReportFactory(units=[department], written=True)


def freeze(report: AnnualReport, by: User, on: date = date(2025, 3, 3)) -> FrozenVersion:
    report.refresh_from_db()
    return annual.freeze(report=report, by=by, on=on)


def test_a_new_report_has_figures_and_the_words_that_every_report_starts_with(
    planner: User, department: Unit, listed: list[Intervention], events: Events
) -> None:
    report = annual.create(year=2024, title="Rapport", units=[department], by=planner)
    assert [block.key for block in report.prose.all()] == [place.key for place in PLACES]
    assert report.prose.get(key="purpose").text.startswith("Rapporten visar")
    assert report.snapshot.manifest["files"]["interventions.parquet"]["rows"] == 6
    assert events() == ["snapshot.taken", "annual_report.created"]


def test_prose_survives_a_recount_and_figures_do_not(
    written: AnnualReport, planner: User, listed: list[Intervention]
) -> None:
    InterventionYear.objects.filter(intervention=listed[0]).update(started=99)
    report = annual.recount(report=written, by=planner)
    assert report.prose.get(key="summary").text == "Skrivet."
    with producing.source(producing.recipe(report, dated_on=date(2025, 3, 3))) as source:
        assert source.total("started").value == 225 - 40 + 99


def test_writing_keeps_every_text_with_who_and_when(
    written: AnnualReport, planner: User, manager: User, events: Events
) -> None:
    block = written.prose.get(key="summary")
    annual.write(block=block, text="Första.", by=planner, version=1)
    block = annual.write(block=block, text="Andra.", by=manager, version=2)
    told = [(one.text, one.by) for one in block.revisions.all()]
    assert told == [("Andra.", manager), ("Första.", planner)]
    assert (block.text, block.version) == ("Andra.", 3)
    assert events() == ["annual_report.written"] * 2


def test_the_same_text_again_is_nothing_new(
    written: AnnualReport, planner: User, events: Events
) -> None:
    block = annual.write(block=written.prose.get(key="summary"), text="Skrivet.", by=planner)
    assert (block.version, block.revisions.count(), events()) == (1, 0, [])


def test_the_second_writer_of_a_text_is_stopped(written: AnnualReport, planner: User) -> None:
    block = written.prose.get(key="summary")
    annual.write(block=block, text="Min.", by=planner, version=1)
    with pytest.raises(VersionConflict) as conflict:
        annual.write(block=block, text="Din.", by=planner, version=1)
    assert conflict.value.latest.text == "Min."


def test_title_and_template_change(written: AnnualReport, planner: User, events: Events) -> None:
    report = annual.change(report=written, by=planner, version=1, title="Ny", template=None)
    assert (report.title, report.version) == ("Ny", 2)
    annual.change(report=report, by=planner, version=2, title="Ny", template=None)
    assert events() == ["annual_report.changed"]
    with pytest.raises(VersionConflict):
        annual.change(report=report, by=planner, version=1, title="Gammal")


def test_freezing_keeps_the_files_and_all_they_are_made_of(
    written: AnnualReport, manager: User, events: Events
) -> None:
    version = freeze(written, manager)
    written.refresh_from_db()
    assert (version.number, version.frozen_on, version.frozen_by) == (1, date(2025, 3, 3), manager)
    assert version.prose["summary"] == "Skrivet."
    assert version.settings["version_label"] == "Version 1"
    assert bytes(version.docx).startswith(b"PK") and bytes(version.pdf).startswith(b"%PDF")
    assert bytes(version.template).startswith(b"PK")
    assert written.status == AnnualReportStatus.FROZEN
    assert events() == ["annual_report.frozen"]


def test_a_frozen_version_made_again_is_the_same_to_the_byte(
    written: AnnualReport, planner: User, manager: User, listed: list[Intervention]
) -> None:
    """Whatever happens afterwards."""
    version = freeze(written, manager)
    before = producing.frozen(version, "csv")
    InterventionYear.objects.filter(intervention=listed[0]).update(started=99)
    annual.write(block=written.prose.get(key="summary"), text="Nytt.", by=planner)
    annual.change(report=written, by=planner, title="Nytt namn")
    annual.recount(report=written, by=planner)
    version = FrozenVersion.objects.get()
    assert producing.same_again(version) == dict.fromkeys(producing.FORMATS, True)
    assert producing.frozen(version, "csv") == before


def test_a_changed_kept_file_is_not_the_same(
    written: AnnualReport, manager: User, plain_files: None
) -> None:
    version = freeze(written, manager)
    version.pdf = b"another"
    version.checksums["csv"] = "0" * 64
    assert producing.same_again(version) == {"docx": True, "pdf": False, "xlsx": True, "csv": False}


def test_a_changed_row_changes_the_draft_after_a_recount_only(
    written: AnnualReport,
    planner: User,
    manager: User,
    listed: list[Intervention],
    plain_files: None,
) -> None:
    frozen = bytes(freeze(written, manager).xlsx)
    InterventionYear.objects.filter(intervention=listed[0]).update(started=99)

    def draft() -> bytes:
        recipe = producing.recipe(written, dated_on=date(2025, 3, 3))
        return producing.produce(recipe, ["xlsx"])["xlsx"]

    before = draft()
    written = annual.recount(report=written, by=planner)
    assert draft() != before
    assert bytes(FrozenVersion.objects.get().xlsx) == frozen


@pytest.mark.parametrize("key", producing.REQUIRED_PROSE)
def test_an_unwritten_report_is_not_frozen(
    written: AnnualReport, manager: User, events: Events, key: str
) -> None:
    written.prose.filter(key=key).update(text="  ")
    with pytest.raises(StepRefused, match="Skriv klart"):
        freeze(written, manager)
    assert (FrozenVersion.objects.count(), events()) == (0, [])


def test_nothing_new_is_not_frozen_again(
    written: AnnualReport, manager: User, plain_files: None
) -> None:
    freeze(written, manager)
    with pytest.raises(StepRefused, match="redan fastställd"):
        freeze(written, manager)


@pytest.mark.parametrize("how", ["write", "change", "recount"])
def test_a_changed_report_is_a_draft_again_and_freezes_as_the_next_version(
    written: AnnualReport, planner: User, manager: User, plain_files: None, how: str
) -> None:
    freeze(written, manager)
    if how == "write":
        annual.write(block=written.prose.get(key="summary"), text="Nytt.", by=planner)
    elif how == "change":
        annual.change(report=written, by=planner, title="Nytt namn")
    else:
        annual.recount(report=written, by=planner)
    written.refresh_from_db()
    assert written.status == AnnualReportStatus.DRAFT
    assert freeze(written, manager).number == 2


def test_a_frozen_version_is_neither_changed_nor_removed(db: None) -> None:
    version = FrozenVersionFactory()
    versions = FrozenVersion.objects.all()
    for forbidden in (
        version.save,
        version.delete,
        versions.delete,
        lambda: versions.update(docx=b""),
    ):
        with pytest.raises(TypeError, match="a frozen version never"):
            forbidden()


def test_a_snapshot_that_cannot_be_written_leaves_nothing(
    db: None, own_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: Any) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(snapshots, "_write", full)
    with pytest.raises(OSError, match="no space"):
        snapshots.take(by=None)
    assert list(own_folder.iterdir()) == []
    assert not Snapshot.objects.exists()


def test_a_published_figure_is_saved_once(planner: User, kc: Unit, events: Events) -> None:
    values = {"year": 2024, "unit": kc, "measure": "startade", "as_written": "ca 300"}
    values |= {"value": 300, "precision": 100, "source": "kapitel 6"}
    figure = published.save(figure=None, by=planner, **values)
    published.save(figure=figure, by=planner, **values)
    published.save(figure=figure, by=planner, **values | {"value": 320})
    assert events() == ["published_figure.added", "published_figure.changed"]


def test_models_say_what_they_are(db: None) -> None:
    block = ProseBlockFactory(report__title="Rapport")
    version = FrozenVersionFactory(report=block.report, number=2)
    assert (str(block), str(version)) == ("Rapport: summary", "Rapport, version 2")
