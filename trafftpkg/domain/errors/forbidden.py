"""Somebody has no permission. Repeating does not help; a person has to give it."""

from typing import Literal

from trafftpkg.domain.errors.base import UntrustedError

ForbiddenReason = Literal["file", "no_right", "not_let_in", "password_refused", "unknown_role"]
"""What forbids it: the modes of files, or a server's rights, rules, password, or roles."""


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
