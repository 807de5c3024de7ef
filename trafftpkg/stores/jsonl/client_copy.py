"""A copy of a client book's file, made while others may write to it."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from trafftpkg.domain.errors.unavailable import DiskFullError, StoreUnavailableError
from trafftpkg.stores.jsonl.client_file import ClientBookFile
from trafftpkg.stores.jsonl.files import opened_as_ours


def saved_to(path: Path, book: ClientBookFile) -> bool:
    """Copy a client book, as of one moment, to a new file that only its owner can read.

    Returns:
        False if there is no client book.

    Raises: the errors of `ClientBookFile.reading`, and
        OSError, DiskFullError, StoreUnavailableError: the copy cannot be written.
    """
    with book.reading() as statements:
        if statements is None:
            return False
        os.close(opened_as_ours(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        try:
            with closing(sqlite3.connect(path)) as copy:
                statements.connection.backup(copy)
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL:
                raise DiskFullError(where=str(path)) from error
            raise StoreUnavailableError(where=str(path), reason="failed", said=str(error)) from error
    return True
