"""A file of balances cannot be taken over."""

from trafftpkg.domain.errors.base import UntrustedError
from trafftpkg.domain.finding import Finding


class ImportInvalidError(UntrustedError):
    """The file has faults; all of them, sorted by line. Nothing was imported."""

    code = "import_invalid"

    where: str
    findings: tuple[Finding, ...]
