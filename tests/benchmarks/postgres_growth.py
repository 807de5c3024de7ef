"""A ledger of very many entries on a server, brought there as anybody would bring it: by `ledger copy`."""

import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.generate import write_ledger
from tests.benchmarks.postgres_shop import desk_for
from tests.stores.postgres.desks import Desk
from trafftpkg import bootstrap


def seconds_to_copy(address: str, entries: int) -> float:
    """Copy a ledger of so many entries to an address, and return how long that took."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.jsonl"
        write_ledger(path, entries)
        old = bootstrap.Desk(
            catalogue=Path(folder),
            ledger=str(path),
            now=datetime(2026, 1, 5, 8, tzinfo=UTC),
            actor="owner",
            notice=lambda _: None,
        )
        old.care.rebuild()
        began = time.perf_counter()
        old.copy_to(address)
        return time.perf_counter() - began


def grown(address: str, entries: int) -> Desk:
    """Return a desk on a ledger with so many entries, and print how long it took to copy them."""
    took = seconds_to_copy(address, entries)
    print(f"{entries:,} entries copied in {took:.1f} s, {entries / took:,.0f} a second", flush=True)
    desk = desk_for(address, 0)
    with desk.database.outside() as connection:
        connection.execute("VACUUM ANALYZE")  # which the server does by itself, a minute later
    return desk
