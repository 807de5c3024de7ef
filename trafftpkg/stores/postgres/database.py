"""One database: connections to it, and transactions in it."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from select import POLLIN, poll
from time import monotonic, sleep
from typing import Any, LiteralString
from weakref import finalize

import psycopg
from psycopg import errors, sql
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import TransactionStatus

from trafftpkg.domain.errors.untrusted import LedgerMissingError
from trafftpkg.stores.postgres.address import has_several_hosts, with_database, without_password
from trafftpkg.stores.postgres.errors import not_read, told, unreachable, without_retry
from trafftpkg.stores.postgres.schema import (
    Connection,
    check_fit,
    too_old,
    version_of,
)
from trafftpkg.stores.postgres.statements import PostgresStatements

# The driver's own notes about an error are not printed: we report the error once, in our words.
logging.getLogger("psycopg").addHandler(logging.NullHandler())

_A_MOMENT = 0.2
_QUESTIONS: LiteralString = """
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL idle_in_transaction_session_timeout = '1h'
"""
"""A person may read a long answer page by page, and nobody waits for them."""

_MADE_MEANWHILE = (errors.DuplicateDatabase, errors.UniqueViolation)
CHANGES: LiteralString = "BEGIN ISOLATION LEVEL READ COMMITTED"
_SETTINGS = """
SELECT set_config('lock_timeout', %s, false),
    set_config('idle_in_transaction_session_timeout', '60s', false),
    set_config('synchronous_commit', CASE WHEN current_setting('synchronous_commit') IN ('off', 'local')
        THEN 'on' ELSE current_setting('synchronous_commit') END, false)
"""
"""Acknowledged entries must be on the disk. A stronger setting of the server is kept."""


class Database:
    """The database of one ledger. Connections are opened when needed, used again, and replaced if lost.

    Inside a transaction, the same thread gets the same transaction again, unless it wants to write in a view.

    Args:
        address: As typed, `postgresql://…`. Without a `connect_timeout` in it, ten seconds are used.
        wait: How many seconds to wait for a lock, or for a server that went away.
    """

    def __init__(self, address: str, *, wait: float = 10.0) -> None:
        self.address = address
        self.where = without_password(address)
        self.wait = wait
        self._idle: list[Connection] = []
        self._was_lost = False
        self._mine = threading.local()
        finalize(self, _close, self._idle)

    @contextmanager
    def questions(self) -> Iterator[PostgresStatements]:
        """Open a view of one moment.

        Raises:
            StoreUnavailableError: the server cannot be reached.
            LedgerMissingError: there is no ledger in it.
            LedgerTooNewError: a newer version of the program made the tables.
        """
        current = getattr(self._mine, "current", None)
        if current is not None:
            yield current[0]
            return
        with self._transaction(_QUESTIONS) as statements:
            yield statements

    @contextmanager
    def glance(self) -> Iterator[PostgresStatements]:
        """Open the database for one question, in no transaction; raises the same errors as `questions`."""
        current = getattr(self._mine, "current", None)
        if current is not None:
            yield current[0]
            return
        with self._transaction(None) as statements:
            yield statements

    @contextmanager
    def changes(self, *, begun: bool = True) -> Iterator[PostgresStatements]:
        """Open a transaction that ends with the context. An error rolls it back.

        Args:
            begun: Whether to begin the transaction. If not, the caller does, with its first question.

        Raises: the errors of `questions`, and
            LedgerLockedError: another request holds a lock, and did not finish in time.
            LedgerMovedError: nothing was changed, and trying again may help.
        """
        current = getattr(self._mine, "current", None)
        if current is not None and current[1] == CHANGES:
            yield current[0]
            return
        with self._transaction(CHANGES if begun else None) as statements:
            self._mine.current = statements, CHANGES
            yield statements

    @contextmanager
    def outside(self, *, making: bool = False) -> Iterator[Connection]:
        """Open a separate connection, whatever tables there are.

        Args:
            making: Create a missing database, if the role may.

        Raises: the errors of `questions`.
        """
        with without_retry(), self.telling(), self._made() if making else self._new_if_there() as connection:
            yield connection

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Raise PostgreSQL's errors as the program's own errors."""
        try:
            yield
        except psycopg.Error as error:
            meant = told(error, self.address, self.wait)
            if meant is error:
                raise
            raise meant from error

    def again(self) -> Connection:
        """Replace a lost connection, and wait for a server that takes over.

        Raises:
            StoreUnavailableError: no server did in time.
        """
        self.close()
        until = monotonic() + self.wait
        while True:
            try:
                return self._new()
            except psycopg.OperationalError as error:
                if monotonic() >= until:
                    raise unreachable(error, self.address) from error
                sleep(_A_MOMENT)

    def close(self) -> None:
        """Close the idle connections."""
        _close(self._idle)

    @contextmanager
    def _transaction(self, begin: LiteralString | None) -> Iterator[PostgresStatements]:
        outer = getattr(self._mine, "current", None)
        with self.telling():
            statements = PostgresStatements(self._begun(begin))
            self._mine.current = statements, begin
            try:
                yield statements
                if _status(statements.connection) == TransactionStatus.INTRANS:
                    statements.execute("COMMIT")
            finally:
                self._mine.current = outer
                self._put_back(statements.connection)

    def _begun(self, begin: LiteralString | None) -> Connection:
        connection = self._usable()
        if begin is not None:
            connection.execute(begin)
        return connection

    def _usable(self) -> Connection:
        """Return a working idle connection, or a new one. After a loss, wait for a server."""
        while connection := _taken(self._idle):
            if not _has_ended(connection):
                return connection
            connection.close()
            self._was_lost = True
        if self._was_lost:
            self._was_lost = False
            return self.again()
        return self._checked()

    def _put_back(self, connection: Connection) -> None:
        """Keep a connection for later, with no open transaction."""
        try:
            if _status(connection) in (TransactionStatus.INTRANS, TransactionStatus.INERROR):
                connection.execute("ROLLBACK")
            if _status(connection) == TransactionStatus.IDLE:
                self._idle.append(connection)
                return
        except psycopg.Error:
            pass
        self._was_lost = True
        connection.close()

    def _checked(self) -> Connection:
        connection = self._new_if_there()
        try:
            check_fit(version_of(connection), self.where)
        except BaseException:
            connection.close()
            raise
        return connection

    def _made(self) -> Connection:
        """Return a new connection. A missing database is created first."""
        try:
            return self._new()
        except psycopg.OperationalError as error:
            with self._beside(error) as (beside, name), suppress(*_MADE_MEANWHILE):
                beside.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
            return self._new()

    def _new_if_there(self) -> Connection:
        try:
            return self._new()
        except psycopg.OperationalError as error:
            with self._beside(error) as (_, name):
                raise LedgerMissingError(where=self.where, reason="no_database", thing=name) from error

    @contextmanager
    def _beside(self, refused: psycopg.Error) -> Iterator[tuple[Connection, str]]:
        """Open the server's default database, if only the database is missing."""
        name = str(self._given().get("dbname") or "")
        try:
            beside = self._new(with_database(self.address, "postgres"))
        except psycopg.Error:
            raise unreachable(refused, self.address) from refused
        with beside:
            query = "SELECT FROM pg_database WHERE datname = %s"
            if not name or beside.execute(query, (name,)).fetchone() is not None:
                raise unreachable(refused, self.address) from refused
            yield beside, name

    def _new(self, address: str | None = None) -> Connection:
        settings: dict[str, Any] = {"client_encoding": "UTF8", "fallback_application_name": "trafftpkg"}
        given = self._given()
        if "connect_timeout" not in given:
            settings["connect_timeout"] = 10
        if has_several_hosts(self.address) and "target_session_attrs" not in given:
            settings["target_session_attrs"] = "read-write"
        with self._reading_address():
            connection = psycopg.connect(address or self.address, autocommit=True, **settings)
        if error := too_old(connection, self.where):
            connection.close()
            raise error
        # To the server, 0 would be for ever.
        connection.execute(_SETTINGS, (f"{max(int(self.wait * 1000), 1)}ms",))
        return connection

    def _given(self) -> dict[str, Any]:
        with self._reading_address():
            return dict(conninfo_to_dict(self.address))

    @contextmanager
    def _reading_address(self) -> Iterator[None]:
        try:
            yield
        except psycopg.ProgrammingError as error:
            raise not_read(error, self.address) from error


def _has_ended(connection: Connection) -> bool:
    """Tell whether the server has closed the connection: there is data although nothing was asked."""
    waiting = poll()
    waiting.register(connection.fileno(), POLLIN)
    return bool(waiting.poll(0))


def _close(connections: list[Connection]) -> None:
    while connection := _taken(connections):
        connection.close()


def _taken(connections: list[Connection]) -> Connection | None:
    """Take a connection away, in one step: other threads take some too."""
    try:
        return connections.pop()
    except IndexError:
        return None


def _status(connection: Connection) -> TransactionStatus:
    return connection.info.transaction_status
