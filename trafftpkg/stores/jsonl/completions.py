"""Names to complete what is typed by: as the files lie; nothing is mended, and nobody is waited for."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from trafftpkg.stores.catalogue.source import YamlCatalogue

if TYPE_CHECKING:
    import sqlite3

DeclaredKind = Literal["packages", "services", "employees", "locations"]

AT_MOST = 100
"""Names offered at once: more nobody reads."""

RECENT = 1_000
"""Numbers looked back on for ids, so that a key press costs the same after a million of them."""

_BRIEFLY = 0.2


class Completions:
    """Names that begin with what was typed; none where the file is missing.

    Where a file is damaged, locked, or of another version, every method raises what its store raises.

    Args:
        catalogue: Asked for what it was when it was last found good.
        ledger: The file; None for one at an address: a key press does not wait for a network.
        now: The moment that purchases are judged at; without an offset, local to the business.
    """

    def __init__(self, catalogue: YamlCatalogue, ledger: Path | None, now: datetime) -> None:
        self._source = catalogue
        self._ledger = ledger
        self._now = now

    def declared(self, kind: DeclaredKind, begun: str) -> list[str]:
        """Return ids of what is declared, in the catalogue's order."""
        catalogue = self._source.last_good()
        return [] if catalogue is None else _beginning(begun, getattr(catalogue, kind))

    def clients(self, begun: str) -> list[str]:
        """Return handles of clients, sorted."""
        from trafftpkg.stores.jsonl.client_file import ClientBookFile

        if self._ledger is None:
            return []
        with ClientBookFile(Path(f"{self._ledger}.clients"), _BRIEFLY).reading() as connection:
            if connection is None:
                return []
            rows = connection.execute(
                "SELECT handle FROM clients WHERE handle >= %(begun)s AND handle < %(end)s"
                " AND merged_into IS NULL ORDER BY handle LIMIT %(most)s",
                {"begun": begun, "end": f"{begun}\U0010ffff", "most": AT_MOST},
            )
            return [handle for (handle,) in rows]

    def purchases(self, begun: str) -> list[str]:
        """Return ids of purchases that are live, of the last thousand sold, the most recent first."""
        from trafftpkg.domain.balance import LIVE
        from trafftpkg.domain.filters import PurchaseFilter
        from trafftpkg.domain.moments import moment_typed
        from trafftpkg.stores.jsonl.index_file import mark_of
        from trafftpkg.stores.tables.filters import purchases_where

        with self._index() as connection:
            mark = None if connection is None else mark_of(connection)
            if connection is None or mark is None:
                return []
            moment = moment_typed(self._now, mark.time_zone)
            where, facts = purchases_where(PurchaseFilter(statuses=LIVE), moment, mark.time_zone)
            found = _recent(connection, "purchases", where, {**facts, "least": mark.purchases - RECENT})
            return _beginning(begun, (f"pur-{n}" for n in found))

    def appointments(self, begun: str) -> list[str]:
        """Return ids of visits booked and not cancelled, of the last thousand, the most recent first."""
        from trafftpkg.stores.jsonl.index_file import mark_of

        with self._index() as connection:
            mark = None if connection is None else mark_of(connection)
            if connection is None or mark is None:
                return []
            facts = {"least": mark.appointments - RECENT}
            found = _recent(connection, "appointments", "WHERE status = 'booked'", facts)
            return _beginning(begun, (f"apt-{n}" for n in found))

    @contextmanager
    def _index(self) -> Iterator["sqlite3.Connection | None"]:
        """Open the index as it lies, which may be behind the ledger: making it anew takes its time."""
        from trafftpkg.stores.jsonl.files import LedgerFiles
        from trafftpkg.stores.jsonl.index_file import opened

        if self._ledger is None or not self._ledger.exists():
            yield None
            return
        with closing(opened(LedgerFiles(self._ledger).index, "mode=ro")) as connection:
            yield connection


def _recent(
    connection: "sqlite3.Connection", table: str, where: str, facts: Mapping[str, int | str]
) -> Iterator[int]:
    from trafftpkg.stores.jsonl.statements import SqliteStatements

    # Not by another order: the last thousand numbers are one short range, and what is live may be many.
    query = f"SELECT n FROM {table} NOT INDEXED {where} AND n > %(least)s ORDER BY n DESC"
    return (n for (n,) in SqliteStatements(connection).execute(query, facts))


def _beginning(begun: str, names: Iterable[str]) -> list[str]:
    return list(islice((str(each) for each in names if each.startswith(begun)), AT_MOST))
