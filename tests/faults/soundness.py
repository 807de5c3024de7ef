"""What must be true of a ledger whatever has happened to it."""

import hashlib
import sqlite3
from pathlib import Path
from typing import Any

from tests.faults.program import Shop
from trafftpkg.stores.jsonl.care import JsonlCare
from trafftpkg.stores.jsonl.ledger import JsonlLedger
from trafftpkg.stores.jsonl.replay import built_privately

BOOK = "book ana facial --at 2026-01-14T10:00 --idempotency-key again"


def check_sound(shop: Shop) -> None:
    """The chain verifies, and the index, once brought up, is what a replay of the ledger makes of it."""
    check_chain(shop.ledger)
    assert JsonlCare(shop.ledger).verify().damages == ()
    with JsonlLedger(shop.ledger).writing(None) as books:
        assert books.head() is not None
    found, replayed = rows_of(sqlite3.connect(shop.file(".index"))), rows_of(built_privately(shop.ledger))
    assert found == replayed
    check_units(replayed)


def check_chain(ledger: Path) -> None:
    """Each whole line carries the hash that follows, by a reader of our own."""
    before = b"0" * 64
    for number, line in enumerate(ledger.read_bytes().split(b"\n")[:-1]):
        digest = hashlib.sha256(before + line[:-75]).hexdigest().encode()
        assert line[-75:] == b',"hash":"%b"}' % digest, f"line {number + 1}"
        assert line.startswith(b'{"v":2,"seq":%d,' % number)
        before = digest


def check_recorded_once(shop: Shop, line: str = BOOK, key: str = "again") -> Any:
    """The same request under the same key is recorded once, and answered as it was; return the answer."""
    first = shop.here(line)
    assert first.code == 0, first.err
    answer = shop.here(line).answer
    assert answer["entry"]["replayed"]
    answer["entry"]["replayed"] = first.answer["entry"]["replayed"]
    assert answer == first.answer
    assert shop.keys().count(key) == 1
    check_sound(shop)
    return answer


def rows_of(connection: sqlite3.Connection) -> dict[str, list[Any]]:
    """Return all rows of an index; of the mark, only what is not of the file."""
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows = {name: sorted(connection.execute(f"SELECT * FROM {name}"), key=repr) for name in tables}
    rows["mark"] = [row[4:] for row in rows["mark"]]
    connection.close()
    return rows


def check_units(rows: dict[str, list[Any]]) -> None:
    """No purchase has given more than it had."""
    assert all(row[6] >= 0 for row in rows["purchases"])
