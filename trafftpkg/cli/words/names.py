"""What to call clients, and whose time it is, when something failed; without failing again."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from trafftpkg.cli.words.fields import field_of, option_of
from trafftpkg.domain.ids import ClientKey

if TYPE_CHECKING:
    from trafftpkg.bootstrap import Desk


class Names:
    """Handles of clients by key, looked up when needed; a key stands for one that is unknown.

    Args:
        command: The context of the command that ran; without it, fields are called by their own names.
    """

    def __init__(self, desk: "Desk | None" = None, command: Any = None) -> None:
        self._desk = desk
        self._command = command

    def called(self, field: str) -> str:
        """Return what a request's field is called where it was asked: an option, a column, or just that."""
        return option_of(self._command, field)

    def field(self, called: str) -> str:
        """Return the field that is called like this here."""
        return field_of(self._command, called)

    def __getitem__(self, client: ClientKey) -> str:
        return self._found(client).get(client, client)

    @property
    def time_zone(self) -> str | None:
        """The business's; None where no catalogue says it."""
        from trafftpkg.domain.errors.base import TrafftpkgError

        if self._desk is None:
            return None
        try:
            return self._desk.catalogue.catalogue().business.time_zone
        except TrafftpkgError:
            return None

    def _found(self, client: ClientKey) -> Mapping[ClientKey, str]:
        from trafftpkg.domain.errors.base import TrafftpkgError

        if self._desk is None:
            return {}
        try:
            return {key: each.handle for key, each in self._desk.clients.by_keys([client]).items()}
        except TrafftpkgError:
            return {}
