"""A long job draws how far it has got on a terminal, and nowhere else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.generate import write_ledger
from tests.cli.terminal import all_shown

PROGRAM = Path(sys.executable).with_name("trafftpkg")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger that takes a while."""
    path = tmp_path_factory.mktemp("long") / "ledger.jsonl"
    write_ledger(path, 11_000)
    return path


@pytest.mark.parametrize("job", ["verify", "rebuild"])
def test_progress_is_drawn_on_a_terminal_only_and_goes_when_it_is_done(ledger: Path, job: str) -> None:
    command = [str(PROGRAM), "--ledger", str(ledger), "ledger", job, "--format", "json"]
    terminal, theirs = os.openpty()

    drawn = subprocess.run(command, stdout=subprocess.PIPE, stderr=theirs, check=True)
    os.close(theirs)
    plain = subprocess.run(command, capture_output=True, check=True)

    shown = all_shown(terminal)
    assert "[####" in shown
    assert shown.endswith("\r\x1b[K")
    assert plain.stderr == b""
    assert plain.stdout == drawn.stdout
