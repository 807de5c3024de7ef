"""What questions have in common: the books they read, and the moment they are judged at."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar

from trafftpkg.domain.catalogue import Catalogue
from trafftpkg.domain.client import Client
from trafftpkg.domain.errors.naming import UnknownClientError
from trafftpkg.domain.ids import ClientKey
from trafftpkg.domain.moments import moment_typed
from trafftpkg.engine.answers import View
from trafftpkg.engine.ports import Books, ClientBook
from trafftpkg.engine.worksheet import Worksheet

if TYPE_CHECKING:
    from trafftpkg.engine.engine import Engine

T = TypeVar("T")


class Reading:
    """The books that a question reads, now or as they were known at an earlier moment."""

    def __init__(self, *, books: Books, engine: "Engine", as_of: datetime | None) -> None:
        self._present = books
        self._engine = engine
        self._as_of = as_of

    @cached_property
    def is_empty(self) -> bool:
        """Nothing is recorded yet, not even a time zone."""
        return self._present.header() is None

    @cached_property
    def time_zone(self) -> str:
        """The business's."""
        return self._engine.header_for(self._present).time_zone

    @cached_property
    def now(self) -> datetime:
        """The moment things are judged at, UTC."""
        return self._engine.clock() if self._as_of is None else moment_typed(self._as_of, self.time_zone)

    @cached_property
    def books(self) -> Books:
        """What was known at that moment."""
        if self._as_of is None:
            return self._present
        return self._present.as_of(self._present.seq_at(self.now))

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue as declared now."""
        return self._engine.catalogue

    @property
    def clients(self) -> ClientBook:
        """Who the clients are, now: what was erased is not brought back by asking for an earlier moment."""
        return self._engine.clients

    def client(self, typed: str) -> Client:
        """Return the client that was typed, or raise UnknownClientError."""
        found = self.clients.find(typed)
        if found is None:
            raise UnknownClientError(typed=typed, nearest=self.clients.nearest(typed))
        return found

    def worksheet(self, known: dict[str, Client]) -> Worksheet:
        """Return a sheet on which a request could be decided, to ask what it would come to."""
        header = self._engine.header_for(self._present)
        return Worksheet(
            books=self.books,
            now=self.now,
            time_zone=header.time_zone,
            currency=header.currency,
            catalogue=lambda: self.catalogue,
            known=known,
            reason_hash=None,
        )

    def view(self, clients: Iterable[ClientKey]) -> View:
        """Return how facts about these clients are to be read."""
        if self.is_empty:
            return View(now=self._engine.clock(), time_zone="UTC", currency="", handles={})
        return self._engine.view(self._present, self.now, set(clients))


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(ABC, Generic[T]):
    """Something asked: a value with its arguments as typed."""

    @abstractmethod
    def answer(self, reading: Reading) -> T:
        """Return the answer; changes nothing."""
