"""The catalogue compared with the ledger: refused if it belongs to another one, and a finding of a check."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from trafftpkg.domain.catalogue import Catalogue
from trafftpkg.domain.errors.base import TrafftpkgError
from trafftpkg.domain.header import Difference, Header, differences

if TYPE_CHECKING:
    from trafftpkg.domain.finding import Finding

PlaceOf = Callable[[str, str], tuple[int, int]]
"""Returns the line and column of a field in a file of the catalogue."""

_FILE = "business.yaml"


def check_belongs(header: Header, declared: Callable[[], Catalogue]) -> None:
    """Check that the catalogue is for this ledger. A broken one stops only what needs it (R-1.16).

    Raises:
        CatalogueOfAnotherLedgerError: it has another currency or time zone.
    """
    try:
        found = differences(header, declared().business)
    except TrafftpkgError as error:
        if error.code != "catalog_invalid":
            raise
        return
    if found:
        from trafftpkg.domain.errors.untrusted import CatalogueOfAnotherLedgerError

        raise CatalogueOfAnotherLedgerError(differences=found)


def foreign(catalogue: Catalogue, header: Header | None, place_of: PlaceOf) -> list[Finding]:
    """Return a finding for each setting in which the catalogue differs from the ledger, if there is one."""
    found = () if header is None else differences(header, catalogue.business)
    return [_finding(each, *place_of(_FILE, each.field)) for each in found]


def _finding(found: Difference, line: int, column: int) -> Finding:
    from trafftpkg.domain.finding import Finding  # only for a check

    return Finding(
        file=_FILE,
        line=line,
        column=column,
        severity="error",
        field=found.field,
        code="another_ledger",
        problem=f"is {found.catalogue}, but the ledger was started with {found.ledger}",
    )
