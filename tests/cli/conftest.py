"""A desk to type at: the example business, a new ledger, and a clock that stands still."""

import functools
import os
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.here import play
from tests.source_code import ROOT
from trafftpkg.cli.main import run
from trafftpkg.stores.jsonl.ledger import JsonlLedger

NOW = "2026-01-05T10:00"


class Printed(NamedTuple):
    """What a command line came to."""

    code: int
    out: str
    err: str


Typed = Callable[[str], Printed]
After = Callable[..., Typed]

SOLD = (
    "client add ana --name Ana",
    "purchase ana glow-10 --method card",
    "book ana facial --at 2026-01-20T10:00",
)


def settings(cache: Path) -> dict[str, str]:
    """Return the variables that are set where somebody types."""
    return {
        "TRAFFTPKG_CATALOG": str(ROOT / "catalog"),
        "TRAFFTPKG_NOW": NOW,
        "TRAFFTPKG_ALLOW_FUTURE": "1",
        "TRAFFTPKG_ACTOR": "desk",
        "XDG_CACHE_HOME": str(cache),
        "COLUMNS": "100",
    }


@pytest.fixture
def folder(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the catalogue is looked for and the ledger written."""
    monkeypatch.chdir(tmp_path)
    for name, value in settings(cache).items():
        monkeypatch.setenv(name, value)
    return tmp_path


@pytest.fixture
def typed(folder: Path, capsys: pytest.CaptureFixture[str]) -> Typed:
    """Run command lines as typed behind `trafftpkg`, in this process."""

    def run_line(line: str) -> Printed:
        code = run(shlex.split(line))
        return Printed(code, *capsys.readouterr())

    return run_line


@pytest.fixture
def begun(typed: Typed) -> Typed:
    """The same, after Ana was added, which begins a ledger; nothing is recorded in it."""
    assert typed("client add ana --name Ana").code == 0
    return typed


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Callable[[tuple[str, ...]], Path]:
    """Return where some lines were typed. Each story is played once, copied, and never changed."""

    @functools.cache
    def folder_after(lines: tuple[str, ...]) -> Path:
        folder = tmp_path_factory.mktemp("played")
        for line in lines:
            told = play(shlex.split(line), folder, os.environ | settings(cache))
            assert told.code == 0, told.err
        return folder

    return folder_after


@pytest.fixture
def after(typed: Typed, folder: Path, played: Callable[[tuple[str, ...]], Path]) -> After:
    """Go on where some lines were typed."""

    def go_on(*lines: str) -> Typed:
        shutil.copytree(played(lines), folder, dirs_exist_ok=True)
        with JsonlLedger(folder / "ledger.jsonl").writing(None):
            return typed  # the index fits the copy

    return go_on


@pytest.fixture
def sold(after: After) -> Typed:
    """The same, after Ana bought Glow 10 (pur-1) and booked a facial with it (apt-1)."""
    return after(*SOLD)


@pytest.fixture
def catalogue(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the example's catalogue, to be written to: `catalog` in the folder."""
    copy = folder / "catalog"
    shutil.copytree(ROOT / "catalog", copy)
    monkeypatch.setenv("TRAFFTPKG_CATALOG", "catalog")
    return copy
