"""The booking page served by a process of its own, and connections that ask it, for benchmarks."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import count
from pathlib import Path
from threading import Thread
from typing import NamedTuple

CONNECTIONS = 4
HERE = Path(__file__).resolve().parent
PROGRAM = Path(sys.executable).with_name("trafftpkg")
OURS = "tests.benchmarks.unlimited_page:create"
PLAIN = "tests.benchmarks.static_page:create"
_never_asked = count(1)


class Place(NamedTuple):
    """What is served: a catalogue, a ledger, and the moment it is taken to be; None for the clock."""

    catalogue: Path
    ledger: str
    now: datetime | None = None

    @property
    def environment(self) -> dict[str, str]:
        """What tells the program."""
        return {
            **os.environ,
            "TRAFFTPKG_ALLOW_FUTURE": "1",
            "TRAFFTPKG_NOW": "" if self.now is None else self.now.isoformat(),
            "TRAFFTPKG_LEDGER": self.ledger,
            "TRAFFTPKG_CATALOG": str(self.catalogue),
        }

    def desk(self, line: str) -> str:
        """Run a command, and return what it prints."""
        command: list[str | Path] = [PROGRAM, *line.split()]
        done = subprocess.run(command, env=self.environment, check=True, capture_output=True, text=True)
        return done.stdout.strip()


class Asked(NamedTuple):
    """A page: its server's port, its path, and the cookie to ask with."""

    port: int
    path: str
    cookie: str

    def anew(self) -> "Asked":
        """Return the same page under an address that nobody has asked for, so that it cannot be kept."""
        return self._replace(path=f"{self.path}?anew={next(_never_asked)}")


class Connection:
    """One kept connection, and the cookies that were set on it."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._cookies: dict[str, str] = {}

    @property
    def cookie(self) -> str:
        """All cookies, as they are sent."""
        return "; ".join(f"{name}={value}" for name, value in self._cookies.items())

    def get(self, path: str, cookie: str = "") -> bytes:
        """Ask for a page that there is."""
        return self._asked(f"GET {path} HTTP/1.1\r\nhost: x\r\ncookie: {cookie}\r\n\r\n".encode(), b"200")

    def send(self, path: str, body: str, cookie: str) -> bytes:
        """Send a form that leads on."""
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
        lines = [line.split(b": ", 1) for line in head.split(b"\r\n")[1:]]
        set_now = [
            said.split(b";")[0].decode().split("=", 1) for name, said in lines if name == b"set-cookie"
        ]
        self._cookies.update((name, value) for name, value in set_now)
        length = int(dict(lines)[b"content-length"])
        while len(body) < length:
            body += self._socket.recv(65536)
        return body


def pages(place: Place, port: int, client: str) -> dict[str, Asked]:
    """Return the pages that are measured, the account as a client who has signed in."""
    link = place.desk(f"client link {client}").partition("8000")[2]
    first = Connection(port)
    proof = re.search(r'name="csrf" value="([^"]+)"', first.get(link).decode())
    assert proof is not None
    first.send(link, f"csrf={proof[1]}", first.cookie)
    home = first.get("/").decode()
    package = re.search(r'href="(/packages/[^"]+)"', home)
    service = re.search(r'href="(/services/[^"]+)"', home)
    assert package is not None
    assert service is not None
    return {
        "home": Asked(port, "/", ""),
        "package": Asked(port, package[1], ""),
        "service": Asked(port, service[1], ""),
        "account": Asked(port, "/account", first.cookie),
        "packages": Asked(port, "/account/packages", first.cookie),
    }


def rate(page: Asked, seconds: float, *, anew: bool = False) -> float:
    """Return requests a second, over some kept connections at once."""
    counts = [0] * CONNECTIONS
    began = time.perf_counter()

    def ask(number: int) -> None:
        connection = Connection(page.port)
        while time.perf_counter() < began + seconds:
            connection.get((page.anew() if anew else page).path, page.cookie)
            counts[number] += 1

    threads = [Thread(target=ask, args=(number,)) for number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - began)


@contextmanager
def served(place: Place, app: str = OURS) -> Iterator[int]:
    """Serve an application with one process until the context ends; yields the port."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    serving = f"import uvicorn; uvicorn.run({app!r}, factory=True, port={port}, access_log=False)"
    process = subprocess.Popen(
        [sys.executable, "-c", serving],
        env=place.environment,
        stderr=subprocess.DEVNULL,
        cwd=HERE.parent.parent,
    )
    try:
        for _ in range(200):
            try:
                Connection(port).get("/healthz")
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait()
