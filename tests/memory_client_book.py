"""A client book in memory, for stories."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from trafftpkg.domain.client import Client, Double
from trafftpkg.domain.errors.naming import AmbiguousClientError, ClientExistsError
from trafftpkg.domain.ids import ClientKey
from trafftpkg.stores.clients.contact import as_kept
from trafftpkg.stores.clients.email_address import mailbox


class MemoryClientBook:
    """Clients by handle; fulfils the engine's `ClientBook`."""

    def __init__(self) -> None:
        self._clients: dict[ClientKey, Client] = {}
        self._merged: dict[ClientKey, tuple[ClientKey, int]] = {}
        self._erased: set[ClientKey] = set()
        self._texts: dict[int, tuple[str, str]] = {}

    def find(self, typed: str, seq: int | None = None, *, in_part: bool = False) -> Client | None:
        entered = next(
            (each for each in self._clients.values() if typed in (each.handle, each.email, each.key)), None
        )
        found = entered
        while found is not None and found.key in self._merged:
            into, merged_seq = self._merged[found.key]
            if seq is not None and merged_seq > seq:
                break
            found = self._clients[into]
        return (
            found
            if found is None or entered is None or found is entered
            else replace(found, entered_as=entered.key)
        )

    def find_each(self, typed: Iterable[str]) -> dict[str, Client | AmbiguousClientError | None]:
        return {each: self.find(each) for each in typed}

    def reached_by(self, email: str) -> list[Client]:
        return [each for each in self.clients() if each.email == email]

    def free_handle(self, wanted: str) -> str:
        return wanted if self.find(wanted) is None else self.free_handle(f"{wanted}-2")

    def doubles(self) -> list[Double]:
        return []

    def nearest(self, typed: str) -> str | None:
        return next((each.handle for each in self.clients() if each.handle[0] == typed[0]), None)

    def clients(self) -> list[Client]:
        kept = (each for each in self._clients.values() if each.key not in self._merged)
        return sorted(kept, key=lambda each: each.handle)

    def by_keys(self, keys: Sequence[ClientKey]) -> dict[ClientKey, Client]:
        return {key: self._clients[key] for key in keys if key in self._clients}

    def as_kept(self, client: Client, before: Client | None = None) -> Client:
        return as_kept(client, before, lambda: None)

    def mailbox(self, email: str) -> tuple[str, str] | None:
        return mailbox(email)

    def has_stopped_reminders(self, client: ClientKey) -> bool:
        return False

    def check(self) -> None:
        pass

    def add(self, client: Client) -> None:
        self.add_all([client])

    def add_all(self, clients: Sequence[Client]) -> None:
        for each in clients:
            taken = self.find(each.handle)
            if taken is not None:
                raise ClientExistsError(what="handle", typed=each.handle, handle=taken.handle)
        self._clients.update({each.key: each for each in clients})

    def merge(self, kept: ClientKey, merged: ClientKey, seq: int) -> None:
        self._merged.setdefault(merged, (kept, seq))

    def part(self, seq: int) -> None:
        self._merged = {key: into for key, into in self._merged.items() if into[1] < seq}

    def change(self, client: Client) -> None:
        self._clients[client.key] = client

    def erase(self, client: ClientKey, seqs: Sequence[int]) -> None:
        self._clients.pop(client, None)
        self._erased.add(client)
        for seq in seqs:
            self._texts.pop(seq, None)

    def erased(self, keys: Sequence[ClientKey]) -> set[ClientKey]:
        return self._erased.intersection(keys)

    def keep_text(self, seq: int, text: str, salt: str) -> None:
        self._texts[seq] = (text, salt)

    def texts(self, seqs: Sequence[int]) -> dict[int, tuple[str, str]]:
        return {seq: self._texts[seq] for seq in seqs if seq in self._texts}

    def texts_after(self, seq: int, most: int) -> dict[int, tuple[str, str]]:
        later = sorted(each for each in self._texts if each > seq)
        return {each: self._texts[each] for each in later[:most]}
