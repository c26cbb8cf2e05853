"""What is heavy is done in a process of its own, once, and gives the same as when done here."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from threading import Event, Thread
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

import stegvis.analysis
import stegvis.reports.documents
from stegvis.accounts.models import User
from stegvis.reports import apart, producing, snapshot_files, workshop
from stegvis.reports.actions import annual
from stegvis.reports.annual.build import build
from stegvis.reports.documents.model import Document, Figure
from stegvis.reports.models import AnnualReport, Snapshot
from tests.factories.reports import WordTemplateFactory

SignIn = Callable[[User], Client]


@pytest.fixture
def away(settings: Any, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """As in a web process, but what would be done in another is done here, for speed.

    Answers with the name of each piece of work that is sent away."""
    return _sent_away(settings, monkeypatch, lambda command, call: workshop.answer(call))


@pytest.fixture
def really_away(settings: Any, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    run = subprocess.run

    def process(command: list[str], call: bytes) -> bytes:
        return run(command, input=call, capture_output=True, check=True).stdout

    return _sent_away(settings, monkeypatch, process)


def _sent_away(
    settings: Any, monkeypatch: pytest.MonkeyPatch, process: Callable[[list[str], bytes], bytes]
) -> list[str]:
    settings.REPORTS_APART = True
    sent: list[str] = []

    def run(command: list[str], *, input: bytes, **rest: Any) -> Any:
        sent.append(workshop.unpacked(input)[0])
        return subprocess.CompletedProcess(command, 0, process(command, input))

    monkeypatch.setattr(apart.subprocess, "run", run)
    return sent


@pytest.fixture
def no_heavy_imports(monkeypatch: pytest.MonkeyPatch) -> None:
    """A web process that draws or writes fails here instead of growing."""
    for package, name in (
        (stegvis.analysis, "charts"),
        (stegvis.reports.documents, "docx"),
        (stegvis.reports.documents, "pdf"),
    ):
        monkeypatch.setitem(sys.modules, f"{package.__name__}.{name}", None)
        monkeypatch.delattr(package, name, raising=False)
    for name in ("altair", "vl_convert", "typst"):
        monkeypatch.setitem(sys.modules, name, None)


@pytest.fixture
def recipe(report: AnnualReport, today: Any) -> producing.Recipe:
    report.prose.update(text="Skrivet.")
    return producing.recipe(report, dated_on=today)


def figures(document: Document) -> Iterator[Figure]:
    blocks = (block for chapter in document.chapters for block in chapter.blocks)
    return (block for block in blocks if isinstance(block, Figure))


def test_what_is_counted_before_the_prose_is_what_is_counted_with_it(
    recipe: producing.Recipe,
) -> None:
    with producing.source(recipe) as opened:
        whole = build(opened)
    assert producing.document(recipe) == whole
    assert {"Skrivet."} <= {getattr(b, "markdown", "") for c in whole.chapters for b in c.blocks}


def test_a_text_and_a_day_later_nothing_is_counted_again(
    report: AnnualReport, planner: User, recipe: producing.Recipe, away: list[str]
) -> None:
    producing.document(recipe)
    annual.write(block=report.prose.get(key="summary"), text="Nytt.", by=planner)
    later = producing.recipe(report, dated_on=recipe.settings.dated_on.replace(day=4))
    document = producing.document(later)
    assert document.dated_on.day == 4
    assert "Nytt." in [getattr(block, "markdown", "") for block in document.chapters[0].blocks]
    assert away == ["count"]


def test_pages_pictures_and_files_need_no_heavy_library(
    report: AnnualReport,
    planner: User,
    sign_in: SignIn,
    really_away: list[str],
    no_heavy_imports: None,
) -> None:
    """The first picture draws them all, and files draw none anew."""
    client, home = sign_in(planner), report.get_absolute_url()
    assert client.get(home).status_code == 200
    for key in ("kategorier", "kostnad"):
        picture = f"{home}bild/{report.snapshot_id}/{key}.svg"
        assert client.get(picture).content.startswith(b"<svg")
    assert really_away == ["count", "make"]
    starts = {"pdf": b"%PDF", "xlsx": b"PK", "csv": b"\xef\xbb\xbf"}
    for extension, start in starts.items():
        assert client.get(f"{home}fil/{extension}/").content.startswith(start)
    assert really_away == ["count", "make", "make"]


def test_narrow_pictures_are_drawn_when_a_phone_asks(
    recipe: producing.Recipe, away: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(
        workshop, "draw", lambda chart, is_narrow: asked.append(is_narrow) or b"<svg/>"
    )
    for is_narrow in (False, True, True, False):
        assert producing.picture(recipe, "kategorier", is_narrow=is_narrow)
    assert asked == [False] * 8 + [True] * 8


def test_it_is_the_same_apart_and_here(
    recipe: producing.Recipe, settings: Any, really_away: list[str], monkeypatch: Any
) -> None:
    made = producing.produce(recipe, ["docx", "pdf"])
    drawn = producing.pictures(recipe)
    document = producing.document(recipe)
    assert really_away == ["count", "make"]
    monkeypatch.undo()  # the real charts
    settings.REPORTS_APART = False
    producing.cache.clear()
    assert producing.document(recipe) == document
    assert producing.produce(recipe, ["docx", "pdf"]) == made
    assert producing.pictures(recipe) == drawn
    assert set(drawn) == {figure.key for figure in figures(document)}


def test_of_all_who_ask_at_once_one_draws(recipe: producing.Recipe, away: list[str]) -> None:
    producing.document(recipe)
    answers: list[bytes | None] = []
    asking = [
        Thread(target=lambda key=key: answers.append(producing.picture(recipe, key)))
        for key in ("kategorier", "kostnad", "svar_bild")
    ]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    assert away == ["count", "make"]
    assert len(answers) == 3 and all(answers)


def test_a_turn_waits_for_the_one_before() -> None:
    told: list[str] = []
    is_waiting = Event()

    def second() -> None:
        is_waiting.set()
        with apart.turn():
            told.append("second")

    thread = Thread(target=second)
    with apart.turn():
        thread.start()
        is_waiting.wait()
        thread.join(0.2)
        told.append("first")
    thread.join()
    assert told == ["first", "second"]


# --- when it does not work ---


@pytest.fixture(params=["failed", "slow"])
def broken(
    request: pytest.FixtureRequest, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], None]:
    """From now on no process does its work."""
    faults = {
        "failed": subprocess.CalledProcessError(1, "x", stderr=b"Traceback: no memory"),
        "slow": subprocess.TimeoutExpired("x", 90),
    }

    def run(*args: Any, **kwargs: Any) -> None:
        raise faults[request.param]

    def begin() -> None:
        settings.REPORTS_APART = True
        monkeypatch.setattr(apart.subprocess, "run", run)

    return begin


def test_a_page_says_that_it_could_not_be_made(
    broken: Callable[[], None],
    report: AnnualReport,
    planner: User,
    sign_in: SignIn,
    caplog: pytest.LogCaptureFixture,
) -> None:
    broken()
    answer = sign_in(planner).get(report.get_absolute_url())
    page = answer.content.decode()
    assert answer.status_code == 503
    assert "Rapporten kunde inte göras just nu. Försök igen om en stund." in page
    assert "Räkna om" not in page
    (line,) = [record.getMessage() for record in caplog.records if record.name == apart.__name__]
    assert "no memory" in line or "more than 90 seconds" in line


def test_the_page_stands_though_its_pictures_and_files_cannot_be_made(
    broken: Callable[[], None], report: AnnualReport, planner: User, sign_in: SignIn
) -> None:
    client, home = sign_in(planner), report.get_absolute_url()
    client.get(home)
    broken()
    assert client.get(home).status_code == 200
    assert client.get(f"{home}bild/{report.snapshot_id}/kategorier.svg").status_code == 503
    assert client.get(f"{home}fil/pdf/").status_code == 503
    assert client.get(f"{home}fil/xlsx/").status_code == 200


def test_nothing_is_frozen_when_a_file_could_not_be_made(
    broken: Callable[[], None], report: AnnualReport, manager: User, sign_in: SignIn
) -> None:
    report.prose.update(text="Skrivet.")
    broken()
    answer = sign_in(manager).post(reverse("reports:annual_report_freeze", args=[report.pk]))
    report.refresh_from_db()
    assert (answer.status_code, report.status, report.versions.count()) == (503, "draft", 0)


def test_the_command_says_that_it_could_not_be_made(
    broken: Callable[[], None], report: AnnualReport, tmp_path: Any
) -> None:
    broken()
    with pytest.raises(CommandError, match="Rapporten kunde inte göras"):
        call_command("report", "annual", "--year", "2024", "--out", str(tmp_path / "ut"))


def test_a_process_that_fails_tells_the_log_why(
    settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.REPORTS_APART = True
    with pytest.raises(apart.NotMade):
        apart.run("make", {"a": "no chart"})
    assert "AttributeError" in caplog.text


def test_a_snapshot_of_another_version_is_told_from_there(
    report: AnnualReport, planner: User, sign_in: SignIn, away: list[str]
) -> None:
    snapshot = Snapshot.objects.get(pk=report.snapshot_id)
    del snapshot.manifest["files"]["options.parquet"]
    snapshot.software_version = "0.0.1"
    snapshot.save()
    (snapshot_files.folder(snapshot) / "options.parquet").unlink()
    answer = sign_in(planner).get(report.get_absolute_url())
    assert answer.status_code == 409
    assert "en annan version av Stegvis (0.0.1)" in answer.content.decode()
    assert away == ["count"]


def test_a_template_that_cannot_be_used_is_told_from_there(
    report: AnnualReport, planner: User, sign_in: SignIn, away: list[str]
) -> None:
    report.template = WordTemplateFactory(content=b"no Word file")
    report.save()
    answer = sign_in(planner).get(f"{report.get_absolute_url()}fil/docx/")
    assert answer.status_code == 409
    assert "Wordmallen går inte att använda" in answer.content.decode()
