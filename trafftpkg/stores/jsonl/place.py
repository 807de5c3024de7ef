"""A ledger in a file, with everything that belongs to it, in one object."""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from trafftpkg.domain.notice import Hear
from trafftpkg.stores.clients.book import TableClientBook
from trafftpkg.stores.clients.finding import Region
from trafftpkg.stores.jsonl.client_file import client_book_at
from trafftpkg.stores.jsonl.connection_pool import stamp_of
from trafftpkg.stores.jsonl.files import LedgerFiles, behind_links, stat_of
from trafftpkg.stores.jsonl.ledger import JsonlLedger
from trafftpkg.stores.waiting import lock_wait

if TYPE_CHECKING:
    from trafftpkg.stores.clients.outbox import TableOutbox
    from trafftpkg.stores.door.door import LedgerDoor
    from trafftpkg.stores.jsonl.care import JsonlCare
    from trafftpkg.stores.jsonl.client_file import ClientBookFile
    from trafftpkg.stores.jsonl.copying import JsonlChain
    from trafftpkg.stores.jsonl.door_file import DoorFile


class JsonlPlace:
    """A ledger in a file. Nothing is opened before it is needed.

    Args:
        typed: The path, as typed.
        hear: Called with each notice of what a store found and mended.
        region: Returns how phone numbers without a country's code are read.
        begins: Whether a ledger may be begun if there is none.
    """

    def __init__(self, typed: str, hear: Hear, region: Region, *, begins: bool) -> None:
        self.where = typed
        self._hear = hear
        self._region = region
        self._begins = begins

    @cached_property
    def file(self) -> Path:
        """The file that the path leads to; raises the same errors as `behind_links`."""
        return behind_links(Path(self.where))

    @property
    def anywhere(self) -> str:
        """The absolute path; raises the same errors as `file`."""
        return str(self.file.absolute())

    @cached_property
    def ledger(self) -> JsonlLedger:
        """The ledger. Raises LedgerMissingError if there is none and none may be begun."""
        return JsonlLedger(self._begun, lock_wait=lock_wait(), on_notice=self._hear)

    @cached_property
    def clients(self) -> TableClientBook:
        """The client book beside the ledger; raises the same errors as `ledger`."""
        return client_book_at(Path(f"{self._begun}.clients"), region=self._region)

    @property
    def outbox(self) -> "TableOutbox":
        """The outbox in the client book; raises the same errors as `ledger`."""
        from trafftpkg.stores.clients.outbox import TableOutbox

        return TableOutbox(self.client_tables)

    @cached_property
    def care(self) -> "JsonlCare":
        """The care of the ledger, or of an index alone; raises the same errors as `ledger`."""
        from trafftpkg.stores.jsonl.care import JsonlCare

        check_something_is_there(self.file)
        return JsonlCare(self.file, lock_wait=lock_wait(), on_notice=self._hear)

    @property
    def chain(self) -> "JsonlChain":
        """The lines, to be copied; raises the same errors as `ledger`."""
        from trafftpkg.stores.jsonl.care import JsonlCare
        from trafftpkg.stores.jsonl.copying import JsonlChain

        care = JsonlCare(self._begun, lock_wait=lock_wait())
        return JsonlChain(self._begun, care.verify, lock_wait=lock_wait())

    @property
    def client_tables(self) -> "ClientBookFile":
        """The client book, to be copied; raises the same errors as `ledger`."""
        from trafftpkg.stores.jsonl.client_file import ClientBookFile

        return ClientBookFile(Path(f"{self._begun}.clients"), lock_wait())

    @property
    def door(self) -> "LedgerDoor":
        """The door of the booking page. Its notes and its secret are beside the ledger."""
        from trafftpkg.stores.door.door import open_door

        return open_door(self.key_file, self.door_tables)

    @property
    def door_tables(self) -> "DoorFile":
        """The door's notes."""
        from trafftpkg.stores.jsonl.door_file import DoorFile

        return DoorFile(Path(f"{self.file}.door"))

    @property
    def key_file(self) -> Path:
        """The file of the door's secret."""
        return Path(f"{self.file}.key")

    @property
    def tables(self) -> NoReturn:
        """A file has no tables to make.

        Raises:
            BadArgumentError: always.
        """
        from trafftpkg.domain.errors.usage import BadArgumentError

        raise BadArgumentError(field="ledger", reason="needs_address")

    def stamp(self, client: str | None) -> object:
        """Return a stamp that changes when the ledger, or this client, changes. Cheap."""
        # The journal too, because a line is in the ledger a little before it is in the index.
        return tuple(stamp_of(f"{self.file}{each}") for each in ("", ".clients", ".index-wal"))

    def close(self) -> None:
        """Close what was kept open between requests."""
        for name in ("ledger", "clients"):
            if name in vars(self):
                vars(self)[name].close()

    @cached_property
    def _begun(self) -> Path:
        """The path, if a ledger was begun there or may be."""
        if not self._begins:
            check_is_there(self.file)
        return self.file


def check_is_there(ledger: Path) -> None:
    """Check that there is a ledger: its lines, or its client book while nothing is recorded.

    Raises:
        LedgerMissingError: there is none, or its lines are gone and only the index is left.
    """
    if stat_of(ledger) is not None:
        return
    files = LedgerFiles(ledger)
    known = _last_known(files)
    if known is None and files.clients.exists():
        return
    from trafftpkg.domain.errors.untrusted import LedgerMissingError

    raise LedgerMissingError(
        where=str(ledger), reason="no_file" if known is None else "only_index_left", known=known
    )


def check_something_is_there(ledger: Path) -> None:
    """Check that there is a ledger or its index; raises the same errors as `check_is_there`."""
    if _last_known(LedgerFiles(ledger)) is None:
        check_is_there(ledger)


def _last_known(files: LedgerFiles) -> int | None:
    """Return the last entry that the index knows, if there is a usable index."""
    from trafftpkg.stores.jsonl.trust import mark_in

    mark = mark_in(files.index)
    return None if mark is None else mark.seq
