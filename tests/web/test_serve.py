"""`trafftpkg serve` and `trafftpkg client link`, as they are run."""

import json
import re
import socket
import subprocess
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit

import pytest

from tests.stores.postgres.server import begun, running
from tests.web.server import PROGRAM, Server
from tests.web.shop import CATALOGUE


def test_several_processes_serve_one_business(tmp_path: Path) -> None:
    with Server(tmp_path, workers=2) as server:
        pages = [_get(f"{server.address}/") for _ in range(8)]

    assert all("Glow 10" in each for each in pages)
    assert (tmp_path / "log").read_text().count("The page does not offer card or mbway or cash") == 1
    assert (tmp_path / "ledger.jsonl.key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("where", "code", "why"),
    [
        ("--port {taken}", 4, "address already in use"),
        ("--port 65536", 2, "1 to 65535"),
        ("--host nowhere.invalid", 4, "nowhere.invalid:8000 cannot be used"),
    ],
)
def test_an_address_that_cannot_be_had_is_refused_before_anything_is_said(
    tmp_path: Path, where: str, code: int, why: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        line = where.format(taken=taken.getsockname()[1])
        said = subprocess.run(
            [PROGRAM, "--catalog", CATALOGUE, "serve", *line.split()],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            check=False,
        )

    assert (said.returncode, said.stdout) == (code, "")
    assert why.lower() in said.stderr.lower()


def test_where_there_is_no_catalogue_nothing_is_served_and_nothing_is_left(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    said = subprocess.run(
        [PROGRAM, "serve", "--port", str(port)],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
        timeout=60,
    )

    assert said.returncode == 3
    assert "To begin a business here: trafftpkg init ." in said.stderr
    assert list(tmp_path.iterdir()) == []


def test_several_processes_serve_a_ledger_in_postgres(tmp_path: Path) -> None:
    with running() as postgres:
        ledger = begun(postgres.address("served"))
        subprocess.run([PROGRAM, "--ledger", ledger, "ledger", "init"], check=True, capture_output=True)
        with Server(tmp_path, workers=2, ledger=ledger) as server:
            server.desk("client add ana --email ana@example.com")
            server.desk("purchase ana glow-10 --method card")
            link = server.link_for("ana")

            assert "Your link is valid." in _get(link)
            assert "Glow 10" in _get(f"{server.address}/")
    assert not (tmp_path / "ledger.jsonl").exists()


@pytest.fixture(params=["one machine", "two machines"])
def servers(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[list[Server]]:
    """Two servers of one business: on one machine with a file, or on two with a ledger in PostgreSQL."""
    if request.param == "one machine":
        with Server(tmp_path / "one") as one, Server(tmp_path / "two", ledger=str(one.ledger)) as two:
            yield [one, two]
        return
    with running() as postgres:
        ledger = begun(postgres.address("served"))
        subprocess.run([PROGRAM, "--ledger", ledger, "ledger", "init"], check=True, capture_output=True)
        with Server(tmp_path / "one", ledger=ledger) as one, Server(tmp_path / "two", ledger=ledger) as two:
            yield [one, two]


def test_a_link_that_both_servers_are_sent_at_once_lets_in_once(servers: list[Server]) -> None:
    servers[0].desk("client add ana")
    path = urlsplit(servers[0].link_for("ana")).path
    visitors = [_Visitor(server.address) for server in (servers * 4)]
    for visitor in visitors:
        visitor.get(path)

    with ThreadPoolExecutor(8) as threads:
        statuses = list(threads.map(lambda visitor: visitor.send(path), visitors))

    assert sorted(statuses) == [200, *[410] * 7]
    assert [_Visitor(server.address).get(path) for server in servers] == [410, 410]


def test_a_session_that_one_server_ended_is_over_at_both(servers: list[Server]) -> None:
    servers[0].desk("client add ana")
    path = urlsplit(servers[0].link_for("ana")).path
    one = _Visitor(servers[0].address)
    one.get(path)
    assert one.send(path) == 200
    thieves = [_Visitor(server.address, one) for server in servers]
    before = [thief.get("/account/packages") for thief in thieves]

    assert one.send("/sign-out") == 200

    assert before == [200, 200]
    assert [thief.leads_to("/account/packages").partition("?")[0] for thief in thieves] == ["/sign-in"] * 2


@pytest.mark.parametrize("workers", [1, 2])
def test_a_password_that_was_typed_is_in_no_environment(tmp_path: Path, workers: int) -> None:
    with running() as postgres:
        ledger = begun(postgres.address("served")).replace("postgres@", "postgres:s3cret@")
        subprocess.run([PROGRAM, "--ledger", ledger, "ledger", "init"], check=True, capture_output=True)
        with Server(tmp_path, workers=workers, ledger=ledger, typed=True) as server:
            assert "Glow 10" in _get(f"{server.address}/")
            shown = [Path(f"/proc/{each}/environ").read_bytes() for each in server.processes()]

    assert len(shown) >= workers
    assert [each for each in shown if b"s3cret" in each] == []
    assert not (tmp_path / "ledger.jsonl").exists()


def test_a_link_can_be_had_as_json(tmp_path: Path) -> None:
    _desk(tmp_path, "client add ana")

    said = json.loads(_desk(tmp_path, "client link ana --address https://book.example/ --format json").stdout)

    assert said["client"] == "ana"
    assert said["link"].startswith("https://book.example/sign-in/")
    assert said["until"] == "2026-01-06T10:00:00+00:00"


@pytest.mark.parametrize("valid", ["8d", "0m", "soon"])
def test_a_link_works_a_week_at_most(tmp_path: Path, valid: str) -> None:
    _desk(tmp_path, "client add ana")

    assert _desk(tmp_path, f"client link ana --valid {valid}").returncode == 2


def test_a_secret_that_others_may_read_is_not_used(tmp_path: Path) -> None:
    _desk(tmp_path, "client add ana")
    secret = tmp_path / "ledger.jsonl.key"
    secret.write_bytes(b"k" * 32)
    secret.chmod(0o644)

    refused = _desk(tmp_path, f"--catalog {CATALOGUE} serve --port 8000")

    assert refused.returncode == 3
    assert "can read the secret key" in refused.stderr
    assert "chmod 600" in refused.stderr


class _Visitor:
    """A browser at one server; `send` sends the form of the page that was got last."""

    def __init__(self, address: str, thief_of: "_Visitor | None" = None) -> None:
        self._address = address
        self._jar = CookieJar()
        for cookie in thief_of._jar if thief_of is not None else ():
            self._jar.set_cookie(copy(cookie))
        self._browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._jar))
        self._csrf = ""

    def get(self, path: str) -> int:
        """Open a page, and return its status."""
        return self._status(path, None)

    def leads_to(self, path: str) -> str:
        """Return the path at which a page is found in the end."""
        with self._browser.open(f"{self._address}{path}", timeout=30) as answer:
            return str(answer.url).removeprefix(self._address)

    def send(self, path: str, **fields: str) -> int:
        """Send its form, and return the status of where that leads."""
        return self._status(path, urlencode({**fields, "csrf": self._csrf}).encode())

    def _status(self, path: str, form: bytes | None) -> int:
        try:
            with self._browser.open(f"{self._address}{path}", form, timeout=30) as answer:
                found = re.search(r'name="csrf" value="([^"]+)"', answer.read().decode())
                self._csrf = found[1] if found else self._csrf
                return int(answer.status)
        except HTTPError as error:
            error.close()
            return error.code


def _get(address: str) -> str:
    with urllib.request.urlopen(address, timeout=30) as answer:
        text: str = answer.read().decode()
    return text


def _desk(folder: Path, line: str) -> "subprocess.CompletedProcess[str]":
    command: list[str | Path] = [PROGRAM, "--now", "2026-01-05T10:00+00:00", *line.split()]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=60)
