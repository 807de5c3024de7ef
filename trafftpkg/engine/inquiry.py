"""Answers questions. Apart from deciding requests, because people wait for questions most often."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from trafftpkg.domain.header import Header
from trafftpkg.engine.reading import Reading, View

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date, datetime

    from trafftpkg.domain.catalogue import Catalogue
    from trafftpkg.domain.client import Client
    from trafftpkg.domain.ids import ClientKey
    from trafftpkg.engine.ports import Books, ClientBook, Ledger
    from trafftpkg.engine.questions.base import Question
    from trafftpkg.engine.questions.journal import Transaction, WriteJournal
    from trafftpkg.engine.questions.purchases import ListPurchases, PurchaseList

T = TypeVar("T")


def unheard(missing: list[ClientKey]) -> None:
    """Tell nobody: whoever reads a log cannot put a client book back."""


class Inquiry:
    """Answers questions about one ledger. The engine is an inquiry that also decides.

    Args:
        catalogue: Returns the catalogue as declared now.
        clock: Returns the current moment, UTC.
        on_missing: Called with clients of the ledger who are missing from the client book.
    """

    def __init__(
        self,
        *,
        ledger: Ledger,
        catalogue: Callable[[], Catalogue],
        clients: ClientBook,
        clock: Callable[[], datetime],
        on_missing: Callable[[list[ClientKey]], None] = unheard,
    ) -> None:
        self.ledger = ledger
        self.clients = clients
        self.clock = clock
        self._source = catalogue
        self._on_missing = on_missing

    @cached_property
    def catalogue(self) -> Catalogue:
        """The catalogue as it was when it was first needed."""
        return self._source()

    def ask(self, question: Question[T], *, as_of: date | None = None) -> T:
        """Answer a question from what is recorded, or from what was at an earlier moment.

        Args:
            as_of: A moment as typed. Without an offset it is local to the business. A whole day means its
                end: what was true when that day was over (R-1.19).
        """
        with self.ledger.reading() as books:
            return question.answer(self.reading(books, as_of))

    def count(self, question: ListPurchases, *, as_of: date | None = None) -> int:
        """Return how many purchases fit, whatever the limit; `as_of` as in `ask`."""
        with self.ledger.reading() as books:
            return question.count(self.reading(books, as_of))

    def pages(self, question: ListPurchases, *, as_of: date | None = None) -> Iterator[PurchaseList]:
        """Yield purchases in portions, all of one moment of the ledger; `as_of` as in `ask`."""
        with self.ledger.reading() as books:
            yield from question.pages(self.reading(books, as_of))

    def transactions(self, journal: WriteJournal, *, as_of: date | None = None) -> Iterator[Transaction]:
        """Yield double entries one by one, all of one moment of the ledger; `as_of` as in `ask`."""
        with self.ledger.reading() as books:
            yield from journal.transactions(self.reading(books, as_of))

    def reading(self, books: Books, as_of: date | None = None) -> Reading:
        """Return the books for a question."""
        return Reading(books=books, draws_on=self, as_of=as_of)

    def header_for(self, books: Books) -> Header:
        """Return the ledger's header, or what it will be opened with."""
        recorded = books.header()
        if recorded is not None:
            return recorded
        business = self.catalogue.business
        return Header(ledger=os.urandom(16).hex(), time_zone=business.time_zone, currency=business.currency)

    def view(self, books: Books, now: datetime, clients: set[ClientKey]) -> View:
        """Return how to read facts about these clients at a moment."""
        header = self.header_for(books)
        known = self.clients.by_keys(sorted(clients))
        if len(known) < len(clients):
            self._tell_of_missing(books, clients - known.keys())
        return View(now=now, time_zone=header.time_zone, currency=header.currency, clients=known)

    def client_typed(
        self, books: Books, typed: str, seq: int | None = None, *, in_part: bool = False
    ) -> Client:
        """Return the client that was typed. One missing from the client book is found by their key (R-1.17).

        Args:
            seq: Ignore merges after this entry.
            in_part: Accept beginnings of the words of a name, and the key of an erased client, as
                questions do.

        Raises:
            UnknownClientError: there is no such client.
            AmbiguousClientError: there are several.
        """
        found = self.clients.find(typed, seq, in_part=in_part)
        if found is not None:
            return found
        from trafftpkg.domain.errors.naming import UnknownClientError  # only when something is wrong
        from trafftpkg.engine.missing import erased_client, lately_missing, missing_client

        erased = erased_client(self.clients, typed) if in_part else None
        if erased is not None:
            return erased
        missing = missing_client(books, self.clients, typed)
        if missing is not None:
            return missing
        if lost := lately_missing(books, self.clients):
            self._on_missing(lost)
        raise UnknownClientError(typed=typed, nearest=self.clients.nearest(typed))

    def look_for_missing(self, books: Books) -> None:
        """Report all clients who are missing from the client book."""
        from trafftpkg.engine.missing import missing_clients

        if missing := list(missing_clients(books, self.clients)):
            self._on_missing(missing)

    def _tell_of_missing(self, books: Books, keys: set[ClientKey]) -> None:
        """Report those who are in the ledger: a newcomer in a dry run is in neither."""
        from trafftpkg.engine.missing import missing_of, recorded

        if missing := missing_of(recorded(books, keys), self.clients):
            self._on_missing(missing)
