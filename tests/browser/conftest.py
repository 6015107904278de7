"""A real console (`packhorse up`, with its worker) and a real Chromium for the browser tests."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from company import open_company
from playwright.sync_api import Browser, Page, sync_playwright
from remembered import empty

# Playwright keeps an event loop in this thread; nothing here is asynchronous all the same.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
PASSWORD = "correct horse battery staple"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; where there is none the tests are skipped, or fail with CI=true."""
    program = shutil.which("chromium")
    if program is None:
        words = "there is no chromium on this machine: apt-get install chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(words)
        pytest.skip(words)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def house(databases: Any) -> Iterator[str]:
    """The address of a console with its worker that all tests of this process meet, on a database of its own."""
    name = f"packhorse_browser{os.environ.get('PYTEST_XDIST_WORKER', '')}"
    databases.clone(name)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {"DATABASE_URL": databases.url(name), "PACKHORSE_PORT": str(port), "PACKHORSE_THREADS": "4"}
    stand_ins = {"PACKHORSE_PRIVATE_SHOPS": "true"}
    running = subprocess.Popen([sys.executable, "-m", "packhorse.cli", "up"], env={**os.environ, **own, **stand_ins})
    try:
        _wait_for(f"http://127.0.0.1:{port}/sign-in", running)
        databases.console = name
        yield f"http://127.0.0.1:{port}"
        assert running.poll() is None, f"the console ended by itself with code {running.returncode}"
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(timeout=30)
        databases.leave()
        databases.drop(name)


@pytest.fixture
def console(house: str, databases: Any) -> str:
    """The address of a console over a small company, and Django pointed at its database."""
    from packhorse.web.logins import add_user

    databases.point_django_at(databases.console)
    empty()
    open_company()
    for role in ("manager", "picker", "agent"):
        add_user(name=role, password=PASSWORD, role=role)
    return house


def _wait_for(url: str, running: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + 40
    while time.monotonic() < end and running.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"the console did not answer at {url}")


@pytest.fixture
def page(chromium: Browser, console: str) -> Iterator[Page]:
    """A phone-sized page on which nothing may go wrong unseen: no script error, nothing the CSP had to block."""
    context = chromium.new_context(viewport={"width": 390, "height": 844}, base_url=console)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
    yield page
    context.close()
    assert wrong == []


def width_of(page: Page) -> int:
    """Return how wide a page is, once it is there: a page that was just gone to has no document yet."""
    page.wait_for_load_state()
    return int(page.evaluate("document.documentElement.scrollWidth"))


def sign_in(page: Page, name: str) -> None:
    """Sign in as one of the console's logins."""
    page.goto("/sign-in")
    page.fill("#id_username", name)
    page.fill("#id_password", PASSWORD)
    page.click("main button")
    page.wait_for_load_state()
