"""Taking over balances from another system: looked at as a whole first, then written down in groups."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from trafftpkg.domain.client import Client
from trafftpkg.domain.entry import Entry
from trafftpkg.domain.errors.base import LedgerMovedError
from trafftpkg.domain.errors.naming import ClientExistsError
from trafftpkg.domain.events.selling import BalanceImported
from trafftpkg.domain.ids import ClientKey, PurchaseId
from trafftpkg.domain.recognition import caseless
from trafftpkg.domain.terms import Unit
from trafftpkg.domain.value import Value, replace, value
from trafftpkg.engine.clients import Parties, reach_of
from trafftpkg.engine.engine import Decided, Engine
from trafftpkg.engine.import_checks import CLIENT_FACTS, ImportChecks, ImportRow, RowProblem, keys_of
from trafftpkg.engine.ports import Books, ClientBook, OpenBooks
from trafftpkg.engine.scope import Scope, attempted

GROUP = 1_000
"""How many entries are written together, with one fsync."""


@value
class Imported(Value):
    """What became of a row.

    Args:
        purchase: None in a dry run.
        new: It was not imported before.
        expired: Its last day had passed when it was imported, so that nothing of it can be redeemed.
    """

    row: ImportRow
    purchase: PurchaseId | None
    new: bool
    expired: bool


class _Found(NamedTuple):
    """A row with what was recorded for it, now or before."""

    row: ImportRow
    event: BalanceImported
    new: bool
    expired: bool

    def as_imported(self, *, dry_run: bool) -> Imported:
        purchase = None if self.new and dry_run else self.event.purchase
        return Imported(row=self.row, purchase=purchase, new=self.new, expired=self.expired)


@value
class ImportReport(Value):
    """What one run imported, or in a dry run would import.

    Args:
        units: What can be redeemed of what is new, by unit.
        lapsed: What was left of new balances that have expired, by unit.
        paid: What was paid for what is new, in the ledger's currency.
    """

    currency: str
    rows: tuple[Imported, ...]
    new_clients: tuple[Client, ...]
    units: dict[Unit, int]
    lapsed: dict[Unit, int]
    paid: Decimal
    dry_run: bool


class BalanceImport:
    """A file's rows, looked at before anything is recorded.

    Args:
        prefix: What the keys of its entries begin with; see `keys_of`.
    """

    def __init__(self, engine: Engine, rows: Sequence[ImportRow], prefix: str) -> None:
        self._engine = engine
        self._rows = rows
        with engine.ledger.reading() as books:
            self._keys = keys_of(books, rows, prefix)
        self._found = engine.clients.find_each(dict.fromkeys(row.request.client for row in rows))
        self._new = self._newcomers()

    def problems(self) -> list[RowProblem]:
        """Return everything that keeps the rows from being imported (R-10.7)."""
        return ImportChecks(self._engine, self._rows, self._keys, self._found, self._new).problems()

    def carry_out(self, *, dry_run: bool, progress: Callable[[int, int], None] | None = None) -> ImportReport:
        """Record the rows, one entry each, in groups; what is recorded already is left alone.

        It can be killed at any moment and run again: it goes on where it was.

        Args:
            progress: Told how many rows are dealt with, and how many there are.
        """
        done: list[Imported] = []
        units: Counter[Unit] = Counter()
        lapsed: Counter[Unit] = Counter()
        paid = Decimal(0)
        for group in _groups(self._rows):
            for found in self._foreseen(group) if dry_run else self._written(group):
                done.append(found.as_imported(dry_run=dry_run))
                if found.new:
                    counted = lapsed if found.expired else units
                    counted[found.event.terms.unit] += found.event.granted - found.event.used_before
                    paid += found.event.paid
            if progress is not None:
                progress(len(done), len(self._rows))
        with self._engine.ledger.reading() as books:
            currency = self._engine.header_for(books).currency
        return ImportReport(
            currency=currency,
            rows=tuple(done),
            new_clients=tuple({each.key: each for each in self._new.values()}.values()),
            units=dict(units),
            lapsed=dict(lapsed),
            paid=paid,
            dry_run=dry_run,
        )

    def _foreseen(self, group: Sequence[ImportRow]) -> Iterator[_Found]:
        with self._engine.ledger.reading() as books:
            now = self._engine.moment(books)
            yield from self._told(group, self._decided(books, group, now), now)

    def _written(self, group: Sequence[ImportRow]) -> list[_Found]:
        return attempted(lambda: self._recorded(group))

    def _recorded(self, group: Sequence[ImportRow]) -> list[_Found]:
        with self._engine.ledger.writing(Scope(everything=True)) as books:
            now = self._engine.moment_to_record(books)
            decided = self._decided(books, group, now)
            new = [each for each in decided.values() if isinstance(each, Decided)]
            if new:
                self._record(books, new)
        return list(self._told(group, decided, now))

    def _record(self, books: OpenBooks, new: list[Decided]) -> None:
        try:
            self._engine.record(books, new)
        except LedgerMovedError as error:
            # Who is new was looked up for the whole file: deciding again comes to the same.
            if isinstance(error.otherwise, ClientExistsError):
                raise error.otherwise from error
            raise

    def _decided(self, books: Books, group: Sequence[ImportRow], now: datetime) -> dict[str, Decided | Entry]:
        """What is recorded, and the rest decided, by its key; each numbered after those before it."""
        waiting = self._unadded(group)
        decided: dict[str, Decided | Entry] = {}
        ahead = 0
        for row in group:
            key = self._key(row)
            entry = books.entry_with_key(key)
            if entry is not None:
                decided[key] = entry
                continue
            client = self._client(row)
            newcomer = waiting.pop(client.key, None)
            parties = Parties(
                clients={row.request.client: client},
                newcomers=() if newcomer is None else (newcomer,),
                ahead=ahead,
            )
            ahead += 1
            decided[key] = self._engine.decide_for(books, row.request, key, now, parties)
        return decided

    def _unadded(self, group: Sequence[ImportRow]) -> dict[ClientKey, Client]:
        """The newcomers of a group that no run, nor a group before it, has added."""
        new = {
            row.request.client: self._new[row.request.client]
            for row in group
            if row.request.client in self._new
        }
        known = self._engine.clients.by_keys([each.key for each in new.values()])
        return {each.key: each for each in new.values() if each.key not in known}

    def _told(
        self, group: Sequence[ImportRow], decided: Mapping[str, Decided | Entry], now: datetime
    ) -> Iterator[_Found]:
        for row in group:
            found = decided[self._key(row)]
            events = found.sheet.events if isinstance(found, Decided) else found.events
            (event,) = (each for each in events if isinstance(each, BalanceImported))
            expires_at = event.expiry.expires_at
            yield _Found(row, event, isinstance(found, Decided), expires_at is not None and expires_at <= now)

    def _key(self, row: ImportRow) -> str:
        return self._keys[row.line]

    def _client(self, row: ImportRow) -> Client:
        found = self._found[row.request.client]
        return found if isinstance(found, Client) else self._new[row.request.client]

    def _newcomers(self) -> dict[str, Client]:
        """Who is to be added, by what was typed, each with what all of their rows say in any spelling."""
        named: dict[str, str] = {}
        new: dict[str, Client] = {}
        for row in self._rows:
            typed = row.request.client
            if row.newcomer is not None and self._found[typed] is None:
                name = named[typed] = _as_recognised(typed, row.newcomer)
                new[name] = _filled(new[name], row.newcomer) if name in new else row.newcomer
        apart = dict(zip(new, _apart(new, self._engine.clients), strict=True))
        return {typed: apart[name] for typed, name in named.items()}


def _as_recognised(typed: str, newcomer: Client) -> str:
    """What all spellings of a new client have in common."""
    reach = reach_of(typed)
    return caseless(newcomer.handle if reach is None else getattr(newcomer, reach))


def _apart(new: Mapping[str, Client], book: ClientBook) -> Iterator[Client]:
    """Number the handles that were made where they are others'; those that were typed stay.

    Args:
        new: By what all their spellings have in common.
    """
    taken = {name for name, each in new.items() if name == caseless(each.handle)}
    times: Counter[str] = Counter()
    for name, each in new.items():
        handle = each.handle
        while name not in taken and (
            caseless(handle) in taken or (times[each.handle] and book.free_handle(handle) != handle)
        ):
            times[each.handle] += 1
            handle = f"{each.handle}-{times[each.handle] + 1}"
        taken.add(caseless(handle))
        yield replace(each, handle=handle)


def _filled(client: Client, other: Client) -> Client:
    return replace(
        client, **{field: getattr(client, field) or getattr(other, field) for field in CLIENT_FACTS}
    )


def _groups(rows: Sequence[ImportRow]) -> Iterator[Sequence[ImportRow]]:
    for start in range(0, len(rows), GROUP):
        yield rows[start : start + GROUP]
