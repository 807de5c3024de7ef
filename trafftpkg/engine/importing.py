"""Taking over balances from another system: looked at as a whole first, then written down in groups."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from trafftpkg.domain.client import Client
from trafftpkg.domain.entry import Entry
from trafftpkg.domain.errors.base import TrafftpkgError
from trafftpkg.domain.errors.changing import IdempotencyConflictError
from trafftpkg.domain.errors.naming import AmbiguousClientError, ClientExistsError, UnknownClientError
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.events.selling import BalanceImported
from trafftpkg.domain.ids import PackageId, PurchaseId
from trafftpkg.domain.package import Package
from trafftpkg.domain.terms import Unit
from trafftpkg.domain.value import Value, replace, value
from trafftpkg.engine.attempts import attempted
from trafftpkg.engine.clients import Parties
from trafftpkg.engine.engine import Decided, Engine
from trafftpkg.engine.ports import Books
from trafftpkg.engine.requests.base import fingerprint_of
from trafftpkg.engine.requests.import_balance import ImportBalance
from trafftpkg.engine.requests.names import package_named
from trafftpkg.engine.scope import Scope

GROUP = 1_000
"""How many entries are written together, with one fsync."""


@value
class ImportRow(Value):
    """One balance of a file.

    Args:
        line: Where it stands, from 1.
        newcomer: Who is added if nobody is called like its client; None if nobody may be.
        whole: All of its cells could be read; of one that is not only client and package are looked at.
    """

    line: int
    request: ImportBalance
    newcomer: Client | None = None
    whole: bool = True


@value
class RowFault(Value):
    """Why a row cannot be imported, and which of its fields is to blame."""

    line: int
    field: str
    error: TrafftpkgError


@value
class Imported(Value):
    """What became of a row; `purchase` is None in a dry run, `new` where it was not imported before."""

    row: ImportRow
    purchase: PurchaseId | None
    new: bool


@value
class ImportReport(Value):
    """What one run brought in, or in a dry run would have.

    Args:
        units: What clients have available or have yet to use of what is new, by unit.
        paid: What was paid for what is new, in the ledger's currency.
    """

    currency: str
    rows: tuple[Imported, ...]
    new_clients: tuple[Client, ...]
    units: dict[Unit, int]
    paid: Decimal
    dry_run: bool


class BalanceImport:
    """A file's rows, looked at before anything is recorded.

    Args:
        prefix: What the keys of its entries begin with: `PREFIX/REFERENCE`.
    """

    def __init__(self, engine: Engine, rows: Sequence[ImportRow], prefix: str) -> None:
        self._engine = engine
        self._rows = rows
        self._prefix = prefix
        self._found = engine.clients.find_each(dict.fromkeys(row.request.client for row in rows))
        self._new = self._newcomers()

    def faults(self) -> list[RowFault]:
        """Return everything that keeps the rows from being imported (R-10.7)."""
        faults = [*self._repeated(), *self._taken()]
        with self._engine.ledger.reading() as books:
            for row in self._rows:
                for field, check in (
                    ("client", self._check_client),
                    ("package", self._check_package),
                    ("used", self._check_units),
                    ("paid", self._check_money),
                    ("reference", self._check_key),
                ):
                    try:
                        check(books, row)
                    except TrafftpkgError as error:
                        faults.append(RowFault(line=row.line, field=field, error=error))
        return faults

    def carry_out(self, *, dry_run: bool, progress: Callable[[int, int], None] | None = None) -> ImportReport:
        """Record the rows, one entry each, in groups; what is recorded already is left alone.

        It can be killed at any moment and run again: it goes on where it was.

        Args:
            progress: Told how many rows are dealt with, and how many there are.
        """
        done: list[Imported] = []
        units: Counter[Unit] = Counter()
        paid = Decimal(0)
        for group in _groups(self._rows):
            for row, event, new in self._foreseen(group) if dry_run else self._written(group):
                done.append(Imported(row=row, purchase=None if new and dry_run else event.purchase, new=new))
                if new:
                    units[event.terms.unit] += event.granted - event.used_before
                    paid += event.paid
            if progress is not None:
                progress(len(done), len(self._rows))
        with self._engine.ledger.reading() as books:
            currency = self._engine.header_for(books).currency
        return ImportReport(
            currency=currency,
            rows=tuple(done),
            new_clients=tuple(self._new.values()),
            units=dict(units),
            paid=paid,
            dry_run=dry_run,
        )

    def _foreseen(self, group: Sequence[ImportRow]) -> Iterator[tuple[ImportRow, BalanceImported, bool]]:
        with self._engine.ledger.reading() as books:
            yield from self._told(group, self._decided(books, group, self._engine.moment(books)))

    def _written(self, group: Sequence[ImportRow]) -> list[tuple[ImportRow, BalanceImported, bool]]:
        return attempted(lambda: self._recorded(group))

    def _recorded(self, group: Sequence[ImportRow]) -> list[tuple[ImportRow, BalanceImported, bool]]:
        with self._engine.ledger.writing(Scope(everything=True)) as books:
            decided = self._decided(books, group, self._engine.moment_to_record(books))
            new = [each for each in decided.values() if isinstance(each, Decided)]
            if new:
                self._engine.record(books, new)
        return list(self._told(group, decided))

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
            newcomer = waiting.pop(row.request.client, None)
            parties = Parties(
                clients={row.request.client: self._client(row)},
                newcomers=() if newcomer is None else (newcomer,),
                ahead=ahead,
            )
            ahead += 1
            decided[key] = self._engine.decide_for(books, row.request, key, now, parties)
        return decided

    def _unadded(self, group: Sequence[ImportRow]) -> dict[str, Client]:
        """The newcomers of a group that no run, nor a group before it, has added."""
        handles = dict.fromkeys(row.request.client for row in group if row.request.client in self._new)
        found = self._engine.clients.find_each(handles)
        return {handle: self._new[handle] for handle in handles if found[handle] is None}

    def _told(
        self, group: Sequence[ImportRow], decided: Mapping[str, Decided | Entry]
    ) -> Iterator[tuple[ImportRow, BalanceImported, bool]]:
        for row in group:
            found = decided[self._key(row)]
            events = found.sheet.events if isinstance(found, Decided) else found.events
            (event,) = (each for each in events if isinstance(each, BalanceImported))
            yield row, event, isinstance(found, Decided)

    def _key(self, row: ImportRow) -> str:
        return f"{self._prefix}/{row.request.reference}"

    def _client(self, row: ImportRow) -> Client:
        found = self._found[row.request.client]
        return found if isinstance(found, Client) else self._new[row.request.client]

    def _newcomers(self) -> dict[str, Client]:
        """Who is to be added, by handle, each with what all of their rows say."""
        new: dict[str, Client] = {}
        for row in self._rows:
            handle = row.request.client
            if row.newcomer is not None and self._found[handle] is None:
                new[handle] = _filled(new[handle], row.newcomer) if handle in new else row.newcomer
        return new

    def _check_client(self, books: Books, row: ImportRow) -> None:
        found = self._found[row.request.client]
        if isinstance(found, AmbiguousClientError):
            raise found
        if found is None and row.newcomer is None:
            typed = row.request.client
            raise UnknownClientError(typed=typed, nearest=self._engine.clients.nearest(typed))
        if found is None and row.newcomer is not None:
            _check_same(self._new[row.request.client], row.newcomer)

    def _check_package(self, books: Books, row: ImportRow) -> None:
        package_named(self._engine.catalogue, row.request.package)

    def _check_units(self, books: Books, row: ImportRow) -> None:
        package = self._package(row)
        if package is not None:
            row.request.checked_units(package)

    def _check_money(self, books: Books, row: ImportRow) -> None:
        package = self._package(row)
        if package is not None:
            row.request.checked_terms(package, self._engine.catalogue.business)

    def _package(self, row: ImportRow) -> Package | None:
        return self._engine.catalogue.packages.get(PackageId(row.request.package)) if row.whole else None

    def _check_key(self, books: Books, row: ImportRow) -> None:
        entry = books.entry_with_key(self._key(row))
        if entry is None or not row.whole:
            return
        found = self._found[row.request.client]
        known = {row.request.client: found} if isinstance(found, Client) else {}
        if entry.fingerprint != fingerprint_of(row.request, known):
            raise IdempotencyConflictError(key=self._key(row), seq=entry.seq, request=entry.request)

    def _repeated(self) -> Iterator[RowFault]:
        """Rows with a reference that one before them has."""
        first: dict[str, int] = {}
        for row in self._rows:
            line = first.setdefault(row.request.reference, row.line)
            if line != row.line:
                error = BadArgumentError(
                    field="reference", reason="repeated", given=row.request.reference, line=line
                )
                yield RowFault(line=row.line, field="reference", error=error)

    def _taken(self) -> Iterator[RowFault]:
        """New clients with an e-mail address that is another's, in the client book or in the file."""
        emails = {each.handle: each.email for each in self._new.values() if each.email}
        theirs = self._engine.clients.find_each(list(emails.values()))
        owners = {email: found.handle for email, found in theirs.items() if isinstance(found, Client)}
        for row in self._rows:
            handle = row.request.client
            email = emails.pop(handle, None)
            if email is not None and owners.setdefault(email, handle) != handle:
                error = ClientExistsError(what="email", typed=email, handle=owners[email])
                yield RowFault(line=row.line, field="email", error=error)


def _filled(client: Client, other: Client) -> Client:
    return replace(
        client,
        name=client.name or other.name,
        email=client.email or other.email,
        phone=client.phone or other.phone,
    )


def _check_same(client: Client, row: Client) -> None:
    """Refuse a row that says something else of a new client than the rows before it."""
    for field in ("name", "email", "phone"):
        said, before = getattr(row, field), getattr(client, field)
        if said is not None and said != before:
            raise BadArgumentError(
                field=field, reason="contradicts_earlier_line", given=said, limit=before, thing=client.handle
            )


def _groups(rows: Sequence[ImportRow]) -> Iterator[Sequence[ImportRow]]:
    for start in range(0, len(rows), GROUP):
        yield rows[start : start + GROUP]
