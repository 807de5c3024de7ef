"""A server whose disk is full: a real one, so small that it fills up at once."""

import json
import subprocess
import sys

import psycopg
import pytest

from tests.stores.postgres.desks import Desk
from tests.stores.postgres.server import begun, running
from trafftpkg.cli.main import run
from trafftpkg.stores.postgres.care import PostgresCare


def void(purchase: str) -> tuple[str, ...]:
    """Return the words that void a purchase."""
    return "void", purchase, "--keep-money", "--reason", "none", "--format", "json"


def test_a_full_disk_records_nothing_and_with_room_again_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRAFFTPKG_NOW", "2026-01-05T12:00+01:00")
    monkeypatch.setenv("TRAFFTPKG_ALLOW_FUTURE", "1")

    with running(disk="4m") as server, psycopg.connect(server.address(), autocommit=True) as other:
        other.execute(f"CREATE TABLESPACE small LOCATION '{server.disk}'".encode())
        other.execute("ALTER DATABASE postgres SET default_tablespace = small")
        address = begun(server.address("full"))
        desk = Desk(address)
        sold = [desk.sells("glow-10", f"client-{n}") for n in range(12)]
        other.execute("CREATE TABLE filler (filling text) TABLESPACE small")
        with pytest.raises(psycopg.errors.DiskFull):
            while True:
                other.execute("INSERT INTO filler VALUES (repeat('x', 2000))")

        codes = [run(["--ledger", address, *void(each)]) for each in sold]
        program = (sys.executable, "-m", "trafftpkg", "--ledger", address)
        alone = subprocess.run((*program, *void(sold[-1])), capture_output=True, check=False)

        assert set(codes) <= {0, 4}
        assert codes[-1] == alone.returncode == 4
        assert json.loads(alone.stderr)["error"]["code"] == "disk_full"
        with desk.ledger.reading() as books:
            head = books.head()
        assert head is not None
        assert head.seq == len(sold) + codes.count(0)

        other.execute("DROP TABLE filler")
        voided = [run(["--ledger", address, *void(each)]) for each in sold]
        assert voided.count(0) == codes.count(4)
        assert PostgresCare(desk.database).verify().damages == ()
        assert PostgresCare(desk.database).repair(apply=False) == ()
        desk.close()


def test_what_the_driver_notes_by_itself_is_not_printed_beside_the_error() -> None:
    noting = (
        "import logging, trafftpkg.stores.postgres.database; logging.getLogger('psycopg').warning('note')"
    )

    said = subprocess.run([sys.executable, "-c", noting], capture_output=True, check=True)

    assert said.stderr == b""
