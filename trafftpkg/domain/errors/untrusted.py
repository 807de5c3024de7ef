"""A file cannot be trusted, so nothing was written."""

from dataclasses import dataclass

from trafftpkg.domain.errors.base import UntrustedError
from trafftpkg.domain.finding import Damage, Finding


@dataclass(kw_only=True, eq=False, repr=False)
class CatalogueInvalidError(UntrustedError):
    """The catalogue has faults; all of them, sorted by file and line.

    `where` names its folder if another might be meant.
    """

    code = "catalog_invalid"

    findings: tuple[Finding, ...]
    where: str | None = None


@dataclass(kw_only=True, eq=False, repr=False)
class LedgerDamagedError(UntrustedError):
    """The ledger's bytes are not what was written."""

    code = "ledger_damaged"

    where: str
    damages: tuple[Damage, ...]


@dataclass(kw_only=True, eq=False, repr=False)
class LedgerTooNewError(UntrustedError):
    """A line, or a schema, is of a version that this program does not know."""

    code = "ledger_too_new"

    where: str
    version: int
    known: int
    line: int | None = None


@dataclass(kw_only=True, eq=False, repr=False)
class IndexAheadError(UntrustedError):
    """The ledger holds less than was already acknowledged: an older copy, or cut."""

    code = "index_ahead"

    where: str
    ledger_seq: int
    index_seq: int


@dataclass(kw_only=True, eq=False, repr=False)
class LedgerSealedError(UntrustedError):
    """The ledger was sealed, because it goes on elsewhere."""

    code = "ledger_sealed"

    where: str
    moved_to: str
