"""The ledger in PostgreSQL: how it is opened for reading and writing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from trafftpkg.domain.errors.base import LedgerMovedError
from trafftpkg.domain.errors.unavailable import LedgerLockedError
from trafftpkg.domain.notice import Seal, unheard
from trafftpkg.stores.postgres.database import CHANGES, Database
from trafftpkg.stores.postgres.errors import without_retry
from trafftpkg.stores.postgres.fold import head_of
from trafftpkg.stores.postgres.lines import books_in
from trafftpkg.stores.postgres.open_books import PostgresOpenBooks
from trafftpkg.stores.postgres.scope import (
    CLIENT,
    EMPLOYEE,
    KEY,
    PACKAGE,
    Locked,
    LockScope,
    Names,
    lock,
    lock_everything,
    names_of,
)
from trafftpkg.stores.postgres.statements import PostgresStatements
from trafftpkg.stores.tables.books import TableBooks

if TYPE_CHECKING:
    from trafftpkg.domain.notice import Notice


class PostgresLedger:
    """An append-only chain of entries in a database. Fulfils the engine's `Ledger`."""

    def __init__(self, database: Database, on_notice: "Callable[[Notice], None]" = unheard) -> None:
        """Name the ledger. Nothing is opened yet.

        Args:
            on_notice: Called with what the person should hear although the request goes on.
        """
        self._database = database
        self._seal = Seal(on_notice)

    @contextmanager
    def reading(self) -> Iterator[TableBooks]:
        """Open a consistent view. It does not wait for writers and needs no permission to write.

        Raises:
            StoreUnavailableError: the server cannot be reached.
            LedgerMissingError: there is no ledger in it.
            LedgerTooNewError: a newer version of the program made the tables.
        """
        with without_retry(), self._database.questions() as statements:
            books = books_in(statements, self._database.where)
            self._seal.say_once(self._database.where, books.mark.seq, books.mark.moved_to)
            yield books

    @contextmanager
    def writing(self, scope: LockScope) -> Iterator[PostgresOpenBooks]:
        """Lock the scope against other writers until something is recorded or the context ends.

        Raises: the errors of `reading`, and
            LedgerLockedError: another request holds it, and did not finish in time.
            LedgerMovedError: the things changed their client or employee meanwhile. Decide again.
            LedgerSealedError: it goes on elsewhere.
        """
        with self._database.changes(begun=False) as statements:

            def locked() -> Locked:
                return self._lock(statements, scope)

            yield PostgresOpenBooks(statements, self._database, locked)

    def _lock(self, statements: PostgresStatements, scope: LockScope) -> Locked:
        """Begin, lock the scope, and return how the ledger stands."""
        if scope.everything:
            statements.execute(CHANGES)
            lock_everything(statements)
            return Locked(head_of(statements, self._database.where))
        named: Names = (
            *([] if scope.key is None else [(KEY, scope.key)]),
            *((CLIENT, client) for client in scope.clients),
            *((EMPLOYEE, employee) for employee in scope.employees),
            *((PACKAGE, package) for package in scope.packages),
        )
        names = {*named, *names_of(statements, scope.things)}
        coming = [name for kind, name in names if kind == CLIENT]

        def locked_by(names: set[tuple[int, str]]) -> Locked:
            return lock(statements, self._database.where, names, scope.clients, coming)

        locked = locked_by(names)
        owners = {(CLIENT, owner) for owner in locked.owners}
        if not owners <= names:
            # What is shared with clients is changed with what is their own: lock its owners too.
            statements.execute("ROLLBACK")
            names |= owners
            locked = locked_by(names)
        still = {*names_of(statements, scope.things), *((CLIENT, owner) for owner in locked.owners)}
        if not still <= names:
            busy = LedgerLockedError(where=self._database.where, waited=0)
            raise LedgerMovedError(otherwise=busy)
        return locked
