"""A client book in memory, for stories."""

from collections.abc import Sequence

from trafftpkg.domain.client import Client
from trafftpkg.domain.errors.naming import ClientExistsError
from trafftpkg.domain.ids import ClientKey


class MemoryClientBook:
    """Clients by handle; fulfils the engine's `ClientBook`."""

    def __init__(self) -> None:
        self._clients: dict[ClientKey, Client] = {}
        self._texts: dict[int, tuple[str, str]] = {}

    def find(self, typed: str) -> Client | None:
        return next(
            (each for each in self._clients.values() if typed in (each.handle, each.email, each.key)), None
        )

    def nearest(self, typed: str) -> str | None:
        return next((each.handle for each in self.clients() if each.handle[0] == typed[0]), None)

    def clients(self) -> list[Client]:
        return sorted(self._clients.values(), key=lambda each: each.handle)

    def by_keys(self, keys: Sequence[ClientKey]) -> dict[ClientKey, Client]:
        return {key: self._clients[key] for key in keys if key in self._clients}

    def add(self, client: Client) -> None:
        taken = self.find(client.handle)
        if taken is not None:
            raise ClientExistsError(what="handle", typed=client.handle, handle=taken.handle)
        self._clients[client.key] = client

    def change(self, client: Client) -> None:
        self._clients[client.key] = client

    def erase(self, client: ClientKey, seqs: Sequence[int]) -> None:
        del self._clients[client]
        for seq in seqs:
            self._texts.pop(seq, None)

    def keep_text(self, seq: int, text: str, salt: str) -> None:
        self._texts[seq] = (text, salt)

    def texts(self, seqs: Sequence[int]) -> dict[int, tuple[str, str]]:
        return {seq: self._texts[seq] for seq in seqs if seq in self._texts}
