"""The door's notes, over tables in a file or in a database."""

from collections.abc import Collection, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from trafftpkg.domain.door import Limit, Waiting
from trafftpkg.domain.ids import ClientKey

_COLUMNS = {
    "door_references": ("name", "client", "made", "until", "what"),
    "door_sign_outs": ("client", "at", "until"),
    "door_waiting": ("key", "client", "until"),
}
"""What lasts: attempts are counted anew."""
_WAITS = (
    "INSERT INTO door_waiting (key, client, until) VALUES (%(key)s, %(client)s, %(until)s)"
    " ON CONFLICT (key) DO UPDATE SET client = excluded.client"
)


class DoorStatements(Protocol):
    """Runs SQL with values named `%(name)s`."""

    def execute(self, query: Any, values: Mapping[str, str | float] = ..., /) -> Any:
        """Run one statement, and return its cursor."""


class Tables(Protocol):
    """Where the notes are. Every method of the notes raises what opening them raises."""

    def reading(self) -> AbstractContextManager[DoorStatements | None]:
        """Open the tables for reading. None while nothing was ever noted."""

    def writing(self) -> AbstractContextManager[DoorStatements]:
        """Open one transaction, of one writer at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What a random reference stands for: a link, a session, or a thing.

    Args:
        client: Whose it is. It ends when they are signed out. Empty if it is nobody's.
        what: What it stands for.
    """

    client: str
    made: datetime
    until: datetime
    what: str


class DoorNotes:
    """Random references, counted attempts, and bookings that wait for an answer."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def refer(self, name: str, reference: Reference) -> None:
        """Note what a reference stands for. Expired references are deleted.

        Args:
            name: A hash of the reference, so that who reads the tables cannot use it.
        """
        with self._tables.writing() as statements:
            made = reference.made.timestamp()
            statements.execute("DELETE FROM door_references WHERE until <= %(now)s", {"now": made})
            statements.execute(
                "INSERT INTO door_references (name, client, made, until, what)"
                " VALUES (%(name)s, %(client)s, %(made)s, %(until)s, %(what)s)",
                {
                    "name": name,
                    "client": reference.client,
                    "made": made,
                    "until": reference.until.timestamp(),
                    "what": reference.what,
                },
            )

    def referred(self, name: str, now: datetime) -> Reference | None:
        """Return what a reference stands for. None if it is unknown or expired, or its client signed out."""
        with self._tables.reading() as statements:
            return None if statements is None else _found(statements, name, now)

    def take(self, name: str, now: datetime) -> Reference | None:
        """Return what a reference stands for, like `referred`, and end it: only one caller gets it."""
        with self._tables.writing() as statements:
            found = _found(statements, name, now)
            statements.execute("DELETE FROM door_references WHERE name = %(name)s", {"name": name})
            return found

    def was_signed_out(self, client: ClientKey, since: datetime) -> bool:
        """Tell whether a client was signed out everywhere since a moment."""
        query = "SELECT 1 FROM door_sign_outs WHERE client = %(client)s AND at >= %(since)s"
        return bool(_rows(self._tables, query, {"client": client, "since": since.timestamp()}))

    def sign_out(self, client: ClientKey, now: datetime, until: datetime) -> None:
        """End all sessions and links of a client up to now. By `until` all of them end anyway."""
        with self._tables.writing() as statements:
            statements.execute("DELETE FROM door_sign_outs WHERE until < %(now)s", {"now": now.timestamp()})
            statements.execute(
                "INSERT INTO door_sign_outs (client, at, until) VALUES (%(client)s, %(at)s, %(until)s)"
                " ON CONFLICT (client) DO UPDATE SET at = excluded.at, until = excluded.until",
                {"client": client, "at": now.timestamp(), "until": until.timestamp()},
            )

    def allows(self, who: str, limit: Limit, now: datetime, *, count: int, name: str) -> bool:
        """Count an attempt and tell whether it is still within the limit.

        Args:
            count: How many attempts it counts as.
            name: Attempts with the same name count once. Empty: it always counts.
        """
        at = now.timestamp()
        with self._tables.writing() as statements:
            statements.execute("DELETE FROM door_attempts WHERE until < %(at)s", {"at": at})
            statements.execute(
                "DELETE FROM door_attempts WHERE who = %(who)s AND name = %(name)s AND name <> ''",
                {"who": who, "name": name},
            )
            (before,) = statements.execute(
                "SELECT coalesce(sum(count), 0) FROM door_attempts WHERE who = %(who)s AND at > %(since)s",
                {"who": who, "since": at - limit.within.total_seconds()},
            ).fetchone()
            if before + count > limit.most:
                return False
            statements.execute(
                "INSERT INTO door_attempts (who, at, until, name, count)"
                " VALUES (%(who)s, %(at)s, %(until)s, %(name)s, %(count)s)",
                {
                    "who": who,
                    "at": at,
                    "until": at + limit.within.total_seconds(),
                    "name": name,
                    "count": count,
                },
            )
            return True

    def wait_for(self, waiting: Waiting, until: datetime) -> None:
        """Note a booking that waits for its client's answer, and until when."""
        with self._tables.writing() as statements:
            statements.execute(
                _WAITS, {"key": waiting.key, "client": waiting.client, "until": until.timestamp()}
            )

    def waits(self, key: str) -> bool:
        """Tell whether a booking still waits for its client's answer."""
        return bool(_rows(self._tables, "SELECT 1 FROM door_waiting WHERE key = %(key)s", {"key": key}))

    def answered(self, client: ClientKey) -> None:
        """Note that a client has answered: none of their bookings waits any more."""
        with self._tables.writing() as statements:
            statements.execute("DELETE FROM door_waiting WHERE client = %(client)s", {"client": client})

    def overdue(self, now: datetime, most: int) -> list[Waiting]:
        """Return bookings that nobody answered for in time, the longest waiting first."""
        query = (
            "SELECT key, client FROM door_waiting WHERE until <= %(now)s ORDER BY until, key LIMIT %(most)s"
        )
        found = _rows(self._tables, query, {"now": now.timestamp(), "most": most})
        return [Waiting(key=key, client=ClientKey(client)) for key, client in found]

    def settled(self, key: str) -> None:
        """Note that a booking no longer waits."""
        with self._tables.writing() as statements:
            statements.execute("DELETE FROM door_waiting WHERE key = %(key)s", {"key": key})


def copy_notes(source: Tables, target: Tables, tables: Collection[str] = _COLUMNS) -> None:
    """Replace notes by another door's: all that last, or only some, as a restored page lets nobody in."""
    found = _noted(source, tables)
    if found == _noted(target, tables):
        return
    with target.writing() as statements:
        for table, rows in found.items():
            columns = _COLUMNS[table]
            values = ", ".join(f"%({each})s" for each in columns)
            statements.execute(f"DELETE FROM {table}")
            for row in rows:
                statements.execute(
                    f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({values})",
                    dict(zip(columns, row, strict=True)),
                )


def _noted(door: Tables, tables: Collection[str]) -> dict[str, list[Any]]:
    """What is noted, by table."""
    return {each: _rows(door, f"SELECT {', '.join(_COLUMNS[each])} FROM {each}", {}) for each in tables}


def _rows(tables: Tables, query: str, values: Mapping[str, str | float]) -> list[Any]:
    """The rows that a query finds; none while nothing was ever noted."""
    with tables.reading() as statements:
        return [] if statements is None else list(statements.execute(query, values).fetchall())


def _found(statements: DoorStatements, name: str, now: datetime) -> Reference | None:
    row = statements.execute(
        "SELECT client, made, until, what FROM door_references WHERE name = %(name)s AND until > %(now)s"
        " AND NOT EXISTS (SELECT 1 FROM door_sign_outs o"
        " WHERE o.client = door_references.client AND o.at >= made)",
        {"name": name, "now": now.timestamp()},
    ).fetchone()
    if row is None:
        return None
    client, made, until, what = row
    moments = [datetime.fromtimestamp(each, UTC) for each in (made, until)]
    return Reference(client=client, made=moments[0], until=moments[1], what=what)
