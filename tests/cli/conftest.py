"""A desk to type at: the example business, a new ledger, and a clock that stands still."""

import shlex
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.source_code import ROOT
from trafftpkg.cli.main import run

NOW = "2026-01-05T10:00"


class Printed(NamedTuple):
    """What a command line came to."""

    code: int
    out: str
    err: str


Typed = Callable[[str], Printed]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the catalogue is looked for and the ledger written."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TRAFFTPKG_CATALOG", str(ROOT / "catalog"))
    monkeypatch.setenv("TRAFFTPKG_NOW", NOW)
    monkeypatch.setenv("TRAFFTPKG_ALLOW_FUTURE", "1")
    monkeypatch.setenv("TRAFFTPKG_ACTOR", "desk")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("COLUMNS", "100")
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


@pytest.fixture
def sold(typed: Typed) -> Typed:
    """The same, after Ana bought Glow 10 (pur-1) and booked a facial with it (apt-1)."""
    for line in (
        "client add ana --name Ana",
        "purchase ana glow-10 --method card",
        "book ana facial --at 2026-01-20T10:00",
    ):
        assert typed(line).code == 0
    return typed


@pytest.fixture
def catalogue(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the example's catalogue, to be written to: `catalog` in the folder."""
    copy = folder / "catalog"
    shutil.copytree(ROOT / "catalog", copy)
    monkeypatch.setenv("TRAFFTPKG_CATALOG", "catalog")
    return copy
