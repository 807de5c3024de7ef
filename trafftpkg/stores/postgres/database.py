"""One database, the way to it, and the transactions in it."""

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

from trafftpkg.domain.errors.unavailable import StoreUnavailableError
from trafftpkg.domain.errors.untrusted import LedgerMissingError
from trafftpkg.stores.postgres.address import has_several_hosts, with_database, without_password
from trafftpkg.stores.postgres.errors import said, told, unreachable, without_retry
from trafftpkg.stores.postgres.schema import (
    Connection,
    check_fit,
    too_old,
    version_of,
)
from trafftpkg.stores.postgres.statements import PostgresStatements

# What the driver notes while it clears up after an error is said as that error, once and in our words.
logging.getLogger("psycopg").addHandler(logging.NullHandler())

_A_MOMENT = 0.2
_QUESTIONS: LiteralString = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_MADE_MEANWHILE = (errors.DuplicateDatabase, errors.UniqueViolation)
CHANGES: LiteralString = "BEGIN ISOLATION LEVEL READ COMMITTED"
_SETTINGS = """
SELECT set_config('lock_timeout', %s, false),
    set_config('idle_in_transaction_session_timeout', '60s', false),
    set_config('synchronous_commit', CASE WHEN current_setting('synchronous_commit') IN ('off', 'local')
        THEN 'on' ELSE current_setting('synchronous_commit') END, false)
"""
"""An entry that was acknowledged is on the disk; where the server promises more than that, it stays so."""


class Database:
    """The database of one ledger; connections are made when needed, used again, and replaced when lost.

    Within a transaction of the same thread another is the same one, unless it would change what that views.

    Args:
        address: As typed, `postgresql://…`; without a `connect_timeout` of its own ten seconds are enough.
        wait: For how many seconds a lock is waited for, and a server that went away.
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
            LedgerMissingError: it holds no ledger there.
            LedgerTooNewError: a newer program made the tables.
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
        """Open a transaction that ends with the context: all of it, or with an error nothing.

        Args:
            begun: The transaction is begun; or else the caller does, together with what is asked first.

        Raises: as `questions`, and
            LedgerLockedError: another holds what is needed, and did not finish within the wait.
            LedgerMovedError: nothing was kept, and trying again may help.
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
        """Open a connection of its own, whatever tables there are.

        Args:
            making: A database that the server does not have is made, where the role may.

        Raises: as `questions`.
        """
        with without_retry(), self.telling(), self._made() if making else self._new_if_there() as connection:
            yield connection

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Tell what PostgreSQL says is wrong as the program's own errors."""
        try:
            yield
        except psycopg.Error as error:
            meant = told(error, self.address, self.wait)
            if meant is error:
                raise
            raise meant from error

    def again(self) -> Connection:
        """Return a connection in place of one that was lost, waiting for a server to take over.

        Raises:
            StoreUnavailableError: none did within the wait.
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
        """Let go of the connections that nobody uses."""
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
        """A connection that nobody uses and that leads somewhere; after a loss a server is waited for."""
        while self._idle:
            connection = self._idle.pop()
            if not _has_ended(connection):
                return connection
            connection.close()
            self._was_lost = True
        if self._was_lost:
            self._was_lost = False
            return self.again()
        return self._checked()

    def _put_back(self, connection: Connection) -> None:
        """Keep a connection for later, with nothing left open on it."""
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
        """A new connection; a database that the server does not have is made first."""
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
        """Open the server's own database, if the one that is missing is all that is wrong."""
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
        connection = psycopg.connect(address or self.address, autocommit=True, **settings)
        if error := too_old(connection, self.where):
            connection.close()
            raise error
        connection.execute(_SETTINGS, (f"{int(self.wait * 1000)}ms",))
        return connection

    def _given(self) -> dict[str, Any]:
        try:
            return dict(conninfo_to_dict(self.address))
        except psycopg.ProgrammingError as error:
            raise StoreUnavailableError(
                where=self.where, reason="address_not_read", said=said(error, self.address)
            ) from error


def _has_ended(connection: Connection) -> bool:
    """Tell whether the server has said good-bye: there is something to read where nothing was asked."""
    waiting = poll()
    waiting.register(connection.fileno(), POLLIN)
    return bool(waiting.poll(0))


def _close(connections: list[Connection]) -> None:
    while connections:
        connections.pop().close()


def _status(connection: Connection) -> TransactionStatus:
    return connection.info.transaction_status
