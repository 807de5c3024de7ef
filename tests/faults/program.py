"""The program itself, run as a process of its own on a ledger in a folder, with faults put in its way."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.here import play
from tests.source_code import ROOT

PROGRAM = str(Path(sys.executable).with_name("trafftpkg"))
CATALOGUE = ROOT / "catalog"
MORNING = "2026-01-05T10:00"
UNPRIVILEGED = (
    ("setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner", "--inh-caps=-all")
    if os.geteuid() == 0
    else ()
)
"""Root without root's right to pass over permissions; whoever is not root has none to lose."""

_EACH = """
import json, os, sys
from pathlib import Path
from tests.here import play
lines = [[*line.split(), "--format", "json"] for line in sys.argv[1:]]
print(json.dumps([play(words, Path(), os.environ.copy()) for words in lines]))
"""


@dataclass(frozen=True, kw_only=True)
class Said:
    """What came of one run; `code` is negative where a signal ended it."""

    code: int
    out: str
    err: str

    @property
    def answer(self) -> Any:
        """What was printed as JSON."""
        return json.loads(self.out)

    @property
    def error(self) -> str:
        """The code of the error that was printed as JSON."""
        return str(json.loads(self.err.splitlines()[-1])["error"]["code"])


class Shop:
    """A folder with a ledger in it, its client book, and the example catalogue."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ledger = folder / "ledger.jsonl"
        self.log = folder / "strace.log"

    def file(self, ending: str) -> Path:
        """Return a file beside the ledger: `.lock`, `.index`, `.index-wal`, `.torn-3`."""
        return self.folder / f"ledger.jsonl{ending}"

    def run(self, line: str, *before: str, now: str = MORNING, **environment: str) -> Said:
        """Run a command line to its end, with JSON as its answer; `before` is put before the program."""
        return self.ended(self.start(line, *before, now=now, **environment))

    def here(self, line: str) -> Said:
        """Run a command line in this process, where nothing is put in its way and nothing can hang."""
        code, out, err = play([*line.split(), "--format", "json"], self.folder, self._at(MORNING))
        return Said(code=code, out=out, err=err)

    def run_each(self, lines: Sequence[str]) -> list[Said]:
        """Run command lines one after the other in one process of their own, as `run`."""
        done = subprocess.run(
            [sys.executable, "-c", _EACH, *lines],
            cwd=self.folder,
            env={**self._at(MORNING), "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        return [Said(code=code, out=out, err=err) for code, out, err in json.loads(done.stdout)]

    def start(self, line: str, *before: str, now: str = MORNING, **environment: str) -> subprocess.Popen[str]:
        """Start a command line."""
        return subprocess.Popen(
            [*before, PROGRAM, *line.split(), "--format", "json"],
            cwd=self.folder,
            env={**self._at(now), **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def start_python(self, script: str, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a script of Python's in the folder."""
        return subprocess.Popen(
            [sys.executable, "-c", script, *arguments], cwd=self.folder, env=self._environment()
        )

    @staticmethod
    def ended(process: subprocess.Popen[str]) -> Said:
        """Wait for a process and return what came of it."""
        out, err = process.communicate(timeout=60)
        return Said(code=process.returncode, out=out, err=err)

    def shell(self, script: str, *before: str) -> Said:
        """Run a shell script in the folder; `trafftpkg` is the program, and JSON its answer."""
        said = subprocess.run(
            [*before, "sh", "-euc", script],
            cwd=self.folder,
            env={**self._at(MORNING), "PROGRAM": PROGRAM},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        return Said(code=said.returncode, out=said.stdout, err=said.stderr)

    def struck(self, line: str, call: str, path: str, fault: str, *, when: str = "1") -> Said:
        """Run a command line with a fault at a system call on a file, as strace injects it.

        Args:
            call: `write`, `fsync`, …
            path: What follows `ledger.jsonl` in the file's name.
            fault: `signal=KILL`, `error=ENOSPC`, `retval=1`.
            when: At which of those calls, from 1: `2`, or `2+` for all from there on.
        """
        said = self.run(line, *self.strace(call, path, fault, when))
        assert self.was_struck(), f"there was no {call} number {when} on ledger.jsonl{path}"
        return said

    def wait_until_it_stands(self, process: subprocess.Popen[str]) -> None:
        """Wait until a program was struck by SIGSTOP."""
        while not (self.log.exists() and "--- stopped by SIGSTOP" in self.log.read_text()):
            assert process.poll() is None
            time.sleep(0.01)

    @staticmethod
    def let_go_on(process: subprocess.Popen[str]) -> None:
        """Let a program that stands still go on."""
        (program,) = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        os.kill(int(program), signal.SIGCONT)

    def was_struck(self) -> bool:
        """Tell whether the fault that was asked for did happen."""
        log = self.log.read_text()
        return "INJECTED" in log or "--- SIG" in log or "+++ killed" in log

    def strace(self, call: str, path: str, fault: str, when: str = "1") -> list[str]:
        """Return what to put before a program so that it is struck, as `struck`."""
        return self.strace_at(self.file(path), call, fault, when)

    def strace_at(self, path: Path, call: str, fault: str, when: str = "1") -> list[str]:
        """Return what to put before a program so that it is struck at a call on any path."""
        options = ["-f", "-qqq", "-o", str(self.log), "-P", str(path), "-P", path.name]
        return ["strace", *options, "-e", f"trace={call}", "-e", f"inject={call}:{fault}:when={when}"]

    def entries(self) -> list[dict[str, Any]]:
        """Return what whole lines say, as any JSON reader would."""
        return [json.loads(line) for line in self.ledger.read_bytes().split(b"\n")[:-1]]

    def keys(self) -> list[str]:
        """Return the idempotency keys that are recorded."""
        return [each["key"] for each in self.entries() if each["key"]]

    def copied(self, folder: Path) -> "Shop":
        """Return a copy of all of it in another folder."""
        shutil.copytree(self.folder, folder)
        return Shop(folder)

    def _at(self, now: str) -> dict[str, str]:
        return {**self._environment(), "TRAFFTPKG_NOW": now}

    def _environment(self) -> dict[str, str]:
        ours = {name: value for name, value in os.environ.items() if not name.startswith("TRAFFTPKG_")}
        return {
            **ours,
            "TRAFFTPKG_CATALOG": str(CATALOGUE),
            "TRAFFTPKG_ALLOW_FUTURE": "1",
            "XDG_CACHE_HOME": str(self.folder.parent / "cache"),
        }
