"""What to call clients, and whose time it is, when something failed; without failing again."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from trafftpkg.domain.ids import ClientKey

if TYPE_CHECKING:
    from trafftpkg.bootstrap import Desk


class Names:
    """Handles of clients by key, looked up when needed; a key stands for one that is unknown."""

    def __init__(self, desk: "Desk | None" = None) -> None:
        self._desk = desk

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
