"""`stegvis report annual`"""

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from stegvis.accounts.models import User
from stegvis.organisations.models import Unit
from stegvis.reports.actions import annual
from stegvis.reports.models import AnnualReport, Snapshot, WordTemplate
from tests.factories.reports import AnnualReportFactory, WordTemplateFactory

Run = Callable[..., tuple[list[str], str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """The files that were written, and what was said on the way."""

    def call(*options: str, out: Path = tmp_path / "ut") -> tuple[list[str], str]:
        said, told = StringIO(), StringIO()
        call_command(
            "report", "annual", "--out", str(out), *options, stdout=said, stderr=told, no_color=True
        )
        return [Path(line).name for line in said.getvalue().splitlines()], told.getvalue()

    return call


def test_all_formats_are_written_with_progress(
    report: AnnualReport, run: Run, tmp_path: Path
) -> None:
    """The real renderers."""
    names, told = run("--year", "2024", "--format", "docx, PDF,xlsx,csv")
    assert names == [
        "uppfoljningsrapport-2024-utkast.docx",
        "uppfoljningsrapport-2024-utkast.pdf",
        "uppfoljningsrapport-2024-utkast.xlsx",
        "offentlig-2024-utkast.csv",
    ]
    starts = [b"PK", b"%PDF", b"PK", b"\xef\xbb\xbf"]
    for name, start in zip(names, starts, strict=True):
        assert (tmp_path / "ut" / name).read_bytes().startswith(start)
    assert told.splitlines() == [
        "1/5 Räknar siffrorna …",
        "Texten är ur Uppföljningsrapport 2024.",
        "2/5 Skriver docx …",
        "3/5 Skriver pdf …",
        "4/5 Skriver xlsx …",
        "5/5 Skriver csv …",
    ]


def test_figures_are_new_and_the_report_itself_is_untouched(
    report: AnnualReport, run: Run, plain_files: None
) -> None:
    before = report.snapshot_id
    run("--year", "2024")
    report.refresh_from_db()
    assert report.snapshot_id == before
    assert Snapshot.objects.count() == 2


def test_a_year_that_nobody_has_begun_gets_the_first_words(
    listed: list, run: Run, plain_files: None, tmp_path: Path
) -> None:
    names, told = run("--year", "2024", "--format", "xlsx")
    assert "Ingen rapport är påbörjad för året" in told
    assert "Två frågor bär rapporten" in (tmp_path / "ut" / names[0]).read_text()


def test_the_report_on_just_these_units_is_chosen(
    department: Unit, kc: Unit, cfa: Unit, report: AnnualReport, run: Run, plain_files: None
) -> None:
    both = AnnualReportFactory(title="Båda", units=[kc, cfa], snapshot=report.snapshot)
    AnnualReportFactory(title="Bara KC", units=[kc], snapshot=report.snapshot)
    names, told = run("--year", "2024", "--unit", "KC", "--format", "xlsx")
    assert names == ["uppfoljningsrapport-2024-kc-utkast.xlsx"] and "ur Bara KC." in told
    names, told = run("--year", "2024", "--unit", "CFA", "--unit", "KC", "--format", "xlsx")
    assert names == ["uppfoljningsrapport-2024-cfa-kc-utkast.xlsx"] and "ur Båda." in told
    assert "ur Uppföljningsrapport 2024." in run("--year", "2024", "--format", "xlsx")[1]
    assert "Ingen rapport" in run("--year", "2024", "--unit", "CFA", "--format", "xlsx")[1]
    report.delete()
    assert both.title != "Bara KC" and "ur Bara KC." in run("--year", "2024", "--format", "xlsx")[1]


def test_a_frozen_version_is_written_as_it_was_frozen(
    report: AnnualReport, manager: User, run: Run, plain_files: None, tmp_path: Path
) -> None:
    report.prose.update(text="Skrivet.")
    version = annual.freeze(report=report, by=manager, on=report.created_at.date())
    names, told = run("--year", "2024", "--version", "1", "--format", "pdf,csv")
    assert names == ["uppfoljningsrapport-2024-version-1.pdf", "offentlig-2024-version-1.csv"]
    assert (tmp_path / "ut" / names[0]).read_bytes() == bytes(version.pdf)
    assert told.splitlines() == ["1/2 Skriver pdf …", "2/2 Skriver csv …"]
    assert Snapshot.objects.count() == 1


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--year", "2024", "--format", "odt,docx"], "Okänt format: odt. Välj bland docx, pdf"),
        (["--year", "2024", "--format", " ,"], "Välj minst ett format bland docx"),
        (["--year", "2031"], "Det finns inga insatser 2031 för AMA."),
        (["--year", "2024", "--unit", "KC", "--unit", "X", "--unit", "A"], "inte: A, X."),
        (["--year", "2024", "--version", "3"], "Det finns ingen fastställd version 3."),
        (["--year", "2024", "--unit", "KC", "--version", "1"], "ingen fastställd version 1."),
        (["--year", "i år"], "invalid int value"),
        ([], "--year"),
    ],
)
def test_what_cannot_be_done_is_said(
    options: list[str], words: str, report: AnnualReport, run: Run, tmp_path: Path
) -> None:
    with pytest.raises(CommandError, match=words.replace(".", r"\.")):
        run(*options)
    assert not list(tmp_path.glob("ut/*")) and Snapshot.objects.count() == 1


def test_a_folder_that_cannot_be_written_is_said(
    report: AnnualReport, run: Run, tmp_path: Path, plain_files: None
) -> None:
    in_the_way = tmp_path / "fil"
    in_the_way.write_text("jag är en fil")
    with pytest.raises(CommandError, match=r"Det går inte att skriva i .*fil"):
        run("--year", "2024", out=in_the_way)


def test_an_unusable_word_template_is_said(report: AnnualReport, run: Run) -> None:
    """One that was kept before it was checked."""
    template = WordTemplateFactory(content=b"not a Word file")
    AnnualReport.objects.update(template=template)
    with pytest.raises(CommandError, match="Word"):
        run("--year", "2024", "--format", "docx")
    assert WordTemplate.objects.count() == 1
