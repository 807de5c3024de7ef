"""What to call clients when something failed, without failing again."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from trafftpkg.domain.ids import ClientKey

if TYPE_CHECKING:
    from trafftpkg.cli.session import Session


class Names:
    """Handles of clients by key, looked up when first needed; a key stands for one that is unknown."""

    def __init__(self, session: "Session | None" = None) -> None:
        self._session = session

    def __getitem__(self, client: ClientKey) -> str:
        return self._found(client).get(client, client)

    def _found(self, client: ClientKey) -> Mapping[ClientKey, str]:
        from trafftpkg.domain.errors.base import TrafftpkgError

        desk = None if self._session is None else self._session.opened
        if desk is None:
            return {}
        try:
            return {key: each.handle for key, each in desk.clients.by_keys([client]).items()}
        except TrafftpkgError:
            return {}
