"""Many bookings in one process, by the library, each on the disk before the next.

python -m tests.benchmarks.beside.bookings SHOP
"""

import json
import sys
from datetime import datetime
from pathlib import Path

import trafftpkg


def main(shop: Path) -> None:
    """Book what `wanted.json` lists: pairs of a client and a moment."""
    wanted = json.loads((shop / "wanted.json").read_text())
    with trafftpkg.open(
        catalog=shop / "catalog", ledger=shop / "ledger.jsonl", now=datetime(2026, 1, 5, 10)
    ) as desk:
        for client, at in wanted:
            visit = trafftpkg.VisitWanted(service="yoga", at=datetime.fromisoformat(at))
            desk.run(trafftpkg.BookAppointment(client=client, wanted=visit))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
