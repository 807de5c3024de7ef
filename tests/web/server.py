"""The program itself, serving the page in a process of its own."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path

from tests.compiled import keep_compiled
from tests.web.shop import CATALOGUE

PROGRAM = Path(sys.executable).with_name("trafftpkg")
NOW = "2026-01-05T10:00"


class Server:
    """`trafftpkg serve` in a folder of its own, on the example business."""

    def __init__(
        self,
        folder: Path,
        workers: int = 1,
        ledger: str = "ledger.jsonl",
        *,
        typed: bool = False,
        host: str = "127.0.0.1",
        more: Sequence[str] = (),
        **environment: str,
    ) -> None:
        """Begin to serve, on a machine of its own but for the ledger.

        Args:
            typed: The ledger is named on the command line, else by the environment.
            host: Where it is asked.
            more: Options as they are typed.
        """
        self.folder = folder
        self.ledger = folder / "ledger.jsonl"
        self.port = _free_port()
        self.address = f"http://{host}:{self.port}"
        self._environment = {
            **os.environ,
            "TRAFFTPKG_NOW": NOW,
            "TRAFFTPKG_ALLOW_FUTURE": "1",
            "TRAFFTPKG_LEDGER": ledger,
            "TRAFFTPKG_WEB_KEY": "the same for all machines of a business" if "://" in ledger else "",
            "XDG_CACHE_HOME": str(folder / "cache"),
            "XDG_STATE_HOME": str(folder / "state"),
            **environment,
        }
        folder.mkdir(exist_ok=True)
        shutil.copytree(CATALOGUE, folder / "catalog")
        keep_compiled(folder / "catalog", folder / "cache")
        self._log = (folder / "log").open("wb")
        self._process = subprocess.Popen(
            [
                str(PROGRAM),
                *(["--ledger", ledger] if typed else []),
                *("serve", "--port", str(self.port), "--workers", str(workers), *more),
            ],
            cwd=folder,
            env={**self._environment, "TRAFFTPKG_LEDGER": "" if typed else ledger},
            stderr=self._log,
        )

    def __enter__(self) -> "Server":
        for _ in range(200):
            try:
                urllib.request.urlopen(f"{self.address}/static/page.css", timeout=5).close()
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
            else:
                return self
        raise AssertionError((self.folder / "log").read_text())

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(timeout=20)
        self._log.close()

    def processes(self) -> list[int]:
        """Return the processes that serve, by number."""
        tasks = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")
        return [self._process.pid, *map(int, tasks.read_text().split())]

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


_PORTS = count(20_000 + os.getpid() % 120 * 100)
"""Of this process. Linux gives those from 32,768 to whoever asks for any: one of them could be gone again
before the server has it."""


def _free_port() -> int:
    for port in _PORTS:
        with socket.socket() as listener, suppress(OSError):
            listener.bind(("127.0.0.1", port))
            return port
    raise AssertionError
