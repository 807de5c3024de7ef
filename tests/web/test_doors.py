"""The page's doors as they are reached: behind a proxy, by odd addresses, slowly, and too often."""

import re
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest
import uvicorn

from tests.web.server import PROGRAM, Server
from tests.web.shop import Shop
from trafftpkg.domain.door import web_address
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.web.patience import PatientProtocol
from trafftpkg.web.safety.guard import MOST_IN_ADDRESS, MOST_IN_HEADERS
from trafftpkg.web.safety.limits import REQUESTS, Pace, machine_of


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://book.example", "https://book.example"),
        ("https://book.example/", "https://book.example"),
        ("http://127.0.0.1:8001", "http://127.0.0.1:8001"),
        ("http://[::1]:8001", "http://[::1]:8001"),
    ],
)
def test_the_pages_address_is_a_scheme_and_a_host(typed: str, address: str) -> None:
    assert web_address(typed, "--address") == address


@pytest.mark.parametrize(
    "typed",
    [
        "book.example",
        "https://book.example/book",
        "https://book.example?a=b",
        "https://book.example#a",
        "https://ana:secret@book.example",
        "ftp://book.example",
        "https://",
        "https://book.example:port",
        "https://book.example:99999",
        "https://[::1",
        "https://book example",
        "https://book.example\n",
        "javascript:alert(1)",
        "",
    ],
)
def test_an_address_that_links_could_not_begin_with_is_refused(typed: str) -> None:
    with pytest.raises(BadArgumentError):
        web_address(typed, "--address")


@pytest.mark.parametrize("typed", ["book.example", "https://salon.example/book"])
@pytest.mark.parametrize(
    "line", ["serve --port {port} --address {typed}", "client link ana --address {typed}"]
)
def test_both_commands_refuse_it(tmp_path: Path, line: str, typed: str) -> None:
    subprocess.run([PROGRAM, "client", "add", "ana"], cwd=tmp_path, check=True, capture_output=True)
    command = line.format(port=8001, typed=typed).split()

    said = subprocess.run(
        [PROGRAM, *command], capture_output=True, text=True, cwd=tmp_path, check=False, timeout=30
    )

    assert (said.returncode, said.stdout) == (2, "")
    assert f"'{typed}'" in said.stderr
    assert "https://book.example" in said.stderr


@pytest.mark.parametrize("typed", ["10.0.0", "proxy.example", "*", "10.0.0.0/33"])
def test_a_proxy_that_is_no_address_is_refused(tmp_path: Path, typed: str) -> None:
    said = subprocess.run(
        [PROGRAM, "serve", "--trust-proxy", typed],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
        timeout=30,
    )

    assert said.returncode == 2
    assert "10.0.0.0/8" in said.stderr


@pytest.mark.parametrize(("trusted", "counted_alone"), [("127.0.0.0/29", True), ("10.0.0.1", False)])
def test_clients_behind_a_trusted_proxy_are_told_apart(
    tmp_path: Path, trusted: str, counted_alone: bool
) -> None:
    with Server(tmp_path, more=["--trust-proxy", trusted]) as server:
        statuses = [
            _asked(
                server.port,
                "/static/icon.svg",
                f"X-Forwarded-For: 198.51.100.9, 203.0.113.{number % 9}",
                proxy="127.0.0.2",
            )
            for number in range(REQUESTS.most + 5)
        ]

    assert (429 not in statuses) == counted_alone


def test_who_is_no_trusted_proxy_cannot_say_who_asks(tmp_path: Path) -> None:
    with Server(tmp_path) as server:
        statuses = {
            _asked(
                server.port,
                "/static/icon.svg",
                f"X-Forwarded-For: 203.0.113.{number % 250}",
                proxy="127.0.0.3",
            )
            for number in range(REQUESTS.most + 5)
        }

    assert statuses == {200, 429}


def test_it_listens_at_all_addresses_of_ipv6(tmp_path: Path) -> None:
    with Server(tmp_path, more=["--host", "::"], host="[::1]") as server:
        with socket.create_connection(("::1", server.port), timeout=10) as connection:
            connection.sendall(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n")
            assert connection.recv(100).startswith(b"HTTP/1.1 200")
        said = (tmp_path / "log").read_text()

    assert f"The booking page is at http://[::1]:{server.port}." in said


@pytest.fixture
def impatient(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The page behind the program's own protocol, with less patience; yields its port."""
    monkeypatch.setattr("trafftpkg.web.patience.HEAD_WITHIN", 0.5)
    monkeypatch.setattr("trafftpkg.web.safety.forms.BODY_WITHIN", 0.5)
    config = uvicorn.Config(
        shop.browser().app, port=0, http=PatientProtocol, log_level="error", lifespan="off"
    )
    server = uvicorn.Server(config)
    thread = Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join()


@pytest.mark.parametrize(
    "sent", ["", "GET / HTTP/1.1\r\nhost: x\r\n", "GET /healthz HTTP/1.1\r\nhost: x\r\n\r\nGET /u"]
)
def test_a_request_that_is_half_sent_ends(impatient: int, sent: str) -> None:
    with _connected(impatient) as connection:
        began = time.monotonic()
        connection.sendall(sent.encode())
        heard = _all_of(connection)

    assert heard.startswith(b"HTTP/1.1 200") == ("/healthz" in sent)
    assert time.monotonic() - began < 8


def test_a_request_that_drips_ends(impatient: int) -> None:
    with _connected(impatient) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\n")

        assert _drips_until_closed(connection) < 4


@pytest.mark.parametrize("path", ["/sign-in", "/messages/none"])
def test_a_form_that_is_half_sent_ends(impatient: int, path: str) -> None:
    head = f"POST {path} HTTP/1.1\r\nhost: x\r\ncontent-length: 500\r\n\r\n"
    with _connected(impatient) as connection:
        connection.sendall(f"{head}email=".encode())
        heard = _all_of(connection)

    assert heard.startswith(b"HTTP/1.1 408")


def test_who_asks_again_on_one_connection_is_answered(impatient: int) -> None:
    with _connected(impatient) as connection:
        for _ in range(3):
            connection.sendall(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n")
            heard = b""
            while not heard.endswith(b"}"):
                more = connection.recv(1000)
                assert more
                heard += more
            time.sleep(0.3)


def test_the_program_serves_with_this_patience(tmp_path: Path) -> None:
    with Server(tmp_path) as server, _connected(server.port) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\n")

        assert _all_of(connection) == b""


@pytest.mark.parametrize("path", ["/account/", "/sign-in/", "/packages/x/"])
def test_no_answer_leads_to_the_host_that_a_request_names(shop: Shop, path: str) -> None:
    answer = shop.browser().get(path, host="evil.example")

    assert answer.status in (404, 410)
    assert "evil.example" not in str(answer.headers)
    assert "evil.example" not in answer.text


def test_letters_name_the_address_that_was_configured_whatever_the_host_of_a_request(shop: Shop) -> None:
    shop.knows("ana")
    browser = shop.browser()
    page = browser.get("/sign-in", host="evil.example")

    browser.post("/sign-in", {**page.fields(), "email": "ana@example.com"}, host="evil.example")

    assert shop.mail is not None
    assert "https://book.example/sign-in/" in shop.mail.letters[0][2]
    assert "evil" not in str(shop.mail.letters)


@pytest.mark.parametrize("path", ["/", "/sign-in", "/static/page.css", "/nowhere", "/account"])
def test_every_kind_of_request_is_counted(shop: Shop, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    few = replace(REQUESTS, most=20)
    monkeypatch.setattr("trafftpkg.web.page_settings.Pace", lambda: Pace(few))
    browser = shop.browser()
    statuses = [browser.get("/static/icon.svg").status for _ in range(few.most)]

    refused = browser.get(path)

    assert set(statuses) == {200}
    assert refused.status == 429
    assert refused.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in refused.headers["content-security-policy"]
    other = shop.browser(machine="192.0.2.2")
    other.app = browser.app
    assert other.get("/").status == 200
    assert browser.get("/healthz").status == 200


def test_too_long_an_address_and_too_many_headers_are_refused(shop: Shop) -> None:
    browser = shop.browser()

    assert browser.get(f"/sign-in?next={'a' * MOST_IN_ADDRESS}").status == 414
    assert browser.get("/", cookie="a" * MOST_IN_HEADERS).status == 431


@pytest.mark.parametrize(
    ("host", "machine"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::9%eth0", "2001:db8:1:2::"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("", ""),
        ("testclient", "testclient"),
    ],
)
def test_a_machine_is_an_address_or_a_network_of_one_household(host: str, machine: str) -> None:
    assert machine_of(host) == machine


def _connected(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=15)


def _all_of(connection: socket.socket) -> bytes:
    heard = b""
    while more := connection.recv(65536):
        heard += more
    return heard


def _drips_until_closed(connection: socket.socket) -> float:
    began = time.monotonic()
    for _ in range(40):
        try:
            connection.sendall(b"x: y\r\n")
        except OSError:
            break
        time.sleep(0.2)
    return time.monotonic() - began


def _asked(port: int, path: str, header: str, *, proxy: str) -> int:
    with socket.create_connection(("127.0.0.1", port), timeout=15, source_address=(proxy, 0)) as connection:
        connection.sendall(
            f"GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{header}\r\n\r\n".encode()
        )
        found = re.match(rb"HTTP/1.1 (\d+)", _all_of(connection))
    assert found is not None
    return int(found[1])
