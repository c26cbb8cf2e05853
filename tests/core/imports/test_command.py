import io

import pytest
from django.core.management import CommandError, call_command

from stegvis.core.imports.enums import BatchStatus
from stegvis.core.imports.models import ImportBatch
from stegvis.core.models import Draft
from tests.core.imports.books import csv, xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "2024").mkdir()
    (tmp_path / "kurser.csv").write_bytes(csv([["kod", "titel"], ["A1", "Svets"]]))
    (tmp_path / "2024" / "antal.csv").write_bytes(csv([["kod", "år"], ["A1", "2024"]]))
    (tmp_path / "~$kurser.xlsx").write_bytes(b"locked")
    return tmp_path


def run(*args):
    out, err = io.StringIO(), io.StringIO()
    code = 0
    try:
        call_command("import", *map(str, args), stdout=out, stderr=err)
    except SystemExit as stop:
        code = stop.code
    return code, out.getvalue(), err.getvalue()


def test_a_folder_with_sub_folders_is_taken_in(folder, uploader):
    code, out, _err = run(folder, "--accept", "--user", uploader.email)
    assert code == 0
    assert "kurser: fel 0, ändras 0, ny 1, oförändrad 0" in out
    assert "2 rader är införda." in out and Draft.objects.count() == 2


def test_the_second_time_nothing_changes(folder, uploader):
    run(folder, "--accept", "--user", uploader.email)
    code, out, _err = run(folder, "--accept", "--user", uploader.email)
    assert code == 0 and "fanns redan" in out


def test_changes_are_told(folder, uploader):
    run(folder, "--accept", "--user", uploader.email)
    (folder / "kurser.csv").write_bytes(csv([["kod", "titel"], ["A1", "Kock"]]))
    (folder / "2024" / "antal.csv").write_bytes(csv([["kod", "år"], ["A9", "2024"]]))
    _code, out, err = run(folder)
    assert "kurser.csv, rad 2, titel: Svets → Kock" in out
    assert "2024/antal.csv, rad 2, kod: ”A9” finns inte" in err


def test_without_accept_only_the_preview_is_kept_and_only_for_a_user(folder, uploader):
    assert run(folder)[0] == 0
    assert not ImportBatch.objects.exists()
    assert run(folder, "--user", uploader.email)[0] == 0
    assert ImportBatch.objects.get().status == BatchStatus.PREVIEWED
    assert not Draft.objects.exists()


def test_a_dry_run_tries_to_write_and_keeps_nothing(folder, uploader):
    code, out, _err = run(folder, "--accept", "--dry-run", "--user", uploader.email)
    assert code == 0 and "2 rader är införda" in out
    assert not Draft.objects.exists() and not ImportBatch.objects.exists()


def test_wrong_rows_are_told_with_exit_code_1_and_nothing_written(folder, uploader):
    path = folder / "kurser.xlsx"
    path.write_bytes(xlsx({"kurser": [["kod", "titel", "från"], ["A1", "x", "2024-02-31"]]}))
    code, _out, err = run(path, "--accept", "--user", uploader.email)
    assert code == 1 and not Draft.objects.exists()
    assert "kurser.xlsx, rad 2, från: 31 februari finns inte" in err


def test_wrong_rows_may_be_left_out(folder, uploader):
    (folder / "kurser.csv").write_bytes(csv([["kod", "titel"], ["A1", "Svets"], ["A2", ""]]))
    code, out, _err = run(folder, "--accept", "--leave-out-wrong", "--user", uploader.email)
    assert code == 0 and "1 felaktig rad är utelämnad" in out


def test_what_the_room_refuses_is_told(folder, uploader):
    (folder / "kurser.csv").write_bytes(csv([["kod", "titel"], ["A1", "Vägrad"]]))
    code, _out, err = run(folder / "kurser.csv", "--accept", "--user", uploader.email)
    assert code == 1 and "titel: Titeln är upptagen." in err


@pytest.mark.parametrize(
    ("name", "args", "words"),
    [
        ("saknas.csv", [], "finns inte"),
        ("tom", [], "inga .xlsx"),
        ("kurser.csv", ["--accept"], "--user"),
        ("kurser.csv", ["--user", "ingen@exempel.se"], "Ingen användare"),
        ("~$kurser.xlsx", [], "”~$kurser”"),
    ],
)
def test_mistakes_are_told(folder, db, name, args, words):
    (folder / "tom").mkdir()
    with pytest.raises(CommandError) as caught:
        run(folder / name, *args)
    assert words in str(caught.value)


def test_many_faults_are_counted_instead_of_told(folder, uploader):
    rows = [[f"A{number}", ""] for number in range(110)]
    (folder / "kurser.csv").write_bytes(csv([["kod", "titel"], *rows]))
    err = run(folder / "kurser.csv")[2]
    assert err.count("Saknas.") == 100 and "… och 10 fel till." in err


def test_long_files_show_progress(folder, uploader):
    rows = [[f"A{number}", "x"] for number in range(1000)]
    (folder / "kurser.csv").write_bytes(csv([["kod", "titel"], *rows]))
    assert "1000 av 1000 rader" in run(folder / "kurser.csv", "--dry-run")[2]
