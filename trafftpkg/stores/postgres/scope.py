"""What a request locks while it is decided: always in the same order, so that there are no deadlocks.

First the gate, which all share except those who need everything; then the key, clients, employees and
packages, sorted by their numbers. These are advisory locks: nothing is written for them.
"""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple, Protocol

from trafftpkg.domain.ids import Kind, kind_of, number_of, thing_id
from trafftpkg.stores.postgres.database import CHANGES
from trafftpkg.stores.postgres.fold import HEAD_QUERY, mark_in
from trafftpkg.stores.postgres.statements import PostgresStatements
from trafftpkg.stores.tables.rows import Mark
from trafftpkg.stores.tables.things import THINGS

KEY, CLIENT, EMPLOYEE, PACKAGE = range(4)
"""The kinds of names."""


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


_BOUGHT = (
    "SELECT false, client, client, n, state FROM purchases WHERE client = ANY(%(clients)s)"
    " UNION ALL SELECT true, members.client, purchases.client, n, state FROM members JOIN purchases USING (n)"
    " WHERE members.client = ANY(%(coming)s) ORDER BY n"
)
"""What some clients bought, and what is shared with those who may come: is it, with whom, and whose it is."""

_VISITS: Mapping[Kind, str] = {
    "apt": "SELECT state FROM appointments WHERE n = ANY(%(numbers)s)",
    "pur": (
        "SELECT appointments.state FROM purchases,"
        " json_array_elements(purchases.state::json->'holds') AS hold"
        " JOIN appointments ON appointments.n = substr(hold->>'appointment', 5)::bigint"
        " WHERE purchases.n = ANY(%(numbers)s)"
    ),
}
"""The appointments of each kind of thing: those that a purchase pays for may be cancelled with it."""

_PAYING = (
    f"SELECT {CLIENT}, purchases.client FROM (%s) AS visits,"
    " json_array_elements(visits.state::json->'allocation') AS part"
    " JOIN purchases ON purchases.n = substr(part->>'purchase', 5)::bigint"
)
"""Who owns what pays for appointments: not always who comes, and not always one."""

Names = tuple[tuple[int, str], ...]
"""Keys, clients, employees and packages, sorted."""

_GATE = "(1, 'head'::regclass::oid::int4)"
_LOCK = (
    f"SELECT pg_advisory_xact_lock_shared{_GATE} UNION ALL"
    " SELECT pg_advisory_xact_lock('head'::regclass::oid::int8 # each) FROM unnest(%s::bigint[]) AS each"
)
_NAMED_IN = (("client", CLIENT), ("employee", EMPLOYEE))


def names_of(statements: PostgresStatements, things: Sequence[str]) -> Names:
    """Return the clients of these things now, of all that pays for their visits, and their employees."""
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
        if table.kind in _VISITS:
            whose.append(_PAYING % _VISITS[table.kind])
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


def lock(
    statements: PostgresStatements,
    where: str,
    names: Iterable[tuple[int, str]],
    clients: Sequence[str],
    coming: Sequence[str],
) -> Locked:
    """Begin, lock these names, and read, all in one round trip.

    Args:
        clients: Whose purchases are read.
        coming: Who may come to the visits that it is about: what is shared with them is read.
    """
    numbers = sorted({_number(kind, name) for kind, name in names})
    with statements.connection.pipeline():
        statements.execute(CHANGES)
        statements.execute(_LOCK, (numbers,))
        head = statements.execute(HEAD_QUERY)
        rows = statements.execute(_BOUGHT, {"clients": list(clients), "coming": list(coming)})
    row = head.fetchone()
    assert row is not None
    bought: dict[str, list[str]] = {each: [] for each in clients}
    lent: dict[str, list[str]] = {each: [] for each in coming}
    owners = set()
    for is_lent, client, owner, _, state in rows:
        (lent if is_lent else bought)[client].append(state)
        if is_lent:
            owners.add(owner)
    return Locked(mark_in(row, where), bought, lent, frozenset(owners))


def _number(kind: int, name: str) -> int:
    digest = sha256(f"{kind} {name}".encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
