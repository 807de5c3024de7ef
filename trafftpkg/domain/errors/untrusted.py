"""A file cannot be trusted, so nothing was written."""

from typing import Literal

from trafftpkg.domain.errors.base import UntrustedError
from trafftpkg.domain.finding import Damage, Finding
from trafftpkg.domain.header import Difference
from trafftpkg.domain.ids import ClientKey

ClientBookReason = Literal["of_another_program", "unreadable"]


class CatalogueInvalidError(UntrustedError):
    """The catalogue has problems. `findings` are all of them, by file and line.

    `where` is its folder, if another one might be meant; `revision` is that of git in which it had them.
    """

    code = "catalog_invalid"

    findings: tuple[Finding, ...]
    where: str | None = None
    revision: str | None = None


class CatalogueEditInvalidError(UntrustedError):
    """A change would give the catalogue problems, and was not written; all of them, by file and line."""

    code = "catalog_invalid"

    findings: tuple[Finding, ...]


class CatalogueOfAnotherLedgerError(UntrustedError):
    """The ledger was begun with another currency or time zone than the catalogue declares."""

    code = "catalog_of_another_ledger"

    differences: tuple[Difference, ...]


class LedgerDamagedError(UntrustedError):
    """The ledger is damaged: its bytes are not those that were written."""

    code = "ledger_damaged"

    where: str
    damages: tuple[Damage, ...]


class ClientBookDamagedError(UntrustedError):
    """The client book cannot be read, or is not a client book. The ledger itself is not affected.

    Args:
        said: What SQLite said.
    """

    code = "client_book_damaged"

    where: str
    reason: ClientBookReason
    said: str | None = None


class ClientsMissingError(UntrustedError):
    """Clients of the ledger are missing from the client book: it was lost, or is an older copy.

    Args:
        where: The ledger.
        count: How many are missing.
        clients: The keys of some of them, sorted.
    """

    code = "client_book_damaged"

    where: str
    reason: Literal["clients_missing"] = "clients_missing"
    count: int
    clients: tuple[ClientKey, ...]


class TextsChangedError(UntrustedError):
    """Texts in the client book are not those that their entries were recorded with.

    Args:
        where: The ledger.
        count: How many there are.
        seqs: The numbers of some of the entries, in order.
    """

    code = "client_book_damaged"

    where: str
    reason: Literal["texts_changed"] = "texts_changed"
    count: int
    seqs: tuple[int, ...]


class LedgerTooNewError(UntrustedError):
    """A newer version of the program wrote a line, or made the tables."""

    code = "ledger_too_new"

    where: str
    version: int
    known: int
    line: int | None = None


class IndexAheadError(UntrustedError):
    """The ledger ends before entries that were already recorded: it is an older copy, or was cut."""

    code = "index_ahead"

    where: str
    ledger_seq: int
    index_seq: int


class LedgerMissingError(UntrustedError):
    """There is no ledger at this place, and the request does not begin one.

    Args:
        reason: There is no file, or none but its index is left; or the server has no such database, or the
            database no tables of ours.
        thing: The database's name.
        known: The last entry that the index knows of.
    """

    code = "ledger_missing"

    where: str
    reason: Literal["no_database", "no_file", "no_tables", "only_index_left"]
    thing: str | None = None
    known: int | None = None


class LedgerSealedError(UntrustedError):
    """The ledger is sealed, because it continues elsewhere."""

    code = "ledger_sealed"

    where: str
    moved_to: str


class ImportInvalidError(UntrustedError):
    """The file has problems. `findings` are all of them, by line. Nothing was imported."""

    code = "import_invalid"

    where: str
    findings: tuple[Finding, ...]
