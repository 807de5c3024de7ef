"""A real Chromium, headless, and a real server: the program itself, as a client meets it."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.web.browser.guest import Guest
from tests.web.browser.stage import Stage, standing
from tests.web.server import Server
from tests.web.story import Story

SWITCHES = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium_path() -> str:
    """Return where Chromium is; one without windows takes a third less time. Fails if there is none."""
    named = os.environ.get("CHROMIUM")
    names = (
        (named,) if named else ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    )
    path = next((found for name in names if (found := shutil.which(name))), None)
    if path is None:
        pytest.fail("There is no Chromium here: apt-get install chromium, or CHROMIUM=/path/to/it")
    return path


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, started once."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """The page, with nothing sold yet."""
    with Server(tmp_path) as server:
        yield server


@pytest.fixture(scope="session")
def stage() -> Iterator[Stage]:
    """A server for all stories."""
    with standing() as stage:
        yield stage


@pytest.fixture
def page(tmp_path: Path, stage: Stage) -> Story:
    """The page of Maré Alta, where nothing is sold yet, as real browsers meet it."""
    page = Story(tmp_path)
    page.address = stage.address
    stage.answers.set()
    stage.app = page.app()
    return page


@contextmanager
def opening(chromium: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Open a browser for each person who visits an address. What goes wrong in a page fails the test."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def opens(**how: Any) -> Page:
        context = chromium.new_context(base_url=address, locale="en-IE", **how)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if "Content Security" in said.text else None)
        return page

    yield opens
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture
def guest(chromium: Browser, page: Story, stage: Stage) -> Iterator[Callable[..., Guest]]:
    """Return what makes guests of the story's page: a client by handle, or somebody new."""
    with opening(chromium, stage.address) as opens:

        def comes(client: str | None = None, *, keys: bool = False, **how: Any) -> Guest:
            stage.app = page.app()
            opened = opens(reduced_motion="reduce", **how)
            if client is not None:
                page.adds(client)
                cookies = page.signed_in(client).cookies
                opened.context.add_cookies(
                    [{"name": each, "value": cookies[each], "url": stage.address} for each in cookies]
                )
            return Guest(opened, keys=keys)

        yield comes
