"""What a request locks while it is decided: always in the same order, so that there are no deadlocks.

First the gate, which all share except those who need everything; then the key, then clients, employees and
packages, each sorted. These are locked by rows; a key by an advisory lock, because it has no row yet.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple, Protocol

from trafftpkg.domain.ids import kind_of, number_of, thing_id
from trafftpkg.stores.postgres.fold import head_query, mark_in
from trafftpkg.stores.postgres.statements import PostgresStatements
from trafftpkg.stores.tables.rows import Mark
from trafftpkg.stores.tables.things import THINGS

CLIENT, EMPLOYEE, PACKAGE = 1, 2, 3
"""The kinds in `locks`."""


class LockScope(Protocol):
    """What a request will read and change: the engine's `Scope`."""

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
        """Recorded things. Their clients and employees are locked too."""

    @property
    def packages(self) -> Sequence[str]:
        """Packages of which only so many are sold."""

    @property
    def everything(self) -> bool:
        """Whether to lock everything."""


PURCHASES_OF = "SELECT state FROM purchases WHERE client = %s ORDER BY n"
SHARED_WITH = "SELECT state FROM purchases JOIN members USING (n) WHERE members.client = %s ORDER BY n"

_SHARING = (
    "SELECT DISTINCT purchases.client FROM members JOIN purchases USING (n) WHERE members.client = ANY(%s)"
)
"""Whose purchases are shared with some clients."""

_PAYING = (
    f"SELECT {CLIENT}, purchases.client FROM appointments,"
    " json_array_elements(appointments.state::json->'allocation') AS part"
    " JOIN purchases ON purchases.n = substr(part->>'purchase', 5)::bigint"
    " WHERE appointments.n = ANY(%(numbers)s)"
)
"""Who owns what pays for appointments: not always who comes."""

Names = tuple[tuple[int, str], ...]
"""Clients, employees and packages as rows of `locks`, sorted."""

_GATE = "(1, 'head'::regclass::oid::int4)"
_MAKE = (
    "INSERT INTO locks SELECT * FROM unnest(%s::smallint[], %s::text[]) AS asked (kind, name)"
    ' ORDER BY kind, name COLLATE "C" ON CONFLICT DO NOTHING'
)
_LOCK = (
    "SELECT FROM locks JOIN unnest(%s::smallint[], %s::text[]) AS asked (kind, name)"
    ' ON locks.kind = asked.kind AND locks.name = asked.name COLLATE "C"'
    " ORDER BY locks.kind, locks.name FOR UPDATE OF locks"
)
_NAMED_IN = (("client", CLIENT), ("employee", EMPLOYEE))


def names_of(statements: PostgresStatements, things: Sequence[str]) -> Names:
    """Return the clients of these things now, of what pays for them, and the employees that they take."""
    found: set[tuple[int, str]] = set()
    for table in THINGS.values():
        numbers = [
            number_of(each) for each in things if (named := thing_id(each)) and kind_of(named) == table.kind
        ]
        whose = [
            f"SELECT {kind}, {column} FROM {table.name} WHERE n = ANY(%(numbers)s)"
            for column, kind in _NAMED_IN
            if column in table.names
        ]
        if table.kind == "apt":
            whose.append(_PAYING)
        if numbers:
            found.update(statements.execute(" UNION ".join(whose), {"numbers": numbers}))
    return tuple(sorted(found))


def lock_everything(statements: PostgresStatements) -> None:
    """Lock everybody else out."""
    statements.execute(f"SELECT pg_advisory_xact_lock{_GATE}")


class Locked(NamedTuple):
    """The mark of the ledger, and what every request needs next.

    Args:
        purchases: The states of the clients' purchases, by client.
        shared: The states of those that are shared with them.
        owners: Whose purchases are shared with those who may come.
    """

    mark: Mark
    purchases: Mapping[str, Sequence[str]] = {}
    shared: Mapping[str, Sequence[str]] = {}
    owners: frozenset[str] = frozenset()


def lock(  # noqa: PLR0913, PLR0917 - all that is locked and read at once
    statements: PostgresStatements,
    begin: str,
    key: str | None,
    names: Names,
    clients: Sequence[str],
    coming: Sequence[str],
) -> Locked:
    """Begin, lock these names and this key, and read, all in one round trip.

    Args:
        clients: Whose purchases are read, and what is shared with them.
        coming: Who may come to the visits that it is about.
    """
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
        lent = {each: statements.execute(SHARED_WITH, (each,)) for each in clients}
        owners = statements.execute(_SHARING, (list(coming),))
    row = head.fetchone()
    assert row is not None
    return Locked(
        mark_in(row),
        {each: [state for (state,) in rows] for each, rows in bought.items()},
        {each: [state for (state,) in rows] for each, rows in lent.items()},
        frozenset(owner for (owner,) in owners),
    )


def _number(key: str) -> int:
    digest = sha256(key.encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
