"""What a request locks while it is decided: always in one order, so that nobody waits in a circle.

First the gate, which everybody shares but who needs everything; then the key, then clients, then employees,
each sorted. A client and an employee are locked by a row; a key by a lock of its own, as it has no row yet.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple, Protocol

from trafftpkg.domain.ids import appointment_id, block_id, number_of, purchase_id
from trafftpkg.stores.postgres.fold import head_query, mark_in
from trafftpkg.stores.postgres.statements import PostgresStatements
from trafftpkg.stores.tables.rows import Mark

CLIENT, EMPLOYEE = 1, 2
"""The kinds in `locks`."""


class LockScope(Protocol):
    """What a request will read and change, as the engine says it in its `Scope`."""

    @property
    def key(self) -> str | None:
        """The idempotency key."""

    @property
    def clients(self) -> Sequence[str]:
        """The clients."""

    @property
    def employees(self) -> Sequence[str]:
        """The employees."""

    @property
    def things(self) -> Sequence[str]:
        """Purchases, appointments and blocks, whose clients and employees are meant too."""

    @property
    def everything(self) -> bool:
        """All there is."""


PURCHASES_OF = "SELECT state FROM purchases WHERE client = %s ORDER BY n"

Names = tuple[tuple[int, str], ...]
"""Clients and employees as rows of `locks`, sorted."""

_GATE = "(1, 'head'::regclass::oid::int4)"
_KEY = "SELECT pg_advisory_xact_lock('head'::regclass::oid::int8 # %s)"
_MAKE = (
    "INSERT INTO locks SELECT * FROM unnest(%s::smallint[], %s::text[]) AS asked (kind, name)"
    ' ORDER BY kind, name COLLATE "C" ON CONFLICT DO NOTHING'
)
_LOCK = (
    "SELECT FROM locks JOIN unnest(%s::smallint[], %s::text[]) AS asked (kind, name)"
    ' ON locks.kind = asked.kind AND locks.name = asked.name COLLATE "C"'
    " ORDER BY locks.kind, locks.name FOR UPDATE OF locks"
)
_OF_THINGS = (
    "SELECT 1, client FROM purchases WHERE n = ANY(%s)"
    " UNION SELECT 1, client FROM appointments WHERE n = ANY(%s)"
    " UNION SELECT 2, employee FROM appointments WHERE n = ANY(%s)"
    " UNION SELECT 2, employee FROM blocks WHERE n = ANY(%s)"
)


def names_of(statements: PostgresStatements, things: Sequence[str]) -> Names:
    """Return whose these things are now, and which employees' time they take."""
    purchases = [number_of(each) for each in things if purchase_id(each)]
    visits = [number_of(each) for each in things if appointment_id(each)]
    blocks = [number_of(each) for each in things if block_id(each)]
    if not purchases and not visits and not blocks:
        return ()
    rows = statements.execute(_OF_THINGS, (purchases, visits, visits, blocks))
    return tuple(sorted((kind, name) for kind, name in rows))


def lock_everything(statements: PostgresStatements) -> None:
    """Keep everybody else from deciding anything."""
    statements.execute(f"SELECT pg_advisory_xact_lock{_GATE}")


class Locked(NamedTuple):
    """Where the ledger stands, and what every request asks next: the states of the clients' purchases."""

    mark: Mark
    purchases: dict[str, list[str]]


def lock(
    statements: PostgresStatements, begin: str, key: str | None, names: Names, clients: Sequence[str]
) -> Locked:
    """Begin, keep others from deciding about these or this key, and read, all in one go."""
    with statements.connection.pipeline():
        statements.execute(begin)
        statements.execute(f"SELECT pg_advisory_xact_lock_shared{_GATE}")
        if key is not None:
            statements.execute(
                "SELECT pg_advisory_xact_lock('head'::regclass::oid::int8 # %s)", (_number(key),)
            )
        if names:
            columns = [kind for kind, _ in names], [name for _, name in names]
            statements.execute(_MAKE, columns)
            statements.execute(_LOCK, columns)
        head = statements.execute(head_query())
        bought = {each: statements.execute(PURCHASES_OF, (each,)) for each in clients}
    row = head.fetchone()
    assert row is not None
    return Locked(mark_in(row), {each: [state for (state,) in rows] for each, rows in bought.items()})


def _number(key: str) -> int:
    digest = sha256(key.encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
