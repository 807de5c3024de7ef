"""The files of one ledger. All are in one folder."""

import os
from itertools import count
from pathlib import Path

from trafftpkg.stores.jsonl.own_files import behind_links


class LedgerFiles:
    """The paths of a ledger's lines, index, lock, client book and torn tail: all beside the ledger."""

    def __init__(self, ledger: Path) -> None:
        """Name the files beside `ledger`. None has to exist.

        Raises:
            StoreUnavailableError: it is a broken link.
        """
        self.ledger = ledger = behind_links(ledger)
        self.index = ledger.with_name(ledger.name + ".index")
        self.lock = ledger.with_name(ledger.name + ".lock")
        self.clients = ledger.with_name(ledger.name + ".clients")

    def torn(self, seq: int) -> Path:
        """Return the path for the unfinished line of an entry."""
        return free_name(self.ledger, f"torn-{seq}")


def free_name(path: Path, ending: str) -> Path:
    """Return a free name beside a file: `LEDGER.torn-3`, else `LEDGER.torn-3.2`, and so on."""
    names = (f"{path.name}.{ending}{f'.{attempt}' if attempt > 1 else ''}" for attempt in count(1))
    return next(each for each in map(path.with_name, names) if not os.path.lexists(each))


def stat_of(path: Path) -> os.stat_result | None:
    """Return a file's stat. None if it is missing or empty."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found if found.st_size else None
