"""The catalogue held against the ledger: refused where it is another's, and a finding of a check."""

from collections.abc import Callable

from trafftpkg.domain.belonging import differences
from trafftpkg.domain.catalogue import Catalogue
from trafftpkg.domain.entry import Header
from trafftpkg.domain.errors.untrusted import CatalogueInvalidError, CatalogueOfAnotherLedgerError
from trafftpkg.domain.finding import Finding


def check_belongs(header: Header, declared: Callable[[], Catalogue]) -> None:
    """See that what is declared is for this ledger; a broken catalogue stops only what needs it (R-1.16).

    Raises:
        CatalogueOfAnotherLedgerError: it has another currency or time zone.
    """
    try:
        found = differences(header, declared().business)
    except CatalogueInvalidError:
        return
    if found:
        raise CatalogueOfAnotherLedgerError(differences=found)


def foreign(catalogue: Catalogue, header: Header | None) -> list[Finding]:
    """Return a finding for each thing that the catalogue says otherwise than the ledger, if one was begun."""
    return [
        Finding(
            file="business.yaml",
            line=1,
            column=1,
            severity="error",
            field=each.field,
            code="another_ledger",
            problem=f"is {each.catalogue}, but the ledger was begun with {each.ledger}",
        )
        for each in (() if header is None else differences(header, catalogue.business))
    ]
