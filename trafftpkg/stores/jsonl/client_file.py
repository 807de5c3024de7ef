"""The SQLite file of the client book: how it is opened, and its failures as the program's own errors.

The file is precious and personal. Only its owner can read it, every write is on the disk before it is
reported, deleted data is overwritten, and no side file is left after a transaction.
The errors are imported where they are raised, because every `list` and `book` loads this module.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from trafftpkg.domain.errors.base import TrafftpkgError
from trafftpkg.stores.clients.book import TableClientBook
from trafftpkg.stores.clients.finding import Region
from trafftpkg.stores.jsonl.client_schema import (
    ERASED_IN_PART,
    FOLDING,
    OVERWRITING,
    SCHEMA,
    SCHEMA_VERSION,
    UPGRADES,
    VIEWS,
    WRITING,
)
from trafftpkg.stores.jsonl.connection_pool import ConnectionPool, stamp_of
from trafftpkg.stores.jsonl.files import (
    behind_links,
    check_is_ours,
    check_is_regular,
    is_forbidden,
    side_files,
    unavailable,
)
from trafftpkg.stores.jsonl.statements import SqliteStatements

if TYPE_CHECKING:
    from trafftpkg.domain.errors.untrusted import ClientBookReason


class ClientBookFile:
    """Opens the file, from any thread. The file may be copied or restored at any time.

    A connection for reading is used again as long as the file's stamp stays the same.

    Args:
        path: The file, which may be missing.
        wait: Seconds to wait for another process that is writing.
    """

    def __init__(self, path: Path, wait: float) -> None:
        self._path = path
        self._wait = wait
        self._kept = ConnectionPool()

    def close(self) -> None:
        """Close the connections for reading. The next use opens the file again."""
        self._kept.close()

    @contextmanager
    def reading(self) -> Iterator[SqliteStatements | None]:
        """Open it for reading. None while nothing was ever written. Needs no permission to write.

        Raises:
            LedgerLockedError: a writer did not finish in time.
            StoreUnavailableError: it cannot be opened.
            ClientBookDamagedError: it is not a client book, or damaged.
            LedgerTooNewError: a newer program wrote it.
        """
        stamp = stamp_of(self._path)
        connection = self._kept.taken(stamp)
        try:
            connection = connection or self._opened_to_read()
            yield None if connection is None else SqliteStatements(connection)
        except BaseException as error:
            if connection is not None:
                connection.close()
            if isinstance(error, sqlite3.Error):
                self._tell(error, writing=False)
            raise
        if connection is not None:
            self._kept.put_aside(connection, stamp)

    def _opened_to_read(self) -> sqlite3.Connection | None:
        try:
            connection = self._connected()
        except _MissingFileError:
            return None
        version = 0
        try:
            version = self._version(connection)
            _take_folding(connection, version)
            for view in VIEWS.get(version, ()):
                connection.execute(view)
            if version:
                _finish_if_possible(connection)
            else:
                self._check_is_empty(connection)
        finally:
            if not version:
                connection.close()
        return connection if version else None

    @contextmanager
    def writing(self) -> Iterator[SqliteStatements]:
        """Open one transaction, and create a missing file. An error rolls the transaction back.

        Raises: the errors of `reading`, and
            DiskFullError: the disk is full; nothing was kept.
            OutcomeUnknownError: the disk failed; it is unknown whether it was kept.
        """
        self._create()
        try:
            with closing(self._connected(check_is_ours)) as connection:
                for setting in WRITING:
                    connection.execute(setting)
                if self._version(connection) == SCHEMA_VERSION:
                    _finish_if_possible(connection)
                connection.execute("BEGIN IMMEDIATE")
                version = self._version(connection)
                if not version:
                    self._lay_out(connection)
                _take_folding(connection, version)
                for statement in UPGRADES.get(version, ()):
                    connection.execute(statement)
                yield SqliteStatements(connection)
                connection.execute("COMMIT")
        except sqlite3.Error as error:
            self._tell(error, writing=True)

    def check(self) -> None:
        """Read all of it, and check that it is a client book; raises the same errors as `reading`."""
        with self.reading() as connection:
            if connection is None:
                return
            (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            if found != "ok":
                raise self._damaged("unreadable", found)
            for table in ("clients", "texts", "erased", "letters"):
                connection.execute(f"SELECT count(*) FROM {table}")

    def finish_erasing(self) -> None:
        """Overwrite what the file still contains of erased clients, if anything.

        After a kill or a failure, this is done when the file is opened next.

        Raises:
            ErasureUnfinishedError: this is not possible now.
        """
        try:
            with closing(self._connected(check_is_ours)) as connection:
                _finish(connection)
        except sqlite3.Error as error:
            from trafftpkg.domain.errors.unavailable import ErasureUnfinishedError

            raise ErasureUnfinishedError(where=str(self._path), said=str(error)) from error

    def _connected(self, check: Callable[[Path], None] = check_is_regular) -> sqlite3.Connection:
        path = self._itself(check)
        # Opened for writing if that is allowed: otherwise a reader cannot undo what a killed writer left
        # half done. If it is not allowed, SQLite opens it for reading.
        try:
            return sqlite3.connect(
                f"{path.absolute().as_uri()}?mode=rw",
                uri=True,
                timeout=self._wait,
                isolation_level=None,
                check_same_thread=False,
            )
        except sqlite3.OperationalError as error:
            try:
                self._path.stat()
            except FileNotFoundError:
                raise _MissingFileError from None
            except OSError as reason:
                raise unavailable(self._path, reason) from error
            self._tell(error, writing=False)

    def _itself(self, check: Callable[[Path], None]) -> Path:
        """Return the file itself. It may be behind a link, but is never created there.

        Raises:
            StoreUnavailableError: the link leads nowhere, or to a file that is not ours.
        """
        path = behind_links(self._path)
        try:
            for each in (path, *side_files(path)):
                check(each)
        except OSError as error:
            raise unavailable(path, error) from error
        return path

    def _create(self) -> None:
        try:
            os.close(os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, 0o600))
        except FileExistsError:
            return
        except OSError as error:
            raise unavailable(self._path, error) from error

    def _version(self, connection: sqlite3.Connection) -> int:
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if version > SCHEMA_VERSION:
            from trafftpkg.domain.errors.untrusted import LedgerTooNewError

            raise LedgerTooNewError(where=str(self._path), version=version, known=SCHEMA_VERSION)
        return version

    def _lay_out(self, connection: sqlite3.Connection) -> None:
        self._check_is_empty(connection)
        for statement in SCHEMA:
            connection.execute(statement)

    def _check_is_empty(self, connection: sqlite3.Connection) -> None:
        if connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone():
            raise self._damaged("of_another_program")

    def _tell(self, error: sqlite3.Error, *, writing: bool) -> NoReturn:
        from trafftpkg.domain.errors.unavailable import DiskFullError, LedgerLockedError, OutcomeUnknownError

        # The low byte is the kind of error. The rest of an extended code says where in SQLite it happened.
        match getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF:
            case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
                raise LedgerLockedError(where=str(self._path), waited=self._wait) from error
            case sqlite3.SQLITE_FULL:
                raise DiskFullError(where=str(self._path)) from error
            case sqlite3.SQLITE_IOERR if writing:
                raise OutcomeUnknownError(
                    where=str(self._path), reason="disk_failed", said=str(error)
                ) from error
            case (
                sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_IOERR | sqlite3.SQLITE_PERM
            ):
                raise self._unusable(error, writing) from error
            case sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_CORRUPT:
                raise self._damaged("unreadable", str(error)) from error
            case _ if str(error).startswith(("no such table", "no such column")):
                raise self._damaged("of_another_program", str(error)) from error
            case _:
                raise error

    def _unusable(self, error: sqlite3.Error, writing: bool) -> TrafftpkgError:
        from trafftpkg.domain.errors.unavailable import StoreUnavailableError
        from trafftpkg.domain.errors.unusable import NotPermittedError

        where, said = str(self._path), str(error)
        if is_forbidden(self._path, writing=writing):
            return NotPermittedError(where=where, reason="file", writing=writing, said=said)
        exists = self._path.absolute().parent.exists()
        return StoreUnavailableError(where=where, reason="failed" if exists else "no_folder", said=said)

    def _damaged(self, reason: ClientBookReason, said: str | None = None) -> TrafftpkgError:
        from trafftpkg.domain.errors.untrusted import ClientBookDamagedError

        return ClientBookDamagedError(where=str(self._path), reason=reason, said=said)


def _take_folding(connection: sqlite3.Connection, version: int) -> None:
    """Let SQL file the rows of an older book as new ones are filed."""
    if version < SCHEMA_VERSION:
        for name, function in FOLDING.items():
            connection.create_function(name, 1, function, deterministic=True)


def _finish(connection: sqlite3.Connection) -> None:
    if connection.execute(ERASED_IN_PART).fetchone():
        for statement in OVERWRITING:
            connection.execute(statement)


def _finish_if_possible(connection: sqlite3.Connection) -> None:
    """Finish what was interrupted. If that is not possible now, the next one tries."""
    with suppress(sqlite3.Error):
        _finish(connection)


class _MissingFileError(Exception):
    """There is no such file. For a reader, that is an empty client book."""


def client_book_at(path: Path, *, wait: float = 10.0, region: Region = lambda: None) -> TableClientBook:
    """Return the client book in a file. Only writing creates the file.

    Args:
        wait: Seconds to wait for another process that is writing.
        region: Returns how phone numbers without a country's code are read.
    """
    return TableClientBook(ClientBookFile(path, wait), region)
