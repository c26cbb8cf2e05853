"""A real Chromium against a real server. Whatever goes wrong in the browser fails the test: errors
in the console, scripts that crash, requests to our own server that are refused."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    WebError,
    sync_playwright,
)

from stegvis.accounts.models import User
from tests.support import chromium

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE = {"width": 1200, "height": 900}
PATIENCE = 15_000  # milliseconds; two cores are shared with the server


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass
class Watch:
    """What went wrong in the browser. A test that provokes something says so with `allow`."""

    found: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)

    def allow(self, *fragments: str) -> None:
        self.allowed += fragments

    def see(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("weberror", self._crash)
        context.on("requestfailed", self._no_answer)
        context.on("response", self._refused)

    def problems(self) -> list[str]:
        return [one for one in self.found if not any(part in one for part in self.allowed)]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.found.append(f"console on {message.page and message.page.url}: {message.text}")

    def _crash(self, crash: WebError) -> None:
        self.found.append(f"script on {crash.page and crash.page.url}: {crash.error}")

    def _no_answer(self, request: Request) -> None:
        # Aborted: the page was left before the answer came.
        if "ERR_ABORTED" not in (request.failure or ""):
            self.found.append(f"{request.method} {request.url}: {request.failure}")

    def _refused(self, response: Response) -> None:
        if response.status >= 400:
            self.found.append(f"{response.request.method} {response.url}: {response.status}")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory, request: Any) -> None:
    """SQLite in a file: in memory the server's threads would share one connection."""
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("browser") / "test.sqlite3")
    request.getfixturevalue("django_db_modify_db_settings_parallel_suffix")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium.find()
    if path is None:
        pytest.skip("no Chromium: set STEGVIS_CHROMIUM to its path")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright's own event loop runs in this thread; Django takes it for asynchronous code.
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        running = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def watch() -> Iterator[Watch]:
    watching = Watch()
    yield watching
    assert watching.problems() == []


@pytest.fixture
def open_browser(
    browser: Browser, live_server: Any, watch: Watch, db: None
) -> Iterator[Callable[..., BrowserContext]]:
    """A person's own browser: nothing is shared with the others but the server."""
    opened: list[BrowserContext] = []

    def open_one(**options: Any) -> BrowserContext:
        options = {"viewport": WIDE, "locale": "sv-SE", **options}
        context = browser.new_context(base_url=live_server.url, **options)
        context.set_default_timeout(PATIENCE)
        watch.see(context)
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        context.close()


@pytest.fixture
def page(open_browser: Callable[..., BrowserContext]) -> Page:
    """Nobody is signed in."""
    return open_browser().new_page()


@pytest.fixture
def sign_in_as(
    open_browser: Callable[..., BrowserContext], live_server: Any, request: pytest.FixtureRequest
) -> Callable[..., Page]:
    """A page where somebody is signed in: a user, or the name of a role's fixture."""

    def enter(who: User | str, **options: Any) -> Page:
        user = request.getfixturevalue(who) if isinstance(who, str) else who
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        context = open_browser(**options)
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
        )
        return context.new_page()

    return enter


@pytest.fixture
def it_is(monkeypatch: pytest.MonkeyPatch, today: date) -> Callable[[date], None]:
    """Moves today; the server lives in the same process."""

    def move(day: date) -> None:
        monkeypatch.setattr(timezone, "localdate", lambda *args, **kwargs: day)

    return move
