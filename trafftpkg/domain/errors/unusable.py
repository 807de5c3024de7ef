"""What cannot be used until a person has changed something. Repeating does not help."""

from typing import Literal

from trafftpkg.domain.errors.base import TrafftpkgError, UntrustedError

ForbiddenReason = Literal["file", "no_right", "not_let_in", "password_refused", "unknown_role"]
"""What forbids it: the modes of files, or a server's rights, rules, password, or roles."""

UnusableReason = Literal[
    "address_not_read",
    "hard_links",
    "is_a_folder",
    "key_has_wrong_length",
    "key_not_secret",
    "key_too_short",
    "library_missing",
    "links_in_a_circle",
    "name_too_long",
    "network_folder",
    "no_working_folder",
    "not_a_folder",
    "not_a_regular_file",
    "read_only_disk",
    "server_too_old",
    "symbolic_link",
    "tables_too_old",
]
"""Why a file or server cannot be used as it is. Scripts may rely on these words."""


class NotPermittedError(UntrustedError):
    """A file or server may not be used by this account; nothing was recorded.

    Args:
        writing: Whether it was to be written, or only read.
        said: What the system or the server said.
    """

    code = "not_permitted"

    where: str
    reason: ForbiddenReason
    writing: bool = False
    said: str | None = None


class StoreError(TrafftpkgError):
    """A file, a server or a library cannot be used.

    Args:
        said: What the system, SQLite, or the server said.
        thing: What it is about: a target, a kind of file system, a library.
        given: The number that was found: characters, bytes, names, a version.
        limit: The number that is needed.
    """

    where: str
    reason: str
    said: str | None = None
    thing: str | None = None
    given: int | None = None
    limit: int | None = None


class StoreUnusableError(StoreError, UntrustedError):
    """It cannot be used as it is, for example because it is a folder, on a network, or too old."""

    code = "store_unusable"

    reason: UnusableReason
