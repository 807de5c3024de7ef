"""What the door's book asks of its tables: the same in a file and in a database."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, Protocol

from trafftpkg.domain.door import Limit, Waiting
from trafftpkg.domain.ids import ClientKey


class Statements(Protocol):
    """Takes SQL whose values are marked `%(name)s`."""

    def execute(self, query: Any, values: Mapping[str, str | float] = ..., /) -> Any:
        """Run one statement, and return its cursor."""


class Tables(Protocol):
    """Where the book is kept; whatever opening it raises, every method of the book does."""

    def reading(self) -> AbstractContextManager[Statements | None]:
        """Open the tables to be read; None where nothing was ever noted."""

    def writing(self) -> AbstractContextManager[Statements]:
        """Open one transaction, of one writer at a time."""


class DoorNotes:
    """Links and sessions that ended, counted knocks, and what waits for an answer."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def first_use(self, mark: str, until: datetime, now: datetime) -> bool:
        """Note that a link is used, or a session ended, and tell whether it never was before.

        Args:
            until: When it ends anyway.
        """
        with self._tables.writing() as statements:
            statements.execute("DELETE FROM door_links WHERE until < %(now)s", {"now": now.timestamp()})
            noted = statements.execute(
                "INSERT INTO door_links (mark, until) VALUES (%(mark)s, %(until)s) ON CONFLICT DO NOTHING",
                {"mark": mark, "until": until.timestamp()},
            )
            return bool(noted.rowcount == 1)

    def is_over(self, mark: str, client: ClientKey, begun: datetime) -> bool:
        """Tell whether a link was used, a session ended, or the client signed out since it was begun."""
        with self._tables.reading() as statements:
            if statements is None:
                return False
            found = statements.execute(
                "SELECT 1 FROM door_links WHERE mark = %(mark)s"
                " UNION ALL SELECT 1 FROM door_sign_outs WHERE client = %(client)s AND at >= %(begun)s",
                {"mark": mark, "client": client, "begun": begun.timestamp()},
            )
            return found.fetchone() is not None

    def sign_out(self, client: ClientKey, now: datetime, until: datetime) -> None:
        """End all that a client has begun up to now; `until` is when all of it has ended anyway."""
        with self._tables.writing() as statements:
            statements.execute("DELETE FROM door_sign_outs WHERE until < %(now)s", {"now": now.timestamp()})
            statements.execute(
                "INSERT INTO door_sign_outs (client, at, until) VALUES (%(client)s, %(at)s, %(until)s)"
                " ON CONFLICT (client) DO UPDATE SET at = excluded.at, until = excluded.until",
                {"client": client, "at": now.timestamp(), "until": until.timestamp()},
            )

    def allows(self, who: str, limit: Limit, now: datetime, *, count: int, name: str) -> bool:
        """Count a knock and tell whether it is still within the limit.

        Args:
            count: For how many it counts.
            name: Knocks of one name count once; empty for one that counts by itself.
        """
        at = now.timestamp()
        with self._tables.writing() as statements:
            statements.execute("DELETE FROM door_knocks WHERE until < %(at)s", {"at": at})
            statements.execute(
                "DELETE FROM door_knocks WHERE who = %(who)s AND name = %(name)s AND name <> ''",
                {"who": who, "name": name},
            )
            (before,) = statements.execute(
                "SELECT coalesce(sum(count), 0) FROM door_knocks WHERE who = %(who)s AND at > %(since)s",
                {"who": who, "since": at - limit.within.total_seconds()},
            ).fetchone()
            if before + count > limit.most:
                return False
            statements.execute(
                "INSERT INTO door_knocks (who, at, until, name, count)"
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
        """Note what waits for its client's answer, and until when."""
        with self._tables.writing() as statements:
            statements.execute(
                "INSERT INTO door_waiting (key, client, until) VALUES (%(key)s, %(client)s, %(until)s)"
                " ON CONFLICT (key) DO UPDATE SET client = excluded.client",
                {"key": waiting.key, "client": waiting.client, "until": until.timestamp()},
            )

    def answered(self, client: ClientKey) -> None:
        """Note that a client has answered: nothing of theirs waits any more."""
        with self._tables.writing() as statements:
            statements.execute("DELETE FROM door_waiting WHERE client = %(client)s", {"client": client})

    def overdue(self, now: datetime, most: int) -> list[Waiting]:
        """Return what has waited in vain, the longest first."""
        with self._tables.reading() as statements:
            if statements is None:
                return []
            found = statements.execute(
                "SELECT key, client FROM door_waiting WHERE until <= %(now)s"
                " ORDER BY until, key LIMIT %(most)s",
                {"now": now.timestamp(), "most": most},
            )
            return [Waiting(key=key, client=ClientKey(client)) for key, client in found.fetchall()]

    def settled(self, key: str) -> None:
        """Note that something no longer waits."""
        with self._tables.writing() as statements:
            statements.execute("DELETE FROM door_waiting WHERE key = %(key)s", {"key": key})
