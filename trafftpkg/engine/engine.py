"""The one way in: every request is decided here, and recorded once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from trafftpkg.domain.client import Client
from trafftpkg.domain.entry import Draft, Entry, salted_hash
from trafftpkg.domain.errors.base import LedgerMovedError
from trafftpkg.domain.errors.naming import ClientExistsError
from trafftpkg.domain.events.base import Event
from trafftpkg.domain.ids import ClientKey
from trafftpkg.domain.value import Value, replace, value
from trafftpkg.engine.belonging import check_belongs
from trafftpkg.engine.clients import Parties, clients_named, parties_to
from trafftpkg.engine.clock import check_not_ahead, lifted
from trafftpkg.engine.inquiry import Inquiry, unheard
from trafftpkg.engine.outcomes import (
    Outcome,
    ReferenceMet,
    forgiven_in,
    outcome_of_entry,
    parties_among,
    payers_among,
    payments_in,
    things_touched,
)
from trafftpkg.engine.reading import View
from trafftpkg.engine.requests.base import Request, fingerprint_of
from trafftpkg.engine.scope import RequestScope, Scope, attempted
from trafftpkg.engine.worksheet import Worksheet

if TYPE_CHECKING:
    from trafftpkg.domain.catalogue import Catalogue
    from trafftpkg.engine.ports import Books, ClientBook, Ledger, OpenBooks


@value
class Decided(Value):
    """What a request comes to, before it is recorded."""

    request: Request
    key: str | None
    sheet: Worksheet
    parties: Parties
    salt: str


class Engine(Inquiry):
    """Decides requests and answers questions on one ledger.

    Args:
        clock: Returns the current moment, UTC.
        clock_given: The moment was given by hand; entries say so.
        actor: Who asks, as entries record it.
        machine_clock: Returns what the machine's own clock says; left out, `clock` is it.
        allow_future: A moment ahead of the machine's clock is meant, and may be recorded.
    """

    def __init__(  # noqa: PLR0913 - by name only: all that it works with
        self,
        *,
        ledger: Ledger,
        catalogue: Callable[[], Catalogue],
        clients: ClientBook,
        clock: Callable[[], datetime],
        clock_given: bool,
        actor: str,
        machine_clock: Callable[[], datetime] | None = None,
        allow_future: bool = False,
        on_missing: Callable[[list[ClientKey]], None] = unheard,
    ) -> None:
        super().__init__(
            ledger=ledger, catalogue=catalogue, clients=clients, clock=clock, on_missing=on_missing
        )
        self._clock_given = clock_given
        self._actor = actor
        self._machine_clock = machine_clock or clock
        self._allow_future = allow_future

    def execute(
        self,
        request: Request,
        *,
        key: str | None = None,
        dry_run: bool = False,
        newcomer: Client | None = None,
    ) -> Outcome:
        """Decide a request and record it as one entry, or say what that would be.

        The same request under a key that is recorded returns the recorded answer (R-1.4).

        Args:
            newcomer: Whom the request names by this handle, which must be nobody's yet; added with it.

        Raises:
            TrafftpkgError: why it is refused or cannot be done; nothing was recorded.
            OutcomeUnknownError: it may or may not be recorded; repeat with the same key.
        """
        if dry_run:
            with self.ledger.reading() as books:
                return self._replayed(books, request, key) or self._foreseen(books, request, newcomer)
        return attempted(lambda: self._executed(request, key, newcomer))

    def _executed(self, request: Request, key: str | None, newcomer: Client | None) -> Outcome:
        with self.ledger.writing(self._scope_of(request, key)) as books:
            outcome = self._replayed(books, request, key) or self._recorded(books, request, key, newcomer)
            if outcome.entry is not None:
                request.follow_up(outcome.entry, self.clients)
            return outcome

    def _scope_of(self, request: Request, key: str | None) -> Scope | RequestScope:
        if request.holds_everything:
            return Scope(key=key, everything=True)

        def clients() -> Iterable[Client]:
            return clients_named(self.clients, request).values()

        return RequestScope(
            key,
            request.things_named(),
            clients,
            lambda: request.employees_named(lambda: self.catalogue),
            lambda: request.packages_named(lambda: self.catalogue),
        )

    def decide(
        self,
        books: Books,
        request: Request,
        key: str | None,
        now: datetime,
        newcomer: Client | None = None,
    ) -> Decided:
        """Return what a request comes to on these books. Records nothing."""
        return self.decide_for(books, request, key, now, parties_to(self, books, request, newcomer))

    def decide_for(
        self, books: Books, request: Request, key: str | None, now: datetime, parties: Parties
    ) -> Decided:
        """Return what `decide` returns, for clients that were looked up before."""
        header = self.header_for(books)
        if request.goes_by_catalogue:
            check_belongs(header, lambda: self.catalogue)
        salt, text = os.urandom(16).hex(), request.kept_text if parties.keeps_text else None
        text_hash = salted_hash(text, salt) if text else None
        sheet = Worksheet(
            books=books,
            now=now,
            time_zone=header.time_zone,
            currency=header.currency,
            catalogue=lambda: self.catalogue,
            known=parties.clients,
            reason_hash=text_hash if request.free_text else None,
            shown_hash=None if request.free_text else text_hash,
            ahead=parties.ahead,
        )
        if request.wants_reason and not request.free_text:
            from trafftpkg.domain.errors.changing import ReasonRequiredError

            raise ReasonRequiredError(request=request.name)
        request.decide(sheet)
        return Decided(request=request, key=key, sheet=sheet, parties=parties, salt=salt)

    def record(self, books: OpenBooks, decided: list[Decided]) -> list[Entry]:
        """Record what was decided, one entry each, all together or not at all (R-1.3)."""

        def keep(entries: Sequence[Entry]) -> None:
            newcomers = [newcomer for each in decided for newcomer in each.parties.newcomers]
            if newcomers:
                self._add(newcomers)
            for each, entry in zip(decided, entries, strict=True):
                if each.request.kept_text:
                    self.clients.keep_text(entry.seq, each.request.kept_text, each.salt)

        return books.append([self._draft(each) for each in decided], self.header_for(books), keep)

    def _add(self, newcomers: list[Client]) -> None:
        try:
            self.clients.add_all(newcomers)
        except ClientExistsError as error:
            # Somebody added them since they were looked up: then they are nobody new.
            raise LedgerMovedError(otherwise=error) from error

    def moment(self, books: Books) -> datetime:
        """Return when a request is judged: the clock, never before the last entry (R-1.7).

        Raises:
            ClockBehindError: the clock is too far behind to be lifted.
        """
        return lifted(self.clock(), books, self._machine_clock())

    def moment_to_record(self, books: Books) -> datetime:
        """Return what `moment` returns, for what will be recorded; a dry run is only a question (R-1.13).

        Raises: as `moment`, and
            MomentInTheFutureError: it is ahead of the machine's clock, and not said to be meant.
        """
        if not self._allow_future:
            check_not_ahead(self.clock(), self._machine_clock())
        return self.moment(books)

    def _recorded(
        self, books: OpenBooks, request: Request, key: str | None, newcomer: Client | None
    ) -> Outcome:
        decided = self.decide(books, request, key, self.moment_to_record(books), newcomer)
        met = _references_met(request, decided.sheet.events, books, books)
        (entry,) = self.record(books, [decided])
        decided.sheet.recorded_as(entry)
        return self._outcome(decided, entry, met)

    def _foreseen(self, books: Books, request: Request, newcomer: Client | None) -> Outcome:
        now = self.moment(books)
        parties = replace(parties_to(self, books, request, newcomer), keeps_text=False)
        decided = self.decide_for(books, request, None, now, parties)
        met = _references_met(request, decided.sheet.events, books, books)
        return self._outcome(decided, None, met)

    def _replayed(self, books: Books, request: Request, key: str | None) -> Outcome | None:
        entry = None if key is None else books.entry_with_key(key)
        if entry is None or key is None:
            return None
        known = clients_named(self.clients, request)
        if entry.fingerprint != fingerprint_of(request, known):
            from trafftpkg.domain.errors.changing import IdempotencyConflictError

            raise IdempotencyConflictError(key=key, seq=entry.seq, request=entry.request)
        then = books.as_of(entry.seq)
        met = _references_met(request, entry.events, books, books.as_of(entry.seq - 1))
        clients = {*entry.clients, *parties_among(things_touched(entry, then))}
        return outcome_of_entry(entry, then, self.view(books, entry.at, clients), met)

    def _draft(self, decided: Decided) -> Draft:
        events: tuple[Event, ...] = tuple(decided.sheet.events)
        if self._clock_given:
            from trafftpkg.domain.events.ledger import ClockGiven

            events = (*events, ClockGiven())
        return Draft(
            at=decided.sheet.now,
            by=self._actor,
            request=decided.request.name,
            key=decided.key,
            fingerprint=fingerprint_of(decided.request, decided.parties.clients),
            clients=decided.sheet.clients(),
            events=events,
        )

    def _outcome(
        self, decided: Decided, entry: Entry | None, references: tuple[ReferenceMet, ...]
    ) -> Outcome:
        sheet = decided.sheet
        return Outcome(
            entry=entry,
            replayed=False,
            dry_run=entry is None,
            view=View(
                now=sheet.now,
                time_zone=sheet.time_zone,
                currency=sheet.currency,
                clients=self._touched(decided),
                payers=payers_among(sheet.things.values()),
            ),
            things=tuple(sheet.things.values()),
            payments=payments_in(sheet.events, sheet.now),
            new=frozenset(sheet.new),
            forgiven=forgiven_in(sheet.events, sheet.things.values()),
            quote=sheet.quote if entry is None else (),
            references=references,
        )

    def _touched(self, decided: Decided) -> dict[ClientKey, Client]:
        """The clients touched; only those that the request did not name are looked up."""
        known = (*decided.parties.clients.values(), *decided.parties.newcomers)
        # Whom they are told as does not tell by what they were typed: a replayed answer is the same.
        named = {each.key: replace(each, entered_as=None) if each.entered_as else each for each in known}
        touched = {*decided.sheet.clients(), *parties_among(decided.sheet.things.values())}
        others = sorted(key for key in touched if key not in named)
        found = named | (self.clients.by_keys(others) if others else {})
        return {key: found[key] for key in touched if key in found}


def _references_met(
    request: Request, events: Sequence[Event], books: Books, before: Books
) -> tuple[ReferenceMet, ...]:
    """Where payments among events were recorded before; only for requests that name a reference."""
    if getattr(request, "reference", None) is None:
        return ()
    from trafftpkg.engine.references import references_met

    return references_met(events, books, before)
