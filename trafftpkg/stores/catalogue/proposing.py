"""Changes to a catalogue: all of it is checked as it would be, before anything is written."""

from collections.abc import Collection, Mapping
from pathlib import Path

from trafftpkg.domain.errors.untrusted import CatalogueEditInvalidError, CatalogueInvalidError
from trafftpkg.stores.catalogue.checking import check


def check_proposed(folder: Path, files: Collection[str], proposed: Mapping[str, bytes]) -> None:
    """Check a catalogue as it would be.

    Raises:
        CatalogueInvalidError: it has errors already, and the change does not fix them all.
        CatalogueEditInvalidError: it is good, and would have errors.
    """
    after = check(folder, files, {}, proposed=proposed).findings
    if not after:
        return
    if before := check(folder, files, {}).findings:
        raise CatalogueInvalidError(findings=tuple(before))
    raise CatalogueEditInvalidError(findings=tuple(after))
