"""Where the secret of a ledger's door is."""

import os
from hashlib import sha256
from pathlib import Path

from trafftpkg.stores.door.door import LedgerDoor
from trafftpkg.stores.door.notes import DoorNotes, Tables


def open_door(base: Path, tables: Tables) -> LedgerDoor:
    """Return the door of a ledger.

    Args:
        base: The secret lies beside this, under the same name.
        tables: Where the door's notes are.
    """
    return LedgerDoor(
        key_file=base.with_name(f"{base.name}.key"),
        notes=DoorNotes(tables),
        given_key=os.environ.get("TRAFFTPKG_WEB_KEY") or None,
    )


def in_state_folder(where: str) -> Path:
    """Return a path in the user's state folder that only this place has; nothing is made there."""
    base = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(base) / "trafftpkg" / sha256(where.encode()).hexdigest()[:16]
