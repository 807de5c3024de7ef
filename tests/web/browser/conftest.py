"""A real Chromium, headless, and a real server: the program itself, as a client meets it."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.web.shop import CATALOGUE

PROGRAM = Path(sys.executable).with_name("trafftpkg")
NOW = "2026-01-05T10:00"
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


class Server:
    """`trafftpkg serve` in a folder of its own, on the example business."""

    def __init__(self, folder: Path, workers: int = 1) -> None:
        self.folder = folder
        self.port = _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._environment = {**os.environ, "TRAFFTPKG_NOW": NOW, "XDG_CACHE_HOME": str(folder / "cache")}
        shutil.copytree(CATALOGUE, folder / "catalog")
        self._log = (folder / "log").open("wb")
        self._process = subprocess.Popen(
            [PROGRAM, "serve", "--port", str(self.port), "--workers", str(workers)],
            cwd=folder,
            env=self._environment,
            stderr=self._log,
        )

    def __enter__(self) -> "Server":
        for _ in range(200):
            try:
                urllib.request.urlopen(f"{self.address}/up", timeout=5).close()
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
            else:
                return self
        raise AssertionError((self.folder / "log").read_text())

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(timeout=20)
        self._log.close()

    def desk(self, line: str) -> str:
        """Run a command as the desk does, and return what it prints."""
        done = subprocess.run(
            [PROGRAM, *line.split()],
            cwd=self.folder,
            env=self._environment,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout.strip()

    def link_for(self, client: str) -> str:
        """Return an address that signs a client in."""
        return self.desk(f"client link {client} --address {self.address}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, started once."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.fail("There is no Chromium here: apt-get install chromium, or CHROMIUM=/path/to/it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """The page, with nothing sold yet."""
    with Server(tmp_path) as server:
        yield server


@pytest.fixture
def visitor(chromium: Browser, server: Server) -> Iterator[Callable[..., Page]]:
    """Opens a browser for each person who visits; what goes wrong in a page fails the test."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def visit(**how: object) -> Page:
        context = chromium.new_context(base_url=server.address, locale="en-IE", **how)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if "Content Security" in said.text else None)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert wrong == []


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
