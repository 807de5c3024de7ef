"""A ledger's movements of units as plain entries, as somebody would keep them who has no program for it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class Entry(NamedTuple):
    """Units that came to a purchase, or went from it."""

    day: str
    client: str
    purchase: str
    units: int
    what: str


def entries_of(ledger: Path) -> Iterator[Entry]:
    """Yield one entry a movement; a line that moves no units is one of 0, so that nobody has less to keep."""
    with ledger.open(encoding="utf-8") as lines:
        for line in map(json.loads, lines):
            for client in line["clients"]:
                moved = [found for event in line["events"] for found in _moved(event)]
                for purchase, units in moved or [("pur-1", 0)]:
                    yield Entry(line["at"][:10], client, purchase, units, line["request"])


def _moved(event: dict[str, object]) -> list[tuple[str, int]]:
    match event:
        case {"event": "PackagePurchased", "purchase": str(purchase), "granted": int(units)}:
            return [(purchase, units)]
        case {"event": "AppointmentBooked", "allocation": list(allocation)}:
            return [(each["purchase"], -each["units"]) for each in allocation]
        case {"event": "AppointmentCancelled", "released": list(released)}:
            return [(each["purchase"], each["units"]) for each in released]
        case {"event": "PurchaseLapsed", "purchase": str(purchase), "units": int(units)}:
            return [(purchase, -units)]
        case _:
            return []
