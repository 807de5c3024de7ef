"""guide/file-format.md is enough to read a ledger: the reader here uses nothing of the package."""

import hashlib
import json
from collections import Counter
from itertools import chain
from pathlib import Path
from typing import Any

from tests.source_code import GUIDE
from tests.stores.jsonl.desk import Desk
from tests.stores.samples import EVE, cancelled, draft, sale
from trafftpkg.domain.events.modules import EVENT_MODULES


def units_left(ledger: Path) -> Counter[str]:
    """Check the chain, then return the units of each purchase that nothing has taken."""
    free: Counter[str] = Counter()
    held: dict[str, list[Any]] = {}
    before = b"0" * 64
    for line in ledger.read_bytes().split(b"\n")[:-1]:
        body, end = line[:-75], line[-75:]
        assert end == b',"hash":"' + hashlib.sha256(before + body).hexdigest().encode() + b'"}', (
            "broken chain"
        )
        before = end[9:73]
        entry = json.loads(line)
        assert entry["v"] <= 2, "a later version"
        for event in entry["events"]:
            match event["event"]:
                case "PackagePurchased" | "BalanceImported":
                    free[event["purchase"]] += event["granted"] - event.get("used_before", 0)
                case "UnitsAdjusted":
                    free[event["purchase"]] += event["units"]
                case "PurchaseLapsed" | "PurchaseRefunded" | "PurchaseVoided":
                    free[event["purchase"]] -= event["units"]
                case "UnitsTransferred":
                    free.update({event["purchase"]: -event["units"], event["receiver"]: event["units"]})
                case "AppointmentBooked":
                    held[event["appointment"]] = event["allocation"]
                case "AppointmentCancelled" | "AppointmentMissed" if not event["kept"]:
                    held.pop(event["appointment"])
    for each in chain.from_iterable(held.values()):
        free[each["purchase"]] -= each["units"]
    return free


def test_another_reader_checks_the_chain_and_counts_the_units(trading: Desk) -> None:
    trading.record(sale("2026-01-07T10:00", 2, EVE), draft("2026-01-08T10:00", cancelled(2)))

    assert units_left(trading.path) == {"pur-1": 8, "pur-2": 10}


def test_the_document_names_every_event() -> None:
    text = (GUIDE / "file-format.md").read_text("utf-8")

    assert [name for name in EVENT_MODULES if f"`{name}`" not in text] == []
