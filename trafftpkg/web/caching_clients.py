"""The client book for the questions of one request: who was looked up once is known."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from trafftpkg.domain.client import Client
from trafftpkg.domain.ids import ClientKey

if TYPE_CHECKING:
    from trafftpkg.engine.ports import ClientBook


class CachingClients:
    """A client book that remembers whom it found; for one request, which only asks."""

    def __init__(self, book: "ClientBook") -> None:
        self._book = book
        self._known: dict[str, Client] = {}

    @classmethod
    def with_all_of(cls, book: "ClientBook") -> "ClientBook":
        """Return one that knows nobody yet, and can do all that the book can."""
        return cast("ClientBook", cls(book))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._book, name)

    def find(self, typed: str, seq: int | None = None) -> Client | None:
        """Return the client as the book finds them."""
        if seq is not None or typed not in self._known:
            found = self._book.find(typed, seq)
            if found is None or seq is not None:
                return found
            self._known[typed] = found
        return self._known[typed]

    def by_keys(self, keys: Sequence[ClientKey]) -> dict[ClientKey, Client]:
        """Return the clients that are known by these keys; erased ones are missing."""
        # Under the key of somebody who was merged stands whoever was kept.
        known = {key: self._known[key] for key in keys if key in self._known and self._known[key].key == key}
        others = [key for key in keys if key not in known]
        return {**known, **self._book.by_keys(others)} if others else known
