"""Names for shell completion, from the files as they are. Repairs nothing and waits for nobody."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from trafftpkg.domain.ids import number_of
from trafftpkg.stores.catalogue.source import YamlCatalogue

if TYPE_CHECKING:
    import sqlite3

    from trafftpkg.domain.ids import ClientKey
    from trafftpkg.stores.jsonl.statements import SqliteStatements

DeclaredKind = Literal["packages", "services", "employees", "locations"]

AT_MOST = 100
"""How many names are offered at once. Nobody reads more."""

RECENT = 1_000
"""How many of the latest numbers are searched, so that a key press always takes the same time."""

_BRIEFLY = 0.2
_NAMED = "n, json_extract(state, '$.terms.name') FROM purchases"


class Completions:
    """Names that begin with what was typed. None if the file is missing.

    If a file is damaged, locked, or of another version, each method raises the errors of its store.

    Args:
        catalogue: Read as it was when it was last found good.
        ledger: The file. None for a ledger at an address, because a key press must not wait for a network.
        now: The moment at which purchases are judged. Without an offset it is local to the business.
    """

    def __init__(self, catalogue: YamlCatalogue, ledger: Path | None, now: datetime) -> None:
        self._source = catalogue
        self._ledger = ledger
        self._now = now

    def declared(self, kind: DeclaredKind, begun: str) -> list[str]:
        """Return declared ids, in the catalogue's order."""
        catalogue = self._source.last_good()
        return [] if catalogue is None else _beginning(begun, getattr(catalogue, kind))

    def clients(self, begun: str) -> list[str]:
        """Return handles of clients, sorted."""
        with self._clients() as connection:
            if connection is None:
                return []
            rows = connection.execute(
                "SELECT handle FROM clients WHERE handle >= %(begun)s AND handle < %(end)s"
                " AND merged_into IS NULL ORDER BY handle LIMIT %(most)s",
                {"begun": begun, "end": f"{begun}\U0010ffff", "most": AT_MOST},
            )
            return [handle for (handle,) in rows]

    def methods(self, begun: str) -> list[str]:
        """Return the ways to pay, in the catalogue's order."""
        catalogue = self._source.last_good()
        return [] if catalogue is None else _beginning(begun, catalogue.business.payment_methods)

    def purchases(self, begun: str, handle: str | None = None) -> list[tuple[str, str]]:
        """Return ids and names of live purchases among the last thousand, the most recent first.

        Args:
            handle: Only what this client can use; None for everybody's.
        """
        from trafftpkg.domain.balance import LIVE
        from trafftpkg.domain.filters import PurchaseFilter
        from trafftpkg.domain.moments import moment_typed
        from trafftpkg.stores.jsonl.index_file import mark_of
        from trafftpkg.stores.tables.filters import purchases_where

        client = None if handle is None else self._key_of(handle)
        if handle is not None and client is None:
            return []
        with self._index() as connection:
            mark = None if connection is None else mark_of(connection)
            if connection is None or mark is None:
                return []
            moment = moment_typed(self._now, mark.time_zone)
            wanted = PurchaseFilter(client=client, shared=client is not None, statuses=LIVE)
            where, facts = purchases_where(wanted, moment, mark.time_zone)
            least = 0 if client else mark.purchases - RECENT
            rows = _recent(
                connection, _NAMED if client else f"{_NAMED} NOT INDEXED", where, {**facts, "least": least}
            )
            found = ((f"pur-{n}", name) for n, name in rows)
            return list(islice((each for each in found if each[0].startswith(begun)), AT_MOST))

    def payers(self, begun: str, appointment: str) -> list[tuple[str, str]]:
        """Return ids and names of other purchases that could pay for a visit, the most recent first."""
        from trafftpkg.domain.choosing import Occasion, refusal_of
        from trafftpkg.domain.ids import appointment_id
        from trafftpkg.domain.moments import moment_typed
        from trafftpkg.stores.jsonl.index_file import books_of

        named = appointment_id(appointment)
        with self._index() as connection:
            if connection is None or self._ledger is None or named is None:
                return []
            books = books_of(connection, self._ledger)
            header, visit = books.header(), books.thing(named)
            if header is None or visit is None:
                return []
            zone = header.time_zone
            occasion = Occasion(
                client=visit.client, visit=visit.visit, now=moment_typed(self._now, zone), zone=zone
            )
            paying = {each.purchase for each in visit.allocation}
            theirs = (*books.purchases_of(visit.client), *books.shared_with(visit.client))
            found = [each for each in theirs if each.id not in paying and refusal_of(each, occasion) is None]
            newest = sorted(found, key=lambda each: -number_of(each.id))
            able = ((str(each.id), each.terms.name) for each in newest if each.id.startswith(begun))
            return list(islice(able, AT_MOST))

    def appointments(self, begun: str) -> list[str]:
        """Return ids of booked visits among the last thousand, the most recent first."""
        from trafftpkg.stores.jsonl.index_file import mark_of

        with self._index() as connection:
            mark = None if connection is None else mark_of(connection)
            if connection is None or mark is None:
                return []
            facts = {"least": mark.appointments - RECENT}
            rows = _recent(connection, "n FROM appointments NOT INDEXED", "WHERE status = 'booked'", facts)
            return _beginning(begun, (f"apt-{n}" for (n,) in rows))

    def _key_of(self, handle: str) -> "ClientKey | None":
        """Return the key of the client with this handle, or of the client they were merged into."""
        with self._clients() as connection:
            if connection is None:
                return None
            rows = connection.execute(
                "SELECT coalesce(merged_into, key) FROM clients WHERE handle = %(handle)s", {"handle": handle}
            )
            return next((key for (key,) in rows), None)

    @contextmanager
    def _clients(self) -> Iterator["SqliteStatements | None"]:
        """Open the client book as it is."""
        from trafftpkg.stores.jsonl.client_file import ClientBookFile

        if self._ledger is None:
            yield None
            return
        with ClientBookFile(Path(f"{self._ledger}.clients"), _BRIEFLY).reading() as connection:
            yield connection

    @contextmanager
    def _index(self) -> Iterator["sqlite3.Connection | None"]:
        """Open the index as it is. It may be behind the ledger, because rebuilding takes time."""
        from trafftpkg.stores.jsonl.files import LedgerFiles
        from trafftpkg.stores.jsonl.index_file import opened

        if self._ledger is None or not self._ledger.exists():
            yield None
            return
        with closing(opened(LedgerFiles(self._ledger).index, "mode=ro")) as connection:
            yield connection


def _recent(
    connection: "sqlite3.Connection", columns: str, where: str, facts: Mapping[str, int | str]
) -> Iterable[tuple[Any, ...]]:
    """Return rows, the most recent first.

    Args:
        columns: The columns and their table. For all clients NOT INDEXED: the last thousand numbers are
            one short range, and there may be many live purchases.
    """
    from trafftpkg.stores.jsonl.statements import SqliteStatements

    query = f"SELECT {columns} {where} AND n > %(least)s ORDER BY n DESC"
    return SqliteStatements(connection).execute(query, facts)


def _beginning(begun: str, names: Iterable[str]) -> list[str]:
    return list(islice((str(each) for each in names if each.startswith(begun)), AT_MOST))
