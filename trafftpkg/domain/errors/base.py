"""The kinds of error, by what the caller can do about them."""

from dataclasses import dataclass
from typing import ClassVar

from trafftpkg.domain.value import shown


@dataclass(kw_only=True, eq=False, repr=False)
class TrafftpkgError(Exception):
    """Something a user can cause and mend; its facts are its fields."""

    code: ClassVar[str]

    def __str__(self) -> str:
        return shown(self)

    __repr__ = __str__


class RefusedError(TrafftpkgError):
    """A rule says no; nothing was recorded. Exit 1."""


class UsageError(TrafftpkgError):
    """What was asked makes no sense as typed; nothing was recorded. Exit 2."""

    code = "usage"


class UntrustedError(TrafftpkgError):
    """A file cannot be trusted; nothing was recorded. Exit 3."""


class UnavailableError(TrafftpkgError):
    """It cannot be done now, or the outcome is unknown: repeat with the same idempotency key. Exit 4."""
