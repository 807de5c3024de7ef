"""Where the files of a ledger's door are."""

import os
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from trafftpkg.stores.door.door import Door
from trafftpkg.stores.door.notes import DoorNotes, Tables
from trafftpkg.stores.jsonl.door_file import DoorFile

if TYPE_CHECKING:
    from trafftpkg.stores.postgres.database import Database


def open_door(ledger: str, database: "Database | None") -> Door:
    """Return the door of a ledger: beside it on disk, or in its database.

    The secret of a ledger at an address lies in the user's state folder: who reads the tables must not seal.

    Args:
        ledger: A path, or an address without its password.
        database: Of a ledger at an address.
    """
    tables: Tables
    if database is None:
        base, tables = Path(ledger), DoorFile(Path(f"{ledger}.door"))
    else:
        from trafftpkg.stores.postgres.door_tables import DoorTables  # psycopg is an extra

        base, tables = _state_folder() / sha256(ledger.encode()).hexdigest()[:16], DoorTables(database)
    return Door(
        key_file=base.with_name(f"{base.name}.key"),
        book=DoorNotes(tables),
        given_key=os.environ.get("TRAFFTPKG_WEB_KEY") or None,
    )


def _state_folder() -> Path:
    base = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(base) / "trafftpkg"
