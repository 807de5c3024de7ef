"""A ledger with its files at hand, to be broken and looked at."""

from pathlib import Path

from tests.stores.samples import OPENING
from trafftpkg.domain.entry import Draft, Entry
from trafftpkg.domain.ids import PurchaseId
from trafftpkg.domain.notice import Notice
from trafftpkg.stores.jsonl.care import JsonlCare
from trafftpkg.stores.jsonl.ledger import JsonlLedger


class Desk:
    """Records, reads, and tells what stands in the files."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.index = path.with_name(path.name + ".index")
        self.notices: list[Notice] = []
        self.ledger = JsonlLedger(path, lock_wait=0.05, on_notice=self.notices.append)
        self.patient = JsonlLedger(path, lock_wait=30)
        self.care = JsonlCare(path, lock_wait=0.05)

    opening = OPENING

    def record(self, *drafts: Draft) -> list[Entry]:
        """Record drafts, opening the ledger where nothing is recorded yet."""
        with self.ledger.writing(None) as books:
            return books.append(drafts, OPENING)

    def holds(self) -> list[str]:
        """Return the appointments that hold units of the first purchase, as a reader is told."""
        with self.ledger.reading() as books:
            purchase = books.thing(PurchaseId("pur-1"))
            return [hold.appointment for hold in purchase.holds] if purchase else []

    def head(self) -> int:
        """Return the number of the last entry, as a reader is told; -1 for none."""
        with self.ledger.reading() as books:
            head = books.head()
            return -1 if head is None else head.seq

    def lines(self) -> list[bytes]:
        """Return the ledger's lines."""
        return self.path.read_bytes().splitlines(keepends=True)

    def put(self, lines: list[bytes]) -> None:
        """Put other lines in the same file."""
        with self.path.open("r+b") as file:
            file.write(b"".join(lines))
            file.truncate()

    def forget_index(self) -> None:
        """Delete the index and all that SQLite keeps beside it."""
        for path in self.path.parent.glob(self.index.name + "*"):
            path.unlink()

    def names(self) -> set[str]:
        """Return the names of the files, without SQLite's."""
        return {each.name for each in self.path.parent.iterdir() if not each.name.endswith(("-shm", "-wal"))}
