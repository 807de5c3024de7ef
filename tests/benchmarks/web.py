"""How quick the booking page is: beside a static template on the same stack, and on a large ledger.

    python -m tests.benchmarks.web [LINES] [SECONDS]

The server is the program's own, one process; requests come over kept connections from this process. A static
template is a text of the page's size, written by the same template engine for each request, and answered by
the same Starlette and uvicorn, and by nothing of ours. Both are asked by turns, so that what else the machine
does falls on each alike. The medians are of pages that were not kept: before each the client book is touched.
Exit 1 where a page is below half of the static one, or where its median on the large ledger is more than
half, and a millisecond, above that on a thousand entries.
"""

import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Thread
from typing import NamedTuple

from tests.benchmarks.generate import write_ledger

LEAST_RATIO = 0.5
MOST_SLOWER = 1.5
"""The large ledger's diaries are full, the small one's are not: free times take more looking for in them."""
CONNECTIONS = 4
TURNS = 8
HERE = Path(__file__).resolve().parent
PROGRAM = Path(sys.executable).with_name("trafftpkg")
NOW = "2026-01-05T10:00+00:00"


def main() -> int:
    """Print the figures; return the exit code."""
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 3.0
    with tempfile.TemporaryDirectory() as scratch, ExitStack() as stack:
        small, large = (_ledger(Path(scratch) / str(count), count) for count in (1_000, lines))
        plain = stack.enter_context(_served(small.folder, "tests.benchmarks.static_page:create"))
        ports = [
            stack.enter_context(_served(each.folder, "trafftpkg.web.asgi:create")) for each in (small, large)
        ]
        pages = [
            _pages(each.folder, port, each.handle) for each, port in zip((small, large), ports, strict=True)
        ]
        print(f"{'page':<10} {'bytes':>7} {'req/s':>7} {'static':>7} {'ratio':>6} {'1,000':>9} {lines:>12,}")
        slow = [
            _is_slow(
                name, _Asked(small, ports[0], pages[0][name]), _Asked(large, ports[1], page), plain, seconds
            )
            for name, page in pages[1].items()
        ]
        return int(any(slow))


class _Ledger(NamedTuple):
    """Where it is, and a client with purchases."""

    folder: Path
    handle: str

    def touch(self) -> None:
        """Make what was kept of its pages count no longer."""
        os.utime(self.folder / "ledger.jsonl.clients")


class _Asked(NamedTuple):
    """A page of one ledger's server: its path, and the cookie to ask with."""

    ledger: _Ledger
    port: int
    page: tuple[str, str]


def _ledger(folder: Path, lines: int) -> _Ledger:
    folder.mkdir()
    shutil.copytree(HERE.parent.parent / "catalog", folder / "catalog")
    handle = write_ledger(folder / "ledger.jsonl", lines)
    _desk(folder, "ledger rebuild")
    return _Ledger(folder, handle)


def _is_slow(name: str, small: _Asked, large: _Asked, plain: int, seconds: float) -> bool:
    """Print the figures of one page, and tell whether they are out of bounds."""
    size = len(_Connection(large.port).get(*large.page))
    rates = [
        (_rate(large.port, *large.page, seconds / TURNS), _rate(plain, f"/{size}", "", seconds / TURNS))
        for _ in range(TURNS)
    ]
    rate, static = (statistics.mean(each) for each in zip(*rates, strict=True))
    before, after = _medians(small, large)
    figures = f"{size:>7} {rate:>7.0f} {static:>7.0f} {rate / static:>6.2f}"
    print(f"{name:<10} {figures} {before:>6.1f} ms {after:>9.1f} ms", flush=True)
    return rate / static < LEAST_RATIO or (after > before * MOST_SLOWER and after - before > 1)


def _medians(*asked: _Asked) -> list[float]:
    """Milliseconds that each takes, asked by turns."""
    connections = [_Connection(each.port) for each in asked]
    times: list[list[float]] = [[] for _ in asked]
    for _ in range(200):
        for each, connection, took in zip(asked, connections, times, strict=True):
            each.ledger.touch()
            began = time.perf_counter()
            connection.get(*each.page)
            took.append((time.perf_counter() - began) * 1000)
    return [statistics.median(took) for took in times]


def _pages(folder: Path, port: int, handle: str) -> dict[str, tuple[str, str]]:
    """Addresses, and the cookie of a client who has signed in."""
    link = _desk(folder, f"client link {handle}").partition("8000")[2]
    first = _Connection(port)
    page = first.get(link, "").decode()
    mark = re.search(r'name="mark" value="([^"]+)"', page)
    assert mark is not None
    first.send(link, f"mark={mark[1]}", first.cookie)
    home = first.get("/", "").decode()
    package = re.search(r'href="(/packages/[^"]+)"', home)
    service = re.search(r'href="(/services/[^"]+)"', home)
    assert package is not None
    assert service is not None
    return {
        "home": ("/", ""),
        "package": (package[1], ""),
        "service": (service[1], ""),
        "account": ("/account", first.cookie),
        "packages": ("/account/packages", first.cookie),
    }


class _Connection:
    """One kept connection; `cookie` is the last that was set."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.cookie = ""

    def get(self, path: str, cookie: str) -> bytes:
        return self._asked(f"GET {path} HTTP/1.1\r\nhost: x\r\ncookie: {cookie}\r\n\r\n".encode(), b"200")

    def send(self, path: str, body: str, cookie: str) -> bytes:
        kind = "application/x-www-form-urlencoded"
        head = f"POST {path} HTTP/1.1\r\nhost: x\r\ncookie: {cookie}\r\ncontent-type: {kind}\r\n"
        return self._asked(f"{head}content-length: {len(body)}\r\n\r\n{body}".encode(), b"303")

    def _asked(self, request: bytes, status: bytes) -> bytes:
        self._socket.sendall(request)
        heard = b""
        while b"\r\n\r\n" not in heard:
            heard += self._socket.recv(65536)
        head, _, body = heard.partition(b"\r\n\r\n")
        assert head.split(b" ")[1] == status, head
        lines = dict(line.split(b": ", 1) for line in head.split(b"\r\n")[1:])
        self.cookie = lines.get(b"set-cookie", self.cookie.encode()).split(b";")[0].decode()
        length = int(lines[b"content-length"])
        while len(body) < length:
            body += self._socket.recv(65536)
        return body


def _rate(port: int, path: str, cookie: str, seconds: float) -> float:
    """Requests a second, over some kept connections at once."""
    counts = [0] * CONNECTIONS
    began = time.perf_counter()

    def ask(number: int) -> None:
        connection = _Connection(port)
        while time.perf_counter() < began + seconds:
            connection.get(path, cookie)
            counts[number] += 1

    threads = [Thread(target=ask, args=(number,)) for number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


@contextmanager
def _served(folder: Path, app: str) -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    serving = f"import uvicorn; uvicorn.run({app!r}, factory=True, port={port}, access_log=False)"
    environment = {
        **os.environ,
        "TRAFFTPKG_NOW": NOW,
        "TRAFFTPKG_LEDGER": str(folder / "ledger.jsonl"),
        "TRAFFTPKG_CATALOG": str(folder / "catalog"),
    }
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", serving], env=environment, stderr=log, cwd=HERE.parent.parent
        )
        try:
            for _ in range(200):
                try:
                    _Connection(port).get("/up", "")
                    break
                except OSError:
                    time.sleep(0.1)
            yield port
        finally:
            process.terminate()
            process.wait()


def _desk(folder: Path, line: str) -> str:
    environment = {**os.environ, "TRAFFTPKG_NOW": NOW}
    done = subprocess.run(
        [PROGRAM, *line.split()], cwd=folder, env=environment, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
