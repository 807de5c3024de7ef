"""Odd surroundings: what is odd is said in words, with an exit code; never a traceback."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from tests.faults.program import Shop
from trafftpkg.cli import main

COMMANDS = ["list ana", "ledger verify", "client add eve --name Eve", "book ana facial --at 2026-01-14T10:00"]


@pytest.mark.parametrize("wait", ["soon", "nan", "-1", "inf", "-inf", "1e400", "1,5", "\udcff"])
def test_a_wait_that_is_no_number_of_seconds_is_said(shop: Shop, wait: str) -> None:
    said = shop.run("client add eve --name Eve", TRAFFTPKG_LOCK_WAIT=wait)

    assert (said.code, said.error) == (2, "usage")
    assert "TRAFFTPKG_LOCK_WAIT" in said.err


@pytest.mark.parametrize("line", ["--help", "list --help", "ledger --help", "--version", "list ana"])
@pytest.mark.parametrize("where", [">/dev/full", ">&-"])
def test_an_answer_that_cannot_be_printed_is_no_defect(shop: Shop, line: str, where: str) -> None:
    said = shop.shell(f"$PROGRAM {line} {where}")

    assert said.code == 4, said.err
    assert "could not be printed" in said.err


@pytest.mark.parametrize(("line", "code"), [("", 2), ("book", 2), ("nonsense", 2), ("list nobody", 1)])
@pytest.mark.parametrize("where", ["2>/dev/full", "2>&-", "<&-", ">&- 2>&- <&-"])
def test_words_that_cannot_be_printed_leave_the_exit_code(
    shop: Shop, line: str, code: int, where: str
) -> None:
    assert shop.shell(f"$PROGRAM {line} {where}").code == code


@pytest.mark.parametrize("line", [*COMMANDS, "catalog check", "ledger repair", "ledger rebuild"])
def test_a_folder_that_is_gone_is_said(shop: Shop, line: str) -> None:
    said = shop.shell(f"mkdir gone && cd gone && rmdir ../gone && unset TRAFFTPKG_CATALOG && $PROGRAM {line}")

    assert said.code == 3, said.err
    assert "no longer exists" in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    "line", [*COMMANDS, "ledger repair", "ledger rebuild", "expire --metrics-file m.prom"]
)
def test_a_folder_whose_name_is_no_text_is_one_like_any_other(shop: Shop, line: str) -> None:
    folder = Path(os.fsdecode(os.fsencode(shop.folder.with_name("odd-")) + b"\xff"))
    odd = shop.copied(folder)

    said = odd.run(line)

    assert said.code == 0, said.err
    assert len(odd.entries()) == 3 + line.startswith("book")


@pytest.mark.parametrize("home", [{"HOME": "/nonexistent"}, {"HOME": ""}, {"XDG_CACHE_HOME": "/dev/null"}])
def test_a_home_that_is_not_there_costs_only_time(shop: Shop, home: dict[str, str]) -> None:
    said = shop.run("book ana facial --at 2026-01-14T10:00", **{"XDG_CACHE_HOME": "", **home})

    assert said.code == 0, said.err


def test_an_interruption_before_anything_is_begun_ends_it_at_once(shop: Shop) -> None:
    for module in (Path(main.__file__), Path(typer.__file__), Path(typer.__file__).with_name("core.py")):
        # Python looks at a module's file right before it reads it.
        strace = shop.strace_at(module, "newfstatat,stat", "signal=INT")
        said = subprocess.run(
            [*strace, sys.executable, "-m", "trafftpkg", "list", "ana"],
            cwd=shop.folder,
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=_listening,
        )

        assert shop.was_struck()
        assert (said.returncode, said.stderr) == (130, "")


def _listening() -> None:
    """Heed Ctrl-C again: a shell tells what it starts in the background to ignore it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
