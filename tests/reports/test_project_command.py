"""`stegvis report project --programme stigen`"""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from stegvis.organisations.models import Unit
from stegvis.participants.models import Programme
from stegvis.reports.models import Snapshot
from tests.reports import project_world as worlds


@pytest.fixture
def stigen(kc: Unit) -> Programme:
    found = worlds.programme(kc)
    worlds.twelve(found)
    return found


def run(*options: str) -> tuple[list[str], str]:
    out, told = StringIO(), StringIO()
    call_command("report", "project", *options, stdout=out, stderr=told)
    return out.getvalue().split(), told.getvalue()


def test_the_formats_are_written_with_progress(stigen: Programme, tmp_path: Path) -> None:
    written, told = run(
        "--programme", "stigen", "--format", "docx,pdf,xlsx", "--out", str(tmp_path)
    )
    assert [Path(path).name for path in written] == [
        f"projektrapport-stigen.{ending}" for ending in ("docx", "pdf", "xlsx")
    ]
    assert all(Path(path).stat().st_size > 3000 for path in written)
    assert "1/4" in told and "4/4" in told
    assert Snapshot.objects.count() == 1


def test_the_protected_edition_is_another_file(stigen: Programme, tmp_path: Path) -> None:
    (path,), _told = run(
        *("--programme", "stigen", "--format", "xlsx", "--out", str(tmp_path), "--protected")
    )
    assert Path(path).name == "projektrapport-stigen-skyddad.xlsx"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--programme", "finns-inte"), "Verksamheten finns inte: finns-inte. Det finns: stigen."),
        (("--programme", "stigen", "--format", "csv"), "Okänt format: csv"),
        (("--programme", "stigen", "--format", " "), "Välj minst ett format"),
    ],
)
def test_what_is_wrong_is_said(
    options: tuple[str, ...], message: str, stigen: Programme, tmp_path: Path
) -> None:
    with pytest.raises(CommandError, match=message):
        run(*options, "--out", str(tmp_path))
