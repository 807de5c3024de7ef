"""What importing a balance costs, beside one request that is made durable by itself.

    python tests/benchmarks/importing.py [ROWS]

Both in this process, on a ledger in a scratch folder. Exit 1 where a row of the file costs more than the
bound allows, or where looking at the same file again costs more than importing it did.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

from trafftpkg.bootstrap import Desk
from trafftpkg.cli.importing.rows import table_of
from trafftpkg.engine.importing import BalanceImport
from trafftpkg.engine.requests.import_balance import ImportBalance

BOUND = 0.2
"""Import per row ÷ one single durable request."""

ROWS = 100_000
SINGLE = 300
CATALOGUE = Path(__file__).resolve().parent.parent.parent / "catalog"


def main() -> int:
    """Print both in milliseconds, and their ratio; return the exit code."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["XDG_CACHE_HOME"] = str(Path(scratch, "cache"))
        desk = Desk(
            catalogue=CATALOGUE,
            ledger=str(Path(scratch, "ledger.jsonl")),
            now=None,
            actor="desk",
            notice=print,
            begins=True,
            allow_future=True,
        )
        data = _file(rows)
        first = _timed_import(desk, data) / rows
        again = _timed_import(desk, data) / rows
        single = _timed_singles(desk) / SINGLE
    ratio = first / single
    print(f"a single durable request  {single * 1000:6.2f} ms")
    print(f"a row of {rows} imported   {first * 1000:6.2f} ms, {ratio:.2f} of it (bound {BOUND})")
    print(f"a row imported before     {again * 1000:6.2f} ms")
    return int(ratio > BOUND or again > first)


def _file(rows: int) -> bytes:
    lines = ["client,package,reference,granted,used,last_day,paid,email"]
    lines += [
        f"c{n // 2:06},glow-10,ref-{n},10,{n % 10},2027-06-30,480.00,c{n // 2:06}@example.com"
        for n in range(rows)
    ]
    return "\n".join(lines).encode()


def _timed_import(desk: Desk, data: bytes) -> float:
    began = time.perf_counter()
    table = table_of(data, "balances.csv", desk.clients)
    balances = BalanceImport(desk.engine, table.rows, "import")
    assert not table.findings
    assert not balances.problems()
    balances.carry_out(dry_run=False)
    return time.perf_counter() - began


def _timed_singles(desk: Desk) -> float:
    began = time.perf_counter()
    for n in range(SINGLE):
        request = ImportBalance(client=f"c{n:06}", package="glow-10", reference=f"single-{n}", used=3)
        desk.engine.execute(request, key=f"single/{n}")
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
