"""The library on a ledger in PostgreSQL: the same desk, at an address."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

import trafftpkg
from tests.source_code import ROOT
from tests.stores.postgres.server import running

PROGRAM = Path(sys.executable).with_name("trafftpkg")
CONNECTIONS = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND application_name = 'trafftpkg'"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The address of a ledger in which nothing is recorded."""
    with running() as server:
        address = server.address("library")
        subprocess.run([PROGRAM, "--ledger", address, "ledger", "init"], check=True, capture_output=True)
        yield address


def test_a_desk_at_an_address_sells_and_lets_go_of_its_connections(address: str) -> None:
    with trafftpkg.open(catalog=ROOT / "catalog", ledger=address, actor="website") as desk:
        desk.add_client("ana")
        desk.run(trafftpkg.PurchasePackage(client="ana", package="glow-10", method="card"))
        with pytest.raises(trafftpkg.RefusedError, match="There is no client 'bob'"):
            desk.ask(trafftpkg.ListPurchases(client="bob"))
        assert [each.id for each in desk.ask(trafftpkg.ListPurchases(client="ana")).purchases] == ["pur-1"]
        assert _connections(address) > 0

    assert _connections(address) == 0


def _connections(address: str) -> int:
    with psycopg.connect(address) as connection:
        found = connection.execute(CONNECTIONS, (connection.info.dbname,)).fetchone()
    assert found
    return int(found[0])
