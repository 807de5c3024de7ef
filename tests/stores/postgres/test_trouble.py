"""What can be wrong with an address or a server: each with its code, a remedy, and never the password."""

import json
import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any, NamedTuple

import psycopg
import pytest
from psycopg import errors

from tests.stores.postgres.desks import Desk
from tests.stores.postgres.server import Server, begun, folder_for_servers
from trafftpkg.cli.main import run
from trafftpkg.domain.errors.base import LedgerMovedError
from trafftpkg.domain.errors.unavailable import StoreUnavailableError
from trafftpkg.domain.ids import PurchaseId
from trafftpkg.engine.scope import Scope
from trafftpkg.stores.postgres import schema, tables
from trafftpkg.stores.postgres.address import without_password
from trafftpkg.stores.postgres.errors import told

SECRET = "s3kret/word"


class Printed(NamedTuple):
    """What a command line came to."""

    code: int
    out: str
    error: str


Ask = Callable[..., Printed]


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Return what runs a command line on the ledger at an address."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TRAFFTPKG_LOCK_WAIT", "0.3")
    monkeypatch.setenv("TRAFFTPKG_NOW", "2026-01-05T12:00+01:00")
    monkeypatch.setenv("TRAFFTPKG_ALLOW_FUTURE", "1")

    def run_line(address: str, *words: str) -> Printed:
        code = run(["--ledger", address, *words])
        return Printed(code, *capsys.readouterr())

    return run_line


def test_a_server_that_is_not_there_is_unavailable(ask: Ask) -> None:
    printed = ask("postgresql://desk:s3kret%2Fword@127.0.0.1:1/lumen", "list", "--format", "json")

    assert printed.code == 4
    assert '"code": "store_unavailable"' in printed.error
    assert "Check that the server is running" in printed.error
    assert "s3kret" not in printed.error


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://desk:s3kret%2Fword@127.0.0.1/lumen?nonsense=1",
        "postgresql://desk:s3kret%2Fword@127.0.0.1:port/lumen",
        "postgresql://desk:s3kret%2Fword@127.0.0.1:99999/lumen",
        "postgresql://desk@127.0.0.1/lumen?password=s3kret%2Fword&sslmode=never",
        "postgresql://desk@127.0.0.1/lumen?password=s3kret%2Fword&ssl_min_protocol_version=never",
        "postgresql://desk@127.0.0.1/lumen?password=s3kret%2Fword&connect_timeout=soon",
        "postgresql://desk:s3kret%2Fword@127.0.0.1,127.0.0.1/lumen?hostaddr=127.0.0.1",
    ],
)
def test_an_address_that_is_none_says_how_to_write_it(ask: Ask, address: str) -> None:
    printed = ask(address, "list")

    assert printed.code == 3
    assert "is not a valid address" in printed.error
    assert "what to do: Write it like this" in printed.error
    assert "s3kret" not in printed.error


def test_a_wrong_password_says_where_to_give_the_right_one(ask: Ask, server: Server) -> None:
    with psycopg.connect(server.address(), autocommit=True) as connection:
        connection.execute("CREATE ROLE guarded LOGIN PASSWORD 'the right one'")
    server.let_in("local all guarded scram-sha-256")
    server.reload()

    address = server.address(role="guarded:s3kret%2Fword")
    printed = ask(address, "list")

    assert printed.code == 3
    assert "password authentication failed" in printed.error
    assert "~/.pgpass" in printed.error
    assert "s3kret" not in printed.error


def test_without_the_driver_it_is_said_which_extra_to_install(
    ask: Ask, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)

    printed = ask(address, "list")

    assert printed.code == 3
    assert "[postgres]" in printed.error


def test_a_server_that_goes_away_is_unavailable_and_comes_back(ask: Ask) -> None:
    with folder_for_servers() as folder:
        server = Server(folder, ("fsync = off",))
        server.create()
        server.start()
        assert ask(begun(server.address()), "client", "add", "ana").code == 0
        server.stop()

        gone = ask(server.address(), "client", "add", "eve")
        server.start()
        back = ask(server.address(), "client", "list", "--format", "csv")
        server.stop()

    assert gone.code == 4
    assert "cannot be reached" in gone.error
    assert back.out.splitlines()[1].startswith("ana")


def test_a_question_that_is_cut_off_says_so_and_the_next_is_answered(
    address: str, desk: Desk, server: Server
) -> None:
    desk.sells("glow-10", "ana")
    with (
        psycopg.connect(server.address(), autocommit=True) as other,
        pytest.raises(StoreUnavailableError),
        desk.ledger.reading() as books,
    ):
        books.head()
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'trafftpkg'"
        )
        books.thing(PurchaseId("pur-1"))

    with desk.ledger.reading() as books:
        assert books.thing(PurchaseId("pur-1")) is not None


def test_a_desk_goes_on_after_its_server_was_started_anew(server: Server) -> None:
    with folder_for_servers() as folder:
        own = Server(folder, ("fsync = off",))
        own.create()
        own.start()
        desk = Desk(begun(own.address()))
        desk.sells("glow-10", "ana")
        own.stop()
        own.start()

        visit = desk.books("ana", "2026-01-12T10:00")

        desk.close()
        own.stop()
    assert visit == "apt-1"


def test_a_server_that_only_takes_questions_answers_them_and_records_nothing(
    ask: Ask, address: str, desk: Desk
) -> None:
    desk.sells("glow-10", "ana")
    only_reading = f"{address}%20-cdefault_transaction_read_only%3Don"

    listed = ask(only_reading, "list", "--format", "ids")
    refused = ask(only_reading, "extend", "pur-1", "--by", "1w", "--reason", "none")

    assert listed.out == "pur-1\n"
    assert refused.code == 4
    assert "read-only" in refused.error
    assert "target_session_attrs=read-write" in refused.error


def test_too_old_a_server_is_named(ask: Ask, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "OLDEST_SERVER", 990000)

    printed = ask(address, "list")

    assert printed.code == 3
    assert "The oldest that works is 99" in printed.error


def test_a_newer_programs_tables_are_left_alone(ask: Ask, address: str, desk: Desk) -> None:
    desk.sells("glow-10", "ana")
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("INSERT INTO ledger_schema VALUES (99)")

    for words in (("list",), ("client", "add", "eve"), ("ledger", "init"), ("ledger", "upgrade")):
        printed = ask(address, *words, "--format", "json")

        assert printed.code == 3
        assert '"code": "ledger_too_new"' in printed.error


def test_an_older_programs_tables_ask_to_be_upgraded(
    ask: Ask, address: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.sells("glow-10", "ana")
    known = schema.known_version()
    # What the older program made of the entries is in a form that this one cannot read.
    spoiled = 'CREATE TABLE of_a_later_version (); UPDATE purchases SET state = \'{"moved":"0.00"}\';'
    steps = (*schema.steps(), spoiled)
    for module in (schema, tables):
        monkeypatch.setattr(module, "steps", lambda: steps)
    schema.known_version.cache_clear()

    before = ask(address, "list")
    init = ask(address, "ledger", "init")
    upgraded = ask(address, "ledger", "upgrade")
    after = ask(address, "list", "--format", "ids")
    schema.known_version.cache_clear()

    assert (before.code, init.code) == (3, 3)
    assert "ledger upgrade" in before.error
    assert upgraded.out == f"The tables were updated from version {known} to {known + 1}.\n"
    assert after.out == "pur-1\n"


@pytest.mark.parametrize(
    "asked",
    [
        "list",
        "client list",
        "client add ana",
        "purchase ana glow-10 --method card --new-client",
        "ledger import balances.csv",
        "expire",
        "ledger head",
        "ledger verify",
        "ledger repair",
        "ledger rebuild",
        "ledger upgrade",
        "ledger copy --to new.jsonl",
    ],
)
@pytest.mark.parametrize("missing", ["tables", "database"])
def test_only_init_begins_a_ledger(
    ask: Ask, server: Server, nowhere: str, tmp_path: Path, asked: str, missing: str
) -> None:
    (tmp_path / "balances.csv").write_text("client,package,reference\nana,glow-10,1\n")
    address = nowhere if missing == "tables" else server.address(database="mistyped")

    printed = ask(address, *asked.split(), "--format", "json")
    nobody = ask(address, "client", "list")

    assert printed.code == 3
    assert '"code": "ledger_missing"' in printed.error
    assert f"trafftpkg --ledger {shlex.quote(without_password(address))} ledger init" in printed.error
    assert nobody.code == 3
    if missing == "database":
        with psycopg.connect(server.address()) as connection:
            assert connection.execute("SELECT FROM pg_database WHERE datname = 'mistyped'").fetchone() is None


def test_init_begins_a_ledger_in_a_database_that_it_makes(ask: Ask, server: Server) -> None:
    address = server.address(database="fresh")

    made = ask(address, "ledger", "init")
    added = ask(address, "client", "add", "ana")

    assert (made.code, added.code) == (0, 0)


def test_a_ledger_is_not_copied_to_where_no_tables_are(
    ask: Ask, address: str, desk: Desk, server: Server
) -> None:
    desk.sells("glow-10", "ana")

    refused = ask(address, "ledger", "copy", "--to", server.address("elsewhere"))
    after = ask(address, "void", "pur-1", "--keep-money", "--reason", "test")

    assert refused.code == 3
    assert "ledger init" in refused.error
    assert after.code == 0


def test_another_programs_database_is_not_littered(ask: Ask, nowhere: str) -> None:
    with psycopg.connect(nowhere, autocommit=True) as connection:
        name = connection.info.get_parameters()["options"].partition("=")[2]
        connection.execute(f"CREATE SCHEMA {name}; CREATE TABLE theirs ();")

    refused = ask(nowhere, "client", "add", "ana")
    meant = ask(nowhere, "ledger", "init")

    assert (refused.code, meant.code) == (3, 0)


@contextmanager
def held(desk: Desk, client: str) -> Iterator[None]:
    """Hold a client, as a request does that is about them."""
    known = desk.clients.find(client)
    assert known is not None
    with desk.ledger.writing(Scope(clients=(known.key,))):
        yield


def test_who_holds_a_client_for_too_long_is_waited_for_in_vain(ask: Ask, address: str, desk: Desk) -> None:
    desk.sells("glow-10", "ana")
    desk.books("ana", "2026-01-12T10:00")
    with held(desk, "ana"):
        printed = ask(address, "extend", "pur-1", "--by", "1w", "--reason", "none", "--format", "json")

    assert printed.code == 4
    assert '"code": "ledger_locked"' in printed.error


WAITING = "wait_event_type = 'Lock' AND application_name = 'trafftpkg'"
EXTEND = ("extend", "pur-1", "--by", "1w", "--reason", "none", "--format", "json")


@pytest.mark.parametrize(
    ("ends", "reason"), [("pg_cancel_backend", "cancelled"), ("pg_terminate_backend", "unreachable")]
)
def test_a_request_that_an_administrator_ends_is_not_recorded_and_can_be_repeated(
    ask: Ask, address: str, desk: Desk, monkeypatch: pytest.MonkeyPatch, ends: str, reason: str
) -> None:
    desk.sells("glow-10", "ana")
    desk.books("ana", "2026-01-12T10:00")
    monkeypatch.setenv("TRAFFTPKG_LOCK_WAIT", "30")
    over = Event()
    with held(desk, "ana"), psycopg.connect(address, autocommit=True) as administrator:
        ending = Thread(target=_end_whoever_waits, args=(administrator, ends, over))
        ending.start()

        printed = ask(address, *EXTEND)

        over.set()
        ending.join()

    assert printed.code == 4, printed
    error = json.loads(printed.error.splitlines()[-1])["error"]
    assert (error["code"], error["details"]["reason"]) == ("store_unavailable", reason)
    assert ask(address, *EXTEND).code == 0


def test_a_statement_that_takes_longer_than_the_server_lets_it_is_not_recorded(
    ask: Ask, address: str, desk: Desk
) -> None:
    desk.sells("glow-10", "ana")
    desk.books("ana", "2026-01-12T10:00")
    with held(desk, "ana"):
        printed = ask(f"{address}%20-cstatement_timeout%3D150", *EXTEND)

    assert printed.code == 4, printed
    error = json.loads(printed.error.splitlines()[-1])["error"]
    assert (error["code"], "statement timeout" in error["problem"]) == ("store_unavailable", True)
    assert "statement_timeout" in error["remedy"]
    assert ask(address, *EXTEND).code == 0


@pytest.mark.parametrize(
    "kind", [errors.AdminShutdown, errors.CrashShutdown, errors.IdleSessionTimeout, errors.DatabaseDropped]
)
def test_where_the_server_ends_the_connection_it_is_asked_once_more(kind: type[psycopg.Error]) -> None:
    meant = told(kind("ended"), "postgresql://db.example/lumen", 1.0)

    assert isinstance(meant, LedgerMovedError)
    assert isinstance(meant.otherwise, StoreUnavailableError)


@pytest.mark.parametrize("kind", [errors.TooManyConnections, errors.OutOfMemory, errors.IoError])
def test_what_a_server_lacks_is_no_defect_of_the_program(kind: type[psycopg.Error]) -> None:
    assert isinstance(told(kind("no more"), "postgresql://db.example/lumen", 1.0), StoreUnavailableError)


def _end_whoever_waits(administrator: psycopg.Connection[Any], ends: str, over: Event) -> None:
    """Be firm: who waits again is ended again."""
    while not over.wait(0.01):
        administrator.execute(f"SELECT {ends}(pid) FROM pg_stat_activity WHERE {WAITING}".encode())


def test_a_file_needs_no_tables(ask: Ask) -> None:
    printed = ask("ledger.jsonl", "ledger", "init")

    assert printed.code == 2
    assert "needs no tables" in printed.error


@pytest.fixture
def desk(address: str) -> Iterator[Desk]:
    """Return a desk on the ledger."""
    desk = Desk(address)
    yield desk
    desk.close()
